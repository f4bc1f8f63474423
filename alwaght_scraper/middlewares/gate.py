"""The gate in front of the network: shut while the site asked us to wait, and for good once a run stops."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SLOT: Final = "alwaght"
"""One downloader slot for all of the site's hosts: its pace is the site's, not each name's."""


class StoppedError(IgnoreRequest):
    """The run is ending; the request was not sent or its answer was given up."""


class Gate:
    """Lets requests through to the network, one rule for every host of the site; `left` more of them, None for any number."""

    def __init__(self, most: int | None = None) -> None:
        self.left = most
        self._opens_at = 0.0
        self._stop = asyncio.Event()
        self._passing: set[asyncio.Timeout] = set()

    @property
    def is_stopped(self) -> bool:
        """Whether no request may go out any more."""
        return self._stop.is_set()

    @property
    def wait_left(self) -> float:
        """Seconds until the next request may go out."""
        return max(0.0, self._opens_at - time.monotonic())

    def shut_for(self, seconds: float) -> None:
        """Let no request out for so many seconds from now."""
        self._opens_at = max(self._opens_at, time.monotonic() + seconds)

    def stop(self) -> None:
        """Let no request out any more; those under way may finish."""
        self._stop.set()

    def abort(self) -> None:
        """Give up the requests that are under way."""
        now = asyncio.get_running_loop().time()
        for deadline in self._passing:
            deadline.reschedule(now)

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """Wait until the gate is open, then stay inside for as long as the request is under way.

        Raises StoppedError when the run ends before the answer came, or has no requests left.
        """
        while not self.is_stopped and (left := self.wait_left):
            await self._sleep(left)
        if self.is_stopped:
            raise StoppedError("the run is ending")
        if self.left is not None:
            if not self.left:
                raise StoppedError("the run has made as many requests as it may")
            self.left -= 1
        deadline = asyncio.timeout(None)
        try:
            async with deadline:
                self._passing.add(deadline)
                yield
        except TimeoutError:
            raise StoppedError("given up, because the run is ending") from None
        finally:
            self._passing.discard(deadline)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return
