"""Where an article's text ends: at the tags, the comments, the gallery, or where its box closes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import BESIDE, Style
from alwaght_scraper.parsers.comments import asks_reader, start_of_comment
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, claims_rights, is_caption_of_box, is_copyright, is_text

_ENDS: Final = labels.COMMENT_LABELS | labels.GLOSSARY_LABELS
_BOX_LABELS: Final = labels.FRAME_LABELS | labels.GALLERY_LABELS | labels.SITE_TITLES
_FRAME: Final = _BOX_LABELS | labels.GLOSSARY_LABELS
_BETWEEN: Final = labels.RELATED_LABELS | labels.TOOL_LABELS
_ENOUGH: Final = 60
_TAGS_WITHIN: Final = 60
_BELOW: Final = 4
_TEXT_WITHIN: Final = 8
_FOREWORD: Final = 3
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
    boxes = _Boxes(reading, masked)
    limit, limited = _limit(reading, heading, boxes)
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
            foreign.update(_early_tags(reading, place, limit))
        elif ended == "box":
            extent = boxes.extent(place, heading.start, limit)
            if extent is None and not seen_text:
                extent = range(place, place + 1)  # a tab of the gallery, say, above the text
            if extent is None:
                return Region(heading.end, place, _tags_at(reading, place, limit), frozenset(foreign), "a label of the frame")
            foreign.update(extent)
        elif ended:
            tags_at = place if ended == "tags" else _tags_at(reading, place, limit)
            return Region(heading.end, place, tags_at, frozenset(foreign), f"the {ended}", by_landmark=True)
        if is_text(line):
            seen_text, shape = True, reading.page.shape(line.box)
        elif seen_text and _dates_a_comment(reading, heading, place, shape):
            start = start_of_comment(reading, place)
            return Region(heading.end, start, _tags_at(reading, place, limit), frozenset(foreign), "a dated comment", by_landmark=True)
        place += 1
    rule = "the end of its box" if limited else "the end of the page"
    below = _tags_below(reading, limit)
    return Region(heading.end, limit, _tags_at(reading, limit, limit) if below is None else below, frozenset(foreign), rule)


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
    if is_map or (label in labels.CATEGORIES and _names_links(reading, place)):
        return "box"
    if label in _BOX_LABELS and line.text != heading.title and (line.text or label not in labels.SITE_TITLES):
        return "box"  # a picture without a text of its own often has the site's name for one
    return "copyright line" if is_copyright(line) and _closes_page(reading, place) else None


def _names_links(reading: Reading, place: int) -> bool:
    """Whether two links to other articles stand right below a section's name, as in the frame's box of news."""
    below = reading.lines[place + 1 : place + 3]
    return len(below) > 1 and all(reading.article_of(line) is not None for line in below)


def _closes_page(reading: Reading, place: int) -> bool:
    """Whether a notice of rights is the site's, not a photographer's: it says so, or no text goes on below it."""
    return claims_rights(reading.lines[place]) or not any(map(is_text, reading.lines[place + 1 : place + _TEXT_WITHIN]))


def _closes_with_tags(reading: Reading, place: int) -> bool:
    """Whether a line names tags that can't be told apart, and no text goes on right below it."""
    following = reading.lines[place + 1 : place + 1 + _BELOW]
    return reading.names_tags(reading.lines[place]) and not any(line.prose for line in following)


def _dates_a_comment(reading: Reading, heading: Heading, place: int, shape: tuple[str, ...]) -> bool:
    """Whether a line below the text dates what a reader wrote: made unlike the text before it."""
    found = reading.dates.get(place)
    line = reading.lines[place]
    if found is None or (heading.follows(found) and line.gap != BESIDE) or reading.page.shape(line.box) == shape:
        return False  # a day before the article's is the text's own, but for one beside a reader's name
    return not _dates_a_link(reading, place)


def _dates_a_link(reading: Reading, place: int) -> bool:
    """Whether a date stands right above or below a link to another article, as in boxes of related ones."""
    lines = reading.lines
    above, below = (next((line for line in side if line.text), None) for side in (lines[place - 1 :: -1], lines[place + 1 :]))
    return any(line is not None and reading.article_of(line) is not None for line in (above, below))


def _early_tags(reading: Reading, place: int, limit: int) -> set[int]:
    """Tags that stand before the text: their lines."""
    found = {place}
    while place + 1 < limit and reading.tags_of(reading.lines[place + 1]):
        place += 1
        found.add(place)
    return found


def _tags_at(reading: Reading, place: int, limit: int) -> int | None:
    """The tags that follow another end of the text closely (comments printed before the tags), named as tags where they stand apart."""
    framed = False
    for other in range(place, min(len(reading.lines), place + _TAGS_WITHIN)):
        line = reading.lines[other]
        name = line.label
        if name in labels.GALLERY_LABELS or _begins_another(reading, other):
            return None
        framed = framed or (
            name in _FRAME and (other > place or other >= limit)
        )  # a cloud of topics may stand among the frame's boxes, whatever its name
        if other >= limit and framed:
            return None
        named = name in labels.TAG_LABELS or (not framed and other < limit and is_caption_of_box(line) and not line.style & Style.LINK)
        if named and _are_tags(reading, place, other + 1):
            return other
        if _are_tags(reading, place, other) and labels.label_key(line.text.partition(":")[0]) in labels.TAG_LABELS:
            return other
    return None


def _begins_another(reading: Reading, place: int) -> bool:
    """Whether a line is the title of another article, which is printed below: a heading with a date and text after it."""
    line, after = reading.lines[place], range(place + 1, place + 1 + _BELOW)
    if not line.style & Style.HEADING or line.label in labels.NOT_CONTENT or reading.dates.keys().isdisjoint(after):
        return False
    return any(other.prose for other in reading.lines[place + 1 : place + 1 + 2 * _BELOW])


def _are_tags(reading: Reading, end: int, place: int) -> bool:
    """Whether a line below the text's end holds tags; without links it may be a reader's words where a date stands between."""
    if place >= len(reading.lines) or not reading.tags_of(reading.lines[place]):
        return False
    return bool(reading.lines[place].links) or not any(end <= day < place for day in reading.dates)


def _tags_below(reading: Reading, limit: int) -> int | None:
    """The tags right below the article's box: links to tag lists, named as tags or not at all; related articles may stand between."""
    for place in range(limit, min(len(reading.lines), limit + _TAGS_WITHIN)):
        line = reading.lines[place]
        if reading.tags_of(line):
            return place
        if line.label in labels.TAG_LABELS and place + 1 < len(reading.lines) and reading.tags_of(reading.lines[place + 1]):
            return place
        if line.text and line.label not in _BETWEEN and reading.article_of(line) is None and place not in reading.dates:
            return None
    return None


class _Boxes:
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


def _limit(reading: Reading, heading: Heading, boxes: _Boxes) -> tuple[int, bool]:
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
