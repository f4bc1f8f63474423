"""A folder of Delta Lake tables, one for each table of a snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from pipelines.exports.scan import batches
from pipelines.read import Snapshot
from pipelines.schema import TABLES

MARKER: Final = "_delta_log"
"""The folder that makes a folder a Delta table."""

_MISREAD: Final = re.compile(r"[%*\[\]{}\x00-\x1f\x7f]")
"""What delta-rs understands as a pattern or a code in a path, or not at all."""

_FILE_BYTES: Final = 32 << 20  # delta-rs holds a file in memory until it is whole; its own default is 100 MB


def write_delta(snapshot: Snapshot, tables: Sequence[str], folder: Path) -> dict[str, int]:
    """Make a Delta table of each table in the empty `folder`; the number of rows of each. One file at a time is in memory.

    Raises:
        ConfigurationError: the package `deltalake` is not installed, or takes the folder's name for another one.
        DamagedArchiveError: a file of the snapshot cannot be read.
    """
    delta = library()
    if _MISREAD.search(str(folder.absolute())):
        raise ConfigurationError(
            f"Delta Lake cannot write below {folder.absolute().parent}: name a target without *, %, brackets or line ends"
        )
    return {name: _write(delta, snapshot, name, folder / name) for name in tables}


def library() -> Any:
    """The package `deltalake`, which is an extra; raises ConfigurationError where it is missing."""
    try:
        return import_module("deltalake")
    except ModuleNotFoundError as error:
        raise ConfigurationError("Delta Lake needs a package that is not installed: pip install deltalake") from error


class _Counted:
    """Passes batches on and remembers what went wrong with them: delta-rs keeps no Python error whole."""

    def __init__(self, rows: Iterator[pa.RecordBatch]) -> None:
        self._rows = rows
        self.count = 0
        self.error: AlwaghtError | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._rows:
                self.count += batch.num_rows
                yield batch
        except AlwaghtError as error:
            self.error = error
            raise


def _write(delta: Any, snapshot: Snapshot, name: str, folder: Path) -> int:
    table, rows = TABLES[name], _Counted(batches(snapshot, name))
    reader = pa.RecordBatchReader.from_batches(table.schema, rows)
    try:
        delta.write_deltalake(
            str(folder),
            reader,
            name=name,
            description=table.description,
            target_file_size=_FILE_BYTES,
            writer_properties=delta.WriterProperties(compression="ZSTD", max_row_group_size=table.group_rows),
        )
    except (delta.exceptions.DeltaError, pa.ArrowException, OSError) as error:
        if rows.error:
            raise rows.error from error
        raise OSError(getattr(error, "errno", None), " ".join(str(error).split())) from error
    return rows.count
