"""What a run's pages are held to: how they ended, and the fill of their fields that the expectations' file gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.items import Outcome
from pipelines.expectations import ARTICLE_FIELDS, Expectations
from pipelines.findings import Finding, outside, samples
from pipelines.measure import cells, latest, where

MIN_PAGES: Final = 20
"""Pages of a run from which shares say something."""

FEW: Final = 5
"""Pages that may vanish in a run of any size."""

_ANSWERS: Final = (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REJECTED, Outcome.SOFT_404, Outcome.GONE)
_SHARES: Final = {
    "rejected": (("rejected",), ("ok", "rejected")),
    "soft_404": (("soft_404",), _ANSWERS),
    "failed": (("http_error", "no_response", "blocked"), ()),
}


def shares(now: pa.Table, wanted: Expectations) -> Iterator[Finding]:
    """Shares of a run's pages, each by the last answer about it."""
    last = latest(now)
    for lang in last.column("lang").unique().to_pylist():
        here = where(last, "lang", lang)
        for name, (bad, among) in _SHARES.items():
            of = here.filter(_is_in(here, among)) if among else here
            found = of.filter(_is_in(of, bad))
            fewest = 2 if name == "failed" and found.num_rows == of.num_rows else MIN_PAGES  # a run without one answer shows the site down
            yield from _too_many(name, lang, found, of.num_rows, getattr(wanted, name), fewest)


def vanished(now: pa.Table, then: pa.Table, wanted: Expectations) -> Iterator[Finding]:
    """Pages that were there at their last visit and now are not: where many go at once, it is the site that is ill."""
    before = latest(then.filter(_is_in(then, (Outcome.OK, Outcome.SOFT_404, Outcome.GONE))))
    there = before.filter(_is_in(before, (Outcome.OK,))).column("key").combine_chunks()
    last = latest(now.filter(_is_in(now, _ANSWERS)))
    again = last.filter(pc.is_in(last.column("key"), value_set=there))
    gone = again.filter(_is_in(again, (Outcome.GONE, Outcome.SOFT_404)))
    yield from _too_many("vanished", "the pages seen before", gone, again.num_rows, wanted.vanished, FEW, beyond=FEW - 1)


def _too_many(name: str, scope: str, found: pa.Table, of: int, most: float, fewest: int, beyond: int = 0) -> Iterator[Finding]:
    """More than the share `most` of at least `fewest` pages, and more than `beyond` of them."""
    if of >= fewest and found.num_rows > max(most * of, beyond):
        yield Finding(name, scope, found.num_rows / of, most, of, is_most=True, urls=samples(found.column("url").to_pylist()))


def _is_in(table: pa.Table, outcomes: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(table.column("outcome"), value_set=pa.array(list(outcomes), pa.string()))


def bounded_fill(now: pa.Table, wanted: Expectations) -> Iterator[Finding]:
    """Fill rates of the run's pages against bounds that the file gives."""
    if not wanted.fill:
        return
    by_section = cells(now, ["lang", "section"])
    for (name, scope), bounds in wanted.fill.items():
        lang, _, section = scope.partition("/")
        counts = [
            fields[name]
            for (one, part), fields in by_section.items()
            if name in ARTICLE_FIELDS and lang in ("", one) and section in ("", part)
        ]
        filled, count = (sum(values) for values in zip(*counts, strict=True)) if counts else (0, 0)
        if count >= MIN_PAGES:
            yield from outside(f"fill.{name}", scope or "all articles", filled / count, bounds, pages=count)


def is_bounded(finding: Finding, wanted: Expectations) -> bool:
    """Whether the file says what a field's fill is to be: a person's word goes before what was learnt."""
    name, lang = finding.expectation.removeprefix("fill."), finding.scope.split(",")[0].split("/")[0]
    return any((bounds := wanted.fill.get((name, scope))) is not None and bounds.min is not None for scope in ("", lang))
