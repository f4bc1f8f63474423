"""Retry-After, which Scrapy ignores: wait as long as the site asks, within reason."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import NotConfigured

from alwaght_scraper.errors import BlockedError
from alwaght_scraper.middlewares.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

LONGEST_WAIT: Final = 3600.0
MOST_WAITS: Final = 5
"""Waits in a row, with no good answer between them, after which the site means it."""
_ASKING: Final = frozenset({429, 503})


def retry_after(headers: Headers, now: datetime) -> float | None:
    """Seconds to wait by a response's Retry-After, as seconds or as a date; None when it asks for none.

    A date is taken against the response's own Date where it has one, so that a wrong clock on either
    side does no harm.
    """
    value = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12]) or None
    until, since = _date(value), _date((headers.get("Date") or b"").decode("latin-1")) or now
    if until is None:
        return None
    seconds = (until - since).total_seconds()
    return seconds if seconds > 0 and math.isfinite(seconds) else None


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def asked_to_wait(response: Response) -> float | None:
    """Seconds that a 429 or 503 asks to wait; None for every other response."""
    return retry_after(response.headers, datetime.now(UTC)) if response.status in _ASKING else None


class RetryAfterMiddleware:
    """Asks again after the wait, and ends the run when the site asks for too long or too often.

    The waiting itself is done by the gate, which the download handler shuts.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session = session_of(crawler)
        self._waits = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryAfterMiddleware:
        """Build it for a crawl of the network; a replayed file asks nobody to wait."""
        if session_of(crawler).is_replay:
            raise NotConfigured
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Turn a 429 or 503 that says when to come back into the same request for then."""
        wait = asked_to_wait(response)
        spider = self._crawler.spider
        if wait is None or spider is None:
            self._waits = 0 if response.status < 400 else self._waits
            return response
        self._waits += 1
        if wait > LONGEST_WAIT or self._waits > MOST_WAITS:
            self._session.stop("blocked", BlockedError(self._message(request, response, wait)))
            return response
        reason = f"{response.status} asked to wait"
        return get_retry_request(request, spider=spider, reason=reason, max_retry_times=MOST_WAITS) or response

    def _message(self, request: Request, response: Response, wait: float) -> str:
        often = f", for the {self._waits}th time in a row" if self._waits > 1 else ""
        return f"{request.url}: the site answered {response.status} and asked to wait {wait:.0f} s{often}; try again later"
