"""`croissant.json` agrees with the Parquet files, and mlcroissant finds it valid and reads the tables by it."""

from __future__ import annotations

import hashlib

import mlcroissant
import pyarrow as pa
import pytest

from pipelines.schema import TABLES
from tests.pipelines.describing import files, read_json, rows, schema, text

# mlcroissant calls what rdflib and pandas have deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword"),
]


@pytest.fixture(scope="module")
def as_croissant(snapshot):
    dataset = mlcroissant.Dataset(snapshot.folder / "croissant.json")
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    return dataset


def test_croissant_lists_every_file_with_its_digest(either):
    found = {entry["contentUrl"]: entry for entry in read_json(either, "croissant.json")["distribution"] if "contentUrl" in entry}
    there = {str(path.relative_to(either.folder)): path for name in TABLES for path in files(either, name)}
    assert set(found) == set(there)
    for name, path in there.items():
        assert found[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert found[name]["contentSize"] == f"{path.stat().st_size} B"


def test_croissant_tells_the_columns_of_the_files(snapshot, as_croissant, table):
    (record_set,) = [one for one in as_croissant.metadata.record_sets if one.id == table]
    assert [field.name for field in record_set.fields] == [f"{table}/{name}" for name in schema(snapshot, table).names]
    for field, column in zip(record_set.fields, schema(snapshot, table), strict=True):
        kind = column.type.value_type if pa.types.is_list(column.type) else column.type
        assert text(column, "description") in field.description
        assert field.description.endswith("; may be null") == column.nullable
        assert bool(field.repeated) == pa.types.is_list(column.type)
        assert [part.name.rpartition("/")[2] for part in field.sub_fields] == (
            [part.name for part in kind] if pa.types.is_struct(kind) else []
        )


def test_mlcroissant_reads_the_rows_of_the_files(snapshot, as_croissant, table):
    read = [{name.partition("/")[2]: value for name, value in record.items()} for record in as_croissant.records(table)]
    expected = snapshot.table(table).to_pylist()
    assert len(read) == len(expected) == rows(snapshot, table)
    for record, row in zip(read, expected, strict=True):
        for name in TABLES[table].key:
            assert record[name] == (row[name].encode() if isinstance(row[name], str) else row[name])
