"""From lines to texts: a single break inside a sentence, or at the margin of a text that was typed to a width, is a blank."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from alwaght_scraper.parsers.blocks import Line, Style, opens_body
from alwaght_scraper.parsers.kinds import END_MARKS, Text
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.marks import BULLET, TYPED

_LONG: Final = 60
_NARROWEST: Final = 40
_WIDEST: Final = 120
_FEW: Final = 3


def joined(reading: Reading, places: list[int]) -> list[Text]:
    """The texts that lines are."""
    lines = reading.lines
    width = _width(lines, places)
    texts: list[Text] = []
    for place in places:
        line = lines[place]
        before = texts[-1] if texts else None
        if (
            before is not None
            and before.place == place - 1
            and _is_next_row(lines[before.place], line)
            and _runs_on(before, lines, line, width)
        ):
            texts[-1] = Text(f"{before.text} {line.text}", before.line, place)
        else:
            texts.append(Text(_without_anchor(line), line, place))
    return texts


def _without_anchor(line: Line) -> str:
    """A text without the mark at its end that links to the very place, as manuals have it behind their headings."""
    last = line.links[-1] if line.links else None
    if last is None or len(last.text) != 1 or last.text.isalnum() or not last.href.startswith("#"):
        return line.text
    return line.text.removesuffix(last.text).rstrip() or line.text


def _is_next_row(above: Line, below: Line) -> bool:
    return below.gap == 1 and above.box == below.box


def _width(lines: list[Line], places: list[int]) -> int:
    """The width to which a text was typed, as pasted mail is: no line has room for the word that begins the next; 0 for any other text."""
    pairs = [(lines[one], lines[other]) for one, other in pairwise(places) if other == one + 1 and _is_next_row(lines[one], lines[other])]
    width = max((len(above.text) for above, _ in pairs), default=0)
    full = sum(_is_full(above, below, width) for above, below in pairs)
    return width if len(pairs) >= _FEW and _NARROWEST <= width <= _WIDEST and 10 * full >= 9 * len(pairs) else 0


def _is_full(above: Line, below: Line, width: int) -> bool:
    return len(above.text) + len(below.text.split(" ", 1)[0]) >= width


def _runs_on(before: Text, lines: list[Line], line: Line, width: int) -> bool:
    if BULLET.match(line.text) or TYPED.match(line.text) or (before.line.style ^ line.style) & Style.BOLD:
        return False
    if width and _is_full(lines[before.place], line, width):
        return True
    if before.text[-1] in END_MARKS:
        return False
    if 2 * len(lines[before.place].text) > width > 0:
        return True
    first = line.text[0]
    return first.islower() or (len(before.text) > _LONG and not first.isupper() and first.isalpha() and opens_body(before.text) is False)
