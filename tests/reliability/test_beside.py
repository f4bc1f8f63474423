"""A second process that reads pages changes nothing but the time, and its death costs no page."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy.exceptions import DropItem

from alwaght_scraper import beside, suspects
from alwaght_scraper.beside import MOST_WAITING, Beside
from alwaght_scraper.capture_row import Found, captured
from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.items import Extraction
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.pages import article_page, home_page, tag_list_page
from alwaght_scraper.settings import ITEM_PIPELINES
from alwaght_scraper.suspects import Reader
from alwaght_scraper.tables import Captured, Facts
from pipelines.rows import facts
from pipelines.validate import validate
from tests.crawl import one_crawl, site_server
from tests.crawl.conftest import Run, finish
from tests.crawl.site_server import SiteServer, reply

WHEN = datetime(2024, 1, 1, tzinfo=UTC)
KINDS = (article_page, tag_list_page, home_page)


def captures(count: int) -> list[Capture]:
    pages = [KINDS[number % len(KINDS)]("portal", number) for number in range(count - 1)]
    broken = Capture("http://alwaght.net/en/News/9", WHEN, 200, (), b"\x1f\x8b\x08 no gzip")
    made = [Capture(page.url, WHEN, 200, (("Content-Type", "text/html"),), page.payload) for page in pages] + [broken]
    return [capture.at(Location("run.warc.gz", number, 1)) for number, capture in enumerate(made)]


def told(found: Found) -> tuple[Extraction, Extraction, Facts]:
    """All that an answer says, its facts among it, whoever told them."""
    item = validate(found.item)
    return found.extraction, item.extraction, facts(item)


def read_here(capture: Capture) -> tuple[Extraction, Extraction, Facts]:
    extraction = extract(capture)
    return told(Found(extraction, captured(capture, extraction)))


def until_ready(second: Beside) -> None:
    while not second._is_ready:
        select.select([second._socket], [], [], 60)
        second._go_on()


@pytest.fixture
def second():
    made = Beside()
    until_ready(made)
    yield made
    made.close()


@pytest.fixture
def at_once(monkeypatch):
    """A run that starts its second process with its first page, on any machine."""
    monkeypatch.setattr(suspects, "BESIDE_FROM", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def test_it_gives_what_reading_here_gives_with_the_facts_told(second):
    for capture in captures(7):
        found = second.wait(second.read(capture))
        assert found.item.facts is not None
        assert found.item.row == found.item.facts.capture
        assert told(found) == read_here(capture)


def test_what_validation_leaves_out_is_left_out_there_and_the_page_is_told_as_it_was_read(second):
    page = captures(2)[0]
    entry = next(entry for entry in extract(page).glossary if entry.definition)
    endless = entry.definition.encode() + b" and again" * 6_000
    odd = replace(page, payload=page.payload.replace(entry.definition.encode(), endless))
    found = second.wait(second.read(odd))
    assert endless.decode() in {entry.definition for entry in found.extraction.glossary}
    assert entry.term not in {entry.term for entry in found.item.extraction.glossary}
    assert told(found) == read_here(odd)


def test_a_changed_copy_of_an_item_brings_no_facts_along(second):
    item = second.wait(second.read(captures(2)[0])).item
    other = replace(item, extraction=replace(item.extraction, glossary=()))
    assert item.facts.glossary
    assert (other.facts, facts(validate(other)).glossary) == (None, ())


def test_an_answer_that_nobody_waits_for_any_more_is_given_to_nobody_else(second):
    pages = captures(4)
    os.kill(second._process.pid, signal.SIGSTOP)
    asked = [second.read(capture) for capture in pages]
    assert asked[1].cancel()
    os.kill(second._process.pid, signal.SIGCONT)
    answers = [told(second.wait(future)) for future in asked if future is not asked[1]]
    assert answers == [read_here(pages[place]) for place in (0, 2, 3)]


def test_it_takes_no_more_than_it_can_do(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    assert [second.read(capture) is not None for capture in captures(MOST_WAITING + 2)] == [True] * MOST_WAITING + [False] * 2
    os.kill(second._process.pid, signal.SIGCONT)


def test_the_pages_that_it_dies_over_are_read_all_the_same_and_the_run_goes_on_without_it(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    pages = captures(4)
    asked = [second.read(capture) for capture in pages[:2]]
    os.kill(second._process.pid, signal.SIGKILL)
    assert [told(second.wait(found)) for found in asked] == [read_here(capture) for capture in pages[:2]]
    assert [second.read(capture) for capture in pages[2:]] == [None, None]


def test_a_page_larger_than_a_socket_holds_gets_there_without_any_other(second):
    page = article_page("portal", 1)
    large = page.payload + b"<!-- -->" * 1_000_000
    capture = Capture(page.url, WHEN, 200, (("Content-Type", "text/html"),), large, location=Location("run.warc.gz", 0, 1))
    assert told(second.wait(second.read(capture))) == read_here(capture)


def test_an_event_loop_gets_its_answers_and_its_large_pages_there():
    pages = captures(5)
    pages[1] = replace(pages[1], payload=pages[1].payload + b"<!-- -->" * 1_000_000)

    async def ask() -> list[Found]:
        second = Beside()
        until_ready(second)
        asked = [second.read(capture) for capture in pages]
        found = [await asyncio.wrap_future(future) for future in asked]
        second.close()
        return found

    assert list(map(told, asyncio.run(ask()))) == list(map(read_here, pages))


@pytest.mark.usefixtures("at_once")
def test_a_run_reads_everything_once_with_it(tmp_path):
    wanted = {capture.capture_id: read_here(capture) for capture in captures(30)}
    with Reader(tmp_path) as reader:
        reader.beside(captures(1)[0])
        until_ready(reader._beside)
        found = list(reader.read_all(captures(30)))
    assert {one.item.row.capture_id: told(one) for one in found} == wanted
    assert len(found) == len(wanted) == 30


class _Ready(Beside):
    def __init__(self) -> None:
        super().__init__()
        until_ready(self)


def crawl_with_it(*arguments) -> None:
    """A crawl of which the second process reads every page."""
    suspects.BESIDE_FROM, suspects.Beside = 1, _Ready
    suspects.extract = lambda _: os._exit(9)
    os.sched_getaffinity = lambda _: {0, 1}
    one_crawl.main(*arguments)


class Own:
    """A pipeline such as a user of Scrapy adds, behind validation."""

    def process_item(self, item: Captured) -> Captured:
        if item.extraction.article_id == 702:
            raise DropItem("not wanted")
        article = item.extraction.article
        return item if article is None else replace(item, extraction=replace(item.extraction, article=replace(article, tags=("own",))))


def crawled_with_it(tmp_path, **settings) -> Run:
    pages = {f"/en/News/{number}": reply(site_server.article_page(number)) for number in (701, 702, 703)}
    with SiteServer(pages | {"/en": reply(site_server.home_page(*pages))}) as server:
        environment = {"http_proxy": server.proxy, "https_proxy": server.proxy, "no_proxy": ""}
        quiet = {"LOG_LEVEL": "WARNING", **settings}
        options = {"data": tmp_path / "data", "delay": 0, "concurrency": 2, "langs": ("en",), "settings": quiet}
        process = one_crawl.CONTEXT.Process(target=crawl_with_it, args=(tmp_path, environment, options, None))
        process.start()
        return finish(process, tmp_path / "data")


def test_a_crawl_at_full_speed_reads_with_it(tmp_path):
    run = crawled_with_it(tmp_path)
    assert run.code == 0, run.stderr
    assert run.articles() == [701, 702, 703]


def test_a_pipeline_of_ones_own_may_drop_and_change_what_it_has_read(tmp_path):
    run = crawled_with_it(tmp_path, ITEM_PIPELINES={**ITEM_PIPELINES, Own: 150})
    assert run.code == 0, run.stderr
    assert [(row["article_id"], row["tags"]) for row in run.table("articles")] == [(701, ["own"]), (703, ["own"])]


def test_a_short_run_and_a_machine_with_one_core_do_without(tmp_path, monkeypatch):
    monkeypatch.setattr(beside.subprocess, "Popen", lambda *_, **__: pytest.fail("started a process"))
    with Reader(tmp_path) as reader:
        assert [reader.beside(capture) for capture in captures(5)] == [None] * 5
        monkeypatch.setattr(suspects, "BESIDE_FROM", 6)
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
        assert reader.beside(captures(1)[0]) is None


def test_it_ends_when_its_input_does():
    made = Beside()
    until_ready(made)
    made._socket.shutdown(socket.SHUT_WR)
    assert made._process.wait(60) == 0
    made.close()


def test_closing_drops_what_it_has_not_answered(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    asked = [second.read(capture) for capture in captures(4)]
    second.close()
    assert all(future is not None and future.done() for future in asked)
    assert second._process.returncode == -signal.SIGKILL
