"""`alwaght crawl` as a user runs it: a process of its own, on a replica of the site, with everything real."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parent.parent.parent
ALWAGHT = (sys.executable, "-m", "alwaght_scraper.cli.main")


def run(*words: object, module: tuple[str, ...] = ALWAGHT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*module, *map(str, words)], capture_output=True, text=True, cwd=ROOT, check=False, timeout=300)


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replica") / "replica.warc.gz"
    assert run(path, "--pages", 60, module=(sys.executable, "-m", "alwaght_scraper.replica")).returncode == 0
    return path


@pytest.fixture(scope="module")
def crawled(replica: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    data = tmp_path_factory.mktemp("crawl") / "data"
    return data, run("crawl", "--data", data, "--replay", replica, "--delay", 0, "--concurrency", 16)


def test_a_crawl_ends_with_a_dataset_and_says_where_it_is(crawled: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, ran = crawled
    assert ran.returncode == 0, ran.stderr
    assert f"dataset: {data / 'current'}" in ran.stdout
    assert f"pandas.read_parquet('{data / 'current'}/articles')" in ran.stdout
    articles = pq.read_table(data / "current" / "articles").to_pylist()
    assert len(articles) > 20
    assert {row["lang"] for row in articles} == {"en", "ar"}
    assert f"{len(articles)} articles ({len(articles)} new)" in ran.stdout


def test_its_log_is_quiet_and_plain(crawled: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, ran = crawled
    assert "\x1b" not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    first, *rest = ran.stderr.splitlines()
    assert "Ctrl-C" in first
    assert all(re.match(r"[\d,]+ pages, [\d,]+ articles, ", line) for line in rest)


def test_crawling_again_finds_nothing_new_and_that_is_a_success(
    crawled: tuple[Path, subprocess.CompletedProcess[str]], replica: Path
) -> None:
    data, _ = crawled
    before = pq.read_table(data / "current" / "articles").to_pylist()
    ran = run("crawl", "--data", data, "--replay", replica, "--json")
    assert ran.returncode == 0, ran.stderr
    summary = json.loads(ran.stdout)
    assert summary["articles_new"] == 0
    assert summary["snapshot"]
    assert summary["finish_reason"] == "finished"
    assert pq.read_table(data / "current" / "articles").to_pylist() == before


def test_a_limit_ends_the_crawl(replica: Path, tmp_path: Path) -> None:
    ran = run("crawl", "--data", tmp_path, "--replay", replica, "--limit", 3, "--lang", "en", "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["articles_new"] == 3
    assert set(pq.read_table(tmp_path / "current" / "articles")["lang"].to_pylist()) == {"en"}


@pytest.mark.parametrize("data", ["/dev/null", "/dev/null/data", "/proc/data"])
def test_a_data_folder_that_cannot_be_is_told_before_anything_is_asked_for(data: str, replica: Path) -> None:
    ran = run("crawl", "--data", data, "--replay", replica)
    assert ran.returncode == 4
    assert ran.stdout == ""
    line = ran.stderr.splitlines()[-1]
    assert line.startswith("alwaght: ")
    assert data in line
    assert "--data" in line


def test_a_replay_file_without_captures_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "empty.warc.gz").touch()
    ran = run("crawl", "--data", tmp_path / "d", "--replay", tmp_path / "empty.warc.gz")
    assert ran.returncode != 0
    assert ran.stderr.splitlines()[-1].startswith("alwaght: ")
    assert "Traceback" not in ran.stderr


def test_a_replay_file_that_breaks_off_gives_what_is_whole_and_is_a_failure(replica: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(replica.read_bytes()[:-1_000])
    ran = run("crawl", "--data", tmp_path / "d", "--replay", cut, "--limit", 2, "--json")
    assert ran.returncode == 1
    assert "could not be read" in ran.stderr.splitlines()[-1]
    assert (json.loads(ran.stdout)["articles_new"], json.loads(ran.stdout)["snapshot"]) == (2, 1)


def test_inspect_reads_what_a_crawl_archived(crawled: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, _ = crawled
    row = pq.read_table(data / "current" / "articles").to_pylist()[0]
    ran = run("inspect", row["url"], "--data", data, "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["article"]["title"] == row["title"]


def test_rebuild_of_a_crawl_gives_the_same_bytes(crawled: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    data, _ = crawled
    files = sorted((data / "current").resolve().rglob("*.parquet"))
    before = [path.read_bytes() for path in files]
    ran = run("rebuild", "--data", data)
    assert ran.returncode == 0, ran.stderr
    after = sorted((data / "current").resolve().rglob("*.parquet"))
    assert [path.name for path in after] == [path.name for path in files]
    assert [path.read_bytes() for path in after] == before
