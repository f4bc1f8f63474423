"""The process that reads pages beside another one, `python -m alwaght_scraper.reading`.

Captures come in on stdin and what they give goes out on stdout, one after the other, both pickled. Its items are ready
(`pipelines.prepare`), so that the process that asks has less to do for each page. It ends when its stdin does, and so with its parent
however that ends. It imports the parsers and what an item goes through, no more: that is most of its start.
"""

from __future__ import annotations

import pickle
import signal
import sys
from contextlib import suppress
from typing import Final

from alwaght_scraper.capture_row import Found, captured
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.garbage import rarely_collected
from alwaght_scraper.packing import packed
from alwaght_scraper.parsers.extract import extract
from pipelines.prepare import prepared

_HELLO: Final = "ready"


def found_ready(capture: Capture) -> Found:
    """What an archived capture gives, with an item that is ready."""
    extraction = extract(capture)
    return Found(extraction, prepared(captured(capture, extraction)))


def _main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # it ends when its input does
        signal.signal(number, signal.SIG_IGN)
    answer: object = _HELLO
    with rarely_collected(), suppress(EOFError, OSError):
        while True:
            sys.stdout.buffer.write(packed(answer))
            sys.stdout.buffer.flush()
            answer = found_ready(pickle.load(sys.stdin.buffer))  # noqa: S301 (from our own parent)


if __name__ == "__main__":
    _main()
