"""Tags: the links to tag lists that close the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.text import fold

_MARKS: Final = re.compile(r"\s*[,،;؛|#]\s*")


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags in page order and how they were found."""

    tags: tuple[str, ...]
    rule: str


def find_tags(reading: Reading, heading: Heading, region: Region, claims: Claims) -> Tags:
    """The tags of an article; where the page prints them without links, only what parts them for sure counts."""
    place = region.tags_at if region.tags_at is not None else _early(reading, heading, region)
    if place is None:
        return Tags((), "none: no links to tag lists after the text")
    tags: list[str] = []
    label = reading.lines[place].label in labels.TAG_LABELS
    for line in reading.lines[place:]:
        found = reading.tags_of(line)
        if found is not None:
            tags.extend(found)
        elif (tags and line.text and not _MARKS.fullmatch(line.text)) or (not tags and line is not reading.lines[place] and line.text):
            break
    if tags:
        return Tags(
            tuple(dict.fromkeys(tag for tag in map(fold, tags) if tag)),
            "links below the label" if label else f"links to tag lists {'before' if region.tags_at is None else 'after'} the text",
        )
    return _unlinked(reading, place, claims)


def _early(reading: Reading, heading: Heading, region: Region) -> int | None:
    """Tags that stand before the text, or between title and date."""
    places = [*range(heading.start, heading.end), *(place for place in range(region.start, region.end) if place in region.foreign)]
    return next((place for place in places if reading.tags_of(reading.lines[place])), None)


def _unlinked(reading: Reading, place: int, claims: Claims) -> Tags:
    head, _, text = reading.lines[place].text.partition(":")
    following = reading.lines[place + 1] if place + 1 < len(reading.lines) else None
    if not text.strip() and following is not None and not following.links and following.label not in labels.NOT_CONTENT:
        text = following.text
    if reading.lines[place].label not in labels.TAG_LABELS and labels.label_key(head) not in labels.TAG_LABELS:
        return Tags((), "none: no tags")
    text = text.strip()
    known = [fold(word) for word in _MARKS.split(claims.keywords or "") if word.strip()]
    if text and known and " ".join(known) == text:
        return Tags(tuple(known), "printed without links, parted by the head's keywords")
    if len(_MARKS.split(text)) > 1:
        return Tags(
            tuple(dict.fromkeys(fold(word) for word in _MARKS.split(text) if word.strip())), "printed without links, parted by marks"
        )
    return Tags((), "none: tags printed without links can't be told apart" if text else "none: no tags below the label")
