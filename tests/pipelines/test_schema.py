"""The Arrow schema says what the row types say."""

from __future__ import annotations

import json
import types
from dataclasses import fields, make_dataclass
from typing import Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.items import Block
from pipelines.rows import facts
from pipelines.schema import TABLES, schema_of, to_batch
from tests.pipelines.making import CALM, article_capture

TIME = pa.timestamp("us", tz="UTC")
BLOCKS = pa.list_(pa.field("element", pa.struct([pa.field("kind", pa.string(), False), pa.field("text", pa.string(), False)]), False))

CONTRACT = {
    "articles": {
        "article_id": pa.int64(), "lang": pa.string(), "url": pa.string(), "title": pa.string(), "published": pa.date32(),
        "published_raw": pa.string(), "category": pa.string(), "dateline": pa.string(), "teaser": pa.string(), "body": pa.string(),
        "blocks": BLOCKS, "word_count": pa.int32(), "content_hash": pa.string(), "revision": pa.int32(), "first_seen": TIME,
        "last_seen": TIME, "capture_id": pa.string(), "near_duplicate_of": pa.int64(),
    },
    "glossary": {"term": pa.string(), "definition": pa.string(), "position": pa.int32(), "first_seen": TIME, "last_seen": TIME},
    "listings": {"page": pa.int32(), "article_id": pa.int64(), "published": pa.date32(), "is_cut": pa.bool_(), "seen_at": TIME},
    "captures": {"fetched_at": TIME, "status": pa.int32(), "warc_offset": pa.int64(), "warc_length": pa.int64(), "outcome": pa.string()},
    "related": {"in_archive": pa.bool_()},
}  # fmt: skip


def columns():
    return {f"{name}.{field.name}": field for name, table in TABLES.items() for field in table.schema}


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_of_the_data_contract_keep_their_names_and_types(name):
    schema = TABLES[name].schema
    assert {column: schema.field(column).type for column in CONTRACT[name]} == CONTRACT[name]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_columns_come_in_the_order_of_the_row_type(table):
    assert table.schema.names == [field.name for field in fields(table.row)]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_column_is_nullable_exactly_when_its_hint_allows_none(table):
    hints = get_type_hints(table.row, include_extras=True)
    optional = {name for name, hint in hints.items() if get_origin(hint) in {Union, types.UnionType} and type(None) in get_args(hint)}
    assert {field.name for field in table.schema if field.nullable} == optional


@pytest.mark.parametrize("field", columns().values(), ids=columns())
def test_every_column_says_what_it_means(field):
    assert len(field.metadata[b"description"]) > 3


@pytest.mark.parametrize("field", columns().values(), ids=columns())
def test_every_column_has_an_example_of_its_type(field):
    example = json.loads(field.metadata[b"example"])
    is_text = pa.types.is_string(field.type) or pa.types.is_temporal(field.type)
    kinds = ((bool, pa.types.is_boolean), (list, pa.types.is_list), (float, pa.types.is_floating))
    assert type(example) is (str if is_text else next((kind for kind, holds in kinds if holds(field.type)), int))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_keys_and_sort_columns_exist_and_sorting_includes_the_key(table):
    assert {*table.key} <= {*table.order} <= {*table.schema.names}


def test_parts_of_structs_carry_their_meaning_too():
    blocks = TABLES["articles"].schema.field("blocks").type.value_type
    assert blocks.field("kind").metadata[b"description"].startswith(b"paragraph, heading")


def test_units_and_examples_are_metadata_of_their_own():
    field = TABLES["articles"].schema.field("word_count")
    assert (field.metadata[b"unit"], field.metadata[b"example"]) == (b"words", b"812")


def test_a_hint_that_arrow_has_no_type_for_is_an_error_at_once():
    with pytest.raises(KeyError):
        schema_of(make_dataclass("Odd", [("number", complex)]))


def test_rows_come_back_from_a_batch_as_they_went_in():
    row = facts(article_capture(blocks=(Block("quote", "“Łódź”"), Block("paragraph", "الميناء")), tags=())).revision
    (back,) = to_batch([row], TABLES["revisions"].schema).to_pylist()
    assert back["blocks"] == [{"kind": "quote", "text": "“Łódź”"}, {"kind": "paragraph", "text": "الميناء"}]
    assert back["tags"] == []
    assert back["images"][0] == {"url": row.images[0].url, "caption": None}
    assert (back["published"], back["first_seen"]) == (row.published, row.first_seen)


@pytest.mark.parametrize(("article_id", "name"), [
    (1, "en-000000xxxx.parquet"), (9_999, "en-000000xxxx.parquet"), (10_000, "en-000001xxxx.parquet"), (52_466, "en-000005xxxx.parquet"),
    (9_999_999_999, "en-999999xxxx.parquet"),
])  # fmt: skip
def test_articles_lie_in_files_of_ten_thousand_ids(article_id, name):
    assert TABLES["articles"].file_name(("en", article_id)) == name


@pytest.mark.parametrize(("microseconds", "name"), [
    (0, "1970-01-01.parquet"), (-1, "1969-12-31.parquet"), (86_400_000_000 - 1, "1970-01-01.parquet"),
    (1_620_036_000_000_000, "2021-05-03.parquet"),
])  # fmt: skip
def test_captures_lie_in_files_of_a_day(microseconds, name):
    assert TABLES["captures"].file_name((microseconds, "x")) == name


@given(st.lists(st.tuples(st.sampled_from(["ar", "en"]), st.integers(1, 9_999_999_999)), min_size=1))
@CALM
def test_files_follow_each_other_in_key_order(keys):
    names = [TABLES["revisions"].file_name(key) for key in sorted(keys)]
    assert names == sorted(names)
