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

from alwaght_scraper.errors import UsageError
from pipelines.manifest import FileEntry
from pipelines.merge import Key, identity_of
from pipelines.parquet import read_batches
from pipelines.read import Snapshot
from pipelines.schema import TABLES

Row = dict[str, Any]
File = tuple[Snapshot, FileEntry | None]
"""A snapshot and one of its files; None where it has no file of that name."""


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
            yield from file_changes(name, (old, before.get(file)), (new, after.get(file)))


def _digest(entry: FileEntry | None) -> str | None:
    return None if entry is None else entry.sha256


def file_changes(name: str, old: File, new: File) -> Iterator[Change]:
    """The rows in which two files of a table differ, in key order; raises DamagedArchiveError for one that cannot be read."""
    for _, group in groupby(heapq.merge(_rows(name, old, 0), _rows(name, new, 1), key=itemgetter(0, 1)), key=itemgetter(0)):
        sides = {side: row for _, side, row in group}
        before, after = sides.get(0), sides.get(1)
        if before != after:
            row = after or before or {}
            yield Change(name, {column: row[column] for column in TABLES[name].key}, before, after)


def _rows(name: str, file: File, side: int) -> Iterator[tuple[Key, int, Row]]:
    snapshot, entry = file
    if entry is None:
        return
    table = TABLES[name]
    identity = identity_of(name)
    for batch in read_batches(snapshot.path(name, entry), table.schema):
        for row in batch.to_pylist():
            yield identity(*(row[column] for column in table.order)), side, row


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
