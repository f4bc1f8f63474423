"""A second process that reads pages changes nothing but the time, and its death costs no page."""

from __future__ import annotations

import os
import signal
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


@pytest.fixture
def second():
    made = Beside()
    made._hello.result(60)
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
        assert found.result(60) == extract(capture)


def test_an_answer_that_nobody_waits_for_any_more_is_given_to_nobody_else(second):
    pages = captures(4)
    os.kill(second._process.pid, signal.SIGSTOP)
    asked = [second.extract(capture) for capture in pages]
    assert asked[1].cancel()
    os.kill(second._process.pid, signal.SIGCONT)
    assert [future.result(60) for future in asked if future is not asked[1]] == [extract(pages[place]) for place in (0, 2, 3)]


def test_it_takes_no_more_than_it_can_do(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    assert [second.extract(capture) is not None for capture in captures(MOST_WAITING + 2)] == [True] * MOST_WAITING + [False] * 2
    os.kill(second._process.pid, signal.SIGCONT)


def test_the_page_that_it_dies_over_is_read_all_the_same_and_the_run_goes_on_without_it(second):
    os.kill(second._process.pid, signal.SIGKILL)
    first, *others = captures(3)
    found = second.extract(first)
    assert found is not None
    assert found.result(60) == extract(first)
    assert [second.extract(capture) for capture in others] == [None, None]


@pytest.mark.usefixtures("at_once")
def test_a_run_reads_everything_once_with_it(tmp_path):
    wanted = {capture.capture_id: extract(capture) for capture in captures(30)}
    with Reader(tmp_path) as reader:
        reader.beside(captures(1)[0])
        reader._beside._hello.result(60)
        found = list(reader.extract_all(captures(30)))
    assert {capture.capture_id: extraction for capture, extraction in found} == wanted
    assert len(found) == len(wanted) == 30


class _Ready(Beside):
    def __init__(self) -> None:
        super().__init__()
        self._hello.result(60)


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
    made._hello.result(60)
    made._process.stdin.close()
    assert made._process.wait(60) == 0
    made.close()


def test_closing_drops_what_it_has_not_answered(second):
    os.kill(second._process.pid, signal.SIGSTOP)
    asked = [second.extract(capture) for capture in captures(4)]
    second.close()
    assert all(future is not None and future.done() for future in asked)
    assert second._process.returncode == -signal.SIGKILL
