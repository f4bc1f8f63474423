"""A tag list page: entries of title (mostly twice), date and snippet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from alwaght_scraper import labels, site
from alwaght_scraper.dates import PrintedDate
from alwaght_scraper.items import ListingEntry, PageKind
from alwaght_scraper.parsers.blocks import Line
from alwaght_scraper.parsers.frameboxes import frame_boxes
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_copyright

_CUT: Final = re.compile(r"\s(?:\.\.\.|…)$")
_NUMBERED: Final = re.compile(r"[(\[]?[\d٠-٩۰-۹]{1,3}\s?[.)\]-]\s*")
_SNIPPET: Final = 40
_BOXES: Final = labels.FRAME_LABELS | labels.GLOSSARY_LABELS
_PAGER: Final = re.compile(r"[\d\s|<>«»‹›…. ]+|(?:next|previous|prev|first|last|التالي|السابق|بعدی|قبلی)\b.{0,10}", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """An entry in the making, in a `part` of the page between the names of the frame's boxes."""

    title: str
    address: site.Address
    shape: tuple[str, ...]
    framed: bool
    box: int
    part: int
    titles: int = 1
    above: int | None = None
    below: int | None = None
    date: PrintedDate | None = None
    snippet: list[str] = field(default_factory=list)


def read_listing(reading: Reading, masked: frozenset[int]) -> tuple[ListingEntry, ...]:
    """The entries of a tag list page, in page order."""
    return tuple(_entry(position, draft) for position, draft in enumerate(_main_list(reading, _drafts(reading, masked))))


def _take_dates_above(reading: Reading, entries: list[_Draft]) -> None:
    """Gives the entries the dates above their titles, where the list prints them there."""
    if _dates_stand_above(reading, entries):
        for draft in entries:
            draft.date = reading.dates[draft.above] if draft.above is not None else None


def _dates_stand_above(reading: Reading, entries: list[_Draft]) -> bool:
    """Whether the entries print their dates before their titles: each has one there, closer to it than the one below."""
    if not entries or any(draft.above is None for draft in entries):
        return False
    return entries[-1].below is None or all(_depth(reading, draft, draft.above) > _depth(reading, draft, draft.below) for draft in entries)


def _depth(reading: Reading, draft: _Draft, place: int | None) -> int:
    """The innermost box that a title shares with its date; boxes further in have greater numbers."""
    return -1 if place is None else reading.page.common_box(draft.box, reading.lines[place].box)


def _main_list(reading: Reading, drafts: list[_Draft]) -> list[_Draft]:
    """The entries of the page's own list: of all lists of links, the one whose entries say most."""
    groups: dict[tuple[int, tuple[str, ...]], list[_Draft]] = {}
    for draft in _outside_frame(reading, drafts):
        groups.setdefault((draft.part, draft.shape), []).append(draft)
    best = max(groups.values(), key=_worth, default=[])
    _take_dates_above(reading, best)
    twice = [draft for draft in best if draft.titles > 1]
    telling = [draft for draft in best if _says_much(draft)]
    if 2 * sum(map(_says_much, twice)) >= len(telling) and twice:
        return twice
    full = [place for place, draft in enumerate(best) if draft.date is not None or draft.snippet]
    return best[full[0] : full[-1] + 1] if full else []


def _outside_frame(reading: Reading, drafts: list[_Draft]) -> list[_Draft]:
    """The entries that stand in none of the frame's boxes; one box alone that tells much may be a page's list by another name."""
    boxes = frame_boxes(reading)
    boxed = [draft for draft in drafts if any(reading.page.holds(box, draft.box) for box in boxes)]
    if len(boxes) == 1 and len(boxed) == len(drafts) and 2 * sum(map(_says_much, boxed)) > len(boxed):
        return drafts
    return [draft for draft in drafts if draft not in boxed]


def _says_much(draft: _Draft) -> bool:
    return sum(map(len, draft.snippet)) >= _SNIPPET


