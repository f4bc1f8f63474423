"""Pages read in a process beside this one, `python -m alwaght_scraper.beside`: a run at full speed then has two cores.

Captures go in on its stdin and what they give comes out on its stdout, one after the other, both pickled. It
ends when its stdin does, and so with its parent however that ends. Here no thread waits for it, which would fight the
event loop for Python's lock: the loop watches its socket, and where there is no loop, whoever wants an answer waits.
"""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Self

from alwaght_scraper.apart import extract_apart
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.garbage import rarely_collected
from alwaght_scraper.items import Article, Block, Extraction, FieldRule, GlossaryEntry, ListingEntry, PageLink, Picture, RelatedLink
from alwaght_scraper.parsers.extract import extract

MOST_WAITING: Final = 6
"""Pages given to it and not answered yet, beyond which it is faster to read one here."""
_HELLO: Final = "ready"
_SIZE: Final = 4
_PORTION: Final = 1 << 18
_ROOT: Final = Path(__file__).parent.parent

_Question = tuple[Capture, Future[Extraction]]


class Beside:
    """One such process, started at once and used as soon as it is ready. Not for several threads."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        with ExitStack() as undo, theirs:
            undo.callback(self._socket.close)
            # in a session of its own, since Ctrl-C at the terminal is not meant for it
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=subprocess.DEVNULL, cwd=_ROOT, start_new_session=True
            )
            undo.pop_all()
        self._unsent, self._unread = bytearray(), bytearray()
        self._asked: deque[_Question] = deque()
        self._is_ready = self._is_lost = False
        self._loop: asyncio.AbstractEventLoop | None = None
        with suppress(RuntimeError):
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self._socket, self._go_on)

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
        self._go_on()
        if self._is_lost or not self._is_ready or len(self._asked) >= MOST_WAITING:
            return None
        found: Future[Extraction] = Future()
        self._asked.append((capture, found))
        self._unsent += pickle.dumps(capture, pickle.HIGHEST_PROTOCOL)
        self._go_on()
        return found

    def wait(self, found: Future[Extraction]) -> Extraction:
        """An answer, once it is here; for where no event loop watches the process."""
        while not self._is_lost and not found.done():
            select.select([self._socket], [self._socket] if self._unsent else [], [])
            self._go_on()
        return found.result()

    def close(self) -> None:
        """End the process; what it was asked and has not answered is dropped. Twice is once."""
        self._let_go()
        for _, found in self._asked:
            found.cancel()
        self._asked.clear()
        self._process.kill()
        self._process.wait()

    def _go_on(self) -> None:
        """Send and take in what can be without waiting."""
        if self._is_lost:
            return
        try:
            self._send()
            self._receive()
        except (OSError, EOFError, pickle.UnpicklingError):
            self._let_go()
            asked, self._asked = self._asked, deque()
            thread = ThreadPoolExecutor(1, "apart")
            for question in asked:
                thread.submit(_answer_apart, *question)
            thread.shutdown(wait=False)

    def _send(self) -> None:
        with suppress(BlockingIOError):
            while self._unsent:
                del self._unsent[: self._socket.send(self._unsent)]
        if self._loop is not None and self._unsent:
            self._loop.add_writer(self._socket, self._go_on)
        elif self._loop is not None:
            self._loop.remove_writer(self._socket)

    def _receive(self) -> None:
        with suppress(BlockingIOError):
            while data := self._socket.recv(_PORTION):
                self._unread += data
                while (told := self._told()) is not None:
                    self._take(told)
            raise EOFError

    def _told(self) -> bytes | None:
        """The next thing that it said, if all of it is here."""
        end = _SIZE + int.from_bytes(self._unread[:_SIZE])
        if len(self._unread) < max(_SIZE + 1, end):
            return None
        told = bytes(self._unread[_SIZE:end])
        del self._unread[:end]
        return told

    def _take(self, told: bytes) -> None:
        answer = pickle.loads(told)  # noqa: S301 (from our own child)
        if not self._is_ready:  # its first word says no more
            self._is_ready = True
            return
        _, found = self._asked.popleft()
        if found.set_running_or_notify_cancel():
            found.set_result(answer)

    def _let_go(self) -> None:
        if not self._is_lost:
            self._is_lost = True
            if self._loop is not None:
                self._loop.remove_reader(self._socket)
                self._loop.remove_writer(self._socket)
            self._socket.close()


def _answer_apart(capture: Capture, found: Future[Extraction]) -> None:
    if found.set_running_or_notify_cancel():
        try:
            found.set_result(extract_apart(capture))
        except AlwaghtError as error:
            found.set_exception(error)


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
        while True:
            packed = io.BytesIO()
            _Pickler(packed, pickle.HIGHEST_PROTOCOL).dump(answer)
            sys.stdout.buffer.write(len(packed.getbuffer()).to_bytes(_SIZE) + packed.getvalue())
            sys.stdout.buffer.flush()
            answer = extract(pickle.load(sys.stdin.buffer))  # noqa: S301 (from our own parent)


if __name__ == "__main__":
    _main()
