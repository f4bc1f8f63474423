"""`query` gives rows on the screen, on stdout and in files, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from alwaght_scraper.cli import stdout
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
TITLES = ["Story 1 of the Harbour", "Story 2 of the Harbour"]
QUERY = "SELECT article_id, title, tags FROM articles ORDER BY article_id"


@pytest.fixture
def data(alwaght: Alwaght, tmp_path: Path) -> Path:
    pages = [save(tmp_path / f"{n}.html", article(n, TITLES[n - 1])) for n in (1, 2)]
    alwaght("extract", *pages, "--data", tmp_path / "d")
    return tmp_path / "d"


def test_a_table_has_names_rows_and_numbers_to_the_right(alwaght: Alwaght, data: Path) -> None:
    ran = alwaght("query", "SELECT title, article_id * 100 AS n, teaser FROM articles ORDER BY n", "--data", data)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "title                     n  teaser",
        "----------------------  ---  ------",
        "Story 1 of the Harbour  100  NULL",
        "Story 2 of the Harbour  200  NULL",
    ]


def test_a_long_table_is_cut_and_says_so(alwaght: Alwaght, data: Path) -> None:
    ran = alwaght("query", "SELECT unnest(range(101)) AS n", "--data", data)
    assert len(ran.out.splitlines()) == 102
    assert "first 100 rows" in ran.err
    assert "(no rows)" in alwaght("query", "SELECT 1 AS n LIMIT 0", "--data", data).out


def test_columns_line_up_beside_wide_letters(alwaght: Alwaght, data: Path) -> None:
    ran = alwaght("query", "SELECT unnest(['日本', 'ab']) AS a, 1 AS b", "--data", data)
    assert ran.out.splitlines()[2:] == ["日本  1", "ab    1"]


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_nothing_in_a_cell_or_a_name_can_steer_the_terminal(alwaght: Alwaght, data: Path, form: str) -> None:
    ran = alwaght("query", "SELECT chr(27) || ']0;owned' || chr(7) || chr(8238) AS \"\x1b[2J\"", "--data", data, "--format", form)
    assert ran.code == 0
    assert "owned" in ran.out
    assert not set("\x1b\x07\u202e") & set(ran.out)


def test_csv_on_a_terminal_cannot_steer_it_and_in_a_pipe_is_exact(alwaght: Alwaght, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("query", "SELECT chr(27) || 'الوقت' AS x", "--data", data, "--format", "csv")
    assert alwaght(*words).out == '"x"\n"\x1bالوقت"\n'
    monkeypatch.setattr(stdout, "is_terminal", lambda: True)
    assert alwaght(*words).out == '"x"\n"\\u001bالوقت"\n'


def test_json_json_lines_and_csv_on_stdout(alwaght: Alwaght, data: Path) -> None:
    expected = [{"article_id": n, "title": TITLES[n - 1], "tags": ["Ferry", "Lemon Trade"]} for n in (1, 2)]
    assert json.loads(alwaght("query", QUERY, "--data", data, "--json").out) == expected
    lines = alwaght("query", QUERY, "--data", data, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == expected
    rows = list(csv.DictReader(io.StringIO(alwaght("query", QUERY, "--data", data, "--format", "csv").out)))
    assert rows[0] == {"article_id": "1", "title": TITLES[0], "tags": '["Ferry","Lemon Trade"]'}


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.JSONL", "x.ndjson", "x.parquet"])
def test_the_name_of_a_file_tells_its_form(alwaght: Alwaght, data: Path, tmp_path: Path, name: str) -> None:
    ran = alwaght("query", QUERY, "--data", data, "--output", tmp_path / name)
    assert (ran.code, ran.out, ran.err) == (0, "", f"2 rows in {tmp_path / name}\n")
    content = (tmp_path / name).read_bytes()
    if name.endswith("parquet"):
        assert pq.read_table(tmp_path / name).column("title").to_pylist() == TITLES
    else:
        assert content[:1] == {"x.csv": b'"', "x.json": b"["}.get(name, b"{")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_formulas_are_disarmed_unless_raw_is_asked_for(alwaght: Alwaght, data: Path) -> None:
    words = ("query", "SELECT '=1+1' AS x", "--data", data, "--format", "csv")
    assert alwaght(*words).out == '"x"\n"\'=1+1"\n'
    assert alwaght(*words, "--raw").out == '"x"\n"=1+1"\n'


def test_the_query_can_come_from_stdin(alwaght: Alwaght, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) AS n\nFROM articles -- all\n"))
    assert alwaght("query", "-", "--data", data, "--format", "csv").out == '"n"\n2\n'


def test_an_older_snapshot_can_be_asked(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    alwaght("extract", save(tmp_path / "3.html", article(3, "Story 3 of the Harbour")), "--data", data)
    counts = [alwaght("query", "SELECT count(*) AS n FROM articles", "--data", data, *more).out for more in ((), ("--snapshot", 1))]
    assert [count.split()[-1] for count in counts] == ["3", "2"]


@pytest.mark.parametrize(("words", "message"), [
    (("SELECT 1", "--format", "parquet"), "name a file with --output"),
    (("SELECT 1", "--output", "x.txt"), "'x.txt' does not tell its form"),
    (("SELECT 1", "--output", "x.csv", "--format", "table"), "a table is for the screen"),
    (("SELECT 1", "--raw"), "--raw is about CSV"),
    (("SELECT 1", "--json", "--format", "csv"), "--json and --format csv"),
    (("SELECT 1", "--format", "xml"), "invalid choice: 'xml'"),
    (("SELECT 1", "--snapshot", "0"), "--snapshot"),
    (("SELECT titl FROM articles",), 'Candidate bindings: "title"'),
    (("SELECT * FROM article",), 'Did you mean "articles"'),
    (("COPY articles TO 'x.csv'",), "the dataset is never changed"),
    (("FROM read_csv('/etc/passwd')",), "reads the dataset's tables and nothing else"),
])  # fmt: skip
def test_what_cannot_be_asked_is_one_line_and_exit_code_2(alwaght: Alwaght, data: Path, words: tuple[str, ...], message: str) -> None:
    ran = alwaght("query", *words, "--data", data)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.complaint


def test_what_is_there_is_not_overwritten_unless_forced(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    target = save(tmp_path / "x.csv", "mine")
    ran = alwaght("query", QUERY, "--data", data, "--output", target)
    assert ran.code == 2
    assert "--force" in ran.complaint
    assert target.read_text() == "mine"
    assert alwaght("query", QUERY, "--data", data, "--output", target, "--force").code == 0
    assert len(target.read_text().splitlines()) == 3


def test_a_query_that_fails_on_the_way_leaves_what_was_there(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    target = save(tmp_path / "x.csv", "mine")
    query = "SELECT CASE WHEN n < 4000 THEN 1 ELSE title::INT END AS x FROM articles, range(5000) t(n)"
    ran = alwaght("query", query, "--data", data, "--output", target, "--force")
    assert ran.code == 2
    assert "Conversion Error" in ran.complaint
    assert target.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.html", "2.html", "d", "x.csv"]


def test_a_folder_that_is_not_there_and_a_folder_as_target(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    ran = alwaght("query", QUERY, "--data", data, "--output", tmp_path / "no" / "x.csv")
    assert (ran.code, "there is no folder" in ran.complaint) == (4, True)
    (tmp_path / "folder.csv").mkdir()
    ran = alwaght("query", QUERY, "--data", data, "--output", tmp_path / "folder.csv", "--force")
    assert (ran.code, "is a folder" in ran.complaint) == (2, True)


def test_no_dataset_a_missing_snapshot_and_a_damaged_file(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    ran = alwaght("query", "SELECT 1", "--data", tmp_path / "nothing")
    assert (ran.code, "alwaght crawl" in ran.complaint) == (4, True)
    ran = alwaght("query", "SELECT 1", "--data", data, "--snapshot", 7)
    assert (ran.code, "no snapshot 7" in ran.complaint) == (4, True)
    next((data / "current" / "tags").glob("*.parquet")).unlink()
    ran = alwaght("query", "SELECT 1", "--data", data)
    assert (ran.code, "is missing" in ran.complaint) == (1, True)
    shutil.rmtree(data / "snapshots")
    assert alwaght("query", "SELECT 1", "--data", data).code == 1
