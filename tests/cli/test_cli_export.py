"""`export` writes what the tables say in other forms, whole or not at all, and never over what is there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import deltalake
import pyarrow.parquet as pq
import pytest

from alwaght_scraper.items import Block, GlossaryEntry, Outcome
from pipelines.exports import sqlite_file
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from tests.cli.ran import Ran
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, list_capture, make_entry

Alwaght = Callable[..., Ran]
FORMS = {"csv": "x.csv", "jsonl": "x.jsonl", "parquet": "x.parquet", "sqlite": "x.db", "delta": "x"}
ARABIC = (Block("paragraph", "الوقت- زار الأمير أحمد المدينة"),)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    fold(folder, [
        article_capture(5, title="=HYPERLINK(1)", glossary=[GlossaryEntry("pier", None, 0)]),
        article_capture(7, title="Café by the Sea", when=DAY_ONE + timedelta(days=1)),
        article_capture(20_005, "ar", title="زيارة", published=None, blocks=ARABIC),
        list_capture([make_entry(), make_entry(1, None)]),
        failed_capture(Outcome.SOFT_404, 6),
    ])  # fmt: skip
    return folder


@pytest.fixture
def export(alwaght: Alwaght, data: Path, tmp_path: Path) -> Callable[..., Ran]:
    return lambda form, *words: alwaght("export", form, tmp_path / FORMS[form], "--data", data, *words)


def articles(data: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = Snapshot.open(data).table("articles").to_pylist()
    return rows


# --- one table in one file -----------------------------------------------------------------------


def test_parquet_is_the_table_with_its_descriptions(export: Callable[..., Ran], data: Path, tmp_path: Path) -> None:
    ran = export("parquet")
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'x.parquet'}: 3 rows of articles, of snapshot 1\n")
    read = pq.read_table(tmp_path / "x.parquet")
    assert read.equals(Snapshot.open(data).table("articles"))
    assert read.schema.equals(TABLES["articles"].schema, check_metadata=True)


def test_json_lines_hold_every_value(export: Callable[..., Ran], data: Path, tmp_path: Path) -> None:
    export("jsonl")
    read = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines()]
    assert [(row["title"], row["blocks"], row["tags"]) for row in read] == [
        (row["title"], row["blocks"], row["tags"]) for row in articles(data)
    ]
    assert read[1]["first_seen"] == DAY_ONE.isoformat()
    assert read[0]["published"] is None


def test_csv_is_disarmed_unless_raw_is_asked_for(export: Callable[..., Ran], tmp_path: Path) -> None:
    for words, title in (((), "'=HYPERLINK(1)"), (("--raw", "--force"), "=HYPERLINK(1)")):
        assert export("csv", *words).code == 0
        rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"))))
        assert rows[1]["title"] == title


@pytest.mark.parametrize("name", TABLES)
def test_any_table_can_be_written_and_json_reports_it(export: Callable[..., Ran], data: Path, tmp_path: Path, name: str) -> None:
    report = json.loads(export("jsonl", "--table", name, "--json").out)
    rows = Snapshot.open(data).manifest.counts[name]
    assert report == {"target": str(tmp_path / "x.jsonl"), "format": "jsonl", "snapshot": 1, "rows": {name: rows}}
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == rows > 0


# --- all tables ----------------------------------------------------------------------------------


@pytest.fixture
def database(export: Callable[..., Ran], tmp_path: Path) -> sqlite3.Connection:
    assert export("sqlite").code == 0
    return sqlite3.connect(tmp_path / "x.db")


def found(database: sqlite3.Connection, words: str) -> list[tuple[str, int]]:
    query = (
        "SELECT lang, article_id FROM articles JOIN article_search s ON articles.rowid = s.rowid WHERE article_search MATCH ? ORDER BY rank"
    )
    return database.execute(query, [words]).fetchall()


def test_sqlite_has_every_table_with_keys_that_hold(database: sqlite3.Connection, data: Path) -> None:
    counts = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
    assert counts == Snapshot.open(data).manifest.counts
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    (row,) = database.execute("SELECT title, published, first_seen, json_extract(blocks, '$[0].kind') FROM articles WHERE article_id = 5")
    assert row == ("=HYPERLINK(1)", "2021-05-01", DAY_ONE.isoformat(), "paragraph")


@pytest.mark.parametrize(("words", "expected"), [
    ("pier", [("en", 5), ("en", 7)]), ("cafe", [("en", 7)]), ("Café", [("en", 7)]), ("title : sea", [("en", 7)]), ("body : sea", []),
    ("أحمد", [("ar", 20_005)]), ("احمد", [("ar", 20_005)]), ("\"opened at dawn\"", [("en", 5), ("en", 7)]), ("nothing", []),
])  # fmt: skip
def test_sqlite_finds_words_as_printed_and_as_people_type_them(
    database: sqlite3.Connection, words: str, expected: list[tuple[str, int]]
) -> None:
    assert found(database, words) == expected


def test_the_query_of_the_docs_finds_articles(database: sqlite3.Connection) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    (query,) = re.findall(r"`(SELECT [^`]* MATCH [^`]*)`", docs)
    assert sorted(database.execute(query).fetchall()) == [("=HYPERLINK(1)",), ("Café by the Sea",)]


def test_search_stays_right_after_vacuum(database: sqlite3.Connection) -> None:
    database.execute("VACUUM")
    assert found(database, "cafe") == [("en", 7)]
    database.execute("INSERT INTO article_search (article_search) VALUES ('integrity-check')")


def test_sqlite_tells_whose_the_texts_are_and_what_to_cite(database: sqlite3.Connection, data: Path) -> None:
    facts = dict(database.execute("SELECT * FROM about").fetchall())
    assert facts["manifest_sha256"] == hashlib.sha256((data / "current" / "manifest.json").read_bytes()).hexdigest()
    assert facts["snapshot"] == "000001"
    assert "Alwaght's" in facts["rights"]


def test_sqlite_of_some_tables_has_those_alone(export: Callable[..., Ran], tmp_path: Path) -> None:
    assert export("sqlite", "--table", "tags", "--table", "articles").code == 0
    with sqlite3.connect(tmp_path / "x.db") as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert names == {"about", "tags", "articles"}


@pytest.mark.parametrize("name", TABLES)
def test_delta_has_every_table_with_its_types(export: Callable[..., Ran], data: Path, tmp_path: Path, name: str) -> None:
    assert export("delta", "--table", name).code == 0
    read = deltalake.DeltaTable(str(tmp_path / "x" / name)).to_pyarrow_table()
    expected = Snapshot.open(data).table(name)
    assert read.schema.names == expected.schema.names
    assert sorted(map(repr, read.to_pylist())) == sorted(map(repr, expected.to_pylist()))


def test_without_the_extra_delta_says_what_to_install(export: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    ran = export("delta")
    assert (ran.code, "pip install deltalake" in ran.complaint) == (4, True)
    assert list(tmp_path.iterdir()) == []


# --- whole or not at all -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_what_is_there_stays_unless_forced(export: Callable[..., Ran], tmp_path: Path, form: str) -> None:
    target = tmp_path / FORMS[form]
    assert export(form).code == 0
    before = target.stat().st_ino
    ran = export(form)
    assert (ran.code, "--force" in ran.complaint) == (2, True)
    assert target.stat().st_ino == before
    assert export(form, "--force").code == 0
    assert target.stat().st_ino != before
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_force_never_replaces_a_folder_that_is_no_export(export: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "x" / "thesis").mkdir(parents=True)
    ran = export("delta", "--force")
    assert (ran.code, "is no export" in ran.complaint) == (2, True)
    assert (tmp_path / "x" / "thesis").is_dir()


@pytest.mark.parametrize("form", FORMS)
def test_a_damaged_file_ends_the_export_and_leaves_nothing(alwaght: Alwaght, tmp_path: Path, form: str) -> None:
    snapshot = fold(tmp_path / "data", [article_capture(5), article_capture(10_005)])
    path = snapshot.paths("articles")[1]
    column = pq.read_metadata(path).row_group(0).column(10)
    data = bytearray(path.read_bytes())
    data[column.data_page_offset + column.total_compressed_size // 2] ^= 4
    path.write_bytes(data)
    ran = alwaght("export", form, tmp_path / FORMS[form], "--data", tmp_path / "data")
    assert (ran.code, path.name in ran.complaint) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_full_disk_is_named_and_leaves_nothing(export: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = "PRAGMA max_page_count = 9; CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(99999))"
    monkeypatch.setattr(sqlite_file, "_SEARCH", small)
    ran = export("sqlite")
    assert (ran.code, "no space left" in ran.complaint) == (3, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("words", "code", "message"), [
    (("csv", "x", "--table", "article"), 2, "no table 'article': the tables are articles"),
    (("csv", "x", "--table", "tags", "--table", "articles"), 2, "one csv file holds one table"),
    (("jsonl", "x", "--raw"), 2, "--raw is about CSV"),
    (("xlsx", "x"), 2, "invalid choice: 'xlsx'"),
    (("csv",), 2, "TARGET"),
    (("csv", "no/such/x.csv"), 4, "there is no folder no/such"),
    (("csv", "x", "--snapshot", "9"), 4, "no snapshot 9"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    alwaght: Alwaght, data: Path, tmp_path: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    ran = alwaght("export", *words, "--data", data)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.complaint
    assert list(tmp_path.iterdir()) == []


def test_a_link_at_the_target_is_replaced_and_not_followed(export: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "x.csv").symlink_to(tmp_path / "mine")
    assert export("csv").code == 2
    assert export("csv", "--force").code == 0
    assert (tmp_path / "mine").read_text() == "mine"
    assert not (tmp_path / "x.csv").is_symlink()
