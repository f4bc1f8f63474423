"""Lines that stand within a text and are none of it by their make: in a box made for something else, whatever their words."""

from __future__ import annotations

from collections import Counter
from typing import Final

from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.blocks import NO_BOX, Line, Style
from alwaght_scraper.parsers.kinds import stops
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.sentences import STATED

_DOERS: Final = frozenset({"nav", "footer", "form", "fieldset"})
"""Elements that are made for what does something; none of their lines is text."""
_MADE: Final = _DOERS | {"aside"}
_DEPTH: Final = 3
_SHORT: Final = 150


def aside_lines(reading: Reading, region: Region) -> frozenset[int]:
    """The lines in boxes made unlike the paragraphs and holding none, where line or box is made for something else."""
    page, lines = reading.page, reading.lines
    span = [place for place in range(region.start, region.end) if place not in region.foreign and lines[place].text]
    prose = [lines[place] for place in span if lines[place].prose]
    if not prose:
        return frozenset()
    sizes: Counter[tuple[str, ...]] = Counter()
    for line in prose:
        sizes[page.shape(line.box, _DEPTH)] += len(line.text)
    shape = max(sizes, key=sizes.__getitem__)
    boxes = _Boxes(reading, prose)
    return frozenset([place for place in span if boxes.set_apart(lines[place]) and page.shape(lines[place].box, _DEPTH) != shape])


class _Boxes:
    """The boxes of a page, by whether they hold paragraphs or stand in an element made for something else."""

    def __init__(self, reading: Reading, prose: list[Line]) -> None:
        self._reading, self._page = reading, reading.page
        self._around: set[int] = {NO_BOX}
        for line in prose:
            box = line.box
            while box not in self._around:
                self._around.add(box)
                box = self._page.parents[box]
        self._elements = dict.fromkeys(self._around, NO_BOX)
        self._says: dict[int, bool] = {}

    def set_apart(self, line: Line) -> bool:
        """Whether a line is little but a link, leads to no article, or stands in an element made for what is beside a text.

        Asked in the order of lines.
        """
        if line.box in self._around or line.style & (Style.QUOTE | Style.CAPTION):
            return False
        element = self._element_of(line.box)
        if element == NO_BOX:
            return _asks(self._reading, line) or (_is_linked(line) and not line.prose and not line.text.endswith(STATED))
        if self._page.tags[element] in _DOERS:
            return True
        return not self._says.setdefault(element, _says(line))  # by its first line, else it is a quotation that is set out

    def _element_of(self, box: int) -> int:
        """The innermost element around a box that is made for something else and holds no paragraph; `NO_BOX` where there is none."""
        passed: list[int] = []
        while box not in self._elements:
            passed.append(box)
            if self._page.tags[box] in _MADE:
                self._elements[box] = box
                break
            box = self._page.parents[box]
        found = self._elements[box]
        for inner in passed:
            self._elements[inner] = found
        return found


def _is_linked(line: Line) -> bool:
    """Whether a line is a link and a word before it at most, as `Breaking: ...`."""
    return bool(line.style & Style.LINK) or 4 * sum(len(link.text) for link in line.links) >= 3 * len(line.text) > 0


def _asks(reading: Reading, line: Line) -> bool:
    """Whether a line leads to pages of the site that are neither articles nor lists of them: to give, to join, to write."""
    targets = [reading.target(link) for link in line.links]
    return 0 < len(line.text) <= _SHORT and bool(targets) and all(to is not None and to.kind is PageKind.OTHER for to in targets)


def _says(line: Line) -> bool:
    return is_text(line) or stops(line.text)
