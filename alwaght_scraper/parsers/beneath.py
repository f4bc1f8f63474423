"""The caption below a picture that nothing but its print, its breaks and what stands around tells."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.captionlike import SHORT_CAPTION, may_be_caption, reads_on
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_prose, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.sentences import STOPS

_CELLS: Final = frozenset({"td", "th", "li"})
_LEAD: Final = Style.BOLD | Style.ITALIC | Style.HEADING
_SCRIPTS: Final = ("javascript:", "#")


def _names_related(reading: Reading, place: int) -> bool:
    """Whether a line is the name of the links to other articles below it."""
    following = reading.lines[place + 1] if place + 1 < len(reading.lines) else None
    return following is not None and reading.article_of(following) is not None and is_caption_of_box(reading.lines[place])


def next_text(reading: Reading, region: Region, place: int) -> int | None:
    """The first line below a picture that has a text, within the region."""
    after = place + 1
    while after < region.end and not reading.lines[after].text:
        after += 1
    return after if region.start <= after < region.end else None


def _following(reading: Reading, region: Region, place: int) -> Line | None:
    """The line after a line, tools of the page (print, larger letters) left out."""
    rest = reading.lines[place + 1 : region.end]
    return next((line for line in rest if not (line.style & Style.LINK and line.links and line.links[0].href.startswith(_SCRIPTS))), None)


def is_below(reading: Reading, heading: Heading, region: Region, place: int, after: int) -> bool:
    """Whether the line after a picture is its caption by its print, its breaks or what follows it."""
    line, picture = reading.lines[after], reading.lines[place]
    if not may_be_caption(line) or line.style & Style.BOLD or line.text == heading.title or after in reading.dates:
        return False
    if line.style & ~picture.style & (Style.QUOTE | Style.LIST):
        return False
    following = _following(reading, region, after)
    usual = (following.style if following else 0) | _usual_print(reading, region)
    apart = line.style & ~usual & (Style.SMALL | Style.ITALIC)
    if _is_sentence_outside(reading, place, after):
        return len(line.text) <= SHORT_CAPTION and _stands_before_lead(reading, region, place, after)
    if (
        apart
        or line.style & Style.CAPTION
        or _is_centered(reading, heading, region, place, after)
        or any(line.text == image.alt for image in picture.images)
    ):
        return True
    return following is not None and len(line.text) <= SHORT_CAPTION and _placed_as_caption(reading, region, place, after)


def _usual_print(reading: Reading, region: Region) -> int:
    """How all running text is printed."""
    prose = [line.style for line in reading.lines[region.start : region.end] if line.prose]
    usual = prose[0] if prose else 0
    for style in prose:
        usual &= style
    return usual


def _is_centered(reading: Reading, heading: Heading, region: Region, place: int, after: int) -> bool:
    """Whether a line is centered below a centered picture, as half of the text at least is not; not by the frame, like the title."""
    line = reading.lines[after]
    if not (_centered(reading.lines[place]) and _centered(line)):
        return False
    others = [other for other in reading.lines[region.start : region.end] if other is not line and is_text(other)]
    by_frame = any(_centered(reading.lines[other]) for other in heading.places) and reads_on(line)
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
    if _names_related(reading, after):
        return False
    if line.text.endswith(STOPS):
        return _stands_before_lead(reading, region, place, after)
    if any(map(is_prose, reading.lines[region.start : after])):
        return _is_no_heading(reading, region, place, after)
    return is_text(following) or following.label in labels.RELATED_LABELS or _names_related(reading, after + 1)
