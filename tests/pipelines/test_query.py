"""SQL over a snapshot reads its tables, changes nothing, reaches nothing else, and fails in one line."""

from __future__ import annotations

import tempfile

import pyarrow.parquet as pq
import pytest

from alwaght_scraper.errors import AlwaghtError, DamagedArchiveError, UsageError
from pipelines.query import Database
from pipelines.schema import TABLES
from tests.pipelines.folding import contents, fold
from tests.pipelines.making import article_capture


@pytest.fixture
def database(snapshot):
    with Database(snapshot) as opened:
        yield opened


def test_every_table_is_there_with_its_rows(database, snapshot, table):
    assert database.sql(f"FROM {table}").to_arrow_table().num_rows == snapshot.manifest.counts[table]
    assert database.sql(f"FROM {table}").columns == TABLES[table].schema.names


def test_tables_join_and_lists_unnest(database):
    query = "SELECT t, count(*) FROM (SELECT unnest(tags) AS t FROM articles JOIN captures USING (capture_id)) GROUP BY t ORDER BY t"
    assert database.sql(query).fetchall() == [("Harbour", 2), ("North Coast", 2)]


def test_a_parameter_is_a_value_whatever_it_holds(database):
    hostile = "'; COPY articles TO 'x'; --"
    assert database.sql("SELECT ?::VARCHAR, count(*) FROM articles WHERE title = ?", [hostile, hostile]).fetchall() == [(hostile, 0)]


def test_times_are_utc_on_any_machine(database, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tehran")
    assert database.sql("SELECT min(first_seen)::VARCHAR FROM articles").fetchall() == [("2021-05-03 10:00:00+00",)]


def test_columns_of_one_name_are_told_apart(database):
    schema, batches = database.batches("SELECT a.title, b.title, 1 AS title_2 FROM articles a JOIN articles b USING (lang)")
    assert schema.names == ["title", "title_3", "title_2"]
    assert {tuple(batch.schema.names) for batch in batches} == {tuple(schema.names)}


WRONG = {
    "SELEC 1": "the query: Parser Error: syntax error at or near",
    "SELECT titl FROM articles": 'Referenced column "titl" not found in FROM clause! Candidate bindings: "title"',
    "FROM article": 'Table with name article does not exist! Did you mean "articles"',
    "SELECT title::INT FROM articles": "Could not convert string",
    "SELECT 1/'x'": "the query: Conversion Error",
    "SELECT ? + 1": "the query: ",
    "": "one query at a time",
    "SELECT 1; SELECT 2": "one query at a time",
    "DROP VIEW articles": "the dataset is never changed",
    "CREATE TABLE x AS SELECT 1": "the dataset is never changed",
    "DELETE FROM articles": "the dataset is never changed",
    "SET threads = 1": "the dataset is never changed",
    "PRAGMA enable_external_access": "the dataset is never changed",
}


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_run_is_one_line_that_says_why(database, query):
    with pytest.raises(UsageError) as caught:
        list(database.batches(query)[1])
    assert WRONG[query] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert database.sql("SELECT count(*) FROM articles").fetchall() == [(2,)]


ESCAPES = [
    "COPY articles TO '{file}'",
    "WITH x AS (COPY (SELECT 1) TO '{file}' (FORMAT csv, USE_TMP_FILE false)) SELECT 1",
    "WITH x AS (COPY (SELECT 1) TO '{table}' (FORMAT csv, USE_TMP_FILE false)) SELECT 1",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{table}' (FORMAT csv, USE_TMP_FILE false)",
    "WITH x AS (INSERT INTO articles (article_id) VALUES (1)) SELECT 1",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_parquet('{table}')",
    "SELECT * FROM '{table}'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('{table}')",
    "SELECT * FROM query('COPY (SELECT 1) TO ''{file}''')",
    "ATTACH '{file}' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "EXPORT DATABASE '{file}'",
    "SELECT * FROM secret_of_the_caller",
]


@pytest.mark.parametrize("query", ESCAPES)
def test_nothing_but_the_tables_can_be_read_or_written(tmp_path, query):
    snapshot = fold(tmp_path, [article_capture()])
    before, beside = contents(snapshot), tmp_path / "written"
    secret_of_the_caller = snapshot.table("articles")  # DuckDB would find it in our frames, were that not switched off
    with Database(snapshot) as database, pytest.raises(UsageError):
        list(database.batches(query.format(file=beside, table=snapshot.paths("articles")[0]))[1])
    assert secret_of_the_caller.num_rows == 1
    assert contents(snapshot) == before
    assert not beside.exists()


def test_what_a_query_puts_aside_lies_in_a_folder_of_its_own_and_goes_with_it(snapshot, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Database(snapshot) as database:
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert database.sql("SELECT current_setting('temp_directory')").fetchall() == [(str(folder),)]
    assert list(tmp_path.iterdir()) == []


def test_the_environment_cannot_be_read(database):
    with pytest.raises(UsageError):
        list(database.batches("SELECT getenv('HOME')")[1])


def test_flipped_bits_in_the_text_never_come_back_as_other_text(tmp_path):
    snapshot = fold(tmp_path, [article_capture()])
    path = snapshot.paths("articles")[0]
    column = pq.read_metadata(path).row_group(0).column(TABLES["articles"].schema.get_field_index("body"))
    whole, caught = path.read_bytes(), 0
    for place in range(column.data_page_offset, column.data_page_offset + column.total_compressed_size, 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            with Database(snapshot) as database:
                (batch,) = database.batches("SELECT body FROM articles")[1]
            assert batch.column("body").to_pylist() == ["Alwaght- The pier opened at dawn.\n\nA long wait"]
        except DamagedArchiveError as error:
            caught += 1
            assert "alwaght rebuild" in str(error)
    assert caught > 5


def test_a_snapshot_that_goes_while_its_rows_come_is_named(tmp_path):
    snapshot = fold(tmp_path, [article_capture()])
    with Database(snapshot) as database:
        snapshot.folder.rename(tmp_path / "pruned")
        with pytest.raises(AlwaghtError, match="was removed while it was read"):
            list(database.batches("SELECT body FROM articles")[1])
