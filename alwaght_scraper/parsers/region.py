"""Where an article's text ends: at the tags, the comments, the gallery, or where its box closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import BESIDE, Style
from alwaght_scraper.parsers.comments import asks_reader, start_of_comment
from alwaght_scraper.parsers.extent import Boxes, find_limit
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, claims_rights, is_copyright, is_text
from alwaght_scraper.parsers.taglines import names_tags
from alwaght_scraper.parsers.tagplace import early_tags, tags_after, tags_below

_ENDS: Final = labels.COMMENT_LABELS | labels.GLOSSARY_LABELS
_BELOW: Final = 4
_PARAGRAPH: Final = 40
_TEXT_WITHIN: Final = 8
_MAP: Final = len(labels.GLOSSARY_MAP_PREFIX)


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `start..end` after the heading, without those in `foreign`.

    `tags_at` is the line that begins the tags, None when there is none; `rule` says what ended the region.
    """

    start: int
    end: int
    tags_at: int | None
    foreign: frozenset[int]
    rule: str
    by_landmark: bool = False


def find_region(reading: Reading, heading: Heading, masked: frozenset[int]) -> Region:
    """The lines that may belong to the article's body."""
    boxes = Boxes(reading, masked)
    limit, limited = find_limit(reading, heading, boxes)
    foreign: set[int] = set(masked)
    seen_text = False
    shape: tuple[str, ...] = ()
    place = heading.end
    while place < limit:
        line = reading.lines[place]
        if place in foreign:
            place += 1
            continue
        ended = _ending(reading, heading, place)
        if ended == "comments" and not seen_text and line.links:
            foreign.add(place)  # a link from the top of the page down to them
        elif ended == "tags" and not seen_text:
            foreign.update(early_tags(reading, place, limit))
        elif ended == "box":
            extent = boxes.extent(place, heading.start, limit)
            if extent is None and not seen_text:
                extent = range(place, place + 1)  # a tab of the gallery, say, above the text
            if extent is None:
                return Region(heading.end, place, tags_after(reading, place, limit), frozenset(foreign), "a label of the frame")
            foreign.update(extent)
        elif ended:
            tags_at = place if ended == "tags" else tags_after(reading, place, limit)
            return Region(heading.end, place, tags_at, frozenset(foreign), f"the {ended}", by_landmark=True)
        if is_text(line):
            seen_text, shape = True, reading.page.shape(line.box)
        elif seen_text and _dates_a_comment(reading, heading, place, shape):
            start = start_of_comment(reading, place)
            return Region(heading.end, start, tags_after(reading, place, limit), frozenset(foreign), "a dated comment", by_landmark=True)
        place += 1
    rule = "the end of its box" if limited else "the end of the page"
    below = tags_below(reading, limit)
    return Region(heading.end, limit, tags_after(reading, limit, limit) if below is None else below, frozenset(foreign), rule)


def _ending(reading: Reading, heading: Heading, place: int) -> str | None:
    """What a line ends: 'tags', 'comments', a 'box' of the frame, or nothing."""
    line = reading.lines[place]
    if place in reading.form_lines:
        return "comments"
    label = line.label
    if label in labels.TAG_LABELS or reading.tags_of(line) or _closes_with_tags(reading, place):
        return "tags"
    if label in _ENDS or asks_reader(reading, place):
        return "comments"
    is_map = label == "" and line.text[:_MAP].casefold() == labels.GLOSSARY_MAP_PREFIX and not line.prose
    if is_map or ((label in labels.CATEGORIES or labels.names_frame(label)) and _names_links(reading, place)):
        return "box"
    if label in labels.BOX_LABELS and line.text != heading.title and (line.text or label not in labels.SITE_TITLES):
        return "box"  # a picture without a text of its own often has the site's name for one
    return "copyright line" if is_copyright(line) and _closes_page(reading, place) else None


def _names_links(reading: Reading, place: int) -> bool:
    """Whether two links to other articles stand right below a section's name, dates aside, as in the frame's box of news."""
    near = range(place + 1, min(len(reading.lines), place + 1 + _BELOW))
    below = [reading.lines[other] for other in near if other not in reading.dates][:2]
    return len(below) > 1 and all(reading.article_of(line) is not None for line in below)


def _closes_page(reading: Reading, place: int) -> bool:
    """Whether a notice of rights is the site's, not a photographer's: it says so, or no text goes on below it."""
    return claims_rights(reading.lines[place]) or not any(map(is_text, reading.lines[place + 1 : place + _TEXT_WITHIN]))


def _closes_with_tags(reading: Reading, place: int) -> bool:
    """Whether a line names tags that can't be told apart, and no text goes on right below it."""
    following = reading.lines[place + 1 : place + 1 + _BELOW]
    return names_tags(reading.lines[place]) and not any(line.prose for line in following)


def _dates_a_comment(reading: Reading, heading: Heading, place: int, shape: tuple[str, ...]) -> bool:
    """Whether a line below the text dates what a reader wrote: made unlike the text before it."""
    found = reading.dates.get(place)
    line = reading.lines[place]
    if found is None or (heading.follows(found) and line.gap != BESIDE) or reading.page.shape(line.box) == shape:
        return False  # a day before the article's is the text's own, but for one beside a reader's name
    if heads_paragraph(reading, place, shape):
        return False
    return not _dates_a_link(reading, place)


def heads_paragraph(reading: Reading, place: int, shape: tuple[str, ...]) -> bool:
    """Whether a date is set as a heading above a paragraph of that shape, as in chronicles."""
    line = reading.lines[place]
    below = reading.lines[place + 1] if place + 1 < len(reading.lines) else line
    is_set = line.style & (Style.HEADING | Style.BOLD) and not below.style & (Style.HEADING | Style.BOLD)
    return bool(is_set) and line.box != below.box and len(below.text) > _PARAGRAPH and reading.page.shape(below.box) == shape


def _dates_a_link(reading: Reading, place: int) -> bool:
    """Whether a date stands right above or below a link to another article, as in boxes of related ones."""
    lines = reading.lines
    above, below = (next((line for line in side if line.text), None) for side in (lines[place - 1 :: -1], lines[place + 1 :]))
    return any(line is not None and reading.article_of(line) is not None for line in (above, below))
