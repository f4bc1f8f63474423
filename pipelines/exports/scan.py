"""A table of a snapshot, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from pipelines.parquet import read_batches
from pipelines.read import Snapshot
from pipelines.schema import TABLES


def batches(snapshot: Snapshot, name: str) -> Iterator[pa.RecordBatch]:
    """The table's rows in key order; every page's checksum is verified.

    Raises:
        UsageError: there is no such table.
        DamagedArchiveError: a file is missing or damaged.
        AlwaghtError: the snapshot was removed meanwhile.
    """
    with snapshot.held():
        for path in snapshot.paths(name):
            yield from read_batches(path, TABLES[name].schema)
