"""The dataset loads, types right, in pandas, polars, DuckDB and pyarrow; and says plainly when it cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError, UsageError
from alwaght_scraper.items import GlossaryEntry, Outcome
from pipelines.manifest import FORMAT
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, list_capture, make_entry

TIME = pa.timestamp("us", tz="UTC")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("filled")
    fold(data_dir, [
        article_capture(5, glossary=[GlossaryEntry("pier", None, 0)]),
        article_capture(8),
        article_capture(20_005, "ar", when=DAY_ONE + timedelta(days=1), published=None, teaser="قصير"),
        list_capture([make_entry(), make_entry(1, None)], page=None),
        failed_capture(Outcome.SOFT_404, 6),
        failed_capture(Outcome.NO_RESPONSE, 7),
    ])  # fmt: skip
    return data_dir


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("empty")
    fold(data_dir, [])
    return data_dir


@pytest.fixture(params=["filled", "empty"])
def data_dir(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=TABLES)
def table(request):
    return request.param


def test_every_table_has_rows_in_the_filled_dataset(filled, table):
    assert Snapshot.open(filled).manifest.counts[table] > 0


def test_pyarrow_reads_the_schema_with_its_descriptions(data_dir, table):
    expected = TABLES[table].schema
    read = Snapshot.open(data_dir).table(table)
    assert read.schema.equals(expected)
    assert pads.dataset(data_dir / "current" / table).to_table().equals(read)
    for field in expected:
        assert read.schema.field(field.name).metadata[b"description"] == field.metadata[b"description"]


def test_no_file_carries_pandas_metadata_or_a_clock(data_dir, table):
    for path in Snapshot.open(data_dir).paths(table):
        assert set(pq.read_metadata(path).metadata or {}) == {b"ARROW:schema"}


def polars_type(kind):
    if pa.types.is_list(kind):
        return pl.List(polars_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pl.Struct({part.name: polars_type(part.type) for part in kind})
    scalars = {
        pa.int64(): pl.Int64(),
        pa.int32(): pl.Int32(),
        pa.string(): pl.String(),
        pa.bool_(): pl.Boolean(),
        pa.date32(): pl.Date(),
    } | {pa.float64(): pl.Float64()}
    return scalars.get(kind) or {TIME: pl.Datetime("us", "UTC")}[kind]


def test_polars_reads_every_column_as_its_type_and_value(data_dir, table):
    read = pl.read_parquet(data_dir / "current" / table / "*.parquet")
    assert dict(read.schema) == {field.name: polars_type(field.type) for field in TABLES[table].schema}
    assert read.to_dicts() == Snapshot.open(data_dir).table(table).to_pylist()


def duckdb_type(kind):
    if pa.types.is_list(kind):
        return f"{duckdb_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return f"STRUCT({', '.join(f'{quoted(part.name)} {duckdb_type(part.type)}' for part in kind)})"
    scalars = {pa.int64(): "BIGINT", pa.int32(): "INTEGER", pa.string(): "VARCHAR", pa.bool_(): "BOOLEAN", pa.date32(): "DATE"} | {
        pa.float64(): "DOUBLE"
    }
    return scalars.get(kind) or {TIME: "TIMESTAMP WITH TIME ZONE"}[kind]


def quoted(name):
    return f'"{name}"' if name in {"text", "field"} else name


def test_duckdb_reads_every_column_as_its_type(data_dir, table):
    with duckdb.connect() as connection:
        pattern = str(data_dir / "current" / table / "*.parquet")
        found = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [pattern]).fetchall()
        (rows,) = connection.execute("SELECT count(*) FROM read_parquet(?)", [pattern]).fetchone()
    plain = [(name, kind.replace('"', "")) for name, kind, *_ in found]
    assert plain == [(field.name, duckdb_type(field.type).replace('"', "")) for field in TABLES[table].schema]
    assert rows == Snapshot.open(data_dir).manifest.counts[table]


def test_pandas_reads_every_column_as_its_type(data_dir, table):
    read = pd.read_parquet(data_dir / "current" / table, dtype_backend="pyarrow")
    types = {name: dtype.pyarrow_dtype for name, dtype in read.dtypes.items()}
    assert types == {field.name: field.type for field in TABLES[table].schema}
    assert len(read) == Snapshot.open(data_dir).manifest.counts[table]


def test_pandas_default_types_serve_too(filled):
    read = pd.read_parquet(filled / "current" / "articles").set_index("article_id")
    assert read.index.tolist() == [20_005, 5, 8]  # Arabic sorts before English
    assert str(read["first_seen"].dtype) == "datetime64[us, UTC]"
    assert read.loc[5, "first_seen"].to_pydatetime() == DAY_ONE
    assert read.loc[20_005, "teaser"] == "قصير"
    assert list(read.loc[5, "tags"]) == ["Harbour", "North Coast"]


def test_files_tell_their_sort_order_and_have_page_indexes(filled):
    for name, table in TABLES.items():
        for path in Snapshot.open(filled).paths(name):
            group = pq.read_metadata(path).row_group(0)
            columns = [group.column(key.column_index).path_in_schema for key in group.sorting_columns]
            assert columns == list(table.order)
            assert group.column(0).has_column_index


# --- what cannot be read -------------------------------------------------------------------------


def test_a_folder_without_dataset_says_what_to_run(tmp_path):
    with pytest.raises(ConfigurationError, match="run `alwaght crawl` or `make demo` first"):
        Snapshot.open(tmp_path)


def test_a_snapshot_opens_by_its_number(tmp_path):
    first = fold(tmp_path, [article_capture(5)])
    second = fold(tmp_path, [article_capture(6)])
    assert (Snapshot.open(tmp_path, 1), Snapshot.open(tmp_path)) == (first, second)
    assert [Snapshot.open(tmp_path, number).table("articles").num_rows for number in (1, 2)] == [1, 2]
    with pytest.raises(ConfigurationError, match="no snapshot 3"):
        Snapshot.open(tmp_path, 3)


def test_an_open_snapshot_stays_whole_while_others_are_published(tmp_path):
    opened = fold(tmp_path, [article_capture(5)])
    fold(tmp_path, [article_capture(6), failed_capture(Outcome.GONE, 5)])
    assert opened.table("articles").column("article_id").to_pylist() == [5]


def test_a_table_that_does_not_exist_is_a_usage_error_that_lists_those_that_do(filled):
    with pytest.raises(UsageError, match="no table 'article': the tables are articles, revisions"):
        Snapshot.open(filled).table("article")


@pytest.mark.parametrize(("text", "message"), [
    ("", "manifest.json is damaged"),
    ("[1]", "is no manifest"),
    (f'{{"format": {FORMAT}}}', "is no whole manifest"),
    (f'{{"format": {FORMAT}, "extractor": "1", "tables": {{"articles": [{{"name": "x"}}]}}}}', "is no whole manifest"),
    (f'{{"format": {FORMAT}, "extractor": "1", "tables": [], "journal": {{}}}}', "is no whole manifest"),
])  # fmt: skip
def test_a_damaged_manifest_is_named(tmp_path, text, message):
    snapshot = fold(tmp_path, [])
    (snapshot.folder / "manifest.json").write_text(text)
    with pytest.raises(DamagedArchiveError, match=message):
        Snapshot.open(tmp_path)


def test_no_flipped_bit_of_a_manifest_goes_unnoticed(tmp_path):
    path = fold(tmp_path, [article_capture()], journal={"a.warc.gz": 4711}).folder / "manifest.json"
    good = path.read_bytes()
    for place in range(0, len(good), 3):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1 << place % 7]) + good[place + 1 :])
        with pytest.raises((DamagedArchiveError, ConfigurationError), match=str(path)):
            Snapshot.open(tmp_path)


def test_a_folder_in_place_of_the_link_is_no_dataset_and_no_fresh_start(tmp_path):
    fold(tmp_path, [article_capture()])
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    with pytest.raises(ConfigurationError, match="is no link to a snapshot"):
        Snapshot.open(tmp_path)
    with pytest.raises(ConfigurationError, match="is no link to a snapshot"):
        fold(tmp_path, [article_capture()])


def test_a_dataset_of_another_format_is_never_guessed_at(tmp_path):
    path = fold(tmp_path, []).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(ConfigurationError, match=f"has format 99, this program reads {FORMAT}"):
        Snapshot.open(tmp_path)


def test_a_table_that_the_manifest_leaves_out_is_named(tmp_path):
    snapshot = fold(tmp_path, [])
    tables = {name: entries for name, entries in snapshot.manifest.tables.items() if name != "tags"}
    (snapshot.folder / "manifest.json").write_text(replace(snapshot.manifest, tables=tables).to_json())
    with pytest.raises(DamagedArchiveError, match="lists no file of tags"):
        Snapshot.open(tmp_path).table("tags")


def test_a_missing_or_short_file_is_named_before_anything_is_read(tmp_path):
    snapshot = fold(tmp_path, [article_capture()])
    path = snapshot.paths("articles")[0]
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(DamagedArchiveError, match=f"{path} has .* bytes, its manifest says"):
        snapshot.paths("articles")
    path.unlink()
    with pytest.raises(DamagedArchiveError, match=f"{path} is missing"):
        snapshot.table("articles")


def test_flipped_bits_in_the_text_never_read_back_as_other_text(tmp_path):
    snapshot = fold(tmp_path, [article_capture()])
    path, expected = snapshot.paths("articles")[0], snapshot.table("articles")
    column = pq.read_metadata(path).row_group(0).column(10)
    start, end = column.data_page_offset, column.data_page_offset + column.total_compressed_size
    whole, caught = path.read_bytes(), 0
    for place in range(start, end, 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            assert snapshot.table("articles").equals(expected)
        except DamagedArchiveError as error:
            caught += 1
            assert str(path) in str(error)
    assert caught > 10
