"""Pages read in a process beside this one (`reading`): a run at full speed then has two cores.

No thread waits for it, which would fight the event loop for Python's lock: the loop watches its socket, and where there is no loop,
whoever wants an answer waits.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import select
import socket
import subprocess
import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final, Self

from alwaght_scraper import reading
from alwaght_scraper.apart import extract_apart
from alwaght_scraper.capture_row import Found, found
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.packing import SIZE

MOST_WAITING: Final = 6
"""Pages given to it and not answered yet, beyond which it is faster to read one here."""
_PORTION: Final = 1 << 16
_ROOT: Final = Path(__file__).parent.parent

_Question = tuple[Capture, Future[Found]]


class Beside:
    """One such process, started at once and used as soon as it is ready. Not for several threads."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", reading.__name__]
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
        self._is_ready = self._is_lost = self._is_writing = False
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

    def read(self, capture: Capture) -> Future[Found] | None:
        """What an archived capture gives, its item ready; None while the process is not ready, has enough to do, or is gone.

        A page over which the process dies is read apart, so that no answer is ever missing.
        """
        self._go_on()
        if self._is_lost or not self._is_ready or len(self._asked) >= MOST_WAITING:
            return None
        answer: Future[Found] = Future()
        self._asked.append((capture, answer))
        self._unsent += pickle.dumps(capture, pickle.HIGHEST_PROTOCOL)
        self._go_on()
        return answer

    def wait(self, answer: Future[Found]) -> Found:
        """An answer, once it is here; for where no event loop watches the process."""
        while not self._is_lost and not answer.done():
            select.select([self._socket], [self._socket] if self._unsent else [], [])
            self._go_on()
        return answer.result()

    def close(self) -> None:
        """End the process; what it was asked and has not answered is dropped. Twice is once."""
        self._let_go()
        for _, answer in self._asked:
            answer.cancel()
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
            self._is_writing = True
        elif self._loop is not None and self._is_writing:
            self._loop.remove_writer(self._socket)
            self._is_writing = False

    def _receive(self) -> None:
        with suppress(BlockingIOError):
            data = self._socket.recv(_PORTION)  # what is left makes the loop call again
            if not data:
                raise EOFError
            self._unread += data
            while (told := self._told()) is not None:
                self._take(told)

    def _told(self) -> bytes | None:
        """The next thing that it said, if all of it is here."""
        end = SIZE + int.from_bytes(self._unread[:SIZE])
        if len(self._unread) < max(SIZE + 1, end):
            return None
        told = bytes(self._unread[SIZE:end])
        del self._unread[:end]
        return told

    def _take(self, told: bytes) -> None:
        result = pickle.loads(told)  # noqa: S301 (from our own child)
        if not self._is_ready:  # its first word says no more
            self._is_ready = True
            return
        _, answer = self._asked.popleft()
        if answer.set_running_or_notify_cancel():
            answer.set_result(result)

    def _let_go(self) -> None:
        if not self._is_lost:
            self._is_lost = True
            if self._loop is not None:
                self._loop.remove_reader(self._socket)
                self._loop.remove_writer(self._socket)
            self._socket.close()


def _answer_apart(capture: Capture, answer: Future[Found]) -> None:
    if answer.set_running_or_notify_cancel():
        try:
            answer.set_result(found(capture, extract_apart(capture)))
        except AlwaghtError as error:
            answer.set_exception(error)
