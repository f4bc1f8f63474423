"""The examination before a publish: what a run and the dataset that it would make are held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.errors import DamagedArchiveError
from alwaght_scraper.items import Outcome
from pipelines.drift import Drift
from pipelines.expectations import ARTICLE_FIELDS, Bounds, Expectations
from pipelines.findings import Finding, Health, samples
from pipelines.measure import CAPTURE_COLUMNS, VERSION_COLUMNS, cells, latest, of_snapshot, pages

if TYPE_CHECKING:
    from pipelines.read import Snapshot
    from pipelines.stage import Stage

MIN_PAGES: Final = 20
"""Pages of a run from which shares say something."""

FEW: Final = 5
"""Pages that may vanish in a run of any size."""

_MAY_SHRINK: Final = frozenset({"rejects", "related", "tags"})
_ANSWERS: Final = (Outcome.OK, Outcome.NOT_MODIFIED, Outcome.REJECTED, Outcome.SOFT_404, Outcome.GONE)
_SHARES: Final = {
    "rejected": (("rejected",), ("ok", "rejected")),
    "soft_404": (("soft_404",), _ANSWERS),
    "failed": (("http_error", "no_response", "blocked"), ()),
}


class Gate:
    """Holds one publish to `expectations`; `accept` publishes whatever is found, `health` says what that was."""

    def __init__(self, expectations: Expectations, *, accept: bool = False) -> None:
        self._wanted = expectations
        self._accept = accept
        self.health = Health()

    def check(self, old: Snapshot | None, stage: Stage, new: Snapshot, *, fresh: bool = False) -> None:
        """Examine a snapshot that is built and not announced yet; `fresh` says that nothing of the old one is in it.

        Raises:
            LayoutDriftError: pages of layouts never seen before lack what earlier pages have.
            ExpectationError: something else is not as expected.
            DamagedArchiveError: the old snapshot cannot be read, and the new one is made of it.
        """
        wanted, now = self._wanted, _staged(stage)
        findings = [*_shares(now, wanted), *_bounded_fill(now, wanted), *_bounded_rows(new, wanted), *_age(new, wanted)]
        if old is not None:
            findings += _shrunk(old, new, wanted)
        then = _published(old, fresh=fresh) if old is not None and now.num_rows else None
        if then is not None:
            drift = Drift(now, _since(then, wanted.learn_since), wanted.fill_fall)
            findings += _vanished(now, then, wanted)
            findings += [finding for finding in drift.findings() if not _is_bounded(finding, wanted)]
            self.health.moved = tuple(drift.moved)
        self.health.findings, self.health.accepted = tuple(findings), self._accept
        if not self._accept and (error := self.health.error()):
            raise error


def _staged(stage: Stage) -> pa.Table:
    captures = (batch.select(CAPTURE_COLUMNS) for source in stage.sources("captures") for batch in source)
    return pages(captures, (batch.select(VERSION_COLUMNS) for source in stage.sources("revisions") for batch in source))


def _published(old: Snapshot, *, fresh: bool) -> pa.Table | None:
    try:
        return of_snapshot(old)
    except DamagedArchiveError:
        if fresh:  # a rebuild is what mends a damaged dataset: it can do without comparing
            return None
        raise


def _since(then: pa.Table, moment: datetime | None) -> pa.Table:
    if moment is None:
        return then
    when = then.column("fetched_at")
    return then.filter(pc.greater_equal(when, pa.scalar(moment, when.type)))


# --- the run -------------------------------------------------------------------------------------


def _shares(now: pa.Table, wanted: Expectations) -> Iterator[Finding]:
    """Shares of a run's pages, each by the last answer about it."""
    last = latest(now)
    for lang in last.column("lang").unique().to_pylist():
        here = last.filter(pc.equal(last.column("lang"), lang))
        for name, (bad, among) in _SHARES.items():
            of = here.filter(_is_in(here, among)) if among else here
            found = of.filter(_is_in(of, bad))
            fewest = 2 if name == "failed" and found.num_rows == of.num_rows else MIN_PAGES  # a run without one answer shows the site down
            yield from _too_many(name, lang, found, of.num_rows, getattr(wanted, name), fewest)


