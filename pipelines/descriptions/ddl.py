"""`schema.sql`: the tables as SQL that DuckDB and SQLite read alike.

Lists and structs become JSON texts there: no type of theirs is common to both. Where a column of the key may be null
the key is declared unique, since SQL lets no primary key be null.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from graphlib import TopologicalSorter
from typing import Final

import pyarrow as pa

from pipelines.descriptions import about
from pipelines.schema import TABLES, Reference, Table

_TYPES: Final = {
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.float64(): "DOUBLE PRECISION",
    pa.float32(): "REAL",
    pa.string(): "TEXT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}


def schema_sql() -> str:
    """All tables, each after those that it refers to."""
    head = [f"-- {about.TITLE}: its tables as SQL. Lists and structs are JSON texts; times are UTC.", ""]
    return "\n".join(head + [create_table(table) for table in in_order(TABLES.values())])


def in_order(tables: Iterable[Table]) -> list[Table]:
    """The tables, each after those of them that it refers to."""
    by_name = {table.name: table for table in tables}
    needs = {name: [one.table for one in table.references if one.table in by_name and one.table != name] for name, table in by_name.items()}
    return [by_name[name] for name in TopologicalSorter(needs).static_order()]


def create_table(table: Table, among: Container[str] = TABLES) -> str:
    """The statement that makes one empty table, with its references to the tables `among` which it will lie."""
    references = [_foreign_key(reference) for reference in table.references if reference.table in among]
    entries = [*map(_column, table.schema), *((text, "") for text in (_key(table), *references))]
    lines = [f"    {text}{'' if place == len(entries) else ','}{note}" for place, (text, note) in enumerate(entries, 1)]
    return "\n".join([f"-- {table.description}", f"CREATE TABLE {table.name} (", *lines, ");", ""])


def sql_type(kind: pa.DataType) -> str:
    """The SQL type of a column; JSON for lists and structs."""
    return "JSON" if pa.types.is_nested(kind) else _TYPES[kind]


def quoted(names: Iterable[str]) -> str:
    """Column names as SQL identifiers, parted by commas."""
    return ", ".join(f'"{name}"' for name in names)


def _column(field: pa.Field) -> tuple[str, str]:
    texts = {key.decode(): text.decode() for key, text in field.metadata.items()}
    unit = f" ({texts['unit']})" if "unit" in texts else ""
    null = "" if field.nullable else " NOT NULL"
    return f"{quoted([field.name])} {sql_type(field.type)}{null}", f"  -- {texts['description']}{unit}"


def _key(table: Table) -> str:
    return f"{'PRIMARY KEY' if table.has_primary_key else 'UNIQUE'} ({quoted(table.key)})"


def _foreign_key(reference: Reference) -> str:
    return f"FOREIGN KEY ({quoted(reference.columns)}) REFERENCES {reference.table} ({quoted(reference.key)})"
