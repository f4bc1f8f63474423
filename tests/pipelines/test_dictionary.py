"""The data dictionary is the schema, and the one in `docs/` is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.dictionary import data_dictionary
from pipelines.schema import TABLES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_document_in_docs_is_what_the_schema_gives():
    assert (DOCS / "data_dictionary.md").read_text("utf-8") == data_dictionary(), (
        "run: python -m pipelines.dictionary > docs/data_dictionary.md"
    )


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_has_its_section_with_all_columns(table):
    section = data_dictionary().split(f"\n## {table.name}\n")[1].split("\n## ")[0]
    columns = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    assert [name for name in columns if "." not in name] == table.schema.names


def test_a_row_gives_type_nullability_meaning_unit_and_example():
    assert "| `word_count` | int32 |  | words in `body`, parted by white space (words) | `812` |" in data_dictionary()
    assert "| `related[].article_id` | int64 | yes | id in the link's address, null when it names none | `47210` |" in data_dictionary()


def test_every_row_has_the_five_cells_of_its_header():
    rows = [line for line in data_dictionary().splitlines() if line.startswith("| `")]
    assert {line.count("|") for line in rows} == {6}
