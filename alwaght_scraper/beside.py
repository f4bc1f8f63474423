"""Pages read in a process beside this one, `python -m alwaght_scraper.beside`: a run at full speed then has two cores.

Captures go in on its stdin and what they give comes out on its stdout, one after the other, both pickled. It
ends when its stdin does, and so with its parent however that ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Self, cast

from alwaght_scraper.apart import extract_apart
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.garbage import rarely_collected
from alwaght_scraper.items import Article, Block, Extraction, FieldRule, GlossaryEntry, ListingEntry, PageLink, Picture, RelatedLink
from alwaght_scraper.parsers.extract import extract

MOST_WAITING: Final = 6
"""Pages given to it and not answered yet, beyond which it is faster to read one here."""
_HELLO: Final = "ready"
_ROOT: Final = Path(__file__).parent.parent


class Beside:
    """One such process, started at once and used as soon as it is ready. Not for several threads."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        # in a session of its own, since Ctrl-C at the terminal is not meant for it
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=_ROOT, start_new_session=True)  # noqa: S603
        self._sender, self._receiver = ThreadPoolExecutor(1, "beside-in"), ThreadPoolExecutor(1, "beside-out")
        self._hello = self._receiver.submit(self._take)
        self._asked: list[Future[Extraction]] = []
        self._count = 0
        self._is_lost = self._is_closed = False

    @classmethod
    def start(cls) -> Self | None:
        """One, where there is a core for it and the system lets us."""
        with suppress(OSError):
            return cls() if len(os.sched_getaffinity(0)) > 1 else None
        return None

    def extract(self, capture: Capture) -> Future[Extraction] | None:
        """What `parsers.extract.extract` gives; None while the process is not ready, has enough to do, or is gone.

        A page over which the process dies is read apart, so that no answer is ever missing.
        """
        self._asked = [future for future in self._asked if not future.done()]
        if self._is_lost or not self._hello.done() or len(self._asked) >= MOST_WAITING:
            return None
        self._sender.submit(self._send, capture)  # so that its next page is there before it asks for one
        self._asked.append(self._receiver.submit(self._answer, self._count, capture))
        self._count += 1
        return self._asked[-1]

    def close(self) -> None:
        """End the process; what it was asked and has not answered is dropped."""
        self._is_closed = True
        self._process.kill()
        self._process.wait()
        self._sender.shutdown(cancel_futures=True)
        self._receiver.shutdown(cancel_futures=True)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _send(self, capture: Capture) -> None:
        stdin = self._process.stdin
        try:
            if stdin is not None and not self._is_lost:
                pickle.dump(capture, stdin, pickle.HIGHEST_PROTOCOL)
                stdin.flush()
        except OSError:
            self._is_lost = True

    def _answer(self, number: int, capture: Capture) -> Extraction:
        with suppress(OSError, EOFError, pickle.UnpicklingError):
            while not self._is_lost:
                answered, found = self._take()
                if answered == number:  # else the asker of that one went away
                    return cast("Extraction", found)
        if self._is_closed:
            raise AlwaghtError(f"{capture.url}: not read, because the run is ending")
        return extract_apart(capture)

    def _take(self) -> Any:
        stdout = self._process.stdout
        if stdout is None:
            raise EOFError
        try:
            return pickle.load(stdout)  # noqa: S301 (from our own child)
        except (EOFError, pickle.UnpicklingError):
            self._is_lost = True
            raise


def _by_fields(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda item: (kind, values(item))


class _Pickler(pickle.Pickler):
    """Packs items by their fields, in order: a third of the time that pickle's own way takes, and half to unpack."""

    _ITEMS: Final = (Article, Block, Extraction, FieldRule, GlossaryEntry, ListingEntry, PageLink, Picture, RelatedLink)
    dispatch_table = {kind: _by_fields(kind) for kind in _ITEMS}  # noqa: RUF012 (what pickle calls it)


def _main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # it ends when its input does
        signal.signal(number, signal.SIG_IGN)
    answer: object = _HELLO
    with rarely_collected(), suppress(EOFError, OSError):
        for question in count():
            _Pickler(sys.stdout.buffer, pickle.HIGHEST_PROTOCOL).dump(answer)
            sys.stdout.buffer.flush()
            answer = question, extract(pickle.load(sys.stdin.buffer))  # noqa: S301 (from our own parent)


if __name__ == "__main__":
    _main()
