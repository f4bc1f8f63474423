"""Conditional requests: a page that the archive has is asked for only if it changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.exceptions import NotConfigured

from alwaght_scraper.middlewares.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_CONDITIONS: Final = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}


class ConditionalMiddleware:
    """Puts the validators of the capture that the archive holds of an address on the request for it.

    It stands behind redirects, so that each address on the way is asked for by its own validators. The
    capture goes along in `request.meta["original"]`: a 304 is a statement about that capture and no other.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._session = session_of(crawler)
        if not self._session.is_refresh or self._session.is_replay:
            raise NotConfigured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ConditionalMiddleware:
        """Build it for a refresh of the network; a replayed file has no opinion on what changed."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Set the conditions anew, whatever an earlier hop or attempt had."""
        request.meta.pop("original", None)
        for name in _CONDITIONS:
            request.headers.pop(name, None)
        held = await self._session.held(request.url) if "visit" in request.meta else None
        if held is None:
            return
        validators = {name: value for name, header in _CONDITIONS.items() if (value := held.header(header))}
        for name, value in validators.items():
            request.headers[name] = value.encode("latin-1")
        if validators:
            request.meta["original"] = held
