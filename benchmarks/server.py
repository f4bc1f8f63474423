"""A server that costs next to nothing: `python -m benchmarks.server PORT PAGES same|own` answers every article id.

It takes the absolute request lines that a client sends to a proxy, so `http_proxy` points a crawl of
http://alwaght.net at it.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import Final

from benchmarks.pages import Pages

_HEAD: Final = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n"
_MISSING: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Answers(asyncio.Protocol):
    def __init__(self, pages: Pages) -> None:
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
        page = self._pages.of(int(number))
        return _HEAD.format(len(page)).encode() + page


async def _serve(port: int, pages: Pages) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Answers(pages), "127.0.0.1", port)
    print("serving", flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until the process is ended."""
    port, count = map(int, sys.argv[1:3])
    pages = Pages(count, same_frame=sys.argv[3] == "same")
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(port, pages))


if __name__ == "__main__":
    main()
