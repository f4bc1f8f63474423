"""Title and date: what the page prints around its date, weighed against address and head."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from math import inf
from typing import Final
from urllib.parse import unquote

from alwaght_scraper import labels
from alwaght_scraper.dates import PrintedDate
from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.comments import comment_lines
from alwaght_scraper.parsers.decode import mojibake
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.metadata import Claims, names_site
from alwaght_scraper.text import comparison_key

ACCEPTED: Final = 3
"""The least support that makes a line a title: beside the date and before running text."""

_MAX_TITLE: Final = 400
_MAX_UNCLAIMED: Final = 220
_NEAR: Final = 5
_ROW: Final = 6
_FAR: Final = 40
_CROWD: Final = 3
_MIN_PREFIX: Final = 15
_WORDS: Final = re.compile(r"\w")
_FRAME: Final = labels.SITE_TITLES | labels.FRAME_LABELS | labels.GLOSSARY_LABELS
_NO_TITLE: Final = _FRAME.union(
    labels.CATEGORIES,
    labels.GALLERY_LABELS,
    labels.COMMENT_LABELS,
    labels.TAG_LABELS,
    labels.RELATED_LABELS,
    labels.FORM_LABELS,
    labels.TOOL_LABELS,
)


@dataclass(slots=True)
class Candidate:
    """A text that may be the title, where it stands and what speaks for it."""

    text: str
    places: dict[int, None] = field(default_factory=dict)
    score: int = 0
    supports: list[str] = field(default_factory=list)

    def add(self, place: int, score: int, support: str) -> None:
        """Counts a support once, wherever it was found."""
        self.places[place] = None
        if support not in self.supports:
            self.supports.append(support)
            self.score += score


@dataclass(frozen=True, slots=True)
class Heading:
    """Title and date of an article, the lines that they fill, and how they were found.

    `start` is the first and `end` the first line after title and date; `crowd` tells that other texts
    had as much support, which happens on lists of articles.
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

    @property
    def confirmed(self) -> bool:
        """Whether address or repetition vouch for the title; a list of articles has neither for its own name."""
        return "slug" in self.title_rule or "repeated" in self.title_rule


def find_heading(reading: Reading, claims: Claims, masked: frozenset[int]) -> Heading | None:
    """The best-supported title and the date that stands by it; None when nothing looks like a title.

    `masked` are lines that are known to be something else (the glossary).
    """
    search = _Search(reading, claims, masked)
    ranked = search.ranked()
    if not ranked:
        return None
    best = ranked[0]
    rivals = [rival for rival in ranked[1:] if rival.score >= best.score]
    date_place, date_rule = search.date_of(best)
    places = search.cluster(best, date_place)
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
    )


def _next(places: list[int], place: int) -> float:
    """The first of sorted places from `place` on; infinity when there is none."""
    found = bisect_left(places, place)
    return places[found] if found < len(places) else inf


