# ruff: noqa: INP001, T201 - a script that prints, not a package
"""Ask a running pywb for every capture of an archive and compare the bytes; used by `check_pywb.sh`."""

from __future__ import annotations

import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.errors import RejectedPage


def ask(server: str, path: str) -> tuple[int, bytes]:
    """Status and body of an answer, redirects not followed."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_for(server: str) -> None:
    """Return once the server answers; raises `OSError` when it does not within 30 seconds."""
    deadline = time.monotonic() + 30
    while True:
        try:
            ask(server, "/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def is_right(server: str, collection: str, capture: Capture) -> bool:
    """Whether pywb gives the page back as it is archived; `id_` asks for it without any rewriting."""
    when = capture.fetched_at.strftime("%Y%m%d%H%M%S")
    status, body = ask(server, f"/{collection}/{when}id_/{capture.url}")
    if capture.status is None:
        return status == 404
    return status == capture.status and body == decoded_body(capture)


def is_whole(capture: Capture) -> bool:
    """Whether the body unpacks: of one that a server cut, no replay can be right or wrong."""
    try:
        return capture.status is None or decoded_body(capture) is not None
    except RejectedPage:
        return False


def main(folder: Path, server: str, *collections: str) -> int:
    """Compare every capture but the 304s, which no browser is ever shown, and bodies that were cut; returns the exit code."""
    wait_for(server)
    captures = [capture for capture in WarcArchive(folder).read({}) if capture.status != 304 and is_whole(capture)]
    code = 0
    for collection in collections:
        wrong = [capture for capture in captures if not is_right(server, collection, capture)]
        print(f"{collection}: {len(captures) - len(wrong)} of {len(captures)} captures are the same")
        for capture in wrong:
            print("  differs:", capture)
        code |= bool(wrong)
    return int(code)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
