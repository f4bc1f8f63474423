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

from alwaght_scraper import beside, suspects
from alwaght_scraper.beside import MOST_WAITING, Beside
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.pages import article_page, home_page, tag_list_page
from alwaght_scraper.suspects import Reader
from tests.crawl import one_crawl, site_server
from tests.crawl.conftest import finish
from tests.crawl.site_server import SiteServer, reply

WHEN = datetime(2024, 1, 1, tzinfo=UTC)
KINDS = (article_page, tag_list_page, home_page)


def captures(count: int) -> list[Capture]:
    pages = [KINDS[number % len(KINDS)]("portal", number) for number in range(count - 1)]
    broken = Capture("http://alwaght.net/en/News/9", WHEN, 200, (), b"\x1f\x8b\x08 no gzip")
    return [Capture(page.url, WHEN, 200, (("Content-Type", "text/html"),), page.payload) for page in pages] + [broken]


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


def test_it_gives_what_extract_gives(second):
    for capture in captures(7):
        found = second.extract(capture)
        assert found is not None
        assert second.wait(found) == extract(capture)


def test_an_answer_that_nobody_waits_for_any_more_is_given_to_nobody_else(second):
    pages = captures(4)
    os.kill(second._process.pid, signal.SIGSTOP)
    asked = [second.extract(capture) for capture in pages]
    assert asked[1].cancel()
    os.kill(second._process.pid, signal.SIGCONT)
    assert [second.wait(future) for future in asked if future is not asked[1]] == [extract(pages[place]) for place in (0, 2, 3)]


def test_it_takes_no_more_than_it_can_do(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    assert [second.extract(capture) is not None for capture in captures(MOST_WAITING + 2)] == [True] * MOST_WAITING + [False] * 2
    os.kill(second._process.pid, signal.SIGCONT)


def test_the_pages_that_it_dies_over_are_read_all_the_same_and_the_run_goes_on_without_it(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    pages = captures(4)
    asked = [second.extract(capture) for capture in pages[:2]]
    os.kill(second._process.pid, signal.SIGKILL)
    assert [second.wait(found) for found in asked] == [extract(capture) for capture in pages[:2]]
    assert [second.extract(capture) for capture in pages[2:]] == [None, None]


def test_a_page_larger_than_a_socket_holds_gets_there_without_any_other(second):
    page = article_page("portal", 1)
    capture = Capture(page.url, WHEN, 200, (("Content-Type", "text/html"),), page.payload + b"<!-- -->" * 1_000_000)
    assert second.wait(second.extract(capture)) == extract(capture)


def test_an_event_loop_gets_its_answers_and_its_large_pages_there():
    pages = captures(5)
    pages[1] = replace(pages[1], payload=pages[1].payload + b"<!-- -->" * 1_000_000)

    async def ask() -> list[object]:
        second = Beside()
        until_ready(second)
        asked = [second.extract(capture) for capture in pages]
        found = [await asyncio.wrap_future(future) for future in asked]
        second.close()
        return found

    assert asyncio.run(ask()) == [extract(capture) for capture in pages]


@pytest.mark.usefixtures("at_once")
def test_a_run_reads_everything_once_with_it(tmp_path):
    wanted = {capture.capture_id: extract(capture) for capture in captures(30)}
    with Reader(tmp_path) as reader:
        reader.beside(captures(1)[0])
        until_ready(reader._beside)
        found = list(reader.extract_all(captures(30)))
    assert {capture.capture_id: extraction for capture, extraction in found} == wanted
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


def test_a_crawl_at_full_speed_reads_with_it(tmp_path):
    pages = {f"/en/News/{number}": reply(site_server.article_page(number)) for number in (701, 702, 703)}
    with SiteServer(pages | {"/en": reply(site_server.home_page(*pages))}) as server:
        environment = {"http_proxy": server.proxy, "https_proxy": server.proxy, "no_proxy": ""}
        options = {"data": tmp_path / "data", "delay": 0, "concurrency": 2, "langs": ("en",), "settings": {"LOG_LEVEL": "WARNING"}}
        process = one_crawl.CONTEXT.Process(target=crawl_with_it, args=(tmp_path, environment, options, None))
        process.start()
        run = finish(process, tmp_path / "data")
    assert run.code == 0, run.stderr
    assert run.articles() == [701, 702, 703]


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
    asked = [second.extract(capture) for capture in captures(4)]
    second.close()
    assert all(future is not None and future.done() for future in asked)
    assert second._process.returncode == -signal.SIGKILL
