"""Where an article's tags begin where something else ends its text: in front of it, or below comments or the article's own box."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box

_FRAME: Final = labels.BOX_LABELS | labels.GLOSSARY_LABELS
_BETWEEN: Final = labels.RELATED_LABELS | labels.TOOL_LABELS
_WITHIN: Final = 60
_BELOW: Final = 4


def early_tags(reading: Reading, place: int, limit: int) -> set[int]:
    """Tags that stand before the text: their lines."""
    found = {place}
    while place + 1 < limit and reading.tags_of(reading.lines[place + 1]):
        place += 1
        found.add(place)
    return found


def tags_after(reading: Reading, place: int, limit: int) -> int | None:
    """The tags that follow another end of the text closely (comments printed before the tags), named as tags where they stand apart."""
    framed = False
    for other in range(place, min(len(reading.lines), place + _WITHIN)):
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


def tags_below(reading: Reading, limit: int) -> int | None:
    """The tags right below the article's box: links to tag lists, named as tags or not at all; related articles may stand between."""
    for place in range(limit, min(len(reading.lines), limit + _WITHIN)):
        line = reading.lines[place]
        if reading.tags_of(line):
            return place
        if line.label in labels.TAG_LABELS and place + 1 < len(reading.lines) and reading.tags_of(reading.lines[place + 1]):
            return place
        if line.text and line.label not in _BETWEEN and reading.article_of(line) is None and place not in reading.dates:
            return None
    return None
