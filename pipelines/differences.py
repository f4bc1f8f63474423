"""Two snapshots that should be the same compared file by file: what differs, in words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow.parquet as pq

from alwaght_scraper.errors import AlwaghtError
from pipelines.compare import Tally, file_changes
from pipelines.manifest import NAME as MANIFEST
from pipelines.manifest import FileEntry
from pipelines.read import Snapshot
from pipelines.schema import TABLES


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
    for change in file_changes(table, (old, one), (new, other)):
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
