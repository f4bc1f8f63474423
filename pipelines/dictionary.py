"""The data dictionary, written from the schema: `python -m pipelines.dictionary > docs/data_dictionary.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import pyarrow as pa

from pipelines.schema import TABLES, Table

_INTRODUCTION: Final = """\
# Data dictionary

Made from the row types in `alwaght_scraper/tables.py` by `python -m pipelines.dictionary`; do not edit by hand.
How the tables lie on disk and how rows merge: [dataset.md](dataset.md).

Times are UTC with microseconds. `list<...>` columns are never null: without entries they are empty. Examples are JSON.
"""


def data_dictionary() -> str:
    """The whole document, as Markdown."""
    return "\n".join([_INTRODUCTION, *map(section, TABLES.values())])


def section(table: Table) -> str:
    """The part about one table: what it holds, its key, and a row for each column."""
    key = ", ".join(f"`{name}`" for name in table.key)
    order = "" if table.order == table.key else f" Sorted by {', '.join(f'`{name}`' for name in table.order)}."
    lines = [
        f"## {table.name}",
        "",
        f"{table.description} Key: {key}.{order} One file holds {table.partition}.",
        "",
        "| column | type | null | meaning | example |",
        "|---|---|---|---|---|",
        *(_row(*column) for field in table.schema for column in _columns(field, "")),
    ]
    return "\n".join(lines) + "\n"


def _columns(field: pa.Field, prefix: str) -> Iterator[tuple[str, pa.Field]]:
    """The column and, indented by their path, the parts of its struct."""
    name = prefix + field.name
    yield name, field
    kind = field.type.value_type if pa.types.is_list(field.type) else field.type
    if pa.types.is_struct(kind):
        for part in kind:
            yield from _columns(part, f"{name}{'[]' if pa.types.is_list(field.type) else ''}.")


def _row(name: str, field: pa.Field) -> str:
    texts = {key.decode(): text.decode() for key, text in (field.metadata or {}).items()}
    unit = f" ({texts['unit']})" if "unit" in texts else ""
    example = f"`{texts['example']}`" if "example" in texts else ""
    cells = (f"`{name}`", _type_name(field.type), "yes" if field.nullable else "", texts.get("description", "") + unit, example)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list<{_type_name(kind.value_type)}>"
    return "struct" if pa.types.is_struct(kind) else str(kind)


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
