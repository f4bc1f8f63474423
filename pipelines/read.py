"""The published dataset as a reader sees it: one whole snapshot, whatever is being published meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import pyarrow as pa

from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError, UsageError
from pipelines.files import file_sha256, reading
from pipelines.manifest import FileEntry, Manifest
from pipelines.parquet import read_table
from pipelines.schema import TABLES

SNAPSHOTS: Final = "snapshots"
CURRENT: Final = "current"


def is_published(data_dir: Path) -> bool:
    """Whether a dataset is named as current, also one that is not there any more: that is damage, not a fresh start."""
    return os.path.lexists(data_dir / CURRENT)


def snapshot_name(number: int) -> str:
    """The folder name of a snapshot below `snapshots`."""
    return f"{number:06d}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published dataset: its folder (the real one, so that a later publish cannot move it) and its manifest."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, data_dir: Path, number: int | None = None) -> Self:
        """The current snapshot below `data_dir`, or the one of that number.

        Raises:
            ConfigurationError: there is no dataset, or none of that number.
            DamagedArchiveError: it is named as current and is not there, or its manifest is broken.
        """
        if number is not None:
            folder = data_dir / SNAPSHOTS / snapshot_name(number)
            if not folder.is_dir():
                raise ConfigurationError(f"no snapshot {number} in {data_dir}: `alwaght status` lists those that are")
            return cls(folder.resolve(), Manifest.load(folder))
        link = data_dir / CURRENT
        if link.exists() and not link.is_symlink():
            raise ConfigurationError(f"{link} is no link to a snapshot, as a run makes it: move it away, then run `alwaght rebuild`")
        if not link.is_symlink():
            raise ConfigurationError(f"no dataset in {data_dir}: run `alwaght crawl` or `make demo` first")
        folder = link.resolve()
        if not folder.is_dir():
            raise DamagedArchiveError(f"{link} names {folder}, which is missing: run `alwaght rebuild` to make it again from the captures")
        return cls(folder, Manifest.load(folder))

    @property
    def number(self) -> int:
        """The snapshot's number; later ones are greater."""
        return int(self.folder.name)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Say so when this snapshot was removed while it was read: what is missing then is no damage.

        Raises:
            AlwaghtError: the folder is gone.
        """
        try:
            yield
        except DamagedArchiveError as error:
            if self.folder.is_dir():
                raise
            raise AlwaghtError(f"{self.folder} was removed while it was read: open the dataset again") from error

    def paths(self, table: str) -> list[Path]:
        """The table's Parquet files in key order; at least one.

        Raises:
            UsageError: there is no such table.
            DamagedArchiveError: a file is missing or has another size than the manifest says.
        """
        if table not in TABLES:
            raise UsageError(f"no table {table!r}: the tables are {', '.join(TABLES)}")
        if not self.manifest.tables.get(table):
            raise DamagedArchiveError(f"{self.folder} lists no file of {table}: run `alwaght rebuild` to make it again from the captures")
        return [self.path(table, entry) for entry in self.manifest.tables[table]]

    def path(self, table: str, entry: FileEntry) -> Path:
        """Where one file of the manifest lies.

        Raises:
            DamagedArchiveError: it is missing or has another size than the manifest says.
        """
        path = self.folder / table / entry.name
        found = path.stat().st_size if path.is_file() else None
        if found != entry.bytes:
            what = "is missing" if found is None else f"has {found:,} bytes, its manifest says {entry.bytes:,}"
            raise DamagedArchiveError(f"{path} {what}: run `alwaght rebuild` to make it again from the captures")
        return path

    def verified_path(self, table: str, entry: FileEntry) -> Path:
        """Where one file of the manifest lies, its bytes compared with their digest.

        A page's checksum does not cover its header, so whoever makes new rows from a file asks for this first.

        Raises:
            DamagedArchiveError: it is missing or not the file that was published.
        """
        path = self.path(table, entry)
        with reading(path):
            digest = file_sha256(path)
        if digest != entry.sha256:
            raise DamagedArchiveError(f"{path} is damaged (its digest differs): run `alwaght rebuild` to make it again from the captures")
        return path

    def table(self, name: str, columns: list[str] | None = None) -> pa.Table:
        """A whole table, or some of its columns, sorted by its key.

        Raises:
            UsageError: there is no such table.
            DamagedArchiveError: a file is missing or damaged.
        """
        return pa.concat_tables([read_table(path, columns) for path in self.paths(name)])
