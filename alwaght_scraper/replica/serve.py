"""Serves a replica site on 127.0.0.1: as a plain server, or as the proxy through which alwaght.net is reached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from alwaght_scraper.items import Outcome
from alwaght_scraper.replica.broken import failed_page, not_found
from alwaght_scraper.replica.model import Page
from alwaght_scraper.site import ORIGIN, address

ADDRESS: Final = "127.0.0.1"
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


class PageTable:
    """Pages by exact address, else by what the address means (an article's aliases answer alike)."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._exact: dict[str, Page] = {}
        self._meant: dict[str, Page] = {}
        for page in pages:
            self._exact[page.url] = page
            if target := address(page.url):
                self._meant.setdefault(target.canonical, page)

    def __len__(self) -> int:
        return len(self._exact)

    def lookup(self, url: str) -> Page:
        """The page at `url`; the site's 404 page when it has none."""
        if page := self._exact.get(url):
            return page
        target = address(url)
        found = self._meant.get(target.canonical) if target else None
        return found or failed_page(url, _EPOCH, Outcome.GONE, not_found("en"), status=404)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    table: PageTable

    def do_GET(self) -> None:
        """Answer GET; `If-None-Match` with the page's ETag gives 304."""
        url = self.path if self.path.startswith(("http://", "https://")) else ORIGIN + self.path
        page = self.table.lookup(url)
        tag = f'"{hashlib.sha256(page.payload).hexdigest()[:16]}"'
        unchanged = page.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if unchanged else page.status)
        for name, value in page.headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", "0" if unchanged else str(len(page.payload)))
        self.end_headers()
        if self.command == "GET" and not unchanged:
            self.wfile.write(page.payload)

    def do_HEAD(self) -> None:
        """Answer HEAD: as GET, without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Stay silent: the crawler under test has the say."""


def make_server(pages: Iterable[Page], port: int = 0) -> ThreadingHTTPServer:
    """A server for `pages` on 127.0.0.1 (any free port when `port` is 0); the caller runs and closes it."""
    handler = type("Handler", (_Handler,), {"table": PageTable(pages)})
    server = ThreadingHTTPServer((ADDRESS, port), handler)
    server.daemon_threads = True
    return server
