"""Advertisements and appeals within a text: what stands in one box, or in one line, with a label that says so."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line
from alwaght_scraper.parsers.facts import is_appeal
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.region import Region

_FEW: Final = 4
_SHORT: Final = 250
_NOTE: Final = 60


def ad_lines(reading: Reading, heading: Heading, region: Region) -> frozenset[int]:
    """The lines of the article's region that are advertisements or ask readers to sign up, with what their boxes hold beside."""
    lines, span = reading.lines, range(region.start, region.end)
    named = {place for place in span if lines[place].label in labels.AD_LABELS or is_appeal(lines[place]) or _is_labelled(lines[place])}
    found = {other for place in named if not _is_labelled(lines[place]) for other in _around(reading, heading, region, place)} | named
    found |= {other for place in found for other in (place - 1, place + 1) if other in span and _goes_on(lines[other])}
    left = any(is_text(lines[place]) for place in span if place not in found)
    return frozenset(found if left else named)  # else what stands around is all the text there is


def _around(reading: Reading, heading: Heading, region: Region, place: int) -> range:
    """The lines of the widest box around a label that holds little more."""
    page, lines = reading.page, reading.lines
    near = range(max(region.start, place - _FEW), min(region.end, place + _FEW + 1))
    held, box = range(place, place + 1), lines[place].box
    while box:
        inside = reading.around(place, box, near)
        size = sum(len(lines[other].text) for other in inside)
        if len(inside) > _FEW or size > _SHORT or any(page.holds(box, lines[other].box) for other in heading.places):
            break
        held, box = inside, page.parents[box]
    return held


def _goes_on(line: Line) -> bool:
    """Whether a line beside an advertisement is a word on it in brackets: `(Article continues below)`."""
    return len(line.text) <= _NOTE and line.text.startswith(("(", "[")) and line.text.endswith((")", "]"))


def _is_labelled(line: Line) -> bool:
    """Whether a line is such a label and, right behind it, a link."""
    if len(line.links) != 1:
        return False
    label = line.text.removesuffix(line.links[0].text)
    return label != line.text and labels.label_key(label) in labels.AD_LABELS
