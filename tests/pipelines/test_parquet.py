"""How the dataset's files are read: portion by portion, and never more than one row group of text at once."""

from __future__ import annotations

from itertools import accumulate

import pyarrow as pa
import pytest

from pipelines.parquet import TableFile, read_batches, read_rows
from pipelines.schema import TABLES

SEARCH = TABLES["search"]
GROUP = SEARCH.group_rows
ROWS = 2 * GROUP + 100


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    path = tmp_path_factory.mktemp("texts") / "texts.parquet"
    rows = {
        "lang": ["en"] * ROWS,
        "article_id": range(ROWS),
        "title_search": ["t"] * ROWS,
        "body_search": [str(row) for row in range(ROWS)],
    }
    with TableFile(path, SEARCH) as out:
        out.append(
            pa.table({name: pa.array(values, SEARCH.schema.field(name).type) for name, values in rows.items()}, schema=SEARCH.schema)
        )
        out.close()
    return path


def test_every_row_comes_once_and_in_order(texts):
    ids = [row for batch in read_batches(texts, SEARCH.schema) for row in batch.column("article_id").to_pylist()]
    assert ids == [*range(ROWS)]


@pytest.mark.parametrize("read", [read_batches, lambda path, schema: read_rows(path, schema, range(ROWS))])
def test_no_portion_lies_in_two_row_groups(texts, read):
    ends = set(accumulate(len(batch) for batch in read(texts, SEARCH.schema)))
    assert {GROUP, 2 * GROUP, ROWS} <= ends
    assert len(ends) > 3


def test_only_the_rows_that_were_asked_for_come(texts):
    wanted = [3, GROUP + 1, ROWS - 1]
    assert [row for batch in read_rows(texts, SEARCH.schema, wanted) for row in batch.column("article_id").to_pylist()] == wanted
