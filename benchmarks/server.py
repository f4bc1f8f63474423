"""A server that costs next to nothing: `python -m benchmarks.server PORT PAGES` answers every article id.

It takes the absolute request lines that a client sends to a proxy, so `http_proxy` points a crawl of
http://alwaght.net at it. PAGES pages are made at the start; each id gets one of them with the id put before its
title and each of its paragraphs, so that no two articles are the same and nothing that a crawl keeps is shared.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Final

from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page

_SIZE: Final = 22
_GAP: Final = b"\0"
_HEAD: Final = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n"
_MISSING: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Answers(asyncio.Protocol):
    def __init__(self, pages: list[list[bytes]]) -> None:
        self._pages = pages
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head.split(b" ", 2)[1]))  # type: ignore[attr-defined]

    def _answer(self, url: bytes) -> bytes:
        number = url.rsplit(b"/", 1)[-1]
        if b"/News/" not in url or not number.isdigit():
            return _MISSING
        page = b"Report %s: " % number
        page = page.join(self._pages[int(number) % len(self._pages)])
        return _HEAD.format(len(page)).encode() + page


def _parted(page: Page) -> list[bytes]:
    """A page cut before its title and its paragraphs, wherever they stand."""
    article = page.expected.article
    payload = page.payload
    for text in (article.title, *(block.text for block in article.blocks)) if article else ():
        payload = payload.replace(text.encode(), _GAP + text.encode())
    return payload.split(_GAP)


async def _serve(port: int, pages: list[list[bytes]]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Answers(pages), "127.0.0.1", port)
    print("serving", flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until the process is ended."""
    port, count = map(int, sys.argv[1:3])
    pages = [_parted(article_page("portal", number, weight=1.0, size=_SIZE)) for number in range(count)]
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(port, pages))


if __name__ == "__main__":
    main()
