"""`README.md`: the dataset card that people read and that Hugging Face loads the tables by (its YAML head)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from pipelines import dictionary
from pipelines.descriptions import about
from pipelines.descriptions.gaps import Editions, Gaps
from pipelines.manifest import FileEntry, Manifest
from pipelines.schema import TABLES

_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))
_DTYPES: Final = {pa.float64(): "float64", pa.float32(): "float32", pa.date32(): "date32"}


def card(manifest: Manifest, gaps: Gaps) -> str:
    """The whole document."""
    parts = (
        f"---\n{_yaml(_head(manifest))}---",
        f"# {about.TITLE}",
        about.SUMMARY,
        _span(manifest),
        _tables(manifest),
        f"## Load it\n\n{_LOADING}",
        f"## Source\n\n{about.SOURCE}",
        f"## How it was collected\n\n{about.METHOD}",
        _known_gaps(manifest, gaps),
        f"## Rights\n\n{about.RIGHTS}",
        f"## How to cite\n\n{about.CITATION}",
        "# Columns",
        "Times are UTC with microseconds. `list<...>` columns are never null: without entries they are empty. Examples are JSON.",
        *map(dictionary.section, TABLES.values()),
    )
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


_LOADING: Final = """\
    pandas.read_parquet("articles")
    polars.read_parquet("articles/*.parquet")
    duckdb.sql("SELECT title, published FROM 'articles/*.parquet' ORDER BY published")
    datasets.load_dataset(".", "articles", split="train")

Each table is a folder of Parquet files, sorted by its key; the folder's name is the table's. `manifest.json` has rows, bytes and
SHA-256 of every file, `schema.sql` the tables as SQL, `datapackage.json` and `croissant.json` the same facts for programs. A table
without rows is one that `datasets` loads with `streaming=True` only."""


def _span(manifest: Manifest) -> str:
    if manifest.captured_from is None:
        return "It holds no captures yet."
    return f"Captured from {manifest.captured_from} to {manifest.captured_until}, read by version {manifest.extractor} of the parser."


def _tables(manifest: Manifest) -> str:
    rows = (f"| `{name}` | {manifest.counts[name]:,} | {table.description} |" for name, table in TABLES.items())
    return "\n".join(["## Tables", "", "| table | rows | holds |", "|---|---:|---|", *rows])


# --- what is missing -----------------------------------------------------------------------------


def _known_gaps(manifest: Manifest, gaps: Gaps) -> str:
    lines = ["## Known gaps", "", "Article ids that are known, by what became of them (`coverage` has each one):", "", *_coverage(gaps)]
    articles = manifest.counts["articles"]
    without = ", ".join(f"{count:,} have no `{name}`" for name, count in gaps.nulls.items())
    lines += ["", f"Of {articles:,} articles, {without}: their pages print none, or none that could be read.", ""]
    lines.append(f"{manifest.counts['rejects']:,} pages came and gave no item; `rejects` says why. An id that nothing links to is")
    lines.append("unknown here, so a number missing between two others proves nothing. Pictures are kept as addresses and captions,")
    lines.append("not as files.")
    return "\n".join(lines)


def _coverage(gaps: Gaps) -> Iterator[str]:
    statuses = sorted({status for edition in gaps.editions.values() for status in edition.statuses})
    if not statuses:
        yield "(none yet)"
        return
    yield f"| language | least id | greatest id | {' | '.join(statuses)} |"
    yield f"|---|---:|---:|{'---:|' * len(statuses)}"
    for lang, edition in gaps.editions.items():
        yield f"| {lang} | {edition.first_id} | {edition.last_id} | {' | '.join(_counts(edition, statuses))} |"


def _counts(edition: Editions, statuses: list[str]) -> list[str]:
    return [f"{edition.statuses.get(status, 0):,}" for status in statuses]


# --- the head that programs read -----------------------------------------------------------------


def _head(manifest: Manifest) -> dict[str, Any]:
    return {
        "pretty_name": about.TITLE,
        "language": list(about.LANGUAGES),
        "license": "other",
        "license_name": "rights-of-the-source",
        "license_link": "#rights",
        "tags": list(about.KEYWORDS),
        "size_categories": [_size(manifest.counts["articles"])],
        "configs": [_config(name) for name in TABLES],
        "dataset_info": [_info(name, manifest.tables[name]) for name in TABLES],
    }


def _size(articles: int) -> str:
    return next((name for bound, name in _SIZES if articles < bound), "n>10M")


def _config(name: str) -> dict[str, Any]:
    default = {"default": True} if name == "articles" else {}
    return {"config_name": name, "data_files": [{"split": "train", "path": f"{name}/*.parquet"}], **default}


def _info(name: str, files: tuple[FileEntry, ...]) -> dict[str, Any]:
    """What loaders check: they refuse a table with other rows. Sizes are those of the files."""
    features = [_feature(field) for field in TABLES[name].schema]
    size = sum(entry.bytes for entry in files)
    split = {"name": "train", "num_bytes": size, "num_examples": sum(entry.rows for entry in files)}
    return {"config_name": name, "features": features, "splits": [split], "download_size": size, "dataset_size": size}


def _feature(field: pa.Field) -> dict[str, Any]:
    return {"name": field.name, **_kind(field.type)}


def _kind(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        inner = _kind(kind.value_type)
        return {"list": inner["struct"] if "struct" in inner else inner.get("dtype", inner)}
    if pa.types.is_struct(kind):
        return {"struct": [_feature(part) for part in kind]}
    return {"dtype": _DTYPES.get(kind, str(kind))}


def _yaml(value: dict[str, Any], indent: str = "") -> str:
    """Block-style YAML of dicts, lists and plain values; every text is quoted as JSON, which YAML reads too."""
    return "".join(f"{indent}{key}:{_yaml_value(entry, indent)}" for key, entry in value.items())


def _yaml_value(value: Any, indent: str) -> str:
    if not isinstance(value, list):
        return f" {json.dumps(value, ensure_ascii=False)}\n"
    return "\n" + "".join(f"{indent}- {_yaml_item(entry, indent + '  ')}" for entry in value)


def _yaml_item(value: Any, indent: str) -> str:
    return _yaml(value, indent).removeprefix(indent) if isinstance(value, dict) else f"{json.dumps(value, ensure_ascii=False)}\n"
