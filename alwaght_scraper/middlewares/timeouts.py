"""The timeouts of requests that were answered, which Twisted would keep until they ran out: 1 KB for each page of three minutes."""

from __future__ import annotations

from typing import Any


def drop_cancelled() -> None:
    """Have Twisted let go of cancelled calls, if they are many: on asyncio it looks for them only when a call of its own is due."""
    from twisted.internet import reactor  # noqa: PLC0415 (importing it chooses the event loop, which is Scrapy's to do)

    loop: Any = reactor
    loop.callLater(0, int)
