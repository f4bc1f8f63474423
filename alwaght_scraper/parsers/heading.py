"""Title and date: what the page prints around its date, weighed against address and head."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from alwaght_scraper.dates import PrintedDate
from alwaght_scraper.parsers.blocks import BESIDE
from alwaght_scraper.parsers.candidates import Candidate, Search
from alwaght_scraper.parsers.ground import NEAR, Ground
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.metadata import Claims

_CROWD: Final = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """Title and date of an article, the lines that they fill, and how they were found.

    `start` is the first and `end` the first line after title and date; `crowd` tells that other texts
    had as much support, which happens on lists of articles; `date_apart` that the date stands above the title, with the frame's lines.
    """

    title: str
    title_rule: str
    title_rival: str | None
    score: int
    crowd: bool
    date: PrintedDate | None
    date_rule: str
    start: int
    end: int
    places: tuple[int, ...]
    date_apart: bool = False

    def follows(self, found: PrintedDate | None) -> bool:
        """Whether another date of the page lies before the article's: then its text tells of it, and no reader's comment bears it."""
        own = self.date.day if self.date is not None else None
        return own is not None and found is not None and found.day is not None and found.day < own and not found.has_hour

    @property
    def confirmed(self) -> bool:
        """Whether address or repetition vouch for the title; a list of articles has neither for its own name."""
        return "slug" in self.title_rule or "repeated" in self.title_rule


def find_heading(reading: Reading, claims: Claims, masked: frozenset[int]) -> Heading | None:
    """The best-supported title and the date that stands by it; None when nothing looks like a title.

    `masked` are lines that are known to be something else (the glossary).
    """
    ground = Ground(reading, masked)
    ranked = Search(ground, claims).ranked()
    if not ranked:
        return None
    best = ranked[0]
    rivals = [rival for rival in ranked[1:] if rival.score >= best.score]
    everywhere = _prints(ground, best)
    prints = _in_one_copy(ground, everywhere)
    date_place, date_rule = _date_of(ground, prints)
    places = _cluster(ground, best, prints, date_place)
    if date_place is None and len(prints) < len(everywhere):
        date_place, date_rule = _date_of(ground, everywhere)
    return Heading(
        title=best.text,
        title_rule=", ".join(best.supports),
        title_rival=rivals[0].text if rivals else None,
        score=best.score,
        crowd=len(rivals) >= _CROWD,
        date=reading.dates[date_place] if date_place is not None else None,
        date_rule=date_rule,
        start=places[0],
        end=places[-1] + 1,
        places=tuple(places),
        date_apart=date_place is not None and _stands_apart(ground, date_place, min(prints)),
    )


def _stands_apart(ground: Ground, date: int, title: int) -> bool:
    """Whether a date above the title shares no box with it but such as hold the frame too, so that it may be the visit's."""
    page, lines = ground.reading.page, ground.lines
    shared, first = page.common_box(lines[date].box, lines[title].box), date
    while first and page.holds(shared, lines[first - 1].box):
        first -= 1
    return date < title and date - first > NEAR and lines[date].box not in (shared, lines[title].box)


def _date_of(ground: Ground, prints: set[int]) -> tuple[int | None, str]:
    """The date by the title: between two prints of it, else the nearest with nothing but small lines between."""
    options = [option for title in sorted(prints) for option in _dates_near(ground, title, prints)]
    if not options:
        return None, "none: no date line at the title"
    rank, _, _, place = min(options)
    return place, "between two prints of the title" if rank == 0 else "the date line at the title"


def _prints(ground: Ground, best: Candidate) -> set[int]:
    prints = {place for place, line in enumerate(ground.lines) if line.text == best.text and place not in ground.masked}
    return {place for place in prints if not ground.is_listed(place)} or prints


def _dates_near(ground: Ground, title: int, prints: set[int]) -> list[tuple[int, int, int, int]]:
    """The dates close to a print of the title, as (rank, box shared with it, distance, place); the least is the best."""
    found: list[tuple[int, int, int, int]] = []
    page = ground.reading.page
    for place in range(max(0, title - NEAR), title + NEAR + 1):
        date = ground.reading.dates.get(place)
        low, high = min(place, title), max(place, title)
        if date is None:
            continue
        beside = place - 1 if place > title and ground.lines[place].gap == BESIDE else None  # who says so, in the date's own line
        if not all(other == beside or ground.may_stand_between(other) for other in range(low + 1, high)):
            continue
        between = not prints.isdisjoint(range(place - 2 * NEAR, place)) and not prints.isdisjoint(range(place + 1, place + 1 + NEAR))
        if between or not (ground.dates_an_entry(place) or (place < title and ground.is_clock(place))):
            shared = page.common_box(ground.lines[place].box, ground.lines[title].box)
            found.append((0 if between else 1, -shared, (high - low) * 2 + (place < title) + 20 * date.has_hour, place))
    return found


def _cluster(ground: Ground, best: Candidate, prints: set[int], date_place: int | None) -> list[int]:
    """The prints of the title and the date that stand together, in order."""
    likely = [place for place in sorted(prints) if ground.may_be_title(place)]
    anchor = date_place if date_place is not None else _best_print(ground, likely, best)
    near = {place for place in likely if abs(place - anchor) <= 2 * NEAR and not _prose_between(ground, place, anchor)}
    return sorted({*near, anchor})


def _best_print(ground: Ground, prints: list[int], best: Candidate) -> int:
    """Where the article starts, without a date: the last print that running text follows closely."""
    followed = [place for place in prints if ground.text_follows(place)]
    return (followed or prints or list(best.places))[-1]


def _in_one_copy(ground: Ground, prints: set[int]) -> set[int]:
    """The prints of the title but those in other copies of its article, which may stand on the page twice, to be read and to be printed."""
    prose = ground.prose
    starts = {place: prose[number] for place in sorted(prints) if (number := bisect(prose, place)) < len(prose)}
    if len({*starts.values()}) < 2:
        return prints
    openings = Counter(ground.lines[start].text for start in {*starts.values()})
    copies = sorted({start for start in starts.values() if openings[ground.lines[start].text] > 1})
    if not copies:
        return prints
    chosen = next((start for start, end in pairwise([*copies, len(ground.lines)]) if _has_tags(ground, start, end)), copies[0])
    others = {*copies} - {chosen}
    return {place for place in prints if starts.get(place) not in others}


def _has_tags(ground: Ground, start: int, end: int) -> bool:
    return any(ground.reading.tags_of(line) for line in ground.lines[start:end])


def _prose_between(ground: Ground, first: int, second: int) -> bool:
    low, high = sorted((first, second))
    return any(line.prose and not ground.reading.is_other_edition(line) for line in ground.lines[low + 1 : high])
