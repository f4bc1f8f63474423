"""A run leaves a record of itself, however it ends, and does not begin on a clock that cannot be right."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alwaght_scraper import run_record
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.run_record import RunRecord, records


def begin(data: Path, *, at: datetime | None = None, run_id: str | None = None) -> RunRecord:
    run = RunRecord.begin("refresh", {"limit": 5}, run_id)
    run.started_at = at or run.started_at
    run.open(data)
    return run


def named(when: datetime, number: int = 0) -> str:
    return f"{when:%Y%m%dT%H%M%S}-{number:04x}"


def on_disk(data: Path) -> dict:
    return next(records(data))


def test_a_run_under_way_or_killed_has_a_record_without_an_exit_code(tmp_path: Path) -> None:
    run = begin(tmp_path)
    record = on_disk(tmp_path)
    assert (record["run_id"], record["command"], record["arguments"]) == (run.run_id, "refresh", {"limit": 5})
    assert (record["exit_code"], record["ended_at"]) == (None, None)
    assert {"python", "pyarrow", "scrapy", "lxml"} <= record["versions"].keys()


def test_its_end_completes_it_with_the_counts_beside_the_rest(tmp_path: Path) -> None:
    run = begin(tmp_path)
    run.counts = {"requests": 7, "snapshot": "of the counts"}
    record = run.end(tmp_path, 12, "too many")
    assert record == on_disk(tmp_path)
    assert (record["exit_code"], record["error"], record["requests"], record["snapshot"]) == (12, "too many", 7, None)
    assert datetime.fromisoformat(record["ended_at"]) >= datetime.fromisoformat(record["started_at"])


def test_who_ends_it_from_outside_keeps_what_the_run_wrote(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("snapshots/000041")
    inside = begin(tmp_path)
    inside.counts = {"requests": 7}
    inside.end(tmp_path, 0, None)
    record = RunRecord.begin("refresh", {}, inside.run_id).end(tmp_path, 1, "the metrics could not be written")
    assert (record["exit_code"], record["requests"], record["snapshot_before"], record["snapshot"]) == (1, 7, 41, 41)


def test_no_record_is_made_where_no_archive_was_begun(tmp_path: Path) -> None:
    assert RunRecord.begin("crawl", {}).end(tmp_path / "data", 4, "no")["exit_code"] == 4
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("code", [0, 5])
def test_a_record_that_cannot_be_written_fails_only_a_run_that_went_well(tmp_path: Path, code: int) -> None:
    (tmp_path / "runs").write_text("in the way")
    run = RunRecord.begin("crawl", {})
    if code:
        assert run.end(tmp_path, code, "held")["exit_code"] == code
    else:
        with pytest.raises(ConfigurationError, match="runs"):
            run.end(tmp_path, code, None)


NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize("at", [NOW - timedelta(hours=1, seconds=1), NOW - timedelta(days=40)])
def test_a_clock_set_back_stops_a_run_before_it_writes(tmp_path: Path, at: datetime) -> None:
    begin(tmp_path, run_id=named(NOW))
    before = sorted((tmp_path / "runs").iterdir())
    with pytest.raises(ConfigurationError, match=r"clock.* set the clock.* remove .*20261127T120000-0000\.json"):
        begin(tmp_path, at=at)
    assert sorted((tmp_path / "runs").iterdir()) == before


def test_a_clock_that_is_set_back_a_little_is_no_matter(tmp_path: Path) -> None:
    begin(tmp_path, run_id=named(NOW))
    begin(tmp_path, at=NOW - timedelta(minutes=59))


def test_a_clock_without_a_battery_stops_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="1970-01-01"):
        begin(tmp_path, at=datetime(1970, 1, 1, tzinfo=UTC))


def test_old_records_are_dropped_but_for_the_last_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_record, "KEPT", 4)
    for number in range(10):
        begin(tmp_path, run_id=named(NOW, number), at=NOW).end(tmp_path, 0 if number == 2 else 18, None)
    assert [record["run_id"][-1] for record in records(tmp_path)] == ["9", "8", "7", "6", "2"]


def test_a_record_that_is_no_record_is_left_out(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "runs" / f"{named(NOW)}.json").write_text("[1")
    (tmp_path / "runs" / f"{named(NOW, 1)}.json").write_text("[1]")
    (tmp_path / "runs" / "notes.json").write_text("{}")
    assert len(list(records(tmp_path))) == 1
    assert json.loads(json.dumps(list(records(tmp_path))))
