"""The captions printed at pictures: marked as such, boxed with them, or told by breaks and by what stands around."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import NO_BOX, Line, Style
from alwaght_scraper.parsers.facts import is_appeal, is_number_of, names_tools
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_prose, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.sentences import INNER_STOP, STOPS

_MAX_CAPTION: Final = 250
_SHORT_CAPTION: Final = 150
_MAX_BOX: Final = 300
_CLIMBS: Final = 4
_COLUMNS: Final = 2
_MOST_LINES: Final = 200
"""How far around a picture its box is looked through; one that holds as much is no caption's."""
_CELLS: Final = frozenset({"td", "th", "li"})
_LEAD: Final = Style.BOLD | Style.ITALIC | Style.HEADING
_SCRIPTS: Final = ("javascript:", "#")


def captions_of(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    """The lines that are the caption of the picture in a line: marked as one, boxed with it, or printed small beside it."""
    found = {other for other in _found(reading, heading, region, place) if not is_number_of(reading.lines[other].text)}
    left = (line for other, line in enumerate(reading.lines[region.start : region.end], region.start) if other not in found)
    return found if any(map(is_text, left)) else set()  # else it is all the text there is


def _found(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    lines = reading.lines
    if lines[place].text and not is_number_of(lines[place].text):
        return {place} if _may_be_caption(lines[place]) and not _reads_on(lines[place]) else set()
    for found in (_marked(reading, region, place), in_column(reading, region, place), _boxed(reading, heading, region, place)):
        if found:
            return found
    after = _next_text(reading, region, place)
    if after is None or lines[after].images or names_tools(reading, after, region):  # what shares a line with a picture is that one's
        return set()
    return {after} if _beside(reading, heading, region, place, after) else set()


def _may_be_caption(line: Line) -> bool:
    if not line.text or len(line.text) > _MAX_CAPTION or line.opens or line.style & (Style.HEADING | Style.LINK):
        return False
    return not is_appeal(line) and line.label not in labels.RELATED_LABELS | labels.TOOL_LABELS and not _is_row_of_links(line)


def _is_row_of_links(line: Line) -> bool:
    """Whether a line is links for the most part, or a box's name with links right behind it."""
    if not line.links:
        return False
    name = labels.label_key(line.text.partition(line.links[0].text)[0])
    return name in labels.RELATED_LABELS or 2 * sum(len(link.text) for link in line.links) > len(line.text)


def _reads_on(line: Line) -> bool:
    """Whether text beside a picture is a paragraph that the picture stands in."""
    if line.style & (Style.SMALL | Style.ITALIC | Style.CAPTION):
        return False
    return len(line.text) > _SHORT_CAPTION or (is_text(line) and INNER_STOP.search(line.text) is not None)


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
            good = fits and all(
                _may_be_caption(lines[other]) and not lines[other].style & Style.BOLD and other >= region.start for other in texts
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
    return {below[place - row.start]} if all(_may_be_caption(reading.lines[other]) for other in below) else set()


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


def _names_links(reading: Reading, place: int) -> bool:
    """Whether a line is the name of the links to other articles below it."""
    following = reading.lines[place + 1] if place + 1 < len(reading.lines) else None
    return following is not None and reading.article_of(following) is not None and is_caption_of_box(reading.lines[place])


def _paragraph_like(reading: Reading, region: Region, place: int, texts: list[int]) -> bool:
    """Whether the text in a picture's box is made like the paragraphs around, and long enough to be one or a sentence above the picture."""
    shape, lines = reading.page.shape, reading.lines
    likely = {
        shape(lines[other].box)
        for other in texts
        if len(lines[other].text) > _SHORT_CAPTION or (other < place and lines[other].text.endswith(STOPS))
    }
    return bool(likely) and any(
        shape(line.box) in likely and other not in texts and is_text(line)
        for other, line in enumerate(lines[region.start : region.end], region.start)
    )


def _span(reading: Reading, region: Region, place: int, box: int) -> range:
    near = range(max(0, region.start - 3, place - _MOST_LINES), min(region.end, place + _MOST_LINES))
    return reading.around(place, box, near)


def _next_text(reading: Reading, region: Region, place: int) -> int | None:
    after = place + 1
    while after < region.end and not reading.lines[after].text:
        after += 1
    return after if region.start <= after < region.end else None


def _following(reading: Reading, region: Region, place: int) -> Line | None:
    """The line after a line, tools of the page (print, larger letters) left out."""
    rest = reading.lines[place + 1 : region.end]
    return next((line for line in rest if not (line.style & Style.LINK and line.links and line.links[0].href.startswith(_SCRIPTS))), None)


def _beside(reading: Reading, heading: Heading, region: Region, place: int, after: int) -> bool:
    """Whether the line after a picture is its caption by its print, its breaks or what follows it."""
    line, picture = reading.lines[after], reading.lines[place]
    if not _may_be_caption(line) or line.style & Style.BOLD or line.text == heading.title or after in reading.dates:
        return False
    if line.style & ~picture.style & (Style.QUOTE | Style.LIST):
        return False
    following = _following(reading, region, after)
    apart = line.style & ~(following.style if following else 0) & (Style.SMALL | Style.ITALIC)
    if _is_sentence_outside(reading, place, after):
        return len(line.text) <= _SHORT_CAPTION and _stands_before_lead(reading, region, place, after)
    if (
        apart
        or line.style & Style.CAPTION
        or _is_centered(reading, heading, region, place, after)
        or any(line.text == image.alt for image in picture.images)
    ):
        return True
    return following is not None and len(line.text) <= _SHORT_CAPTION and _placed_as_caption(reading, region, place, after)


def _is_centered(reading: Reading, heading: Heading, region: Region, place: int, after: int) -> bool:
    """Whether a line is centered below a centered picture, as half of the text at least is not; not by the frame, like the title."""
    line = reading.lines[after]
    if not (_centered(reading.lines[place]) and _centered(line)):
        return False
    others = [other for other in reading.lines[region.start : region.end] if other is not line and is_text(other)]
    by_frame = any(_centered(reading.lines[other]) for other in heading.places) and _reads_on(line)
    return bool(others) and 2 * sum(map(_centered, others)) <= len(others) and not by_frame


def _centered(line: Line) -> bool:
    return line.style & (Style.CENTER | Style.ALIGNED) == Style.CENTER


def _is_sentence_outside(reading: Reading, place: int, after: int) -> bool:
    """Whether a line is a whole sentence among the paragraphs, outside the box that is the picture's own: a lead in italics."""
    page, picture, line = reading.page, reading.lines[place], reading.lines[after]
    if page.tags[picture.box] == "p" or line.style & (Style.SMALL | Style.CAPTION) or not line.text.endswith(STOPS):
        return False
    following = next((other for other in reading.lines[after + 1 :] if other.prose), None)
    return following is not None and picture.box != line.box and page.holds(page.common_box(picture.box, line.box), following.box)


def _is_no_heading(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether a short line below a picture is surely no sub-heading: those of the page are marked, or it is made like the picture."""
    page, line, picture = reading.page, reading.lines[after], reading.lines[place]
    following = _following(reading, region, after)
    if line.gap > 1 or line.text[-1] in ":：" or following is None or page.tags[line.box] in _CELLS:
        return False
    lines = reading.lines[region.start : region.end]
    if line.box == picture.box:
        return line.gap == 1 != picture.gap and following.gap <= 1 and any(other.gap > 1 for other in lines)
    marked = [other for other in lines if other.style & (Style.BOLD | Style.HEADING) and is_caption_of_box(other) and not other.links]
    return any(other.label not in labels.NOT_CONTENT for other in marked) or _is_made_like(reading, region, place, after)


def _stands_before_lead(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether a sentence below a picture can't be the lead, being made like the picture: the text has begun, or a lead follows."""
    if not _is_made_like(reading, region, place, after):
        return False
    lines = reading.lines
    first = next((line for line in lines[after + 1 : region.end] if is_text(line)), None)
    return any(map(is_prose, lines[region.start : after])) or (first is not None and bool(first.style & _LEAD))


def _is_made_like(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether a line stands in a box of its own that is made like the picture's and unlike the paragraphs."""
    page, line, following = reading.page, reading.lines[after], _following(reading, region, after)
    shape = page.shape(line.box)
    if line.box == reading.lines[place].box or (following is not None and following.box == line.box):
        return False
    prose = [other for other in reading.lines[region.start : region.end] if other.prose]
    return shape == page.shape(reading.lines[place].box) and all(page.shape(other.box) != shape for other in prose)


def _placed_as_caption(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether breaks tie a line to the picture above it, or the text opens right below it."""
    line, following = reading.lines[after], _following(reading, region, after) or reading.lines[after]
    if line.box == reading.lines[place].box and line.gap == 1 and (following.gap > 1 or following.box != line.box):
        return True
    if _names_links(reading, after):
        return False
    if line.text.endswith(STOPS):
        return _stands_before_lead(reading, region, place, after)
    if any(map(is_prose, reading.lines[region.start : after])):
        return _is_no_heading(reading, region, place, after)
    return is_text(following) or following.label in labels.RELATED_LABELS or _names_links(reading, after + 1)
