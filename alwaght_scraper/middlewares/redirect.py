"""Redirects between spellings of the same page; a redirect to another page is a link, not an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware

from alwaght_scraper.site import ORIGIN, Address, address

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response


_FOR_GOOD: Final = frozenset({301, 308})


def redirect_target(response: Response) -> str | None:
    """The absolute address that a response redirects to; None when it does not redirect."""
    location = response.headers.get("Location")
    if not 300 <= response.status < 400 or location is None:
        return None
    try:
        return urljoin(response.url, location.decode("latin-1").strip().replace(" ", "%20"))
    except ValueError:
        return None


class SamePageRedirectMiddleware(RedirectMiddleware):
    """Follows http to https, host to host, slug to slug; hands every other redirect to the spider.

    So an article that redirects to the home page is never taken for the home page or the other way
    round, and each page of a chain keeps its place in the frontier, where it is counted once.

    When the site says for good that it lives under https or another of its names, the next pages are
    asked for there at once, which halves the requests.
    """

    _origin: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SamePageRedirectMiddleware:
        """Build it for a crawl; without the referer part, which we switch off."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_request(self, request: Request) -> Request | None:
        """Ask for a page where the site said that its pages are."""
        if self._origin is None or not request.url.startswith(ORIGIN) or "visit" not in request.meta or "redirect_times" in request.meta:
            return None
        return request.replace(url=self._origin + request.url.removeprefix(ORIGIN), meta=request.meta | {"redirect_times": 0})

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]  # spider is deprecated
        """Turn a redirect within the page into the request for it; raises IgnoreRequest after too many."""
        target = redirect_target(response)
        if target is None or _canonical(target) != _canonical(request.url):
            return response
        self._learn(request.url, response.status, target)
        result: Request | Response = super().process_response(request, response)
        return result

    def _learn(self, url: str, status: int, target: str) -> None:
        path = url.removeprefix(ORIGIN)
        if status in _FOR_GOOD and path.startswith("/") and target.endswith(path):
            self._origin = target.removesuffix(path)


def _canonical(url: str) -> str | None:
    place: Address | None = address(url)
    return place.canonical.lower() if place else None
