"""No request leaves the site, however it came to be: link, redirect, retry or robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from alwaght_scraper.middlewares.gate import SLOT
from alwaght_scraper.site import is_on_site

if TYPE_CHECKING:
    from scrapy import Request


class OffsiteMiddleware:
    """Refuses every address that is not strictly the site's own, before a socket opens."""

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a foreign address; put the site's own in one downloader slot."""
        if not is_on_site(request.url):
            raise IgnoreRequest(f"{request.url} is not on the site")
        request.meta["download_slot"] = SLOT