def _vanished(now: pa.Table, then: pa.Table, wanted: Expectations) -> Iterator[Finding]:
    """Pages that were there at their last visit and now are not: where many go at once, it is the site that is ill."""
    before = latest(then.filter(_is_in(then, (*_SHARES["soft_404"][0], Outcome.OK, Outcome.GONE))))
    there = before.filter(_is_in(before, (Outcome.OK,))).column("key").combine_chunks()
    last = latest(now.filter(_is_in(now, _ANSWERS)))
    again = last.filter(pc.is_in(last.column("key"), value_set=there))
    gone = again.filter(_is_in(again, (Outcome.GONE, Outcome.SOFT_404)))
    yield from _too_many("vanished", "the pages seen before", gone, again.num_rows, wanted.vanished, FEW)


def _too_many(name: str, scope: str, found: pa.Table, of: int, most: float, fewest: int) -> Iterator[Finding]:
    if of >= fewest and found.num_rows > max(most * of, fewest - 1 if name == "vanished" else 0):
        yield Finding(name, scope, found.num_rows / of, most, of, is_most=True, urls=samples(found.column("url").to_pylist()))


def _is_in(table: pa.Table, outcomes: Iterable[str]) -> pa.ChunkedArray:
    return pc.is_in(table.column("outcome"), value_set=pa.array(list(outcomes), pa.string()))


def _bounded_fill(now: pa.Table, wanted: Expectations) -> Iterator[Finding]:
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
            yield from _outside(f"fill.{name}", scope or "all articles", filled / count, bounds, pages=count)


def _is_bounded(finding: Finding, wanted: Expectations) -> bool:
    """Whether the file says what a field's fill is to be: a person's word goes before what was learnt."""
    name, lang = finding.expectation.removeprefix("fill."), finding.scope.split(",")[0].split("/")[0]
    return any((bounds := wanted.fill.get((name, scope))) is not None and bounds.min is not None for scope in ("", lang))


def _outside(name: str, scope: str, found: float, bounds: Bounds, pages: int = 0) -> Iterator[Finding]:
    if bounds.min is not None and found < bounds.min:
        yield Finding(name, scope, found, bounds.min, pages)
    if bounds.max is not None and found > bounds.max:
        yield Finding(name, scope, found, bounds.max, pages, is_most=True)


# --- the dataset ---------------------------------------------------------------------------------


def _bounded_rows(new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
    counted = _rows(new)
    for (table, scope), bounds in wanted.rows.items():
        found = _section_rows(new, *scope.split("/", 1)) if "/" in scope else counted.get((table, scope), 0)
        yield from _outside(f"rows.{table}", scope or "all languages", found, bounds)


def _shrunk(old: Snapshot, new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
    """A union loses no rows, so a table that does was derived by other rules, or from fewer captures."""
    after = _rows(new)
    for (table, scope), before in _rows(old).items():
        least = (1 - wanted.rows_fall) * before
        if table not in _MAY_SHRINK and (found := after.get((table, scope), 0)) < least:
            yield Finding(f"rows.{table}", scope or "all languages", found, least, expected=before)


def _rows(snapshot: Snapshot) -> Mapping[tuple[str, str], int]:
    """Rows by (table, language), "" for all of a table; where files hold one language each, their names say it."""
    counts: dict[tuple[str, str], int] = {}
    for table, entries in snapshot.manifest.tables.items():
        counts[table, ""] = sum(entry.rows for entry in entries)
        for entry in entries:
            lang = entry.name.removesuffix(".parquet").split("-")[0]
            if lang.isalpha() and lang not in {"empty", "rejects"}:
                counts[table, lang] = counts.get((table, lang), 0) + entry.rows
    return counts


def _section_rows(new: Snapshot, lang: str, section: str) -> int:
    found = new.table("articles", ["lang", "category"])
    return int(pc.sum(pc.and_(pc.equal(found.column("lang"), lang), pc.equal(found.column("category"), section))).as_py() or 0)


def _age(new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
    """Days from the newest article's date to the last capture."""
    until, days = new.manifest.captured_until, wanted.newest_age_days
    newest: Any = pc.max(new.table("articles", ["published"]).column("published")).as_py() if days is not None and until else None
    if days is not None and until and newest is not None:
        age = (datetime.fromisoformat(until).date() - newest).days
        if age > days:
            yield Finding("newest_age_days", "the dataset", age, days, is_most=True)
