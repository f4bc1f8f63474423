"""What a snapshot lacks, counted from its own tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.files import reading
from pipelines.parquet import read_batches
from pipelines.schema import TABLES

_COUNTED: Final = ("lang", "article_id", "status")
_WANTED: Final = ("published", "category", "dateline", "teaser")


@dataclass(frozen=True, slots=True)
class Editions:
    """The known article ids of one language: the least and the greatest, and how many have each status of `coverage`."""

    first_id: int
    last_id: int
    statuses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gaps:
    """`editions` by language; `nulls`: how many articles lack each of the columns that a page may leave out."""

    editions: Mapping[str, Editions]
    nulls: Mapping[str, int]

    @classmethod
    def of(cls, coverage: Iterable[Path], articles: Iterable[Path]) -> Gaps:
        """Count them in the files of two tables."""
        return cls(_editions(coverage), _nulls(articles))


def _editions(coverage: Iterable[Path]) -> dict[str, Editions]:
    counts: dict[str, Counter[str]] = {}
    spans: dict[str, list[int]] = {}
    for lang, rows in _by_language(coverage):
        statuses = rows.column("status").value_counts().to_pylist()
        counts.setdefault(lang, Counter()).update({pair["values"]: pair["counts"] for pair in statuses})
        spans.setdefault(lang, []).extend(pc.min_max(rows.column("article_id")).as_py().values())
    return {lang: Editions(min(spans[lang]), max(spans[lang]), dict(sorted(counts[lang].items()))) for lang in sorted(counts)}


def _by_language(coverage: Iterable[Path]) -> Iterator[tuple[str, pa.RecordBatch]]:
    schema = pa.schema([field for field in TABLES["coverage"].schema if field.name in _COUNTED])
    for path in coverage:
        for batch in read_batches(path, schema):
            for lang in batch.column("lang").unique().to_pylist():
                yield lang, batch.filter(pc.equal(batch.column("lang"), lang))


def _nulls(articles: Iterable[Path]) -> dict[str, int]:
    """From the files' footers alone, which count nulls as they are written."""
    nulls = dict.fromkeys(_WANTED, 0)
    for path in articles:
        with reading(path):
            footer = pq.read_metadata(path)
        for group in map(footer.row_group, range(footer.num_row_groups)):
            for column in map(group.column, range(group.num_columns)):
                if column.path_in_schema in nulls:
                    nulls[column.path_in_schema] += column.statistics.null_count
    return nulls
