"""Rows in files say the same as in the tables, a null is no empty text, and no cell of a CSV file comes alive."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice, product

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.exports.formats import FORMATS, harmless, write_csv, write_json, write_jsonl, write_parquet, write_raw_csv
from tests.pipelines.making import CALM

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}
BREAKS = "\n\r\v\f\x85\u2028\u2029"
BEFORE = ["", " ", "\t", "\r", "\n", "\r\n", "\x00", "\xa0", "\u2003", "\u3000", "\u200b", "\ufeff", "\u200f", "\u202e", "\x1b", "\t \xa0"]
LEADS = ["", "a", "A line.\n", "b\r", "c\v", "d\u2028", "1"]
FORMULAS = ["1+1", 'HYPERLINK("http://x","y")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "", '";=2', "x,=3"]
PAYLOADS = list(islice((lead + before + sign + rest for lead, before, sign, rest in product(LEADS, BEFORE, SIGNS, FORMULAS)), 0, None, 12))


def written(write, table):
    out = io.BytesIO()
    assert write(table.schema, iter(table.to_batches(max_chunksize=3)), out) == table.num_rows
    return out.getvalue()


def is_live(cell):
    """Whether a spreadsheet may take the cell, or one of its lines, for a formula."""
    for line in cell.replace("\r\n", "\n").translate(dict.fromkeys(map(ord, BREAKS), "\n")).split("\n"):
        first = next((letter for letter in line if letter not in " \t" and unicodedata.category(letter) not in UNSEEN), "")
        if first in set(SIGNS):
            return True
    return cell[:1] in {"\t", "\r", "\n"}


def test_there_are_500_payloads_and_nearly_all_are_live():
    assert len(PAYLOADS) >= 500
    assert sum(map(is_live, PAYLOADS)) > len(PAYLOADS) / 2


def test_no_cell_of_500_payloads_is_live_and_the_raw_ones_are_as_they_were():
    table = pa.table({"x": pa.array(PAYLOADS), "=y": pa.array(PAYLOADS[::-1])})
    safe, raw = (list(csv.reader(io.StringIO(written(write, table).decode(), newline=""))) for write in (write_csv, write_raw_csv))
    assert len(safe) == len(raw) == len(PAYLOADS) + 1
    assert [cell for row in safe for cell in row if is_live(cell)] == []
    assert raw[0] == ["x", "=y"]
    assert [row[0] for row in raw[1:]] == PAYLOADS


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x2FFF) | st.sampled_from(SIGNS + BREAKS + " \t\xa0\u200f'")))
@example("\n\n=1")
@example("=\n=\n=")
@CALM
def test_no_text_is_live_and_only_apostrophes_are_added(text):
    (safe,) = harmless(pa.array([text])).to_pylist()
    assert not is_live(safe)
    rest = iter(safe)
    assert all(letter in rest for letter in text)
    assert len(safe) - len(text) == safe.count("'") - text.count("'")
    if not is_live(text):
        assert safe == text


TABLE = pa.table(
    {
        "text": pa.array(["Łódź, “quoted”", None, "", 'a "b"\nc']),
        "day": pa.array([date(2021, 5, 1), None, None, date(1999, 1, 1)]),
        "time": pa.array([datetime(2021, 5, 3, 10, tzinfo=UTC)] * 4, pa.timestamp("us", tz="UTC")),
        "list": pa.array([["x", "=y"], [], ["z"], []], pa.list_(pa.string())),
        "structs": pa.array([[{"a": 1, "t": None}], [], [], []], pa.list_(pa.struct({"a": pa.int64(), "t": pa.string()}))),
        "sum": pa.array([Decimal(-12), None, Decimal(10**20), Decimal(0)], pa.decimal128(38, 0)),
        "share": pa.array([-0.5, float("nan"), float("inf"), None]),
        "truth": pa.array([True, False, None, True]),
        "bytes": pa.array([b"\x00\xff", None, b"", b"="]),
        "id": pa.array([-1, 2, 3, 2**62]),
    }
)


def test_csv_tells_a_null_from_an_empty_text_and_keeps_numbers_numbers():
    lines = written(write_csv, TABLE).decode().split("\n")
    assert lines[1] == '"Łódź, “quoted”",2021-05-01'.replace("2021-05-01", '"2021-05-01"') + (
        ',"2021-05-03T10:00:00+00:00","[""x"",""=y""]","[{""a"":1,""t"":null}]",-12,-0.5,true,"00ff",-1'
    )
    assert lines[2].startswith(",,")
    assert lines[3].startswith('"",,')


def test_json_and_json_lines_say_what_the_table_says():
    records = json.loads(written(write_json, TABLE))
    assert records == [json.loads(line) for line in written(write_jsonl, TABLE).splitlines()]
    assert [record["text"] for record in records] == TABLE.column("text").to_pylist()
    assert records[0] | {"text": None} == {
        "text": None, "day": "2021-05-01", "time": "2021-05-03T10:00:00+00:00", "list": ["x", "=y"], "structs": [{"a": 1, "t": None}],
        "sum": -12, "share": -0.5, "truth": True, "bytes": "00ff", "id": -1,
    }  # fmt: skip
    assert [record["share"] for record in records[1:]] == [None, None, None]
    assert records[2]["sum"] == 10**20


def test_parquet_keeps_types_and_descriptions(snapshot):
    table = snapshot.table("articles")
    read = pq.read_table(io.BytesIO(written(write_parquet, table)))
    assert read.equals(table)
    assert read.schema.equals(table.schema, check_metadata=True)


@pytest.mark.parametrize("form", FORMATS)
def test_no_rows_are_a_whole_file_too(form):
    data = written(FORMATS[form], TABLE.slice(0, 0))
    if form == "json":
        assert json.loads(data) == []
    elif form == "csv":
        assert next(csv.reader([data.decode()])) == TABLE.schema.names
    elif form == "parquet":
        assert pq.read_schema(io.BytesIO(data)).names == TABLE.schema.names
    else:
        assert data == b""
