"""A ban is answered by stopping: a run of refusals, or of block pages served as 200, or of silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.exceptions import NotConfigured

from alwaght_scraper.errors import AlwaghtError, BlockedError
from alwaght_scraper.items import Outcome
from alwaght_scraper.middlewares.failures import NETWORK_ERRORS, why
from alwaght_scraper.middlewares.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from alwaght_scraper.items import Extraction

REFUSALS: Final = 10
"""Refusals in a row that make a ban; single pages that are forbidden do not come in such runs."""
SILENCES: Final = 20
_REFUSING: Final = frozenset({401, 403, 429})


class BanMiddleware:
    """Counts refusals and silences in a row, over all pages, retries included."""

    def __init__(self, crawler: Crawler) -> None:
        self._session = session_of(crawler)
        self._refusals = 0
        self._silences = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BanMiddleware:
        """Build it for a crawl of the network; a replayed file bans nobody."""
        if session_of(crawler).is_replay:
            raise NotConfigured
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count a refusal, or start over at a page that was let through."""
        self._silences = 0
        extraction: Extraction | None = request.meta.get("extraction")
        if response.status in _REFUSING or (extraction is not None and extraction.outcome is Outcome.BLOCKED):
            self._refusals += 1
        elif extraction is not None and extraction.shows_page:
            self._refusals = 0
        if self._refusals >= REFUSALS:
            what = f"the last {self._refusals} answers refused us or were block pages (HTTP status {response.status})"
            self._session.stop("blocked", BlockedError(f"{request.url}: {what}; try again later, or slower"))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a silence."""
        if not isinstance(exception, NETWORK_ERRORS):
            return
        self._silences += 1
        if self._silences >= SILENCES:
            message = f"{request.url}: {self._silences} requests in a row gave no answer, the last one because {why(exception)}"
            self._session.stop("unreachable", AlwaghtError(f"{message}; check the network and run the same command again"))
