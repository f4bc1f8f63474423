"""The download handler: the live network behind the gate, or a WARC in its place."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadFailedError, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from alwaght_scraper.captures.http_message import MAX_HEAD
from alwaght_scraper.middlewares.failures import HeadersTooLargeError
from alwaght_scraper.middlewares.retry_after import LONGEST_WAIT, asked_to_wait
from alwaght_scraper.middlewares.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from alwaght_scraper.captures.capture import Capture

_LAST_TAG: Final = re.compile(rb"</html\s*>|</body\s*>", re.IGNORECASE)
_TAIL: Final = 2048


class SiteDownloadHandler(BaseDownloadHandler):
    """Answers from the captures that the run replays, from the network when it replays none."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LiveDownloadHandler | ReplayDownloadHandler:  # type: ignore[override]
        """Choose by the setting REPLAY_WARCS."""
        return (ReplayDownloadHandler if crawler.settings.getlist("REPLAY_WARCS") else LiveDownloadHandler)(crawler)


class LiveDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler with the gate in front, and with the answers looked at before anything else is sent.

    The next request of the downloader starts as soon as this one returns, so a wish to wait has to
    be heard here; a middleware would hear it one request too late.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._gate = session_of(crawler).gate
        self._pool.retryAutomatically = False  # else Twisted asks again by itself, at once, and nobody hears of the first attempt

    async def download_request(self, request: Request) -> Response:
        """Fetch one response whole; raises ResponseDataLossError for one cut short, HeadersTooLargeError for a bomb."""
        async with self._gate.passage():
            asked = time.monotonic()
            response = await super().download_request(request)
            request.meta["latency_ms"] = round((time.monotonic() - asked) * 1000)
        if sum(len(name) + len(value) + 4 for name, values in response.headers.items() for value in values) > MAX_HEAD // 2:
            raise HeadersTooLargeError
        if "partial" in response.flags and _is_cut(request, response):
            raise ResponseDataLossError("the connection closed before the end of the page")
        if wait := asked_to_wait(response):
            self._gate.shut_for(min(wait, LONGEST_WAIT))
        return response


def _is_cut(request: Request, response: Response) -> bool:
    """Whether a body of unknown length ends too early. Old servers send every page that way, so a page's last tag counts as its end."""
    return "visit" in request.meta and response.status == 200 and not _LAST_TAG.search(response.body[-_TAIL:])


class ReplayDownloadHandler(BaseDownloadHandler):
    """Answers each request from captures; what they lack is a 404 that is no evidence and not archived."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session = session_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Give back the stored response; raises DownloadFailedError where the capture is of a failed fetch."""
        capture = self._session.replayed(request.url)
        request.meta.update(replayed=capture, dont_retry=True)
        if capture is None:
            return Response(request.url, status=404, flags=["not in the replayed files"])
        if capture.status is None:
            raise DownloadFailedError(capture.failure or "no response")
        return _response(request.url, capture)


def _response(url: str, capture: Capture) -> Response:
    headers = Headers()
    for name, value in capture.headers:
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=url, body=capture.payload)
    return kind(url, status=capture.status or 0, headers=headers, body=capture.payload)
