"""What SIGINT and SIGTERM do to a crawl: the first one ends it cleanly, the second one at once.

Scrapy's own handlers stop the event loop as soon as the spider is asked to close, also while what it closes with, the
publish, is still under way: then one signal is as bad as two.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from alwaght_scraper.middlewares.session import CrawlSession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_by_signals(crawler: Crawler) -> Iterator[None]:
    """While the block runs the event loop, the first signal ends the crawl; the second one, or one before it began, stops the loop."""
    from twisted.internet import reactor  # noqa: PLC0415 (importing it chooses the event loop, which is Scrapy's to do)

    loop: Any = reactor

    def ask() -> None:
        session: CrawlSession | None = crawler.get_extension(CrawlSession)
        if session is None or not session.interrupt():
            stop()

    def stop() -> None:
        crawler.crawling = False  # else the loop would wait for the crawl's own end
        with suppress(RuntimeError):  # it has stopped already
            loop.stop()

    def first(_number: int, _frame: Any) -> None:
        _handle(second)
        loop.callFromThread(ask)

    def second(_number: int, _frame: Any) -> None:
        _handle(signal.SIG_IGN)
        loop.callFromThread(stop)

    before = [signal.getsignal(number) for number in _SIGNALS]
    _handle(first)
    try:
        yield
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, handler)


def _handle(handler: Any) -> None:
    for number in _SIGNALS:
        signal.signal(number, handler)
