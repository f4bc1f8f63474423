"""Every run of a command that writes leaves a record with the exit code that the process had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import alwaght_scraper.cli.derive as derive_module
from alwaght_scraper.lock import locked
from alwaght_scraper.run_record import records
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return save(tmp_path / "1.html", article(1, "A Story of the Harbour"))


def test_a_success_is_recorded_with_what_was_asked_for(alwaght: Alwaght, page: Path, tmp_path: Path) -> None:
    ran = alwaght("extract", page, "--url", "http://alwaght.net/en/News/1", "--data", tmp_path / "d", "--json")
    (record,) = records(tmp_path / "d")
    assert json.loads(ran.out) == record
    assert record["arguments"] == {"source": [str(page)], "url": "http://alwaght.net/en/News/1"}
    assert (record["command"], record["exit_code"], record["error"]) == ("extract", 0, None)
    assert (record["snapshot_before"], record["snapshot"]) == (None, 1)


def test_a_refused_run_is_recorded_and_its_summary_printed(alwaght: Alwaght, page: Path, tmp_path: Path) -> None:
    with locked(tmp_path / "d", "an old crawl"):
        ran = alwaght("extract", page, "--data", tmp_path / "d", "--json")
    assert ran.code == 5
    (record,) = records(tmp_path / "d")
    assert json.loads(ran.out) == record
    assert record["exit_code"] == 5
    assert "an old crawl" in record["error"]
    assert f"alwaght: {record['error']}\n" == ran.err


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 11), (OSError(28, "No space left on device"), 3), (ZeroDivisionError("x"), 1)]
)
def test_a_run_that_fails_is_recorded(
    error: BaseException, code: int, alwaght: Alwaght, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(derive_module, "publish", fail)
    if isinstance(error, ZeroDivisionError):
        with pytest.raises(ZeroDivisionError):
            alwaght("extract", page, "--data", tmp_path / "d")
    else:
        assert alwaght("extract", page, "--data", tmp_path / "d").code == code
    (record,) = records(tmp_path / "d")
    assert (record["exit_code"], record["snapshot"], record["captures"]) == (code, None, 1)
    assert record["error"]


def test_what_cannot_be_asked_for_leaves_no_record(alwaght: Alwaght, page: Path, tmp_path: Path) -> None:
    alwaght("extract", page, "--data", tmp_path / "d")
    ran = alwaght("extract", tmp_path / "none.html", "--data", tmp_path / "d", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert len(list(records(tmp_path / "d"))) == 1
