"""The files of a snapshot in the making: written anew, or linked from the snapshot before."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa

from pipelines.frugal import give_back
from pipelines.manifest import FileEntry
from pipelines.parquet import TableFile
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from pipelines.snapshot import Part

_EMPTY: Final = "empty.parquet"


class Build:
    """The part being built and the snapshot whose rows take part (`base`, None for none)."""

    def __init__(self, part: Part, base: Snapshot | None) -> None:
        self.part = part
        self.base = base

    def old(self, name: str, file: str | None = None) -> list[FileEntry]:
        """The files of a table of the base that hold rows; of that name alone when one is given."""
        found = self.base.manifest.tables[name] if self.base else ()
        return [entry for entry in found if entry.rows and file in {None, entry.name}]

    def old_path(self, name: str, entry: FileEntry) -> Path:
        """Where a file of the base lies, found undamaged."""
        if self.base is None:
            raise LookupError(entry.name)
        return self.base.verified_path(name, entry)

    @contextmanager
    def files(self, file: str, *names: str) -> Iterator[dict[str, TableFile]]:
        """The files of that name of some tables, written side by side; one without rows is none."""
        with ExitStack() as opened:
            outs = {name: opened.enter_context(TableFile(self.part.path(name, file), TABLES[name])) for name in names}
            yield outs
            for name, out in outs.items():
                entry = out.close()
                if entry.rows:
                    self.part.add(name, entry)
                else:
                    self.part.path(name, file).unlink()
        give_back()

    def write(self, name: str, file: str, portions: Iterable[pa.Table]) -> None:
        """Write one file from its rows in key order."""
        with self.files(file, name) as outs:
            for rows in portions:
                outs[name].append(rows)

    def link_others(self, name: str, touched: Container[str]) -> None:
        """Take over the base's files that were not touched."""
        for entry in self.old(name):
            if entry.name not in touched:
                self.part.keep(name, entry)

    def fill_empty(self) -> None:
        """A table without rows still has a file, so that every reader finds its columns."""
        for name, table in TABLES.items():
            if not self.part.names(name):
                with TableFile(self.part.path(name, _EMPTY), table) as out:
                    self.part.add(name, out.close())
