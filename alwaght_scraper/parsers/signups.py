"""Boxes within a text in which readers are to write their e-mail addresses: forms of newsletters, whatever they say."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.parsers.blocks import NO_BOX, Page
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.region import Region

INPUT: Final = "input"
_MOST: Final = 20
"""Inputs looked at; a page has one or two."""


def sign_up_lines(reading: Reading, region: Region) -> frozenset[int]:
    """The lines that share the innermost box around such an input, where that holds no paragraph."""
    page = reading.page
    if INPUT not in page.tags:
        return frozenset()
    lines = [(place, reading.lines[place].box) for place in range(region.start, region.end) if reading.lines[place].text]
    prose = [box for place, box in lines if reading.lines[place].prose]
    boxes = [box for box in _boxes(page, [box for _, box in lines]) if not any(page.holds(box, other) for other in prose)]
    return frozenset([place for place, box in lines if any(page.holds(asking, box) for asking in boxes)])


def _boxes(page: Page, boxes: list[int]) -> set[int]:
    """The innermost box around each of the first inputs that holds one of some boxes."""
    filled = {NO_BOX}
    for inner in boxes:
        box = inner
        while box not in filled:
            filled.add(box)
            box = page.parents[box]
    found: set[int] = set()
    for inner in [box for box, tag in enumerate(page.tags) if tag == INPUT][:_MOST]:
        box = inner
        while box not in filled:
            box = page.parents[box]
        found.add(box)
    return found - {NO_BOX}
