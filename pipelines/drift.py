"""Whether the fields of a run's pages are filled as those of earlier pages were: in all, and in each small part.

A group of pages is judged against the earlier pages of the same group. It has fallen when two things hold: the share that
has a field is lower than a sound dataset's varies (`chance.least`), and so few could hardly be chance (`chance.surprise`).
Both are needed: a large run shows the least shift surely, and a small one any shift by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.chance import Cell, least, mixed
from pipelines.expectations import ARTICLE_FIELDS
from pipelines.findings import Finding, Moved, samples
from pipelines.measure import IDS_PER_BAND, cells, latest, where

MIN_HISTORY: Final = 50
"""Earlier pages of a language from which something can be learnt."""

_SURE: Final = -log(1e-6)
_SURE_OF_NEW: Final = -log(1e-4)  # a layout never seen before is evidence of its own
_PRIOR: Final = 20.0  # pages of the language that a group's own history is mixed with
_KEPT_OF_NEW: Final = 0.35  # rare frames lack things by nature: those of a new template lack them nearly always
_LOSS: Final = 0.005  # of the pages seen again that an editor takes a field from
_ALWAYS: Final = ("title", "body", "published", "glossary")
_NEVER_RARE: Final = 0.95
_SHORT: Final = 0.1
_TEXT: Final = "text"
_FURTHER: Final = {_TEXT: "body"}
_QUALITIES: Final = {_TEXT: " (as long as nine of ten were)"}
_JUDGED: Final = (*ARTICLE_FIELDS, *_FURTHER)
"""The fields, and what else is judged under their names: a body of usual length."""

Rates = Mapping[str, Mapping[str, float]]
"""The share of a language's earlier pages that have each field."""


class Drift:
    """A run's pages (`now`) beside those of the dataset before (`then`); both as `measure.pages` gives them."""

    def __init__(self, now: pa.Table, then: pa.Table, fall: float) -> None:
        counts = {lang: fields for (lang,), fields in cells(then, ["lang"]).items() if fields["title"].pages >= MIN_HISTORY}
        floors = {lang: _short_text(then, lang) for lang in counts}
        self._fall = fall
        self._now, self._then = (_with_text(table, floors) for table in (now, then))
        totals = cells(self._then, ["lang"], _JUDGED)
        self._rates: Rates = {lang: {name: mixed(count, 0.5, 1.0) for name, count in totals[lang,].items()} for lang in counts}
        self.moved: list[Moved] = []

    def findings(self) -> list[Finding]:
        """Each field that fell, once a language: of several views the one that says most."""
        found: dict[tuple[str, str], Finding] = {}
        for lang, finding in (*self._new_layouts(), *self._by_group(), *self._lost()):
            found.setdefault((lang, finding.expectation), finding)
        order = {f"fill.{name}": place for place, name in enumerate(ARTICLE_FIELDS)}
        return sorted(
            found.values(), key=lambda finding: (not finding.is_drift, "(" in finding.scope, order[finding.expectation], finding.scope)
        )

    # --- pages of layouts never seen before ------------------------------------------------------

    def _new_layouts(self) -> Iterator[tuple[str, Finding]]:
        for lang, rates in self._rates.items():
            known = where(self._then, "lang", lang).column("layout").combine_chunks()
            layout = self._now.column("layout")
            is_new = pc.and_(pc.is_valid(layout), pc.invert(pc.is_in(layout, value_set=known)))
            pages = where(self._now.filter(is_new), "lang", lang)
            counts = cells(pages, ["lang"], _JUDGED).get((lang,), {})
            judged = {name: Cell(*count, rates[name] * count.pages) for name, count in counts.items() if count.pages}
            if judged:
                self.moved.append(_moved(lang, pages, judged))
            for name, cell in judged.items():
                floor = least(cell.hope, self._fall) if cell.hope >= _NEVER_RARE else _KEPT_OF_NEW * cell.hope
                if cell.falls_below(floor, _SURE_OF_NEW):
                    yield lang, _finding(name, lang, cell, floor, pages, is_drift=True)

    # --- groups of pages -------------------------------------------------------------------------

    def _by_group(self) -> Iterator[tuple[str, Finding]]:
        """Falls in a language, and in its parts by time of the site, by printed category and by layout."""
        for lang, rates in self._rates.items():
            pages = where(self._now, "lang", lang)
            parts = {facet: dict(self._parts(lang, facet, rates)) for facet in ("band", "section", "layout")}
            for name in _JUDGED:
                whole = sum((part[name] for part in parts["band"].values() if name in part), Cell(0, 0, 0.0))
                yield from ((lang, finding) for finding in self._falls(name, lang, whole, pages))
            for facet, groups in parts.items():
                for value, part in groups.items():
                    here = where(pages, facet, value)
                    for name, cell in part.items():
                        yield from ((lang, finding) for finding in self._falls(name, _scope(lang, facet, value), cell, here))

    def _falls(self, name: str, scope: str, cell: Cell, pages: pa.Table) -> Iterator[Finding]:
        if cell.pages and cell.falls_below(floor := least(cell.hope, self._fall), _SURE):
            yield _finding(name, scope, cell, floor, pages)

    def _parts(self, lang: str, facet: str, rates: Mapping[str, float]) -> Iterator[tuple[Any, dict[str, Cell]]]:
        """The groups of a language's pages, each field with what the group's own history lets expect."""
        history = {value: fields for (one, value), fields in cells(self._then, ["lang", facet], _JUDGED).items() if one == lang}
        newest = max((band for band in history if band is not None), default=None) if facet == "band" else None
        for (one, value), fields in cells(self._now, ["lang", facet], _JUDGED).items():
            if one != lang:
                continue
            past = history.get(value)
            if past is None and newest is not None and value is not None and value > newest:
                past = history[newest]
            names = fields if past is not None else () if facet == "layout" else _ALWAYS
            hopes = {name: mixed(past[name], _PRIOR * rates[name], _PRIOR) if past else rates[name] for name in names}
            yield (
                value,
                {
                    name: Cell(*fields[name], hope * fields[name].pages)
                    for name, hope in hopes.items()
                    if fields[name].pages and (facet, name) != ("section", "category")
                },
            )

    # --- pages seen again ------------------------------------------------------------------------

    def _lost(self) -> Iterator[tuple[str, Finding]]:
        """Fields that articles had at their last visit and have no more: an editor takes few away."""
        before, now = latest(where(self._then, "outcome", "ok")), latest(self._now)
        place = pc.index_in(now.column("key"), value_set=before.column("key").combine_chunks())
        for name in _JUDGED:
            had = pc.fill_null(before.column(name).take(place), fill_value=False)
            again = now.filter(pc.and_(had, pc.is_valid(now.column(name))))
            for (lang,), counts in cells(again, ["lang"], (name,)).items():
                cell = Cell(*counts[name], (1 - _LOSS) * counts[name].pages)
                floor = 1 - self._fall
                if lang in self._rates and cell.falls_below(floor, _SURE_OF_NEW):
                    yield lang, _finding(name, f"{lang}, articles that had it at their last visit", cell, floor, where(again, "lang", lang))


