"""`croissant.json`: the tables as Croissant 1.0 JSON-LD (https://docs.mlcommons.org/croissant), each file with its digest."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa

from pipelines.descriptions import about
from pipelines.manifest import FileEntry, Manifest
from pipelines.schema import TABLES, Table

_TYPES: Final = {
    pa.int64(): "cr:Int64",
    pa.int32(): "cr:Int32",
    pa.float64(): "cr:Float64",
    pa.float32(): "cr:Float32",
    pa.string(): "sc:Text",
    pa.bool_(): "sc:Boolean",
    pa.date32(): "sc:Date",
    pa.timestamp("us", tz="UTC"): "sc:DateTime",
}

_OF_CROISSANT: Final = (
    "citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty", "fileSet", "format", "includes",
    "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
    "samplingRate", "separator", "source", "subField", "transform",
)  # fmt: skip

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _OF_CROISSANT},
}


def croissant(manifest: Manifest) -> str:
    """The document as JSON."""
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.NAME,
        "alternateName": about.TITLE,
        "description": f"{about.SUMMARY}\n\n{about.SOURCE}\n\n{about.METHOD}",
        "url": about.SITE,
        "license": about.RIGHTS,
        "citeAs": about.CITATION,
        "creator": {"@type": "sc:Organization", "name": "Alwaght", "url": about.SITE},
        "keywords": list(about.KEYWORDS),
        "inLanguage": list(about.LANGUAGES),
        "version": f"{manifest.extractor}.0.0",
        **_times(manifest),
        "distribution": [entry for name in TABLES for entry in _distribution(name, manifest.tables[name])],
        "recordSet": [_record_set(table) for table in TABLES.values()],
    }
    return json.dumps(dataset, ensure_ascii=False, indent=1) + "\n"


def _times(manifest: Manifest) -> dict[str, str]:
    """When the newest capture was made stands for the day of publication: no clock has a part in a snapshot."""
    if manifest.captured_from is None or manifest.captured_until is None:
        return {}
    return {"datePublished": manifest.captured_until, "temporalCoverage": f"{manifest.captured_from}/{manifest.captured_until}"}


def _distribution(table: str, files: tuple[FileEntry, ...]) -> list[dict[str, Any]]:
    paths = [f"{table}/{entry.name}" for entry in files]
    objects = [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "contentSize": f"{entry.bytes} B",
            "encodingFormat": "application/x-parquet",
            "sha256": entry.sha256,
        }
        for path, entry in zip(paths, files, strict=True)
    ]
    together = {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "description": f"The {sum(entry.rows for entry in files)} rows of {table}, in key order of the files.",
        "encodingFormat": "application/x-parquet",
        "includes": f"{table}/*.parquet",  # below the folder of this document, where mlcroissant looks when nothing contains it
    }
    return [*objects, together]


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table.name, field) for field in table.schema],
    }


def _field(table: str, field: pa.Field) -> dict[str, Any]:
    source = {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": field.name}}
    is_list = pa.types.is_list(field.type)
    kind = field.type.value_type if is_list else field.type
    repeated = {"repeated": True} if is_list else {}
    shape = _parts(table, field.name, kind, source) if pa.types.is_struct(kind) else {"dataType": _TYPES[kind], "source": source}
    return {**_labels(f"{table}/{field.name}", field), **repeated, **shape}


def _parts(table: str, column: str, kind: pa.StructType, source: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {
            **_labels(f"{table}/{column}/{part.name}", part),
            "dataType": _TYPES[part.type],
            "source": {**source, "transform": {"jsonPath": part.name}},
        }
        for part in kind
    ]
    return {"subField": parts}


def _labels(identity: str, field: pa.Field) -> dict[str, str]:
    texts = {key.decode(): text.decode() for key, text in field.metadata.items()}
    unit = f" ({texts['unit']})" if "unit" in texts else ""
    null = "; may be null" if field.nullable else ""
    return {"@type": "cr:Field", "@id": identity, "name": identity, "description": f"{texts['description']}{unit}{null}"}
