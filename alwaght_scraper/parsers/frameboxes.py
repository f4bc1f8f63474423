"""The boxes of a page's frame: each begins with its printed name and holds links to articles."""

from __future__ import annotations

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import NO_BOX
from alwaght_scraper.parsers.lines import Reading


def frame_boxes(reading: Reading) -> tuple[int, ...]:
    """The frame's boxes of articles, by their names or, where a section's name may be a box's, by their make."""
    places = enumerate(reading.lines)
    named = {place: line.label in labels.FRAME_LABELS for place, line in places if line.label in labels.FRAME_LABELS | labels.CATEGORIES}
    held = {place: box for place in named if (box := _box_of(reading, place)) != NO_BOX}
    shapes = {reading.page.shape(box) for place, box in held.items() if named[place]}
    return tuple(dict.fromkeys(box for place, box in held.items() if named[place] or reading.page.shape(box) in shapes))


def _box_of(reading: Reading, place: int) -> int:
    """The innermost box that begins with a name and holds a link to an article below it; `NO_BOX` where there is none."""
    page, lines = reading.page, reading.lines
    box = lines[place].box
    while box != NO_BOX and not (place and page.holds(box, lines[place - 1].box)):
        other = place + 1
        while other < len(lines) and page.holds(box, lines[other].box):
            if reading.article_of(lines[other]) is not None:
                return box
            other += 1
        box = page.parents[box]
    return NO_BOX
