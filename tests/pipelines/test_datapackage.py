"""`datapackage.json` agrees with the Parquet files, and frictionless finds it valid and the rows true to it."""

from __future__ import annotations

import json

import frictionless

from tests.pipelines.describing import files, read_json, rows, schema, text


def as_package(snapshot):
    """The data package with the tables' rows in place of their paths: the library reads no nested Parquet itself."""
    package = read_json(snapshot, "datapackage.json")
    for resource in package["resources"]:
        table = snapshot.table(resource["name"])
        resource["data"] = [table.schema.names, *(list(row.values()) for row in table.to_pylist())]
        for name in ("path", "format", "mediatype"):
            del resource[name]
    return frictionless.Package.from_descriptor(package)


def test_the_data_package_is_valid(either):
    report = frictionless.Package.validate_descriptor(read_json(either, "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_rows_keys_and_references_hold_by_the_data_package(either):
    report = as_package(either).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "message"])


def test_a_broken_reference_would_be_seen(snapshot):
    package = as_package(snapshot)
    articles = package.get_resource("articles")
    articles.data = [row for row in articles.data if 5 not in row[:2]]
    assert "foreign-key" in {kind for (kind,) in package.validate().flatten(["type"])}


def test_the_data_package_tells_files_columns_and_rows(either, table):
    (resource,) = [one for one in read_json(either, "datapackage.json")["resources"] if one["name"] == table]
    paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    assert [either.folder / path for path in paths] == files(either, table)
    assert resource["rows"] == rows(either, table)
    fields, columns = resource["schema"]["fields"], schema(either, table)
    assert [field["name"] for field in fields] == columns.names
    for field, column in zip(fields, columns, strict=True):
        assert field["description"] == text(column, "description")
        assert field["example"] == json.loads(text(column, "example"))
        assert ("constraints" in field) == (not column.nullable)
        assert field.get("unit") == (text(column, "unit") if b"unit" in column.metadata else None)
