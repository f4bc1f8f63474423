"""What Twisted keeps of requests that were answered."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest
import twisted.internet
from scrapy.utils.test import get_crawler
from twisted.internet.asyncioreactor import AsyncioSelectorReactor

from alwaght_scraper.frontier import Frontier
from alwaght_scraper.middlewares.session import CrawlSession
from alwaght_scraper.middlewares.timeouts import drop_cancelled
from alwaght_scraper.scope import Scope

ANSWERED, OPEN = 500, 16


@pytest.fixture
def reactor(monkeypatch):
    loop = asyncio.new_event_loop()
    reactor = AsyncioSelectorReactor(loop)
    monkeypatch.setattr(twisted.internet, "reactor", reactor, raising=False)
    yield reactor
    reactor.removeAll()
    reactor._uninstallHandler()
    loop.close()


def timeouts(reactor, number: int) -> list[weakref.ref]:
    return [weakref.ref(reactor.callLater(180, pytest.fail)) for _ in range(number)]


def cancel(calls: list[weakref.ref]) -> None:
    for call in calls:
        call().cancel()


def kept(calls: list[weakref.ref]) -> int:
    gc.collect()
    return sum(call() is not None for call in calls)


def run(reactor, work) -> None:
    reactor._asyncioEventloop.run_until_complete(work)


def test_timeouts_of_answered_requests_are_let_go_of_and_those_of_open_ones_stay(reactor):
    waiting, answered = timeouts(reactor, OPEN), timeouts(reactor, ANSWERED)
    cancel(answered)
    assert kept(answered) == ANSWERED
    drop_cancelled()
    run(reactor, asyncio.sleep(0.01))
    assert (kept(answered), kept(waiting)) == (0, OPEN)
    assert len(reactor.getDelayedCalls()) == OPEN


def test_a_crawl_lets_go_of_them_while_it_runs(reactor):
    crawler = get_crawler()
    crawler.crawling = True
    session = CrawlSession(crawler)

    async def look_on() -> None:
        ticker = asyncio.ensure_future(session._tick(Frontier(Scope())))
        await asyncio.sleep(0.01)
        ticker.cancel()

    answered = timeouts(reactor, ANSWERED)
    cancel(answered)
    run(reactor, look_on())
    assert kept(answered) == 0