def _scope(lang: str, facet: str, value: Any) -> str:
    if facet == "band":
        return f"{lang}, ids {value * IDS_PER_BAND} to {(value + 1) * IDS_PER_BAND - 1}" if value is not None else lang
    if facet == "section":
        return f"{lang}/{value}" if value is not None else f"{lang}, no category"
    return f"{lang}, layout {value}"


def _finding(name: str, scope: str, cell: Cell, floor: float, pages: pa.Table, *, is_drift: bool = False) -> Finding:
    urls = samples(where(pages, name, value=False).column("url").to_pylist())
    return Finding(
        f"fill.{_FURTHER.get(name, name)}",
        f"{scope}{_QUALITIES.get(name, '')}",
        cell.share,
        floor,
        cell.pages,
        cell.hope,
        is_drift=is_drift,
        urls=urls,
    )


def _moved(lang: str, pages: pa.Table, judged: Mapping[str, Cell]) -> Moved:
    fill = {name: (round(cell.hope, 4), round(cell.share, 4)) for name, cell in judged.items()}
    return Moved(lang, tuple(sorted(pages.column("layout").unique().to_pylist())), pages.num_rows, fill)


def _short_text(past: pa.Table, lang: str) -> int:
    """The words that nine of ten articles of a language have at least."""
    words = where(past, "lang", lang).column("words")
    return int(pc.quantile(words.filter(pc.greater(words, 0)), _SHORT, interpolation="lower")[0].as_py() or 0)


def _with_text(table: pa.Table, floors: Mapping[str, int]) -> pa.Table:
    """The pages with one more field, `text`: whether the body has as many words as nine of ten had."""
    enough = pa.chunked_array([pa.repeat(pa.scalar(value=False), table.num_rows)])
    for lang, floor in floors.items():
        enough = pc.or_(enough, pc.and_(pc.equal(table.column("lang"), lang), pc.greater_equal(table.column("words"), floor)))
    has_body = table.column("body")
    return table.append_column(_TEXT, pc.if_else(pc.is_valid(has_body), pc.and_(has_body, enough), None))
