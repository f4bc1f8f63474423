"""Lists that name the article itself among others, as parts of a series do: they tell where it stands and are none of its text."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.region import Region

_NEAR: Final = 3
_MOST: Final = 20
"""Lines of such a box; what holds more is the article's own."""


def series_lines(reading: Reading, heading: Heading, region: Region) -> frozenset[int]:
    """The lines of the boxes below the title in which its own item stands among links to other articles."""
    found: set[int] = set()
    for place in range(region.start, region.end):
        line = reading.lines[place]
        if place not in found and line.style & Style.LIST and line.text == heading.title:
            found.update(_around(reading, heading, region, place))
    return frozenset(found)


def _around(reading: Reading, heading: Heading, region: Region, place: int) -> range:
    """The lines of the widest box around the article's own item that holds no running text; none without another article beside it."""
    page, lines = reading.page, reading.lines
    near = range(max(region.start, place - _NEAR), min(region.end, place + _NEAR + 1))
    shape = page.shape(lines[place].box)
    others = [other for other in near if reading.article_of(lines[other]) is not None and page.shape(lines[other].box) == shape]
    box = page.common_box(lines[place].box, lines[others[0]].box) if others else 0
    held = range(place, place)
    while box and not any(page.holds(box, lines[other].box) for other in heading.places):
        inside = reading.around(place, box, range(max(region.start, place - _MOST), min(region.end, place + _MOST)))
        if len(inside) > _MOST or any(lines[other].prose for other in inside):
            break
        held, box = inside, page.parents[box]
    return held
