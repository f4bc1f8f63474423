"""`status` counts what the published dataset holds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture
def data(alwaght: Alwaght, tmp_path: Path) -> Path:
    pages = [save(tmp_path / f"{n}.html", article(n, f"Story {n} of the Harbour")) for n in (1, 2)]
    alwaght("extract", *pages, save(tmp_path / "empty.html", b""), "--data", tmp_path / "d")
    return tmp_path / "d"


def test_json_counts_tables_outcomes_coverage_and_rejects(alwaght: Alwaght, data: Path) -> None:
    status = json.loads(alwaght("status", "--data", data, "--json").out)
    assert status["snapshot"] == 1
    assert status["tables"]["articles"] == 2
    assert status["tables"]["captures"] == 3
    assert status["articles"] == {"en": 2}
    assert (status["oldest_article"], status["newest_article"]) == ("2016-03-17", "2016-03-17")
    assert status["outcomes"] == {"ok": 2, "rejected": 1}
    assert status["coverage"] == {"fetched": 2}
    assert sum(status["rejects"].values()) == 1
    assert status["dataset_bytes"] > 0
    assert status["capture_bytes"] > 0


def test_people_are_told_the_same_and_how_to_load_it(alwaght: Alwaght, data: Path) -> None:
    ran = alwaght("status", "--data", data)
    assert (ran.code, ran.err) == (0, "")
    assert f"snapshot 1 in {data / 'current'}" in ran.out
    assert f"pandas.read_parquet('{data / 'current'}/articles')" in ran.out
    assert "  2  articles\n" in ran.out


def test_without_a_dataset_it_says_what_to_do(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("status", "--data", tmp_path / "nothing")
    assert ran.code == 4
    assert "alwaght crawl" in ran.complaint
    assert not (tmp_path / "nothing").exists()


def test_a_snapshot_removed_behind_its_back_is_named(alwaght: Alwaght, data: Path) -> None:
    shutil.rmtree(data / "snapshots")
    ran = alwaght("status", "--data", data)
    assert ran.code == 1
    assert "alwaght rebuild" in ran.complaint


def test_a_damaged_table_is_named(alwaght: Alwaght, data: Path) -> None:
    file = next((data / "current" / "captures").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-20])
    ran = alwaght("status", "--data", data)
    assert ran.code == 1
    assert file.name in ran.complaint
