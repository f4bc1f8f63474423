"""Extraction beside the crawl: in worker processes at full speed, where it would hold the network up, else here."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING

from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.parsers.extract import extract

if TYPE_CHECKING:
    from alwaght_scraper.captures.capture import Capture
    from alwaght_scraper.items import Extraction


class Extractor:
    """Runs `extract` in so many processes, and here whatever they have no room for; 0 means here alone. What comes out is the same.

    The processes are started by the `spawn` method: a program that crawls with them needs the usual
    `if __name__ == "__main__"` guard.
    """

    def __init__(self, processes: int) -> None:
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start) if processes else None
        self._started = self._pool.submit(int) if self._pool else None
        self._room = 2 * processes

    async def extract(self, capture: Capture) -> Extraction:
        """Extract one capture; raises AlwaghtError when a process died over it."""
        if self._pool is None or self._started is None or not self._started.done() or not self._room:
            return extract(capture)
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, extract, capture)
        except BrokenProcessPool as error:
            what = f"{capture.url}: a process that reads pages died, perhaps for want of memory; the capture is kept"
            raise AlwaghtError(f"{what}: run the same command again, with `--delay 1` to read pages one by one") from error
        finally:
            self._room += 1

    def close(self) -> None:
        """End the processes; what they have not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _start() -> None:
    """Leave Ctrl-C to the crawl, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
