"""A refresh asks for what is new or due, and only if it changed; nothing that a server does can cost an old version."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.main import main
from alwaght_scraper.run_record import records
from pipelines.read import Snapshot
from tests.crawl.conftest import Run, crawl
from tests.crawl.crawl_scenarios import BLOCK_TEXT, NOT_FOUND_TEXT, news
from tests.crawl.site_server import (
    MISSING,
    Answer,
    SiteServer,
    article_page,
    cut,
    cut_chunks,
    home_page,
    later,
    list_page,
    raw,
    reply,
    without_length,
    zipped,
)

DAY = 86_400.0
TODAY = f"{datetime.now(UTC):%A} {datetime.now(UTC).day} {datetime.now(UTC):%B %Y}"
OLD, RECENT, NEW = range(101, 104), range(201, 210), 301


class Site:
    """A site that knows entity tags, and whose pages and answers a test may change between runs."""

    def __init__(self) -> None:
        paths = [news(number) for number in (*OLD, *RECENT)]
        self.pages = {"/en": home_page("/en/Keywords/Harbour", *paths), "/en/Keywords/Harbour": list_page(list(RECENT), day=TODAY)}
        self.pages |= {news(number): article_page(number) for number in OLD}
        self.pages |= {news(number): article_page(number, day=TODAY) for number in RECENT}
        self.answers: dict[str, Answer] = {}
        self.server = SiteServer(fallback=self.answer)

    def answer(self, path: str) -> Answer:
        if path in self.answers:
            return self.answers[path]
        if path not in self.pages:
            return MISSING
        tag = f'"{hashlib.sha256(self.pages[path].encode()).hexdigest()[:16]}"'
        if self.server.hits[-1].headers.get("if-none-match") == tag:
            return reply("", 304, ETag=tag, Content_Type="", Content_Length="")
        return reply(self.pages[path], ETag=tag)

    def run(self, data: Path, **options: Any) -> Run:
        self.server.hits.clear()
        run = crawl(data, self.server.proxy, langs=("en",), **options)
        run.hits = list(self.server.hits)
        return run

    def edit(self, number: int, what: str = "a word more") -> None:
        self.pages[news(number)] = self.pages[news(number)].replace("listened without", f"listened, {what}, without")


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with made.server:
        yield made


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site, data = Site(), tmp_path_factory.mktemp("crawled") / "data"
    with site.server:
        run = site.run(data)
    assert run.code == 0, run.stderr
    assert run.articles() == [*OLD, *RECENT]
    return data


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "data", symlinks=True))


def files(data: Path) -> dict[str, int]:
    folder = (data / "current").resolve()
    return {str(path.relative_to(folder)): path.stat().st_ino for path in folder.rglob("*.parquet")}


def versions(run: Run, number: int) -> list[str]:
    return [row["content_hash"] for row in run.table("revisions") if row["article_id"] == number]


def article(run: Run, number: int) -> dict[str, Any]:
    (row,) = (row for row in run.table("articles") if row["article_id"] == number)
    return row


def test_a_refresh_that_finds_nothing_due_asks_little_and_writes_little(site: Site, data: Path):
    before = files(data)
    run = site.run(data, refresh=True)
    assert run.code == 0, run.stderr
    assert run.paths == ["/robots.txt", "/en"]
    assert [hit.headers.get("if-none-match") is not None for hit in run.hits] == [False, True]
    after = files(data)
    assert {name.split("/")[0] for name in after if after[name] != before.get(name)} == {"captures", "glossary"}  # the box was seen again
    assert run.summary["articles_new"] == run.summary["articles_changed"] == run.summary["left"] == 0


def test_a_304_is_archived_as_a_revisit_and_moves_last_seen(site: Site, data: Path):
    first = article(site.run(data, refresh=True), RECENT[0])
    run = site.run(data, refresh=True, ahead=DAY)
    assert run.code == 0, run.stderr
    assert run.summary["outcomes"]["not_modified"] == len(RECENT) + 2
    seen = article(run, RECENT[0])
    assert seen["last_seen"] > first["last_seen"]
    assert {name: value for name, value in seen.items() if name != "last_seen"} == {
        name: value for name, value in first.items() if name != "last_seen"
    }
    (capture,) = (row for row in run.captures_of(news(RECENT[0])) if row["outcome"] == "not_modified")
    assert capture["content_hash"] == seen["content_hash"]
    found = [one for one in WarcArchive(data / "captures").read({}) if one.status == 304 and one.original and "/News/" in one.url]
    assert {(one.url, one.original.url) for one in found} == {(f"http://alwaght.net{news(n)}",) * 2 for n in RECENT}


def test_old_articles_are_left_alone_while_recent_ones_are_due(site: Site, data: Path):
    run = site.run(data, refresh=True, ahead=DAY)
    asked = sorted(int(path.split("/")[3]) for path in run.paths if "/News/" in path)
    assert asked == list(RECENT)


def test_new_articles_and_edits_are_found_and_each_is_asked_for_once(site: Site, data: Path):
    site.pages["/en"] = home_page(news(NEW), "/en/Keywords/Harbour")
    site.pages[news(NEW)] = article_page(NEW, day=TODAY)
    site.edit(RECENT[1])
    run = site.run(data, refresh=True, ahead=DAY)
    assert run.code == 0, run.stderr
    assert run.articles() == [*OLD, *RECENT, NEW]
    assert (run.summary["articles_new"], run.summary["articles_changed"]) == (1, 1)
    assert len(versions(run, RECENT[1])) == 2
    assert len(run.paths) == len(set(run.paths))
    unchanged = {row["article_id"] for row in run.table("articles") if row["revision"] == 1}
    assert unchanged == {*OLD, *RECENT, NEW} - {RECENT[1]}


def test_an_edited_article_is_due_again_before_its_neighbours(site: Site, data: Path):
    site.edit(RECENT[1])
    site.run(data, refresh=True, ahead=1.5 * DAY)
    run = site.run(data, refresh=True, ahead=1.8 * DAY)
    assert [path for path in run.paths if "/News/" in path] == [news(RECENT[1])]


FAULTS = {
    "500": lambda page: reply("", 500),  # noqa: ARG005
    "reset": lambda page: raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<html>", abort=True),  # noqa: ARG005
    "cut": cut,
    "cut chunks": cut_chunks,
    "cut gzip": lambda page: zipped(page, 0.5),
    "cut without length": lambda page: without_length(page, 0.6),
    "soft 404": lambda page: reply(NOT_FOUND_TEXT),  # noqa: ARG005
    "blocked": lambda page: reply(BLOCK_TEXT),  # noqa: ARG005
    "gone": lambda page: MISSING,  # noqa: ARG005
}


def test_no_fault_of_the_server_costs_the_old_version_or_makes_a_new_one(site: Site, data: Path):
    before = {number: article(site.run(data, refresh=True), number) for number in RECENT[:1]} | {
        row["article_id"]: row for row in Snapshot.open(data).table("articles").to_pylist()
    }
    broken = dict(zip(RECENT, FAULTS.values(), strict=True))
    site.answers = {news(number): fault(site.pages[news(number)]) for number, fault in broken.items()}
    run = site.run(data, refresh=True, ahead=DAY, settings={"RETRY_TIMES": 1})
    assert (run.code, run.summary["revisits"], run.summary["lost"]) == (12, len(RECENT) + 1, 6), run.stderr
    assert {path for path in run.paths if "/News/" in path} == set(map(news, RECENT))
    assert {row["article_id"]: row for row in run.table("articles")} == before
    assert all(len(versions(run, number)) == 1 for number in RECENT)
    site.answers.clear()
    again = site.run(data, refresh=True, ahead=1.2 * DAY)
    assert {path for path in again.paths if "/News/" in path} == set(map(news, RECENT))
    assert {row["status"] for row in again.table("coverage") if row["article_id"] in RECENT} == {"fetched"}


def test_what_failed_waits_longer_from_run_to_run(site: Site, data: Path):
    site.answers[news(NEW)] = reply("", 500)
    site.pages["/en"] = home_page(news(NEW))
    asked = []
    for hours in (1, 1.5, 2.2, 3, 4.5):
        run = site.run(data, refresh=True, ahead=3600 * hours, settings={"RETRY_TIMES": 0})
        asked.append(news(NEW) in run.paths)
    assert asked == [True, False, True, False, True]


def test_a_budget_of_requests_is_kept_and_what_is_left_comes_next(site: Site, data: Path):
    run = site.run(data, refresh=True, ahead=DAY, max_requests=5)
    assert run.code == 0, run.stderr
    assert len(run.paths) == 5
    assert (run.summary["finish_reason"], run.summary["left"] > 0) == ("budget", True)
    rest = site.run(data, refresh=True, ahead=DAY + 60)
    first, second = ({path for path in one.paths if "/News/" in path} for one in (run, rest))
    assert first | second == set(map(news, RECENT))
    assert not first & second


def test_a_budget_of_time_ends_a_run_cleanly(site: Site, data: Path):
    site.answers = {news(number): later(60, reply(site.pages[news(number)])) for number in RECENT}
    run = site.run(data, refresh=True, ahead=DAY, max_time=5.0)
    assert run.code == 0, run.stderr
    assert (run.summary["finish_reason"], run.summary["left"] >= len(RECENT)) == ("budget", True)
    assert run.summary["snapshot"]


def test_without_a_dataset_a_refresh_starts_nothing(site: Site, tmp_path: Path):
    run = site.run(tmp_path / "none", refresh=True)
    assert run.code == 4
    assert "alwaght crawl" in run.told["error"]
    assert run.paths == []


def test_refreshes_and_a_rebuild_give_the_same_bytes(site: Site, data: Path, capsys: pytest.CaptureFixture[str]):
    site.edit(RECENT[2])
    site.answers[news(RECENT[3])] = reply("", 500)
    for days in (1, 2, 4):
        assert site.run(data, refresh=True, ahead=days * DAY, settings={"RETRY_TIMES": 0}).code == 0
    before = {name: (data / "current" / name).read_bytes() for name in files(data)}
    assert main(["rebuild", "--data", str(data)]) == 4  # the clock is behind these refreshes
    for path in (data / "runs").iterdir():
        path.unlink()
    assert main(["rebuild", "--data", str(data)]) == 0
    assert {name: (data / "current" / name).read_bytes() for name in files(data)} == before
    assert next(records(data))["command"] == "rebuild"
    capsys.readouterr()
