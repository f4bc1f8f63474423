"""Expectations from the command line: what is not as expected is held back, told, looked at and accepted; nothing is lost by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page
from alwaght_scraper.replica.warc_file import write_warc
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
NOT_AS_EXPECTED = (30, 31)
DATE = re.compile(rb'<span id="ctl00_cph_lblDate".*?</span>|<div id="printDiv".*?</div>', re.DOTALL)


def page(number: int) -> Page:
    return article_page("portal", number, weight=0.02, size=4)


def without_date(one: Page) -> Page:
    return replace(one, payload=DATE.sub(b"", one.payload), fetched_at=one.fetched_at + timedelta(days=1))


def missing(one: Page) -> Page:
    return replace(one, status=404, payload=b"<h1>Not found</h1>", fetched_at=one.fetched_at + timedelta(days=2))


@pytest.fixture
def data(alwaght: Alwaght, tmp_path: Path) -> Path:
    """A dataset of sixty articles."""
    write_warc(tmp_path / "good.warc.gz", map(page, range(60)))
    assert alwaght("extract", tmp_path / "good.warc.gz", "--data", tmp_path / "data").code == 0
    return tmp_path / "data"


def contents(data: Path) -> dict[str, bytes]:
    folder = (data / "current").resolve()
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_pages_that_lost_a_field_are_held_back_shown_and_accepted(data: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    changed = [without_date(page(number)) for number in range(70, 90)]
    write_warc(tmp_path / "changed.warc.gz", changed)
    before = contents(data)

    ran = alwaght("extract", tmp_path / "changed.warc.gz", "--data", data)
    assert ran.code in NOT_AS_EXPECTED
    assert "fill.published" in ran.complaint
    assert contents(data) == before
    health = json.loads(max((data / "runs").glob("*.json")).read_text("utf-8"))["health"]
    assert "fill.published" in [finding["expectation"] for finding in health["findings"]]

    shown = alwaght("inspect", changed[0].url, "--data", data)
    assert (shown.code, shown.err) == (0, "")
    assert "beside the 60 earlier pages of en" in shown.out
    assert re.search(r"\n  published +no +100 %", shown.out)

    assert alwaght("rebuild", "--data", data).code in NOT_AS_EXPECTED
    assert contents(data) == before

    write_warc(tmp_path / "more.warc.gz", map(page, range(60, 63)))
    assert alwaght("extract", tmp_path / "more.warc.gz", "--data", data).code in NOT_AS_EXPECTED
    accepted = alwaght("extract", tmp_path / "more.warc.gz", "--data", data, "--accept-changes", "--json")
    assert accepted.code == 0, accepted.err
    told = json.loads(accepted.out)
    assert told["health"]["accepted"]
    assert told["captures"] == 23

    published = contents(data)
    assert alwaght("rebuild", "--data", data).code == 0
    assert contents(data) == published


def test_a_site_that_answers_404_to_all_deletes_nothing(data: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    write_warc(tmp_path / "down.warc.gz", [missing(page(number)) for number in range(30)])
    before = contents(data)
    ran = alwaght("extract", tmp_path / "down.warc.gz", "--data", data)
    assert ran.code == 31
    assert "vanished of the pages seen before is 100.0 % of 30 pages" in ran.complaint
    assert contents(data) == before

    back = [replace(page(number), fetched_at=page(number).fetched_at + timedelta(days=3)) for number in range(30)]
    write_warc(tmp_path / "back.warc.gz", back)
    assert alwaght("extract", tmp_path / "back.warc.gz", "--data", data).code == 0
    status = json.loads(alwaght("status", "--data", data, "--json").out)
    assert status["coverage"]["fetched"] == 60
    assert "gone" not in status["coverage"]


def test_a_minimum_in_the_file_holds_and_a_mistake_in_it_is_told_before_anything_else(data: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    write_warc(tmp_path / "more.warc.gz", [page(60)])
    (data / "expectations.toml").write_text("[rows.articles]\nen = { min = 1000 }\n", "utf-8")
    ran = alwaght("extract", tmp_path / "more.warc.gz", "--data", data)
    assert ran.code == 31
    assert "rows.articles of en is 61, wanted at least 1,000" in ran.complaint

    (data / "expectations.toml").write_text("[rows.articles]\nen = { mini = 1000 }\n", "utf-8")
    ran = alwaght("rebuild", "--data", data)
    assert ran.code == 4
    assert "expectations.toml, line 2: unknown key rows.articles.en.mini" in ran.complaint
