"""Saved pages and WARC files end in one dataset, in whatever order they come; bad ones are told and never stop a run."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.pages import article, save, warc
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


def rows(data: Path, table: str) -> list[dict[str, object]]:
    return pq.read_table(data / "current" / table).to_pylist()


def dataset(data: Path) -> dict[str, bytes]:
    """Every byte of the tables."""
    current = data / "current"
    return {str(path.relative_to(current)): path.read_bytes() for path in sorted(current.rglob("*.parquet"))}


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    return [
        save(tmp_path / "in" / "ferry.html", article(101, "The Ferry Left Early")),
        warc(
            tmp_path / "in" / "two.warc.gz",
            {f"http://alwaght.net/en/News/{n}/x": article(n, f"Story {n} of the Harbour") for n in (102, 103)},
        ),
        save(tmp_path / "in" / "picture.html", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ]


def test_all_kinds_of_sources_end_in_one_dataset(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    ran = alwaght("extract", *sources, "--data", tmp_path / "d")
    assert ran.code == 0
    assert [row["article_id"] for row in rows(tmp_path / "d", "articles")] == [101, 102, 103]
    (reject,) = rows(tmp_path / "d", "rejects")
    assert "picture.html" in str(reject["url"])
    assert f"{tmp_path / 'd' / 'current'}/articles" in ran.out
    assert "picture.html" in ran.err


def test_a_folder_gives_what_its_files_give(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    save(tmp_path / "in" / "ferry_files" / "style.css", "h1 { color: red }")
    alwaght("extract", *sources, "--data", tmp_path / "a")
    assert alwaght("extract", tmp_path / "in", "--data", tmp_path / "b").code == 0
    assert dataset(tmp_path / "a") == dataset(tmp_path / "b")


def test_any_order_and_any_number_of_runs_gives_the_same_bytes(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    alwaght("extract", *sources, "--data", tmp_path / "all")
    for number, order in enumerate(itertools.permutations(sources)):
        data = tmp_path / str(number)
        for source in (*order, order[0]):
            assert alwaght("extract", source, "--data", data).code == 0
        assert dataset(data) == dataset(tmp_path / "all")


def test_a_plain_warc_file_gives_what_a_packed_one_gives(alwaght: Alwaght, tmp_path: Path) -> None:
    pages = {"http://alwaght.net/en/News/7": article(7, "Seven Boats at the Pier")}
    for name, per_record in (("a", True), ("b", False)):
        file = warc(tmp_path / f"{name}.warc", pages, per_record=per_record)
        assert alwaght("extract", file, "--data", tmp_path / name).code == 0
        (row,) = rows(tmp_path / name, "articles")
        assert row["title"] == "Seven Boats at the Pier"


def test_extracting_again_changes_nothing(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    alwaght("extract", *sources, "--data", tmp_path / "d")
    before = dataset(tmp_path / "d")
    ran = alwaght("extract", *sources, "--data", tmp_path / "d", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["captures"] == 0
    assert json.loads(ran.out)["snapshot"] == 1
    assert dataset(tmp_path / "d") == before


def test_rebuild_gives_the_same_bytes(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    alwaght("extract", *sources, "--data", tmp_path / "d")
    before = dataset(tmp_path / "d")
    ran = alwaght("rebuild", "--data", tmp_path / "d", "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["captures"] == 4
    assert dataset(tmp_path / "d") == before


def test_rebuild_needs_no_old_dataset(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    alwaght("extract", *sources, "--data", tmp_path / "d")
    before = dataset(tmp_path / "d")
    (tmp_path / "d" / "current" / "manifest.json").write_text("{")
    assert alwaght("extract", sources[0], "--data", tmp_path / "d").code == 1
    assert alwaght("rebuild", "--data", tmp_path / "d").code == 0
    assert dataset(tmp_path / "d") == before


def test_the_address_can_be_given(alwaght: Alwaght, tmp_path: Path) -> None:
    page = save(tmp_path / "x.html", article(5, "No Address Inside", address=None))
    assert alwaght("extract", page, "--url", "https://www.alwaght.com/en/news/5/No-Address", "--data", tmp_path / "d").code == 0
    (row,) = rows(tmp_path / "d", "articles")
    assert row["url"] == "http://alwaght.net/en/News/5"


def test_a_saved_page_counts_as_captured_when_its_file_was_changed(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    alwaght("extract", sources[0], "--data", tmp_path / "d")
    (row,) = rows(tmp_path / "d", "articles")
    assert str(row["first_seen"]) == "2024-05-05 12:00:00+00:00"


def test_the_json_summary_is_the_run_record(alwaght: Alwaght, sources: list[Path], tmp_path: Path) -> None:
    ran = alwaght("extract", *sources, "--data", tmp_path / "d", "--json")
    summary = json.loads(ran.out)
    assert (summary["captures"], summary["articles"], summary["snapshot"]) == (4, 3, 1)
    assert summary["outcomes"] == {"ok": 3, "rejected": 1}
    (record,) = (tmp_path / "d" / "runs").glob("*.json")
    assert json.loads(record.read_text()) == summary


def test_damage_is_told_what_is_whole_is_kept_and_the_run_is_no_success(alwaght: Alwaght, tmp_path: Path) -> None:
    pages = {f"http://alwaght.net/en/News/{n}": article(n, f"Story {n} of the Harbour") for n in (1, 2, 3)}
    whole = warc(tmp_path / "whole.warc.gz", pages).read_bytes()
    torn = save(tmp_path / "torn.warc.gz", whole[: int(len(whole) * 0.9)])
    ran = alwaght("extract", torn, "--data", tmp_path / "d")
    assert ran.code == 1
    assert [row["article_id"] for row in rows(tmp_path / "d", "articles")] == [1, 2]
    assert ran.err.splitlines()[-1].startswith("alwaght: 1 place")


def test_a_page_that_cannot_be_taken_in_is_named_and_the_others_are_extracted(alwaght: Alwaght, tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.html", article(1, "Story 1 of the Harbour"))
    save(tmp_path / "in" / "a.html.json", b"{")
    os.truncate(save(tmp_path / "in" / "b.html", b"<!DOCTYPE html>"), 33 << 20)
    save(tmp_path / "in" / "c.html", article(3, "Story 3 of the Harbour"))
    ran = alwaght("extract", tmp_path / "in", "--data", tmp_path / "d")
    assert ran.code == 1
    assert [row["article_id"] for row in rows(tmp_path / "d", "articles")] == [3]
    assert "a.html.json cannot be understood" in ran.err
    assert "b.html has more than 32 MiB" in ran.err
    assert ran.err.splitlines()[-1].startswith("alwaght: 2 places")
    alone = alwaght("extract", tmp_path / "in" / "a.html", "--data", tmp_path / "none")
    assert (alone.code, len(alone.err.splitlines())) == (1, 1)
    assert not (tmp_path / "none" / "current").exists()


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("no-such-file.html",), 2),
        (("{empty}",), 2),
        (("{page}", "{page}", "--url", "http://alwaght.net/en/News/1"), 2),
        (("{page}", "--url", "http://example.org/"), 2),
        (("{page}", "--data", "{page}"), 4),
        (("{page}", "--data", "/dev/null/data"), 4),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_nothing(argv: tuple[str, ...], code: int, alwaght: Alwaght, tmp_path: Path) -> None:
    places = {"empty": tmp_path / "empty", "page": save(tmp_path / "p.html", article(1, "A Title of Its Own"))}
    places["empty"].mkdir()
    words = [word.format(**places) for word in argv]
    ran = alwaght("extract", *words, *(() if "--data" in words else ("--data", tmp_path / "d")))
    assert ran.code == code
    assert ran.out == ""
    assert ran.complaint
    assert not (tmp_path / "d").exists()


def test_rebuild_without_captures_says_what_to_do(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("rebuild", "--data", tmp_path / "d")
    assert ran.code == 4
    assert "alwaght crawl" in ran.complaint
