# ruff: noqa: INP001 - a script, not a package
"""Write an archive with captures of every kind below the folder named; used by `check_pywb.sh`."""

from __future__ import annotations

import gzip
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive

WHEN = datetime(2024, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
SITE = "http://alwaght.net"
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PACKED = (*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
REQUEST = (("User-Agent", "check_pywb"), ("Accept-Encoding", "gzip"))


def page(text: str) -> bytes:
    """A page long enough to be worth packing."""
    return f"<!DOCTYPE html><html><head><title>{text}</title></head><body>{f'<p>{text}</p>' * 50}</body></html>".encode()


def main(folder: Path) -> None:
    """Two runs: pages in every coding, then the same addresses again, changed, unchanged and gone."""
    slug = f"{SITE}/en/News/52466/A-Quiet-Border"
    tag = f"{SITE}/en/Keywords/Federal%20Government//1"
    runs = {
        "run-1": [
            Capture(slug, WHEN, 200, HTML, page("The border stays quiet")),
            Capture(f"{SITE}/en/News/52466", WHEN, 200, HTML, page("The border stays quiet")),
            Capture(f"{SITE}/ar/News/52467", WHEN, 200, PACKED, gzip.compress(page("الحدود هادئة"))),
            Capture(tag, WHEN, 200, HTML, page("Federal Government")),
            Capture(f"{SITE}/en/news/1", WHEN, 301, (("Location", slug),), b""),
            Capture(f"{SITE}/en/News/2", WHEN, None, failure="timed out after 30 s"),
            Capture(f"{SITE}/en", WHEN, 200, HTML[:1], page("A saved home page"), "file"),
        ],
        "run-2": [
            Capture(slug, WHEN, 304, (("ETag", '"1"'),), b""),
            Capture(tag, WHEN, 200, HTML, page("Federal Government, one entry more")),
            Capture(f"{SITE}/ar/News/52467", WHEN, 200, PACKED, gzip.compress(page("الحدود هادئة"))),
            Capture(f"{SITE}/en/News/3", WHEN, 404, HTML, page("Not found")),
        ],
    }
    archive = WarcArchive(folder)
    for day, (run_id, captures) in enumerate(runs.items()):
        with archive.writer(run_id) as writer:
            for capture in captures:
                writer.write(replace(capture, fetched_at=WHEN + timedelta(days=day), latency_ms=412), REQUEST)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