def _worth(group: list[_Draft]) -> tuple[int, int, bool, int]:
    """How much a list says: titles printed twice (as tag lists do), snippets, a place outside the frame, dates."""
    return (
        sum(draft.titles > 1 for draft in group),
        sum(map(_says_much, group)),
        2 * sum(draft.framed for draft in group) < len(group),
        sum(draft.date is not None for draft in group),
    )


def _drafts(reading: Reading, masked: frozenset[int]) -> list[_Draft]:
    drafts: list[_Draft] = []
    current: _Draft | None = None
    framed, last, part = False, -1, 0
    for place, line in enumerate(reading.lines):
        if place in masked or not line.text:
            framed = framed and place not in masked  # the glossary is the last of the boxes before the list
            continue
        label = line.label
        framed = (framed or label in labels.FRAME_LABELS) and label not in labels.SITE_TITLES
        above, last, part = last, place, part + (label in _BOXES)
        if place in reading.dates:
            if current is not None and current.date is None:
                current.date, current.below = reading.dates[place], place
            continue
        address = _article(reading, line)
        if address is not None and line.label not in labels.MORE_LABELS:
            draft = _Draft(
                _title(line), address, reading.page.shape(line.box), framed, line.box, part, above=above if above in reading.dates else None
            )
            current = _titled(drafts, current, draft)
        elif current is None:
            continue
        elif _ends_list(reading, line):
            current = None
        elif line.text == current.title:
            current.titles += 1
        elif line.label not in labels.MORE_LABELS and not _PAGER.fullmatch(line.text) and _belongs(reading, current, line):
            current.snippet.append(_without_more(line))
    return drafts


def _without_more(line: Line) -> str:
    """A snippet without the link at its end that opens the article."""
    last = line.links[-1].text if line.links else ""
    return line.text.removesuffix(last).rstrip() if labels.label_key(last.strip("[]() →»›>…←«")) in labels.MORE_LABELS else line.text


def _belongs(reading: Reading, current: _Draft, line: Line) -> bool:
    """A snippet follows title and date at once, and says more than a name; what comes after it is another part of the page."""
    if is_caption_of_box(line):
        return False
    return not current.snippet or (current.date is not None and reading.page.shape(line.box) == current.shape and line.gap > 0)


def _titled(drafts: list[_Draft], current: _Draft | None, draft: _Draft) -> _Draft:
    """The entry that a linked line begins, or the one before when the line is only another part of it."""
    if (
        current is not None
        and current.address.canonical == draft.address.canonical
        and (current.date is None or draft.title != current.title)
    ):
        if draft.title == current.title:
            current.titles += 1
            return current
        if not current.snippet:
            current.snippet.append(draft.title)
            return current
    drafts.append(draft)
    return draft


def _article(reading: Reading, line: Line) -> site.Address | None:
    """The article that a line of links leads to."""
    if not line.links:
        return None
    number = _NUMBERED.match(line.text)
    if sum(len(link.text) for link in line.links) < 0.8 * (len(line.text) - (number.end() if number else 0)):
        return None
    found = reading.target(line.links[0])
    return found if found is not None and found.kind is PageKind.ARTICLE else None


def _title(line: Line) -> str:
    """The title in a line of links, without the number of its entry."""
    title = line.links[0].text
    return title if title and _NUMBERED.fullmatch(line.text.removesuffix(title)) else line.text


def _ends_list(reading: Reading, line: Line) -> bool:
    label = line.label
    return (
        label in labels.GALLERY_LABELS | labels.FRAME_LABELS | labels.GLOSSARY_LABELS | labels.COMMENT_LABELS | labels.SITE_TITLES
        or bool(reading.tags_of(line))
        or is_copyright(line)
    )


def _entry(position: int, draft: _Draft) -> ListingEntry:
    snippet = " ".join(draft.snippet) or None
    return ListingEntry(
        position=position,
        article_id=draft.address.article_id,
        url=draft.address.canonical,
        title=draft.title,
        published=draft.date.day if draft.date else None,
        published_raw=draft.date.raw if draft.date else None,
        snippet=snippet,
        is_cut=bool(snippet and _CUT.search(snippet)),
    )
