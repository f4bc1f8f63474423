"""Two snapshots compared row by row, in memory that does not grow with them: files alike in their digest are not opened."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from alwaght_scraper.errors import AlwaghtError, UsageError
from pipelines.manifest import NAME as MANIFEST
from pipelines.manifest import FileEntry
from pipelines.merge import RULES, Key
from pipelines.parquet import read_batches
from pipelines.read import Snapshot
from pipelines.schema import TABLES, Table

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that only one of two snapshots has (the other one is None), or that differs between them."""

    table: str
    key: Row
    old: Row | None
    new: Row | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns in which the two differ, in column order; empty when one is missing."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name, value in self.new.items() if self.old[name] != value)


@dataclass(slots=True)
class Tally:
    """How many rows of a table two snapshots have, and how they differ; `fields` counts changed rows by column."""

    rows_before: int
    rows_after: int
    added: int = 0
    gone: int = 0
    changed: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def count(self, change: Change) -> None:
        """Count one difference."""
        self.added += change.old is None
        self.gone += change.new is None
        self.changed += bool(change.fields)
        for name in change.fields:
            self.fields[name] = self.fields.get(name, 0) + 1


def tallies(old: Snapshot, new: Snapshot) -> dict[str, Tally]:
    """A tally for each table, nothing counted yet."""
    return {name: Tally(old.manifest.counts.get(name, 0), new.manifest.counts.get(name, 0)) for name in TABLES}


def changes(old: Snapshot, new: Snapshot, name: str) -> Iterator[Change]:
    """The rows of a table in which two snapshots differ, in key order.

    Raises:
        UsageError: there is no such table.
        DamagedArchiveError: a file cannot be read.
    """
    if name not in TABLES:
        raise UsageError(f"no table {name!r}: the tables are {', '.join(TABLES)}")
    before, after = ({entry.name: entry for entry in one.manifest.tables.get(name, ())} for one in (old, new))
    for file in sorted({*before, *after}):
        if _digest(before.get(file)) != _digest(after.get(file)):
            yield from _file_changes(TABLES[name], _rows(old, name, before.get(file), 0), _rows(new, name, after.get(file), 1))


def _digest(entry: FileEntry | None) -> str | None:
    return None if entry is None else entry.sha256


_Side = tuple[Key, int, Row]


def _rows(snapshot: Snapshot, name: str, entry: FileEntry | None, side: int) -> Iterator[_Side]:
    if entry is None:
        return
    table = TABLES[name]
    identity = RULES[name].identity if name in RULES else _plain
    for batch in read_batches(snapshot.path(name, entry), table.schema):
        for row in batch.to_pylist():
            yield identity(*(row[column] for column in table.order)), side, row


def _plain(*values: Any) -> Key:
    return values


def _file_changes(table: Table, old: Iterator[_Side], new: Iterator[_Side]) -> Iterator[Change]:
    for _, group in groupby(heapq.merge(old, new, key=itemgetter(0, 1)), key=itemgetter(0)):
        sides = {side: row for _, side, row in group}
        before, after = sides.get(0), sides.get(1)
        if before != after:
            row = after or before or {}
            yield Change(table.name, {column: row[column] for column in table.key}, before, after)


@dataclass(frozen=True, slots=True)
class Difference:
    """A file in which two snapshots differ: its name below both, how, and whether only the version of the library that wrote it differs."""

    name: str
    what: str
    is_other_writer: bool = False


def different_files(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    """The files of `old` that `new` has otherwise, by their manifests, and those that only one of them has.

    Rows are compared as well, where the old file is what its manifest says: another version of the Parquet library
    writes the same rows in other bytes.
    """
    for table in TABLES:
        before, after = ({entry.name: entry for entry in one.manifest.tables.get(table, ())} for one in (old, new))
        for file in sorted({*before, *after}):
            one, other = before.get(file), after.get(file)
            if one != other:
                yield _difference(old, new, table, file, one, other)
    for name in ("captured_from", "captured_until", "journal"):
        if getattr(old.manifest, name) != getattr(new.manifest, name):
            yield Difference(MANIFEST, f"has another {name} than the captures give")
    yield from _other_files(old, new)


def _difference(old: Snapshot, new: Snapshot, table: str, file: str, one: FileEntry | None, other: FileEntry | None) -> Difference:
    name = f"{table}/{file}"
    if one is None or other is None:
        return Difference(name, "does not follow from the captures" if other is None else "is missing, yet follows from the captures")
    try:
        old.verified_path(table, one)
    except AlwaghtError:
        return Difference(name, "is not what the captures give")
    tally = Tally(one.rows, other.rows)
    for change in _file_changes(TABLES[table], _rows(old, table, one, 0), _rows(new, table, other, 1)):
        tally.count(change)
    counts = (("that the captures do not give", tally.gone), ("too few", tally.added), ("in which they give something else", tally.changed))
    what = ", ".join(f"{count:,} rows {how}" for how, count in counts if count)
    columns = f" ({', '.join(sorted(tally.fields))})" if tally.fields else ""
    if what:
        return Difference(name, f"has {what}{columns}")
    makers = {pq.read_metadata(snapshot.folder / name).created_by for snapshot in (old, new)}
    return Difference(name, "has the same rows in other bytes", is_other_writer=len(makers) > 1)


def _other_files(old: Snapshot, new: Snapshot) -> Iterator[Difference]:
    """What a snapshot's folder holds beside tables and manifest: what describes it follows from the captures as well."""
    before, after = ({path.name: path for path in one.folder.iterdir() if path.is_file() and path.name != MANIFEST} for one in (old, new))
    for name in sorted({*before, *after}):
        if name not in before:
            yield Difference(name, "is missing, yet follows from the captures")
        elif name not in after or before[name].read_bytes() != after[name].read_bytes():
            yield Difference(name, "is not what the captures give")


_RULES_COLUMNS: Final = ("capture_id", "rules")

Rules = Mapping[str, Mapping[str, tuple[str, str | None]]]
"""For each capture, the rule of each field and the value that disagreed."""


def rules_of(snapshot: Snapshot, capture_ids: Iterable[str]) -> Rules:
    """How the fields of some captures were found."""
    wanted = pa.array(sorted(set(capture_ids)), pa.string())
    schema = pa.schema([TABLES["captures"].schema.field(name) for name in _RULES_COLUMNS])
    found: dict[str, dict[str, tuple[str, str | None]]] = {}
    for path in snapshot.paths("captures"):
        for batch in read_batches(path, schema):
            for row in batch.filter(pc.is_in(batch.column("capture_id"), wanted)).to_pylist():
                found[row["capture_id"]] = {rule["field"]: (rule["rule"], rule["conflict"]) for rule in row["rules"]}
    return found
