"""Each snapshot's dataset card agrees with its Parquet files, and the manifest covers all that describes them."""

from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from hypothesis import given, settings

from alwaght_scraper.errors import DamagedArchiveError
from alwaght_scraper.items import Outcome
from pipelines.descriptions import croissant, datapackage
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from tests.pipelines.describing import files, rows, schema, text
from tests.pipelines.folding import fold
from tests.pipelines.making import CALM, DAY_ONE, article_capture, captures, failed_capture

# --- all of them ---------------------------------------------------------------------------------


def test_the_manifest_covers_every_file_of_the_folder(either):
    listed = {entry.name: entry for entry in either.manifest.documents}
    found = {path.name: path for path in either.folder.iterdir() if path.is_file() and path.name != "manifest.json"}
    assert set(listed) == set(found) == {"README.md", "croissant.json", "datapackage.json", "schema.sql"}
    for name, path in found.items():
        assert listed[name].bytes == path.stat().st_size
        assert listed[name].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_they_are_on_the_disk_of_a_reader_who_opens_the_dataset_again(snapshot):
    assert Snapshot.open(snapshot.folder.parents[1]).manifest.documents == snapshot.manifest.documents


@pytest.mark.parametrize("documents", ["x", [{"name": "README.md"}]])
def test_a_manifest_whose_documents_are_none_is_damaged(tmp_path, documents):
    path = fold(tmp_path, []).folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"documents": documents}))
    with pytest.raises(DamagedArchiveError, match="no whole manifest"):
        Snapshot.open(tmp_path)


def test_only_what_changed_is_written_again(tmp_path):
    old = fold(tmp_path, [article_capture(5)])
    new = fold(tmp_path, [article_capture(5), failed_capture(Outcome.GONE, 6)])
    same = {entry.name for entry in new.manifest.documents if (old.folder / entry.name).samefile(new.folder / entry.name)}
    assert same == {"schema.sql"}


@given(captures())
@settings(CALM, max_examples=15)
def test_every_reference_leads_to_a_row(captured):
    with tempfile.TemporaryDirectory() as folder:
        snapshot = fold(Path(folder), captured)
        for table in TABLES.values():
            for reference in table.references:
                named = snapshot.table(table.name, list(reference.columns)).to_pylist()
                there = {tuple(row.values()) for row in snapshot.table(reference.table, list(reference.key)).to_pylist()}
                assert {tuple(row[name] for name in reference.columns) for row in named} <= there, (table.name, reference)


@pytest.mark.parametrize("kind", [pa.int64(), pa.int32(), pa.float64(), pa.string(), pa.bool_(), pa.date32(), pa.timestamp("us", tz="UTC")])
def test_every_description_knows_the_types_that_a_row_may_have(kind):
    assert kind in datapackage._TYPES
    assert kind in croissant._TYPES


# --- README.md -----------------------------------------------------------------------------------


def head(snapshot):
    return yaml.safe_load((snapshot.folder / "README.md").read_text("utf-8").split("---\n")[1])


def hugging_face_type(field):
    """A column's type in the words of a dataset card."""
    kind = field.type
    if pa.types.is_list(kind):
        inner = kind.value_type
        return {"list": [hugging_face_type(part) for part in inner] if pa.types.is_struct(inner) else str(inner)} | {"name": field.name}
    return {"name": field.name, "dtype": {"date32[day]": "date32", "double": "float64"}.get(str(kind), str(kind))}


def test_the_head_of_the_card_has_a_config_for_each_table(either, table):
    (config,) = [config for config in head(either)["configs"] if config["config_name"] == table]
    (data,) = config["data_files"]
    assert sorted(either.folder.glob(data["path"])) == files(either, table)
    assert config.get("default", False) == (table == "articles")


def test_the_head_of_the_card_tells_the_columns_and_rows_of_the_files(either, table):
    (info,) = [info for info in head(either)["dataset_info"] if info["config_name"] == table]
    assert info["features"] == [hugging_face_type(field) for field in schema(either, table)]
    size = sum(path.stat().st_size for path in files(either, table))
    assert info["splits"] == [{"name": "train", "num_bytes": size, "num_examples": rows(either, table)}]


def test_the_card_has_a_row_for_each_column(either, table):
    part = (either.folder / "README.md").read_text("utf-8").split(f"\n## {table}\n")[1].split("\n## ")[0]
    found = {line.split("`")[1]: line for line in part.splitlines() if line.startswith("| `")}
    for field in schema(either, table):
        assert text(field, "description") in found[field.name]
        assert found[field.name].split("|")[3].strip() == ("yes" if field.nullable else "")
    assert [name for name in found if "." not in name] == schema(either, table).names


def test_the_card_tells_rows_gaps_rights_source_and_how_to_cite(snapshot):
    card = (snapshot.folder / "README.md").read_text("utf-8")
    for name in TABLES:
        assert f"| `{name}` | {rows(snapshot, name)} |" in card
    assert "| language | least id | greatest id | fetched | gone | never_tried | soft_404 |" in card
    assert "| ar | 7 | 20005 | 1 | 1 | 1 | 0 |" in card
    assert "| en | 5 | 7 | 1 | 0 | 1 | 1 |" in card
    assert "Of 2 articles, 1 have no `published`" in card
    for title in ("Source", "How it was collected", "Known gaps", "Rights", "How to cite"):
        assert len(card.split(f"\n## {title}\n")[1].split("\n## ")[0]) > 100
    assert f"Captured from {DAY_ONE.isoformat()} to {(DAY_ONE + timedelta(days=2)).isoformat()}" in card


def test_the_card_of_an_bare_dataset_says_so(bare):
    assert "It holds no captures yet." in (bare.folder / "README.md").read_text("utf-8")
