"""Readers' comments and the form that asks for them: never part of the article."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box

_MAX_FORM_LINE: Final = 60
_FORM_LINES: Final = 4
_MAX_COMMENT_LINES: Final = 200


def comment_lines(reading: Reading) -> range:
    """The lines between the tags (or the name of the comments) and the end of the comment form: readers' words."""
    forms = reading.form_lines or {
        place
        for place, line in enumerate(reading.lines)
        if (line.label in labels.FORM_LABELS or ":" in line.text) and asks_reader(reading, place)
    }
    form = max(forms, default=0)
    for place in range(form - 1, max(-1, form - _MAX_COMMENT_LINES), -1):
        if reading.lines[place].label in labels.COMMENT_LABELS or reading.tags_of(reading.lines[place]):
            return range(place, form)
    return range(0)


def asks_reader(reading: Reading, place: int) -> bool:
    """Whether a line is the first of a comment form: its label, with another one or the input close by."""
    head, colon, rest = reading.lines[place].text.partition(":")
    if len(rest) > _MAX_FORM_LINE or len(head) > _MAX_FORM_LINE or labels.label_key(head) not in labels.FORM_LABELS:
        return False
    after = reading.lines[place + 1 : place + 1 + _FORM_LINES]
    near_input = any(other in reading.form_lines for other in range(place, place + 1 + _FORM_LINES))
    return near_input or (bool(colon) and any(line.label in labels.FORM_LABELS for line in after))


def start_of_comment(reading: Reading, place: int) -> int:
    """The first line of a reader's comment that is dated at `place`: its writer stands before the date."""
    while place and is_caption_of_box(above := reading.lines[place - 1]) and reading.article_of(above) is None:
        place -= 1
    return place


def without_comments(reading: Reading, places: list[int]) -> list[int]:
    """Readers' comments before the form: a name for them all, then pairs of a reader's name and what they say."""
    end = len(places)
    while (
        end >= 2 and places[end - 2] not in reading.dates and _is_name(reading, places[end - 2]) and not _is_name(reading, places[end - 1])
    ):
        end -= 2
    named = end < len(places) and end and _is_name(reading, places[end - 1])
    return places[: end - 1] if named else places


def _is_name(reading: Reading, place: int) -> bool:
    line = reading.lines[place]
    return is_caption_of_box(line) and not line.style & Style.LIST and any(map(str.isalpha, line.text))
