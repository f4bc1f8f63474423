"""Metrics are what Prometheus reads, say what the run did and the dataset holds, and are written whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from alwaght_scraper.cli import metrics
from alwaght_scraper.lock import locked
from alwaght_scraper.run_record import records
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(path: Path) -> Samples:
    families = text_string_to_metric_families(path.read_text("utf-8"))
    return {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for family in families for sample in family.samples}


@pytest.fixture
def run(alwaght: Alwaght, tmp_path: Path) -> Callable[..., tuple[Ran, Samples]]:
    page = save(tmp_path / "1.html", article(1, "A Story of the Harbour"))

    def extract(*words: object) -> tuple[Ran, Samples]:
        ran = alwaght("extract", *(words or (page,)), "--data", tmp_path / "d", "--metrics", tmp_path / "alwaght.prom")
        return ran, read(tmp_path / "alwaght.prom")

    return extract


OF_RUN = (("command", "extract"),)


def test_a_run_tells_how_it_ended_and_what_the_dataset_holds(run: Callable[..., tuple[Ran, Samples]], tmp_path: Path) -> None:
    ran, found = run()
    assert ran.code == 0
    record = next(records(tmp_path / "d"))
    ended = datetime.fromisoformat(record["ended_at"]).timestamp()
    assert found["alwaght_run_exit_code", OF_RUN] == 0
    assert found["alwaght_run_end_time_seconds", OF_RUN] == found["alwaght_last_success_time_seconds", OF_RUN] == ended
    assert found["alwaght_run_captures", OF_RUN] == 1
    assert found["alwaght_run_fetches", (*OF_RUN, ("outcome", "ok"))] == 1
    assert found["alwaght_table_rows", (("table", "articles"),)] == 1
    assert found["alwaght_snapshot_number", ()] == 1
    published = found["alwaght_newest_article_time_seconds", ()]
    assert found["alwaght_newest_article_age_seconds", ()] == pytest.approx(ended - published)
    assert stat.S_IMODE((tmp_path / "alwaght.prom").stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_failure_keeps_the_time_of_the_last_success(run: Callable[..., tuple[Ran, Samples]], tmp_path: Path) -> None:
    _, before = run()
    with locked(tmp_path / "d", "an old crawl"):
        ran, after = run()
    assert ran.code == after["alwaght_run_exit_code", OF_RUN] == 5
    assert after["alwaght_last_success_time_seconds", OF_RUN] == before["alwaght_last_success_time_seconds", OF_RUN]
    assert after["alwaght_table_rows", (("table", "articles"),)] == 1


@pytest.mark.parametrize("place", ["nowhere/alwaght.prom", "."])
def test_a_place_that_cannot_be_is_told_before_anything_starts(alwaght: Alwaght, place: str, tmp_path: Path) -> None:
    page = save(tmp_path / "1.html", article(1, "A Story of the Harbour"))
    ran = alwaght("extract", page, "--data", tmp_path / "d", "--metrics", tmp_path / place)
    assert ran.code == 4
    assert "metrics" in ran.complaint
    assert not (tmp_path / "d").exists()


def test_a_damaged_dataset_is_left_out_of_the_metrics(run: Callable[..., tuple[Ran, Samples]], tmp_path: Path) -> None:
    run()
    (tmp_path / "d" / "current" / "manifest.json").write_text("{")
    ran, found = run()
    assert ran.code == found["alwaght_run_exit_code", OF_RUN] == 1
    assert not [name for name, _ in found if name.startswith("alwaght_table")]


def test_no_name_from_outside_can_forge_a_sample(tmp_path: Path) -> None:
    odd = 'x"} 1\nalwaght_run_exit_code{command="refresh"} 0 \\'
    record = {"command": "crawl", "exit_code": 1, "started_at": "2026-01-01T00:00:00+00:00", "ended_at": "2026-01-01T00:00:09+00:00"}
    metrics.write(tmp_path / "m.prom", tmp_path / "d", {**record, "outcomes": {odd: 3}})
    found = read(tmp_path / "m.prom")
    assert found["alwaght_run_fetches", (("command", "crawl"), ("outcome", odd))] == 3
    assert ("alwaght_run_exit_code", (("command", "refresh"),)) not in found
