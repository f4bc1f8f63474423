"""One page read in a process of its own, `python -m alwaght_scraper.apart`: what kills a reader then kills only that process.

The capture comes in on stdin and what it gives goes out on stdout, both pickled: parent and child are one
program, and nothing of it is ever stored.
"""

from __future__ import annotations

import pickle
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from alwaght_scraper import site
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.items import Extraction, Outcome, PageKind
from alwaght_scraper.parsers.extract import extract

MEMORY: Final = 1 << 30
"""Bytes of address space that reading one page may take; the worst page that is let in takes half of it."""
SECONDS: Final = 60
"""CPU seconds that reading one page may take; the worst takes nine."""

_BEGUN: Final = b"."
_TRIES: Final = 3
_ROOT: Final = Path(__file__).parent.parent


def extract_apart(capture: Capture, *, memory: int = MEMORY, seconds: int = SECONDS) -> Extraction:
    """What `extract` gives, or a rejection when the process that reads the page dies of it or takes more than it may.

    Raises AlwaghtError when no such process can be started.
    """
    for _ in range(_TRIES):
        child = _run(pickle.dumps(capture), memory, seconds)
        if child.stdout.startswith(_BEGUN):
            return _answer(child, capture, memory, seconds)
    raise AlwaghtError(f"{capture.url}: no process could be started to read it (status {child.returncode}); run the same command again")


def _run(stdin: bytes, memory: int, seconds: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "alwaght_scraper.apart", str(memory), str(seconds)]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    # in a session of its own, since Ctrl-C at the terminal is not meant for it
    return subprocess.run(command, input=stdin, stdout=pipe, stderr=nowhere, cwd=_ROOT, start_new_session=True, check=False)  # noqa: S603


def _answer(child: subprocess.CompletedProcess[bytes], capture: Capture, memory: int, seconds: int) -> Extraction:
    if child.returncode == 0:
        found: Extraction = pickle.loads(child.stdout[len(_BEGUN) :])  # noqa: S301 (from our own child)
        return found
    reason = f"reading it ends the process that does, or takes more than {memory >> 20} MiB or {seconds} s"
    place = site.address(capture.url)
    if place is None:
        return Extraction(PageKind.OTHER, Outcome.REJECTED, reason=reason)
    return Extraction(place.kind, Outcome.REJECTED, place.lang, place.article_id, place.tag, place.page, reason)


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the run that waits for us ends by itself
        signal.signal(number, signal.SIG_IGN)
    capture: Capture = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own parent)
    _limit(*map(int, sys.argv[1:]))
    sys.stdout.buffer.write(_BEGUN)
    sys.stdout.buffer.flush()
    sys.stdout.buffer.write(pickle.dumps(extract(capture)))


if __name__ == "__main__":
    _main()
