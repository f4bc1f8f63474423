"""SQL over one snapshot: DuckDB with a view for every table, and with no way out to files or the network.

The tables reach DuckDB as Arrow datasets and not as paths. A path that a query may read is one that it may write
(`WITH x AS (COPY ... TO ...) SELECT ...`), and DuckDB leaves the pages' checksums unread; Arrow compares them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from types import TracebackType
from typing import Final, Self
from weakref import finalize

import duckdb
import pyarrow as pa
import pyarrow.dataset as pads

from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError, UsageError
from pipelines.read import Snapshot
from pipelines.schema import TABLES

_BATCH_ROWS: Final = 2_000
_READING: Final = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI)  # MULTI: PIVOT
_CHECKED: Final = pads.ParquetFileFormat(default_fragment_scan_options=pads.ParquetFragmentScanOptions(page_checksum_verification=True))


class Database:
    """One snapshot's tables in DuckDB. Times are shown in UTC, whatever the machine's zone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._spill = tempfile.mkdtemp(prefix="alwaght-query-")  # ours alone: what a large query puts aside is article text
        self._sweep = finalize(self, shutil.rmtree, self._spill, ignore_errors=True)
        self._connection = duckdb.connect(":memory:", config={"python_enable_replacements": False})
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        with _explained(self._snapshot):
            for name in TABLES:
                paths = [str(path) for path in self._snapshot.paths(name)]
                self._connection.register(name, pads.dataset(paths, format=_CHECKED))
            self._connection.execute("SET TimeZone = 'UTC'")
            self._connection.execute("SET temp_directory = ?", [self._spill])
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")

    def sql(self, query: str, parameters: Sequence[object] = ()) -> duckdb.DuckDBPyRelation:
        """What a query gives, as a DuckDB relation: it runs when its rows are asked for.

        Raises:
            UsageError: it is no single query, or DuckDB cannot make sense of it.
        """
        with _explained(self._snapshot):
            relation = self._connection.sql(_single(self._connection, query), params=list(parameters) or None)
        if relation is None:
            raise UsageError("the query gives no rows; write one such as FROM articles LIMIT 5")
        return relation

    def batches(self, query: str, parameters: Sequence[object] = ()) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """The columns that a query gives and its rows, a bounded number at a time.

        Raises:
            UsageError: it is no single query, or DuckDB cannot make sense of it; later too, when a value does not fit.
            DamagedArchiveError: a file of the snapshot cannot be read.
        """
        relation = self.sql(query, parameters)
        with _explained(self._snapshot):
            reader = relation.to_arrow_reader(_BATCH_ROWS)
        names = _distinct(reader.schema.names)
        schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
        return schema, self._read(reader, schema)

    def _read(self, reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        with _explained(self._snapshot):
            for batch in reader:
                yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()
        self._sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _single(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    statements = connection.extract_statements(query)
    if len(statements) != 1:
        raise UsageError(f"one query at a time, such as FROM articles LIMIT 5; this is {len(statements)}")
    if statements[0].type not in _READING:
        raise UsageError("a query reads, as SELECT, FROM, WITH, PIVOT, DESCRIBE, SUMMARIZE and EXPLAIN do; the dataset is never changed")
    return query


def _distinct(names: Sequence[str]) -> list[str]:
    """The names with a number added to those that were there before, as when two tables with equal columns are joined."""
    distinct: list[str] = []
    for name in names:
        numbered = (f"{name}_{number}" for number in count(2))
        distinct.append(name if name not in distinct else next(new for new in numbered if new not in distinct and new not in names))
    return distinct


@contextmanager
def _explained(snapshot: Snapshot) -> Iterator[None]:
    """Turn DuckDB's and Arrow's errors into one-line errors of ours."""
    with snapshot.held():
        try:
            yield
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.PermissionException as error:
            raise UsageError("a query reads the dataset's tables and nothing else: no file, no address, no setting") from error
        except duckdb.OutOfMemoryException as error:
            raise AlwaghtError(f"the query needs more memory than there is ({_line(error)}); ask for fewer rows or columns") from error
        except (OSError, duckdb.Error, pa.ArrowException) as error:
            raise (_damage(snapshot, error) if _is_of_file(error) else UsageError(f"the query: {_line(error)}")) from error


def _is_of_file(error: Exception) -> bool:
    """Whether a file could not be read. Arrow and DuckDB pass on each other's errors, so the words have to tell."""
    return isinstance(error, (FileNotFoundError, PermissionError, duckdb.IOException)) or " the stream registered as " in str(error)


def _damage(snapshot: Snapshot, error: Exception) -> AlwaghtError:
    if isinstance(error, PermissionError) or "Permission denied" in str(error):
        return ConfigurationError(f"{snapshot.folder} may not be read ({_line(error)}); mend its owner or mode")
    return DamagedArchiveError(f"{snapshot.folder} cannot be read ({_line(error)}): `alwaght rebuild` makes it again from the captures")


def _line(error: Exception) -> str:
    """DuckDB's message on one line, without the drawing of where the query is wrong."""
    return " ".join(str(error).partition("\nLINE ")[0].split())
