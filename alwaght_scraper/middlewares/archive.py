"""Archive first: every answer is in the WARC before anything else looks at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.retry import get_retry_request

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Outcome
from alwaght_scraper.middlewares.failures import NETWORK_ERRORS, why
from alwaght_scraper.middlewares.session import session_of
from alwaght_scraper.run_record import now

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from alwaght_scraper.captures.capture import Headers as Pairs


_CUT: Final = re.compile(r"\b(?:is cut short|is truncated)\b")
"""Reasons that a second fetch may cure; a bomb or a wrong coding would only come again."""

_NOT_MODIFIED: Final = 304
_SECRETS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


class ArchiveMiddleware:
    """Stands closest to the network: writes each capture, extracts it, and sends the item on its way.

    Redirects, missing pages, server errors and failed fetches are captures too, so whatever another
    middleware makes of a response, the dataset has it. The extraction goes along in
    `request.meta["extraction"]` for the spider; None where a replayed file lacks the page.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Archive a response; one whose compressed body is cut short is asked for again."""
        if not self._session.is_recording:
            return response
        capture = request.meta.pop("replayed", None) if self._session.is_replay else _capture(request, response)
        if capture is None:
            request.meta["extraction"] = None
            return response
        extraction = await self._session.record(capture, _sent(request))
        request.meta["extraction"] = extraction
        if extraction.outcome is Outcome.REJECTED and _CUT.search(extraction.reason or "") and not self._session.is_replay:
            return self._again(request) or response
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive a fetch that gave no response, with the reason."""
        request.meta["extraction"] = None
        if not self._session.is_recording or not isinstance(exception, NETWORK_ERRORS):
            return
        replayed: Capture | None = request.meta.pop("replayed", None)
        capture = replayed or Capture(request.url, now(), None, failure=why(exception))
        request.meta["extraction"] = await self._session.record(capture, _sent(request))

    def _again(self, request: Request) -> Request | None:
        spider = self._crawler.spider
        return get_retry_request(request, spider=spider, reason="body cut short") if spider else None


def _capture(request: Request, response: Response) -> Capture:
    original = request.meta.get("original") if response.status == _NOT_MODIFIED else None
    latency = request.meta.pop("latency_ms", None)
    return Capture(request.url, now(), response.status, _pairs(response.headers), response.body, original=original, latency_ms=latency)


def _sent(request: Request) -> Pairs:
    """The request's headers, but for what lets its sender in somewhere: archives are for sharing."""
    return tuple(pair for pair in _pairs(request.headers) if pair[0].lower() not in _SECRETS)


def _pairs(headers: Headers) -> Pairs:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values)
