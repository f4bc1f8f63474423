"""Candidates for the title: what speaks for each, wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from math import inf
from typing import Final
from urllib.parse import unquote

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.decode import mojibake
from alwaght_scraper.parsers.ground import MAX_TITLE, NEAR, Ground
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.text import comparison_key

ACCEPTED: Final = 3
"""The least support that makes a line a title: beside the date and before running text."""

_MIN_PREFIX: Final = 15
_GALLERY: Final = 2
_DATELINE: Final = "before the dateline"
_DATED: Final = frozenset({"before the date", "repeated around the date"})
_WORDS: Final = re.compile(r"\w")


class Candidate:
    """A text that may be the title, where it stands and what speaks for it."""

    __slots__ = ("places", "score", "supports", "text")

    def __init__(self, text: str) -> None:
        self.text, self.score = text, 0
        self.places: dict[int, None] = {}
        self.supports: list[str] = []

    def add(self, place: int, score: int, support: str) -> None:
        """Counts a support once, wherever it was found."""
        self.places[place] = None
        if support not in self.supports:
            self.supports.append(support)
            self.score += score


def _next(places: list[int], place: int) -> float:
    """The first of sorted places from `place` on; infinity when there is none."""
    found = bisect_left(places, place)
    return places[found] if found < len(places) else inf


class Search:
    """Gathers the candidates of one page."""

    def __init__(self, ground: Ground, claims: Claims) -> None:
        """Looks on `ground` for what the page prints, with what its head claims at hand."""
        self.ground, self.reading, self.lines, self.claims = ground, ground.reading, ground.lines, claims
        self.candidates: dict[str, Candidate] = {}

    def ranked(self) -> list[Candidate]:
        """All candidates with enough support, best first."""
        for place, found in self.reading.dates.items():
            if not found.has_hour and place not in self.ground.comments:
                self._around(place)
        self._claimed()
        self._printed_twice()
        self._headed()
        for candidate in self.candidates.values():
            self._manner(candidate)
        kept = [candidate for candidate in self.candidates.values() if candidate.score >= ACCEPTED]
        kept.sort(key=lambda candidate: (-candidate.score, min(candidate.places)))
        return self._first_of_likes(kept)

    def _first_of_likes(self, ranked: list[Candidate]) -> list[Candidate]:
        """The first of some articles printed one below the other goes before a later one for which only a dateline speaks as well."""
        best = ranked[0] if ranked else None
        if best is None or _DATELINE not in best.supports or not _DATED.intersection(best.supports):
            return ranked
        others = set(best.supports) - {_DATELINE}
        earlier = [one for one in ranked[1:] if set(one.supports) == others and max(one.places) < min(best.places)]
        firsts = [one for one in earlier if self.ground.tells_between(max(one.places), min(best.places))]
        return [*firsts, *(one for one in ranked if one not in firsts)] if firsts else ranked

    def _add(self, place: int, score: int, support: str) -> None:
        text = self.lines[place].text
        if text not in self.candidates:
            self.candidates[text] = Candidate(text)
        self.candidates[text].add(place, score, support)

    def _add_possible(self, place: int, score: int, support: str) -> None:
        if self.ground.may_be_title(place):
            self._add(place, score, support)

    def _neighbours(self, place: int, step: int) -> list[int]:
        """Up to three possible titles before or after a date, nearest first, none beyond running text."""
        found: list[int] = []
        for other in range(place + step, place + step * (NEAR + 1), step):
            if not 0 <= other < len(self.lines) or other in self.reading.dates:
                break
            if len(self.lines[other].text) > MAX_TITLE or self.lines[other].opens or self.ground.is_frame(other):
                break
            if self.ground.may_be_title(other):
                found.append(other)
        return found[:3]

    def _repetition(self, place: int) -> int:
        """What a text repeated around a date is worth: much before running text, little among readers' comments."""
        if self.ground.text_follows(place):
            return 6
        form = _next(self.ground.forms, place)
        return 4 if _next(self.ground.prose, place) < form else 2

    def _around(self, place: int) -> None:
        before = self._neighbours(place, -1)
        if not before and self.ground.dates_one_of_a_list(place):
            return
        after = self._neighbours(place, 1)
        if not (before or after) or self.ground.dates_a_comment(place):
            return
        repeated = {self.lines[other].text for other in before} & {self.lines[other].text for other in after}
        for other in before + after:
            if self.lines[other].text in repeated:
                self._add(other, self._repetition(place), "repeated around the date")
        if repeated or self.ground.dates_one_of_a_list(place):
            return
        before, after = ([other for other in near if self.ground.reads_as_title(other)] for near in (before, after))
        if before and self.ground.text_follows(place):
            self._add(before[0], 3, "before the date")
        if after and self.ground.text_follows(after[0]):
            self._add(after[0], 3 if self._date_first() or not before else 2, "after the date")

    def _date_first(self) -> bool:
        return "alwaght.com" in self.reading.base

    def _claimed(self) -> None:
        """Lines that the head or the address names."""
        wanted = [(comparison_key(title), 4, source) for source, title in self.claims.titles]
        if self.reading.own is not None and self.reading.own.slug:
            slug = unquote(self.reading.own.slug, errors="replace")
            wanted.append((comparison_key(mojibake(slug)), 5, "the address's slug"))
        wanted = [(key, score, source) for key, score, source in wanted if key]
        heads = {key[:1] for key, _, _ in wanted}
        shortest = min((len(key) for key, _, _ in wanted), default=0)
        least = min(shortest, _MIN_PREFIX)
        for place, line in enumerate(self.lines):
            if line.head in heads and len(line.text) >= least:
                self._compare(place, comparison_key(line.text), wanted)

    def _compare(self, place: int, key: str, wanted: list[tuple[str, int, str]]) -> None:
        for claim, score, source in wanted:
            if key == claim:
                self._add_possible(place, score, source)
            elif (len(key) >= _MIN_PREFIX and claim.startswith(key)) or (
                len(claim) >= _MIN_PREFIX and key.startswith(claim) and self.ground.reads_as_title(place)
            ):
                self._add_possible(place, score - 1, f"{source} in part")

    def _printed_twice(self) -> None:
        """A title that stands twice with no date between, before running text."""
        if any("repeated around the date" in candidate.supports for candidate in self.candidates.values()):
            return
        texts = [line.text for line in self.lines]
        for place, text in enumerate(texts):
            if not text or place in self.ground.comments or text not in texts[place + 1 : place + 1 + NEAR] or self._in_gallery(place):
                continue
            twins = [other for other in range(place + 1, min(place + 1 + NEAR, len(texts))) if texts[other] == text]
            if self.ground.may_be_title(place) and self.ground.text_follows(twins[-1]):
                self._add(place, 3, "printed twice before the text")
                self._add(twins[-1], 0, "printed twice before the text")

    def _in_gallery(self, place: int) -> bool:
        """Whether a line stands right below the gallery's names, where captions are printed twice."""
        return any(line.label in labels.GALLERY_LABELS for line in self.lines[max(0, place - _GALLERY) : place])

    def _headed(self) -> None:
        """First-rank headings, and lines below the category line, that running text follows."""
        page, lines = self.reading.page, self.lines
        for place in [place for place, line in enumerate(lines) if line.style & Style.HEADING]:
            box = lines[place].box
            if "h1" in (page.tags[box], page.tags[page.parents[box]]) and self._heads_text(place):
                self._add(place, 2, "an h1 before running text")
        for place in [place for place, line in enumerate(lines[:-1], 1) if line.label in labels.CATEGORIES]:
            if self._heads_text(place):
                self._add(place, 3, "below the category line")

    def _heads_text(self, place: int) -> bool:
        ground = self.ground
        return ground.may_be_title(place) and ground.reads_as_title(place) and ground.text_follows(place)

    def _manner(self, candidate: Candidate) -> None:
        lines = [self.lines[place] for place in candidate.places]
        if any(line.style & Style.HEADING for line in lines):
            candidate.add(min(candidate.places), 1, "set as a heading")
        if any(line.opens for line in self.lines[max(candidate.places) + 1 : max(candidate.places) + 1 + 2 * NEAR]):
            candidate.add(min(candidate.places), 1, _DATELINE)
