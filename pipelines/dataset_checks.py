"""What a dataset is held to before it is published: its rows beside those of the one before, and the bounds that a file gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import pyarrow.compute as pc

from pipelines.expectations import Expectations
from pipelines.findings import Finding, outside

if TYPE_CHECKING:
    from pipelines.read import Snapshot

_MAY_SHRINK: Final = frozenset({"rejects", "related", "tags"})


def bounded_rows(new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
    """Rows of tables, languages and categories outside the bounds that the file gives."""
    counted = _rows(new)
    for (table, scope), bounds in wanted.rows.items():
        found = _section_rows(new, *scope.split("/", 1)) if "/" in scope else counted.get((table, scope), 0)
        yield from outside(f"rows.{table}", scope or "all languages", found, bounds)


def shrunk(old: Snapshot, new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
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


def age(new: Snapshot, wanted: Expectations) -> Iterator[Finding]:
    """Days from the newest article's date to the last capture."""
    until, most = new.manifest.captured_until, wanted.newest_age_days
    if most is None or not until:
        return
    newest: date | None = pc.max(new.table("articles", ["published"]).column("published")).as_py()
    if newest is not None and (days := (datetime.fromisoformat(until).date() - newest).days) > most:
        yield Finding("newest_age_days", "the dataset", days, most, is_most=True)
