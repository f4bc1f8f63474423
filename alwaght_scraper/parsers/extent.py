"""How far an article's box reaches, and the boxes around its labels."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading

_ENOUGH: Final = 60
_FOREWORD: Final = 3


class Boxes:
    """Which lines each box of the page holds."""

    def __init__(self, reading: Reading, masked: frozenset[int]) -> None:
        page, lines = reading.page, reading.lines
        self.reading, self.page, self.lines, self.masked = reading, page, lines, masked
        self._latest: list[int] = []  # the last box that was opened up to each line: boxes are numbered as they open
        latest = 0
        for line in lines:
            latest = max(latest, line.box)
            self._latest.append(latest)

    def first(self, box: int) -> int:
        """The first line that a box holds; 0 for none."""
        place = bisect_left(self._latest, box)
        return place if place < len(self.lines) and self.page.holds(box, self.lines[place].box) else 0

    def extent(self, place: int, heading_start: int, limit: int) -> range | None:
        """The lines of the widest box around a label that starts at the label; None when that is just the label itself."""
        page = self.page
        box = self.lines[place].box
        while box and self.first(page.parents[box]) >= max(place - 1, heading_start + 1) and page.parents[box]:
            if self._holds_article(page.parents[box], place, limit):
                break
            box = page.parents[box]
        end = place
        while end < limit and page.holds(box, self.lines[end].box):
            end += 1
        return range(place, end) if box and end - place > 1 else None

    def _holds_article(self, box: int, place: int, limit: int) -> bool:
        """Whether a box holds more than a part of the frame: the opening of a text, its tags or its comment form."""
        while place < limit and self.page.holds(box, self.lines[place].box):
            if (
                place not in self.masked and (self.lines[place].opens or self.reading.tags_of(self.lines[place]))
            ) or place in self.reading.form_lines:
                return True
            place += 1
        return False


def find_limit(reading: Reading, heading: Heading, boxes: Boxes) -> tuple[int, bool]:
    """The first line after the box that holds heading and text, and whether such a box was found.

    From the title outwards, boxes are taken in as long as they begin with the heading (a category or
    a bread crumb may stand before it) or hold no text yet.
    """
    page, lines = reading.page, reading.lines
    box = lines[heading.places[-1]].box
    for place in heading.places:
        box = page.common_box(box, lines[place].box)
    end, size = heading.end, 0
    while box:
        while end < len(lines) and page.holds(box, lines[end].box):
            size += 0 if lines[end].style & Style.LINK else len(lines[end].text)
            end += 1
        if size >= _ENOUGH and boxes.first(page.parents[box]) < heading.start - _FOREWORD:
            return end, True
        box = page.parents[box]
    return len(lines), False
