"""Which of a page's lists of links is the page's own: by its tag's name above it, by what its entries say, by its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from alwaght_scraper import labels, site
from alwaght_scraper.dates import PrintedDate
from alwaght_scraper.parsers.blocks import Line
from alwaght_scraper.parsers.frameboxes import frame_boxes
from alwaght_scraper.parsers.lines import Reading

_SNIPPET: Final = 40


@dataclass(slots=True)
class Draft:
    """An entry in the making, in a `part` of the page between the names of the frame's boxes."""

    title: str
    address: site.Address
    shape: tuple[str, ...]
    framed: bool
    box: int
    place: int
    part: int
    titles: int = 1
    above: int | None = None
    below: int | None = None
    date: PrintedDate | None = None
    snippet: list[str] = field(default_factory=list)


def _take_dates_above(reading: Reading, entries: list[Draft]) -> None:
    """Gives the entries the dates above their titles, where the list prints them there."""
    if _dates_stand_above(reading, entries):
        for draft in entries:
            draft.date = reading.dates[draft.above] if draft.above is not None else None


def _dates_stand_above(reading: Reading, entries: list[Draft]) -> bool:
    """Whether the entries print their dates before their titles: each has one there, closer to it than the one below."""
    if not entries or any(draft.above is None for draft in entries):
        return False
    return entries[-1].below is None or all(_depth(reading, draft, draft.above) > _depth(reading, draft, draft.below) for draft in entries)


def _depth(reading: Reading, draft: Draft, place: int | None) -> int:
    """The innermost box that a title shares with its date; boxes further in have greater numbers."""
    return -1 if place is None else reading.page.common_box(draft.box, reading.lines[place].box)


def main_list(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The entries of the page's own list: of all lists of links, the one whose entries say most."""
    groups: dict[tuple[int, tuple[str, ...]], list[Draft]] = {}
    own = _outside_frame(reading, drafts)
    for draft in own:
        groups.setdefault((draft.part, draft.shape), []).append(draft)
    first = next(iter(_below_name(reading, own)), None)
    best = max(groups.values(), key=lambda group: _worth(group, first), default=[])
    _take_dates_above(reading, best)
    twice = [draft for draft in best if draft.titles > 1]
    telling = [draft for draft in best if _says_much(draft)]
    if 2 * sum(map(_says_much, twice)) >= len(telling) and twice:
        return twice
    full = [place for place, draft in enumerate(best) if draft.date is not None or draft.snippet]
    if not full:
        return best if first in best else []
    return best if _has_box(reading, best, own) else _with_the_rest(reading, best, full)


def _has_box(reading: Reading, entries: list[Draft], drafts: list[Draft]) -> bool:
    """Whether entries have a box to themselves, that holds no other link to an article."""
    return sum(reading.page.holds(_box_of(reading, entries), draft.box) for draft in drafts) == len(entries)


def _box_of(reading: Reading, entries: list[Draft]) -> int:
    """The innermost box around some entries."""
    box = entries[0].box
    for draft in entries:
        box = reading.page.common_box(box, draft.box)
    return box


def _with_the_rest(reading: Reading, entries: list[Draft], full: list[int]) -> list[Draft]:
    """The entries from the first to the last that print a date or a snippet, and those around them in the same box."""
    box = _box_of(reading, [entries[place] for place in full])
    places = [place for place, draft in enumerate(entries) if len(full) > 1 and reading.page.holds(box, draft.box)]
    return entries[min(places, default=full[0]) : max(places, default=full[0]) + 1]


def names_tag(reading: Reading, line: Line) -> bool:
    """Whether a line is the name of the page's tag, as heads of lists are; a snippet may be that with a mark at its end."""
    tag = reading.own.tag if reading.own is not None else None
    return bool(tag) and not line.links and line.text.rstrip(": ").casefold() == (tag or "").casefold()


def _below_name(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The entries below the last print of the name of the page's tag; one that the frame's boxes may have must be an h1."""
    tags = reading.page.tags
    named = [(place, line) for place, line in enumerate(reading.lines) if names_tag(reading, line)]
    names = [place for place, line in named if line.label not in labels.NOT_TITLES or tags[line.box] == "h1"]
    return [draft for draft in drafts if names and draft.place > names[-1]]


def _outside_frame(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """The entries that stand in none of the frame's boxes; one box alone that tells much may be a page's list by another name."""
    boxes = frame_boxes(reading)
    boxed = [draft for draft in drafts if any(reading.page.holds(box, draft.box) for box in boxes)]
    if len(boxes) == 1 and len(boxed) == len(drafts) and 2 * sum(map(_says_much, boxed)) > len(boxed):
        return drafts
    return [draft for draft in drafts if draft not in boxed]


def _says_much(draft: Draft) -> bool:
    return sum(map(len, draft.snippet)) >= _SNIPPET


def _worth(group: list[Draft], first: Draft | None) -> tuple[int, bool, int, bool, int]:
    """How much a list says: titles printed twice (as tag lists do), its tag's name above it, snippets, a place outside the frame, dates."""
    return (
        sum(draft.titles > 1 for draft in group),
        first is group[0],
        sum(map(_says_much, group)),
        2 * sum(draft.framed for draft in group) < len(group),
        sum(draft.date is not None for draft in group),
    )
