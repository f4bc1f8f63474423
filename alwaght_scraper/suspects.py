"""Pages that a run died on: they are read apart from then on, so that no page can end one run after the other.

While a page is read, its address stands in `.reading`. A run that finds one there knows what the run before it
died on, and adds it to `.suspects`. Whether such a page is to blame is not guessed: a process of its own reads
it, and the page is rejected only if that dies too. A page that is innocent costs a second and loses nothing.
"""

from __future__ import annotations

import json
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final, Self

from alwaght_scraper.apart import extract_apart
from alwaght_scraper.beside import Beside
from alwaght_scraper.capture_row import Found, found
from alwaght_scraper.captures.storage import storage_error, write_whole
from alwaght_scraper.garbage import rarely_collected
from alwaght_scraper.parsers.extract import extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType

    from alwaght_scraper.captures.capture import Capture

READING: Final = ".reading"
SUSPECTS: Final = ".suspects"
BESIDE_FROM: Final = 20
"""Pages after which a run is long enough for a second process to read with it; that takes a second of a core to start."""
_MOST: Final = 1000
_ROOM: Final = 4096


class Reader:
    """Reads captures for the run that holds the lock of `data_dir`.

    Raises `DiskFullError` or `ConfigurationError` when its two files cannot be written.
    """

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / READING
        self._count = 0
        self._beside: Beside | None = None
        self._suspects = set(_suspects(data_dir, _left_in(path)))
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
            os.pwrite(self._fd, b"\n" * _ROOM, 0)  # its room is taken now: a disk that fills up later cannot make a mark fail
        except OSError as error:
            raise storage_error(error, path) from None
        self._held = ExitStack()
        self._held.callback(os.close, self._fd)
        self._held.enter_context(rarely_collected())

    def read(self, capture: Capture) -> Found:
        """What an archived capture gives; of a suspect, what a process of its own makes of it."""
        if capture.url in self._suspects:
            return found(capture, extract_apart(capture))
        self._mark(json.dumps(capture.url).encode())
        extraction = extract(capture)
        self._mark(b"")
        return found(capture, extraction)

    def apart(self, capture: Capture) -> Future[Found] | None:
        """What a process of its own makes of a suspect, while this one goes on; None for any other page."""
        if capture.url not in self._suspects:
            return None
        thread = ThreadPoolExecutor(1, "apart")
        answer = thread.submit(lambda: found(capture, extract_apart(capture)))
        thread.shutdown(wait=False)
        return answer

    def beside(self, capture: Capture) -> Future[Found] | None:
        """The same from a process beside this one; None when this one does better: `read` then reads the page."""
        if capture.url in self._suspects:
            return None
        self._count += 1
        if self._count == BESIDE_FROM:
            self._beside = Beside.start()
        return self._beside.read(capture) if self._beside else None

    def read_all(self, captures: Iterable[Capture]) -> Iterator[Found]:
        """What each capture gives, in the order in which they are done: here and beside, whoever is free."""
        waiting: deque[Future[Found]] = deque()
        for capture in captures:
            if (answer := self.beside(capture)) is None:
                yield self.read(capture)
            else:
                waiting.append(answer)
            while waiting and waiting[0].done():
                yield waiting.popleft().result()
        yield from (self._beside.wait(answer) for answer in waiting if self._beside)
        self.end_beside()

    def end_beside(self) -> None:
        """End the process beside this one: all pages are read. Call it where the event loop runs that it was used in."""
        if self._beside is not None:
            self._beside.close()

    def _mark(self, text: bytes) -> None:
        with suppress(OSError):  # a mark that fails costs no page, only what the next run would know of this one
            os.pwrite(self._fd, text[: _ROOM - 1] + b"\n", 0)

    def close(self) -> None:
        """Give the file back; nothing is being read."""
        with self._held:
            self.end_beside()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _left_in(path: Path) -> str | None:
    """The address that a dead run was reading."""
    try:
        with path.open("rb") as file:
            url = json.loads(file.readline(_ROOM))
    except (OSError, ValueError, RecursionError):
        return None
    return url if url and isinstance(url, str) else None


def _suspects(data_dir: Path, fresh: str | None) -> list[str]:
    """The addresses that runs died on, the one that is new written down with the others."""
    path = data_dir / SUSPECTS
    try:
        known = [line for line in path.read_text("utf-8").split("\n") if line]
    except (OSError, ValueError):
        known = []
    line = json.dumps(fresh)
    if fresh is not None and line not in known:
        known = [*known, line][-_MOST:]
        write_whole(path, "".join(f"{one}\n" for one in known).encode())
    return [url for one in known if (url := _text(one))]


def _text(line: str) -> str | None:
    with suppress(ValueError, RecursionError):
        url = json.loads(line)
        return url if isinstance(url, str) else None
    return None
