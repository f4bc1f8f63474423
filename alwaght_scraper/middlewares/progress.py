"""How far a crawl is, as a signal that whoever shows it can listen to."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final

from alwaght_scraper.crawl_summary import Progress

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from alwaght_scraper.crawl_summary import CrawlSummary
    from alwaght_scraper.frontier import Frontier

progress_made: Final = object()
"""Signal with a `Progress` as `state`, twice a second and at the end."""

TICK: Final = 0.5
_RATE_TICKS: Final = 20


class ProgressMeter:
    """Counts the seconds of a crawl, and its rate over the last ten of them."""

    def __init__(self, crawler: Crawler, summary: CrawlSummary) -> None:
        self._crawler = crawler
        self._summary = summary
        self._started = time.monotonic()
        self._ticks: deque[tuple[float, int]] = deque(maxlen=_RATE_TICKS)

    @property
    def elapsed(self) -> float:
        """Seconds since the crawl was set up."""
        return time.monotonic() - self._started

    def tell(self, frontier: Frontier, wait: float) -> None:
        """Send the signal; `wait` are the seconds for which the site asked."""
        now, summary = time.monotonic(), self._summary
        self._ticks.append((now, summary.requests))
        then, before = self._ticks[0]
        rate = (summary.requests - before) / (now - then) if now > then else 0.0
        queue = len(frontier) + frontier.in_flight
        state = Progress(summary.pages, summary.articles, queue, summary.failed, rate, now - self._started, wait)
        self._crawler.signals.send_catch_log(progress_made, state=state)
