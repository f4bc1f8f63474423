"""robots.txt as RFC 9309 has it, with Crawl-delay: Scrapy allows everything when the file cannot be had."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from alwaght_scraper.errors import AlwaghtError, BlockedError
from alwaght_scraper.middlewares.failures import NETWORK_ERRORS, is_silence, why
from alwaght_scraper.middlewares.gate import SLOT, StoppedError
from alwaght_scraper.middlewares.redirect import redirect_target
from alwaght_scraper.middlewares.retry_after import LONGEST_WAIT
from alwaght_scraper.middlewares.session import session_of
from alwaght_scraper.site import is_on_site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_FIRST: Final = 1000
_MOST_HOPS: Final = 5
"""Redirects that a robots.txt is followed through; RFC 9309 asks for five at least."""


class RobotsMiddleware:
    """Asks each host once for its robots.txt, then lets through what it allows.

    A 4xx means no rules. A 5xx, a 429, silence, and a redirect that leads to no file of the site forbid everything, so the run ends.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._session = session_of(crawler)
        self._agent: str = crawler.settings["BOT_NAME"]
        self._rules: dict[str, asyncio.Task[ProtegoRobotParser]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for what robots.txt forbids."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(f"{origin}/robots.txt"))
        rules = await asyncio.shield(self._rules[origin])
        if not rules.allowed(request.url, self._agent):
            self._session.summary.forbidden += 1
            raise IgnoreRequest("forbidden by robots.txt")

    async def _fetch(self, url: str) -> ProtegoRobotParser:
        response = await self._answer(url)
        for _ in range(_MOST_HOPS):
            target = redirect_target(response)
            if target is None or not is_on_site(target):
                break
            response = await self._answer(target)
        if response.status == 429 or not (200 <= response.status < 300 or 400 <= response.status < 500):
            where = f" to {target}" if (target := redirect_target(response)) else ""
            raise self._no_rules(url, f"HTTP status {response.status}{where}", BlockedError)
        rules = ProtegoRobotParser(response.body if response.status < 300 else b"", self._crawler.spider)
        self._keep_pace(rules.crawl_delay(self._agent))
        return rules

    async def _answer(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, priority=_FIRST, meta={"dont_obey_robotstxt": True})
        try:
            response: Response = await self._crawler.engine.download_async(request)
        except NETWORK_ERRORS as error:
            raise self._no_rules(url, why(error), BlockedError if not is_silence(error) else AlwaghtError) from error
        except StoppedError:
            raise
        except IgnoreRequest as error:  # a redirect to itself
            raise self._no_rules(url, str(error), BlockedError) from error
        return response

    def _no_rules(self, url: str, reason: str, kind: type[AlwaghtError]) -> IgnoreRequest:
        """End the run: without its robots.txt, the whole site is forbidden."""
        self._session.stop("robots", kind(f"{url}: {reason}; without it nothing may be asked for, so try again later"))
        return IgnoreRequest("robots.txt cannot be had")

    def _keep_pace(self, delay: float | None) -> None:
        if delay is None or not math.isfinite(delay) or delay <= 0 or self._session.is_replay:
            return
        if delay > LONGEST_WAIT:
            self._session.stop("robots", BlockedError(f"robots.txt asks for {delay:.0f} s between requests; ask the site's owner first"))
            return  # else the next request would wait that long for its turn, and the end of the run for it
        downloader = self._crawler.engine.downloader
        downloader.per_slot_settings[SLOT] = {"delay": delay, "jitter": 0.0, "concurrency": 1}
        if (throttle := self._crawler.get_extension(AutoThrottle)) is not None:
            throttle.mindelay, throttle.maxdelay = max(delay, throttle.mindelay), max(delay, throttle.maxdelay)
        if (slot := downloader.slots.get(SLOT)) is not None:
            slot.delay, slot.jitter, slot.concurrency = max(delay, slot.delay), 0.0, 1
