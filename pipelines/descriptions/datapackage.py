"""`datapackage.json`: the tables as a Data Package, with primary and foreign keys (https://datapackage.org)."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa

from pipelines.descriptions import about
from pipelines.manifest import FileEntry, Manifest
from pipelines.schema import TABLES, Table

_TYPES: Final = {
    pa.int64(): "integer",
    pa.int32(): "integer",
    pa.float64(): "number",
    pa.float32(): "number",
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
}


def datapackage(manifest: Manifest) -> str:
    """The descriptor as JSON. A table in several files names them all, in key order."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.NAME,
        "title": about.TITLE,
        "description": "\n\n".join((about.SUMMARY, about.SOURCE, about.METHOD, about.RIGHTS, f"To cite: {about.CITATION}")),
        "version": manifest.extractor,
        "keywords": list(about.KEYWORDS),
        "sources": [{"title": "Alwaght", "path": about.SITE}],
        "resources": [_resource(table, manifest.tables[table.name]) for table in TABLES.values()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, files: tuple[FileEntry, ...]) -> dict[str, Any]:
    paths = [f"{table.name}/{entry.name}" for entry in files]
    return {
        "name": table.name,
        "title": table.name.capitalize(),
        "description": table.description,
        "type": "table",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "path": paths if len(paths) > 1 else paths[0],
        "rows": sum(entry.rows for entry in files),
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    keys = {"primaryKey": list(table.key)} if table.has_primary_key else {"uniqueKeys": [list(table.key)]}
    references = [
        {"fields": list(reference.columns), "reference": {"resource": reference.table, "fields": list(reference.key)}}
        for reference in table.references
    ]
    return {
        "fields": [_field(field) for field in table.schema],
        "missingValues": [],  # Parquet has nulls of its own; an empty text is a text
        **keys,
        **({"foreignKeys": references} if references else {}),
    }


def _field(field: pa.Field) -> dict[str, Any]:
    texts = {key.decode(): text.decode() for key, text in field.metadata.items()}
    constraints = {} if field.nullable else {"constraints": {"required": True}}
    example = {"example": json.loads(texts["example"])} if "example" in texts else {}
    unit = {"unit": texts["unit"]} if "unit" in texts else {}
    return {"name": field.name, "type": _type(field.type), "description": texts["description"], **unit, **example, **constraints}


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return "array"
    return "object" if pa.types.is_struct(kind) else _TYPES[kind]
