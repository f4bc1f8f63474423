"""The captions printed at pictures: marked as such, boxed with them, or told by breaks and by what stands around."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.parsers.beneath import is_below, next_text
from alwaght_scraper.parsers.blocks import NO_BOX, Line, Style
from alwaght_scraper.parsers.captionlike import SHORT_CAPTION, may_be_caption, reads_on
from alwaght_scraper.parsers.counters import is_number_of
from alwaght_scraper.parsers.facts import names_tools
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.sentences import STOPS

_MAX_BOX: Final = 300
_FRAMES: Final = frozenset({"table", "tbody", "figure"})
"""Elements that a picture and its caption have to themselves."""
_CLIMBS: Final = 4
_COLUMNS: Final = 2
_MOST_LINES: Final = 200
"""How far around a picture its box is looked through; one that holds as much is no caption's."""


def captions_of(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    """The lines that are the caption of the picture in a line: marked as one, boxed with it, or printed small beside it."""
    lines = [(other, reading.lines[other]) for other in _found(reading, heading, region, place)]
    found = {other for other, line in lines if not is_number_of(line.text) and not reading.is_other_edition(line)}
    left = (line for other, line in enumerate(reading.lines[region.start : region.end], region.start) if other not in found)
    return found if any(map(is_text, left)) else set()  # else it is all the text there is


def _found(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    lines = reading.lines
    if lines[place].text and not is_number_of(lines[place].text):
        return {place} if may_be_caption(lines[place]) and not reads_on(lines[place]) else set()
    for found in (_marked(reading, region, place), in_column(reading, region, place), _boxed(reading, heading, region, place)):
        if found:
            return found
    after = next_text(reading, region, place)
    if after is None or lines[after].images or names_tools(reading, after, region):  # what shares a line with a picture is that one's
        return set()
    return {after} if is_below(reading, heading, region, place, after) else set()


def _marked(reading: Reading, region: Region, place: int) -> set[int]:
    page = reading.page
    figure = reading.lines[place].box
    while figure and page.tags[figure] != "figure":
        figure = page.parents[figure]
    if not figure:
        return set()
    span = range(max(0, place - 3), min(place + 6, region.end))
    return {
        other
        for other in span
        if reading.lines[other].style & Style.CAPTION and reading.lines[other].text and page.holds(figure, reading.lines[other].box)
    }


def _boxed(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    """The one or two short lines that share a box with the picture and nothing else."""
    page, lines = reading.page, reading.lines
    box = lines[place].box
    for _ in range(_CLIMBS):
        if not box or any(page.holds(box, lines[other].box) for other in heading.places):
            return set()
        inside = _span(reading, region, place, box)
        texts = [other for other in inside if lines[other].text and not is_number_of(lines[other].text)]
        if texts:
            fits = len(texts) <= 2 and sum(len(lines[other].text) for other in texts) <= _MAX_BOX
            if len(texts) == 2 and _is_caption_and_text(lines[texts[0]], lines[texts[1]]):
                texts = texts[:1]
            bold = page.tags[box] in _FRAMES  # one in an element of the picture's own may be printed as its designer liked
            good = fits and all(
                may_be_caption(lines[other]) and (bold or not lines[other].style & Style.BOLD) and other >= region.start for other in texts
            )
            elsewhere = any(is_text(lines[other]) for other in range(region.start, region.end) if other not in inside)
            return set(texts) if good and elsewhere and not _paragraph_like(reading, region, place, texts) else set()
        box = page.parents[box]
    return set()


def in_column(reading: Reading, region: Region, place: int) -> set[int]:
    """The line in the same column of the row below, where pictures fill one row and as many short lines the next."""
    row = _row_of(reading, region, place)
    below = _row_of(reading, region, row.stop)
    if len(row) < _COLUMNS or len(below) != len(row) or any(reading.lines[other].text for other in row):
        return set()
    return {below[place - row.start]} if all(may_be_caption(reading.lines[other]) for other in below) else set()


def _row_of(reading: Reading, region: Region, place: int) -> range:
    """The lines of the table's row that a line stands in; none for a line in no table, or after the text."""
    page = reading.page
    row = reading.lines[place].box if place < region.end else NO_BOX
    for _ in range(_CLIMBS):
        row = page.parents[row] if page.tags[row] != "tr" else row
    if page.tags[row] != "tr":
        return range(place, place)
    return reading.around(place, row, range(max(0, place - _MOST_LINES), min(region.end, place + _MOST_LINES)))


def _is_caption_and_text(first: Line, second: Line) -> bool:
    """Whether the second line that shares a box with a picture is a sentence of the text, below a caption that is none."""
    return is_text(second) and second.gap == 1 and first.gap == 1 and not first.text.endswith(STOPS)


def _paragraph_like(reading: Reading, region: Region, place: int, texts: list[int]) -> bool:
    """Whether the text in a picture's box is made like the paragraphs around, and long enough to be one or a sentence above the picture."""
    shape, lines = reading.page.shape, reading.lines
    likely = {
        shape(lines[other].box)
        for other in texts
        if len(lines[other].text) > SHORT_CAPTION or (other < place and lines[other].text.endswith(STOPS))
    }
    return bool(likely) and any(
        shape(line.box) in likely and other not in texts and is_text(line) and not _is_below_picture(reading, other)
        for other, line in enumerate(lines[region.start : region.end], region.start)
    )


def _is_below_picture(reading: Reading, place: int) -> bool:
    above = reading.lines[place - 1]
    return bool(above.images) and not above.text


def _span(reading: Reading, region: Region, place: int, box: int) -> range:
    near = range(max(0, region.start - 3, place - _MOST_LINES), min(region.end, place + _MOST_LINES))
    return reading.around(place, box, near)
