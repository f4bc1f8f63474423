"""The boxes of related articles: what a label opens, with the teasers that are printed in them."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.entrylinks import links_of, starts_with_label
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.sentences import STOPS

_MOST_LABELS: Final = 50
"""Labels whose boxes are looked for: the box of one may be half of the page."""

_MOST_BESIDE: Final = 4
"""Lines that an entry prints below its link: a teaser, a date, a section, a word that opens the whole."""


def labelled_lines(reading: Reading, span: range, foreign: frozenset[int]) -> set[int]:
    """The lines of boxes that a label opens: the label and what stands in its box or follows as links."""
    found: set[int] = set()
    left = _MOST_LABELS
    for place in span:
        line = reading.lines[place]
        is_label = line.label in labels.RELATED_LABELS and reading.article_of(line) is None
        if place in found or place in foreign or not is_label:
            if line.label == "" and starts_with_label(line) and links_of(reading, line):
                found.add(place)
            continue
        found.add(place)
        left -= 1
        found.update(_below(reading, place, span) if left >= 0 else ())
    return found


def _below(reading: Reading, place: int, span: range) -> set[int]:
    """The lines after a label that belong to its box."""
    page, lines = reading.page, reading.lines
    box = lines[place].box
    parent = page.parents[box]
    while parent and not _opens_wider(reading, parent, place, span.stop):
        box, parent = parent, page.parents[parent]
    found: set[int] = set()
    entry = place
    for other in range(place + 1, span.stop):
        line = lines[other]
        if labels.names_frame(line.label):
            break
        inside = page.holds(box, line.box) and not line.prose and line.label not in labels.TAG_LABELS and line.box != lines[place].box
        if links_of(reading, line):
            found.add(other)
            entry = other
        elif inside or (entry > place and line.text and _is_printed_with(reading, other, entry, place)):
            found.add(other)
        elif line.text and other not in reading.dates:
            break
    last = max((other for other in found if links_of(reading, lines[other])), default=place)
    teaser = _teaser_below(reading, last, box, found) if last > place else frozenset()
    if teaser and not any(is_text(lines[other]) for other in span if other not in teaser and (other not in found or other > last)):
        teaser = frozenset()  # else it is all the text there is
    return {
        other
        for other in found
        if place < last >= other
        or other in teaser
        or (other > last and _is_printed_with(reading, other, last, place))
        or (page.holds(box, lines[other].box) and other in reading.dates)
    }


def _is_printed_with(reading: Reading, place: int, entry: int, label: int) -> bool:
    """Whether a line says more of the link to an article in `entry` above it: in a box that holds neither the label nor much more."""
    page, lines = reading.page, reading.lines
    box = page.common_box(lines[entry].box, lines[place].box)
    before = entry - 1 - (not lines[entry - 1].text)  # a picture may stand above the link
    if place - entry > _MOST_BESIDE or any(page.holds(box, lines[other].box) for other in (label, before) if other >= 0):
        return False
    end = entry + 1
    while end < len(lines) and end - entry <= _MOST_BESIDE + 1 and page.holds(box, lines[end].box):
        end += 1
    beside = lines[entry + 1 : end]
    many = len(beside) > _MOST_BESIDE or sum(is_text(line) or line.text.endswith(STOPS) for line in beside) > 1
    return not many and not any(line.opens or reading.article_of(line) is not None for line in beside)


def _teaser_below(reading: Reading, last: int, box: int, found: set[int]) -> frozenset[int]:
    """What is printed with the last link in a box of its own, if that holds nothing else: an element that nobody closed holds the text."""
    page, lines = reading.page, reading.lines
    entry = lines[last].box
    while entry != box and page.parents[entry] != box and page.holds(box, entry):
        entry = page.parents[entry]
    end = last + 1
    while end < len(lines) and page.holds(entry, lines[end].box):
        end += 1
    inside = frozenset(range(last + 1, end))
    return inside if entry != box and inside <= found else frozenset()


def _opens_wider(reading: Reading, box: int, place: int, stop: int) -> bool:
    """Whether a box holds more than a label's links: running text, a box of the frame, or lines before the label."""
    page, lines = reading.page, reading.lines
    if place and page.holds(box, lines[place - 1].box):
        return True
    other = place + 1
    while other < stop and page.holds(box, lines[other].box):
        if lines[other].prose or labels.names_frame(lines[other].label):
            return True
        other += 1
    return False
