"""Odd environments, as schedulers have them: the program works, or says why it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alwaght_scraper.captures.warc import Damage, read_warc
from alwaght_scraper.errors import ConfigurationError, VerificationError
from alwaght_scraper.run_record import records
from pipelines.read import Snapshot
from tests.cli.pages import article, save

ROOT = Path(__file__).parent.parent.parent
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
ENVIRONMENTS = {
    "no locale": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "odd time zone and no home": {"TZ": "Pacific/Kiritimati"},
    "no such time zone, home or terminal": {"TZ": "Nowhere/Land", "HOME": "/nonexistent", "TERM": "dumb", "COLUMNS": "0"},
}


def run(data: Path, *words: object, shell: str = 'exec "$@"', **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "alwaght_scraper.cli.main", *map(str, words), "--data", str(data)]
    return subprocess.run(
        ["/bin/sh", "-c", shell, "sh", *command], capture_output=True, env=BARE | environment, cwd=data.parent, check=False, timeout=300
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = save(tmp_path / "الميناء.html", article(7, "Über den Hafen – الميناء"))
    os.utime(path, (1_714_910_400, 1_714_910_400))
    return path


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_same_dataset_comes_out_whatever_the_environment_is(name: str, page: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "d", "extract", page, "--json", **ENVIRONMENTS[name])
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["articles"] == 1
    (row,) = run_sql(tmp_path / "d")
    assert row == ("Über den Hafen – الميناء", "2024-05-05T12:00:00+00:00")


def run_sql(data: Path) -> list[tuple[str, str]]:
    return [(row["title"], row["first_seen"].isoformat()) for row in Snapshot.open(data).table("articles").to_pylist()]


def unwelcome(damage: Damage) -> None:
    raise AssertionError(damage)


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_cost_nothing_but_what_they_would_have_shown(closed: str, page: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "d", "extract", page, "--json", shell=f'exec "$@" {closed}')
    assert ran.returncode == 0
    (record,) = records(tmp_path / "d")
    assert (record["exit_code"], record["articles"]) == (0, 1)
    assert [title for title, _ in run_sql(tmp_path / "d")] == ["Über den Hafen – الميناء"]
    (warc,) = (tmp_path / "d" / "captures").glob("*.warc.gz")
    assert [capture.url for capture in read_warc(warc, on_damage=unwelcome)] == ["http://alwaght.net/en/News/7"]


def test_notes_that_nobody_can_read_stop_no_run(tmp_path: Path) -> None:
    page = save(tmp_path / "nameless.html", article(7, "A Story", address=None))
    ran = run(tmp_path / "d", "extract", page, shell='exec "$@" 2>/dev/full')
    assert ran.returncode == 0
    assert len(Snapshot.open(tmp_path / "d").table("rejects")) == 1


@pytest.mark.parametrize("lost", ['exec "$@" >/dev/full', '("$@"; echo $? >code) | true; exit $(cat code)'])
def test_a_failure_keeps_its_code_where_its_findings_cannot_be_shown(lost: str, page: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "d", "extract", page).returncode == 0
    (tmp_path / "d" / "current").unlink()
    assert run(tmp_path / "d", "verify", shell=lost).returncode == VerificationError.exit_code


def test_python_without_docstrings_makes_no_dataset(page: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "d", "extract", page, PYTHONOPTIMIZE="2")
    assert ran.returncode == ConfigurationError.exit_code
    assert b"PYTHONOPTIMIZE" in ran.stderr
    assert not (tmp_path / "d").exists()


def test_a_working_folder_that_is_gone_is_no_matter_for_an_absolute_path(page: Path, tmp_path: Path) -> None:
    shell = f'mkdir {tmp_path / "gone"} && cd {tmp_path / "gone"} && rmdir {tmp_path / "gone"} && exec "$@"'
    ran = run(tmp_path / "d", "extract", page, shell=shell)
    assert ran.returncode == 0, ran.stderr


def test_few_file_descriptors_are_enough(page: Path, tmp_path: Path) -> None:
    ran = run(tmp_path / "d", "extract", page, shell='ulimit -n 64; exec "$@"')
    assert ran.returncode == 0, ran.stderr


def test_a_refresh_works_for_a_scheduler_that_gives_it_nothing(page: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "d", "extract", page).returncode == 0
    (warc,) = (tmp_path / "d" / "captures").glob("*.warc.gz")
    ran = run(
        tmp_path / "d",
        "refresh",
        "--replay",
        warc,
        "--log-format",
        "json",
        shell='ulimit -n 64; exec "$@" >&-',
        **ENVIRONMENTS["no locale"],
    )
    assert ran.returncode == 0, ran.stderr
    assert all(json.loads(line)["level"] == "info" for line in ran.stderr.splitlines())
    record = next(records(tmp_path / "d"))
    assert (record["command"], record["exit_code"], record["articles_known"]) == ("refresh", 0, 1)
