"""The boxes of a page's frame: each begins with its printed name and holds links to articles."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import NO_BOX, Style
from alwaght_scraper.parsers.lines import Reading

_WORDS_BETWEEN: Final = 5
_PARTS: Final = labels.FRAME_LABELS | labels.GLOSSARY_LABELS | labels.SITE_TITLES | labels.CATEGORIES


def frame_boxes(reading: Reading) -> tuple[int, ...]:
    """The frame's boxes of articles, by their names or, where a section's name may be a box's, by their make.

    A list's own tag is no box's name, whatever it says; where it is printed more than once, the last print is the list's.
    """
    own = labels.label_key(reading.own.tag) if reading.own is not None and reading.own.tag else ""
    framed = [(place, line.label, labels.names_frame(line.label)) for place, line in enumerate(reading.lines) if line.label]
    named = {place: is_frame for place, label, is_frame in framed if is_frame or label in labels.CATEGORIES}
    named.pop(max((place for place in named if reading.lines[place].label == own), default=-1), None)
    held = {place: box for place in named if (box := _box_of(reading, place)) != NO_BOX}
    held = {place: box for place, box in held.items() if not _is_open(reading, box, set(held.values()))}
    shapes = {reading.page.shape(box) for place, box in held.items() if named[place]}
    return tuple(dict.fromkeys(box for place, box in held.items() if named[place] or reading.page.shape(box) in shapes))


def _box_of(reading: Reading, place: int) -> int:
    """The innermost box that begins with a name and holds a link to an article right below it; `NO_BOX` where there is none."""
    page, lines = reading.page, reading.lines
    first = _first_link(reading, place)
    box = lines[place].box if first is not None else NO_BOX
    while box != NO_BOX and not page.holds(box, lines[first or 0].box):
        box = page.parents[box]
    return NO_BOX if box == NO_BOX or (place and page.holds(box, lines[place - 1].box)) else box


def _is_open(reading: Reading, box: int, others: set[int]) -> bool:
    """Whether a box was never closed, so that it holds other boxes of the frame, the glossary and the page's own list."""
    page = reading.page
    if any(other != box and page.holds(box, other) for other in others):
        return True
    return any(line.label in labels.GLOSSARY_LABELS and page.holds(box, line.box) for line in reading.lines)


def _first_link(reading: Reading, place: int) -> int | None:
    """The first link to an article below a name, with a few words between at most (`Day Week Month`); None where another part begins."""
    left = _WORDS_BETWEEN
    for other in range(place + 1, len(reading.lines)):
        line = reading.lines[other]
        if reading.article_of(line) is not None:
            return other
        left -= bool(line.text)
        if not left or line.style & Style.HEADING or line.label in _PARTS:
            return None
    return None
