"""`schema.sql` agrees with the Parquet files, in DuckDB and in SQLite."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import duckdb
import pytest

from pipelines.descriptions.ddl import in_order
from pipelines.schema import TABLES
from tests.pipelines.describing import rows, schema, text


def sql(snapshot):
    return (snapshot.folder / "schema.sql").read_text("utf-8")


def test_tables_stand_after_those_that_they_refer_to():
    names = [table.name for table in in_order(TABLES.values())]
    assert sorted(names) == sorted(TABLES)
    for table in TABLES.values():
        assert all(names.index(reference.table) <= names.index(table.name) for reference in table.references)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_tables_give_the_same_bytes_in_any_process(snapshot, seed):
    code = "import sys; from pipelines.descriptions.ddl import schema_sql; sys.stdout.write(schema_sql())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert ran.stdout == (snapshot.folder / "schema.sql").read_bytes()


def test_duckdb_takes_the_tables_and_their_rows(snapshot):
    with duckdb.connect() as connection:
        connection.execute(sql(snapshot))
        for table in in_order(TABLES.values()):
            connection.execute(f"INSERT INTO {table.name} SELECT * FROM read_parquet(?)", [str(snapshot.folder / table.name / "*.parquet")])
            described = connection.execute(f"DESCRIBE {table.name}").fetchall()
            fields = schema(snapshot, table.name)
            assert [(name, null == "YES") for name, _, null, *_ in described] == [(field.name, field.nullable) for field in fields]
            assert connection.execute(f"SELECT count(*) FROM {table.name}").fetchall() == [(rows(snapshot, table.name),)]
        kinds = [kind for _, kind, *_ in connection.execute("DESCRIBE articles").fetchall()]
        assert {"BIGINT", "VARCHAR", "DATE", "JSON", "INTEGER", "TIMESTAMP WITH TIME ZONE"} == set(kinds)


def test_sqlite_takes_the_tables(either, table):
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(sql(either))
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    fields = schema(either, table)
    assert [(name, bool(required)) for _, name, _, required, *_ in columns] == [(field.name, not field.nullable) for field in fields]
    assert len(keys) == sum(len(reference.columns) for reference in TABLES[table].references)


def test_every_column_has_its_meaning_as_a_comment(either, table):
    statement = sql(either).split(f"CREATE TABLE {table} (")[1].split(");")[0]
    for field in schema(either, table):
        (line,) = [line for line in statement.splitlines() if line.startswith(f'    "{field.name}"')]
        assert text(field, "description") in line
