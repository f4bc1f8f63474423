"""Whether a snapshot is what its manifest says, and whether its keys and references hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from alwaght_scraper.errors import AlwaghtError
from pipelines.files import file_sha256, reading
from pipelines.manifest import NAME, DocumentEntry, FileEntry, Manifest
from pipelines.merge import Key, identity_of
from pipelines.parquet import read_batches, read_table
from pipelines.read import Snapshot
from pipelines.schema import TABLES, Reference, Table

_SHOWN: Final = 3
_ARTICLE: Final = ("lang", "article_id")
_VERSION: Final = (*_ARTICLE, "content_hash")

REFERENCES: Final = (
    *((table.name, reference) for table in TABLES.values() for reference in table.references),
    ("articles", Reference(_VERSION, "revisions", _VERSION)),
    ("articles", Reference(_ARTICLE, "coverage", _ARTICLE)),
    ("captures", Reference(_VERSION, "revisions", _VERSION)),
)
"""Tables and the references that their rows hold: those that the schema tells readers of, and those that join a version to what shows it.

A row in which one of the columns is null refers to nothing.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with which file or folder; `is_stray` when the file has no business to be there."""

    path: Path
    what: str
    is_stray: bool = False


class Digests:
    """SHA-256 of files, each computed once however many snapshots link it."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def of(self, path: Path) -> str:
        """The digest of a file as it is, 64 hex digits."""
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        if key not in self._known:
            with reading(path):
                self._known[key] = file_sha256(path)
        return self._known[key]


def open_snapshot(folder: Path) -> Snapshot | Problem:
    """The snapshot in a folder, or what is wrong with its manifest."""
    try:
        return Snapshot(folder, Manifest.load(folder))
    except AlwaghtError as error:
        path = folder / NAME
        return Problem(path, str(error).removeprefix(f"{path} ").split(": run ")[0])


def file_problems(snapshot: Snapshot, digests: Digests) -> Iterator[Problem]:
    """Each file that is missing, damaged, of another table or not in the manifest."""
    yield from _listed_problems(snapshot.folder, snapshot.manifest.documents, digests)
    for name in TABLES:
        folder, listed = snapshot.folder / name, snapshot.manifest.tables.get(name, ())
        if not listed:
            yield Problem(folder, "has no file in the manifest")
        yield from _listed_problems(folder, listed, digests)
        known = {entry.name for entry in listed}
        strays = sorted(path for path in folder.iterdir() if path.name not in known) if folder.is_dir() else []
        yield from (Problem(path, "is not in the manifest, yet readers of the folder take it in", is_stray=True) for path in strays)


def _listed_problems(folder: Path, listed: Sequence[FileEntry | DocumentEntry], digests: Digests) -> Iterator[Problem]:
    for entry in listed:
        if what := _file_fault(folder / entry.name, entry, digests):
            yield Problem(folder / entry.name, what)


def _file_fault(path: Path, entry: FileEntry | DocumentEntry, digests: Digests) -> str | None:
    if not path.is_file():
        return "is missing"
    if (size := path.stat().st_size) != entry.bytes:
        return f"has {size:,} bytes, its manifest says {entry.bytes:,}"
    return None if digests.of(path) == entry.sha256 else "is damaged: its digest is not the one in the manifest"


def content_problems(snapshot: Snapshot) -> Iterator[Problem]:
    """Each file whose rows are not those of its table, in order, each key once; and each reference that leads nowhere.

    Ask only of a snapshot whose files are what the manifest says.
    """
    sound = True
    for name, table in TABLES.items():
        before: Key | None = None
        for entry in snapshot.manifest.tables[name]:
            path = snapshot.folder / name / entry.name
            what, before = _row_fault(path, entry, table, before)
            if what:
                sound = False
                yield Problem(path, what)
    if sound:
        yield from filter(None, (_dangling(snapshot, table, reference) for table, reference in REFERENCES))


def _row_fault(path: Path, entry: FileEntry, table: Table, before: Key | None) -> tuple[str | None, Key | None]:
    """What is wrong with a file's rows, if anything, and its last key."""
    found = pq.read_schema(path)
    if not found.equals(table.schema):
        return "does not have the columns of its table", before
    count = 0
    for key, order_key in _keys(path, table):
        if before is not None and key <= before:
            return f"holds the key {_shown(order_key)} twice or out of order", key
        if table.file_name(order_key) != entry.name:
            return f"holds the key {_shown(order_key)}, which belongs in {table.file_name(order_key)}", key
        before, count = key, count + 1
    return (None if count == entry.rows else f"has {count:,} rows, its manifest says {entry.rows:,}"), before


def _keys(path: Path, table: Table) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    identity = identity_of(table.name)
    schema = pa.schema([column for column in table.schema if column.name in table.order])
    for batch in read_batches(path, schema):
        columns = [batch.column(name) for name in table.order]
        plain = [column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column for column in columns]
        for values in zip(*(column.to_pylist() for column in plain), strict=True):
            yield identity(*values), values


def _shown(key: tuple[Any, ...]) -> str:
    return "/".join(str(part)[:80] for part in key)


def _dangling(snapshot: Snapshot, table: str, reference: Reference) -> Problem | None:
    names = list(reference.columns)
    rows = _distinct(snapshot, table, names)
    targets = _distinct(snapshot, reference.table, list(reference.key))
    lost = rows.join(targets, names, list(reference.key), join_type="left anti").sort_by([(name, "ascending") for name in names])
    if not lost.num_rows:
        return None
    shown = ", ".join(_shown(tuple(row.values())) for row in lost.slice(0, _SHOWN).to_pylist())
    what = f"names {lost.num_rows:,} rows that {reference.table} lacks, by {', '.join(names)}, such as {shown}"
    return Problem(snapshot.folder / table, what)


def _distinct(snapshot: Snapshot, table: str, columns: list[str]) -> pa.Table:
    rows = pa.concat_tables([read_table(path, columns) for path in snapshot.paths(table)])
    for name in columns:
        rows = rows.filter(pc.is_valid(rows.column(name)))
    return rows.group_by(columns).aggregate([]).select(columns)