class _Search:
    def __init__(self, reading: Reading, claims: Claims, masked: frozenset[int]) -> None:
        self.reading, self.lines, self.claims, self.masked = reading, reading.lines, claims, masked
        self.candidates: dict[str, Candidate] = {}
        self.short: dict[int, bool] = {}
        self.comments = comment_lines(reading)
        self.prose = [place for place, line in enumerate(self.lines) if line.prose and place not in masked]
        self.forms = sorted(reading.form_lines)

    def ranked(self) -> list[Candidate]:
        """All candidates with enough support, best first."""
        for place, found in self.reading.dates.items():
            if not found.has_hour and place not in self.comments and not self._dates_a_comment(place):
                self._around(place)
        self._claimed()
        self._printed_twice()
        self._headed()
        for candidate in self.candidates.values():
            self._manner(candidate)
        kept = [candidate for candidate in self.candidates.values() if candidate.score >= ACCEPTED]
        return sorted(kept, key=lambda candidate: (-candidate.score, min(candidate.places)))

    def _dates_a_comment(self, place: int) -> bool:
        """Whether a date is one of a row that are made alike and date no links: what readers wrote, one after another."""
        shape = self.reading.page.shape
        for other in range(place - _ROW, place + _ROW + 1):
            if other in self.reading.dates and other != place and not self._dates_an_entry(other):
                between = self.lines[min(place, other) + 1 : max(place, other)]
                if any(map(is_text, between)) and shape(self.lines[other].box) == shape(self.lines[place].box):
                    return True
        return False

    def _add(self, place: int, score: int, support: str) -> None:
        text = self.lines[place].text
        self.candidates.setdefault(text, Candidate(text)).add(place, score, support)

    def _may_be_title(self, place: int) -> bool:
        known = self.short.get(place)
        if known is None:
            known = self.short[place] = self._judge(place)
        return known

    def _judge(self, place: int) -> bool:
        line = self.lines[place]
        if not line.text or len(line.text) > _MAX_TITLE or place in self.masked or place in self.reading.dates:
            return False
        if line.opens or not _WORDS.search(line.text) or line.label in _NO_TITLE:
            return False
        if self.reading.article_of(line) is not None or self.reading.tags_of(line) is not None:
            return False
        return not (names_site(line.text) or self._leads_home(line) or self._is_listed(place))

    def _is_listed(self, place: int) -> bool:
        """Whether a line is the article's own entry in a list of articles: a link to it among links to others."""
        line = self.lines[place]
        if not line.style & Style.LINK or not line.links:
            return False
        shape = self.reading.page.shape
        near = self.lines[max(0, place - _ROW) : place + _ROW + 1]
        return any(self.reading.article_of(other) is not None and shape(other.box) == shape(line.box) for other in near)

    def _leads_home(self, line: Line) -> bool:
        target = self.reading.target(line.links[0]) if line.style & Style.LINK and line.links else None
        return target is not None and target.kind is PageKind.HOME

    def _neighbours(self, place: int, step: int) -> list[int]:
        """Up to three possible titles before or after a date, nearest first, none beyond running text."""
        found: list[int] = []
        for other in range(place + step, place + step * (_NEAR + 1), step):
            if not 0 <= other < len(self.lines) or other in self.reading.dates:
                break
            if len(self.lines[other].text) > _MAX_TITLE or self.lines[other].opens or self._is_frame(other):
                break
            if self._may_be_title(other):
                found.append(other)
        return found[:3]

    def _repetition(self, place: int) -> int:
        """What a text repeated around a date is worth: much before running text, little among readers' comments."""
        if self._prose_follows(place):
            return 6
        form = _next(self.forms, place)
        return 4 if _next(self.prose, place) < form else 2

    def _is_frame(self, place: int) -> bool:
        """Whether a line is surely none of the article's: the name of a frame's box, or a link to another article."""
        return self.lines[place].label in _FRAME or self.reading.article_of(self.lines[place]) is not None

    def _around(self, place: int) -> None:
        before, after = self._neighbours(place, -1), self._neighbours(place, 1)
        repeated = {self.lines[other].text for other in before} & {self.lines[other].text for other in after}
        for other in before + after:
            if self.lines[other].text in repeated:
                self._add(other, self._repetition(place), "repeated around the date")
        if repeated:
            return
        before, after = ([other for other in near if self._reads_as_title(other)] for near in (before, after))
        if before and self._prose_follows(place):
            self._add(before[0], 3, "before the date")
        if after and self._prose_follows(after[0]):
            self._add(after[0], 3 if self._date_first() or not before else 2, "after the date")

    def _reads_as_title(self, place: int) -> bool:
        text = self.lines[place].text
        heading = self.lines[place].style & Style.HEADING
        return len(text) <= _MAX_UNCLAIMED and (bool(heading) or not text.endswith((".", "…")))

    def _date_first(self) -> bool:
        return "alwaght.com" in self.reading.base

    def _prose_follows(self, place: int) -> bool:
        """Whether running text stands closely below a line, links to other articles not counted; a glossary's definitions are none."""
        left = 2 * _NEAR
        for other in range(place + 1, min(place + 1 + _FAR, len(self.lines))):
            if is_text(self.lines[other]) and other not in self.masked:
                return True
            left -= self.reading.article_of(self.lines[other]) is None
            if not left:
                return False
        return False

    def _claimed(self) -> None:
        """Lines that the head or the address names."""
        wanted = [(comparison_key(title), 4, source) for source, title in self.claims.titles]
        if self.reading.own is not None and self.reading.own.slug:
            slug = unquote(self.reading.own.slug, errors="replace")
            wanted.append((comparison_key(mojibake(slug)), 5, "the address's slug"))
        wanted = [(key, score, source) for key, score, source in wanted if key]
        heads = {key[:1] for key, _, _ in wanted}
        for place, line in enumerate(self.lines):
            if line.head in heads and self._may_be_title(place):
                self._compare(place, comparison_key(line.text), wanted)

    def _compare(self, place: int, key: str, wanted: list[tuple[str, int, str]]) -> None:
        for claim, score, source in wanted:
            if key == claim:
                self._add(place, score, source)
            elif (len(key) >= _MIN_PREFIX and claim.startswith(key)) or (len(claim) >= _MIN_PREFIX and key.startswith(claim)):
                self._add(place, score - 1, f"{source} in part")

    def _printed_twice(self) -> None:
        """A title that stands twice with no date between, before running text."""
        if any("repeated around the date" in candidate.supports for candidate in self.candidates.values()):
            return
        texts = [line.text for line in self.lines]
        for place, text in enumerate(texts):
            if not text or text not in texts[place + 1 : place + 1 + _NEAR]:
                continue
            twins = [other for other in range(place + 1, min(place + 1 + _NEAR, len(texts))) if texts[other] == text]
            if self._may_be_title(place) and self._prose_follows(twins[-1]):
                self._add(place, 3, "printed twice before the text")
                self._add(twins[-1], 0, "printed twice before the text")

    def _headed(self) -> None:
        """First-rank headings, and lines below the category line, that running text follows."""
        page = self.reading.page
        for place, line in enumerate(self.lines):
            ranked = line.style & Style.HEADING and "h1" in (page.tags[line.box], page.tags[page.parents[line.box]])
            if ranked and self._may_be_title(place) and self._reads_as_title(place) and self._prose_follows(place):
                self._add(place, 2, "an h1 before running text")
            below = place > 0 and self.lines[place - 1].label in labels.CATEGORIES
            if below and self._may_be_title(place) and self._reads_as_title(place) and self._prose_follows(place):
                self._add(place, 3, "below the category line")

    def _manner(self, candidate: Candidate) -> None:
        lines = [self.lines[place] for place in candidate.places]
        if any(line.style & Style.HEADING for line in lines):
            candidate.add(min(candidate.places), 1, "set as a heading")
        if any(line.opens for line in self.lines[max(candidate.places) + 1 : max(candidate.places) + 1 + 2 * _NEAR]):
            candidate.add(min(candidate.places), 1, "before the dateline")

    def date_of(self, best: Candidate) -> tuple[int | None, str]:
        """The date by the title: between two prints of it, else the nearest with nothing but small lines between."""
        prints = self._prints(best)
        options = [option for title in sorted(prints) for option in self._dates_near(title, prints)]
        if not options:
            return None, "none: no date line at the title"
        rank, _, place = min(options)
        return place, "between two prints of the title" if rank == 0 else "the date line at the title"

    def _prints(self, best: Candidate) -> set[int]:
        prints = {place for place, line in enumerate(self.lines) if line.text == best.text and place not in self.masked}
        return {place for place in prints if not self._is_listed(place)} or prints

    def _dates_near(self, title: int, prints: set[int]) -> list[tuple[int, int, int]]:
        """The dates close to a print of the title, as (rank, distance, place); the least is the best."""
        found: list[tuple[int, int, int]] = []
        for place in range(max(0, title - _NEAR), title + _NEAR + 1):
            date = self.reading.dates.get(place)
            low, high = min(place, title), max(place, title)
            if date is None or not all(self._may_stand_between(other) for other in range(low + 1, high)):
                continue
            between = not prints.isdisjoint(range(place - 2 * _NEAR, place)) and not prints.isdisjoint(range(place + 1, place + 1 + _NEAR))
            if between or not self._dates_an_entry(place):
                found.append((0 if between else 1, (high - low) * 2 + (place < title) + 20 * date.has_hour, place))
        return found

    def _dates_an_entry(self, place: int) -> bool:
        """Whether a date belongs to an entry of a list of articles that stands right before it."""
        return place > 0 and (self.reading.article_of(self.lines[place - 1]) is not None or self._is_listed(place - 1))

    def _may_stand_between(self, place: int) -> bool:
        line = self.lines[place]
        return not line.prose and not self._is_frame(place) and not self._is_listed(place) and place not in self.reading.dates

    def cluster(self, best: Candidate, date_place: int | None) -> list[int]:
        """The prints of the title and the date that stand together, in order."""
        prints = [place for place in sorted(self._prints(best)) if self._may_be_title(place)]
        anchor = date_place if date_place is not None else self._best_print(prints, best)
        near = {place for place in prints if abs(place - anchor) <= 2 * _NEAR and not self._prose_between(place, anchor)}
        return sorted({*near, anchor})

    def _best_print(self, prints: list[int], best: Candidate) -> int:
        """Where the article starts, without a date: the last print that running text follows closely."""
        followed = [place for place in prints if self._prose_follows(place)]
        return (followed or prints or list(best.places))[-1]

    def _prose_between(self, first: int, second: int) -> bool:
        low, high = sorted((first, second))
        return any(line.prose for line in self.lines[low + 1 : high])
