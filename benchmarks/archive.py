"""How fast captures become a dataset: `python -m benchmarks.archive`, beside warcio only reading the same records.

`rebuild` reads each record, checks its digests, extracts, stages and publishes, on two cores where there are two.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive, read_warc
from benchmarks.pages import Pages

_DISTINCT: Final = 300
_HEADERS: Final = (("Content-Type", "text/html; charset=utf-8"),)
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    """Write an archive, read it in three ways, print records a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    count: int = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as folder:
        warc = _written(Path(folder), count)
        base = _timed("warcio, read only", count, lambda: _by_warcio(warc), None)
        _timed("this project, read and checked", count, lambda: _by_us(warc), base)
        _rebuilt(Path(folder), count, base)


def _written(data: Path, count: int) -> Path:
    pages, archive = Pages(_DISTINCT, same_frame=True), WarcArchive(data / "captures")
    with archive.writer("bench") as writer:
        for number in range(1, count + 1):
            when = _START + timedelta(seconds=number)
            writer.write(Capture(f"http://alwaght.net/en/News/{number}", when, 200, _HEADERS, pages.of(number)))
    return archive.files()[0]


def _by_warcio(warc: Path) -> int:
    with warc.open("rb") as file:
        return sum(bool(record.content_stream().read()) for record in ArchiveIterator(file) if record.rec_type == "response")


def _by_us(warc: Path) -> int:
    return sum(bool(capture.payload) for capture in read_warc(warc))


def _timed(name: str, count: int, read: Callable[[], int], base: float | None) -> float:
    start = time.process_time()
    if (found := read()) != count:
        sys.exit(f"{name}: {found} of {count} records")
    return _told(name, count, time.process_time() - start, base, "a CPU second")


def _told(name: str, count: int, seconds: float, base: float | None, per: str) -> float:
    ratio = f"{base / seconds:8.2f}x" if base else ""
    print(f"{name:36}{count / seconds:8.0f} records {per:14}{ratio}", flush=True)
    return seconds


def _rebuilt(data: Path, count: int, base: float) -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks.rebuild", str(data)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"rebuild failed: {done.stderr[-500:]}")
    ran = json.loads(done.stdout.splitlines()[-1])
    _told("rebuild", count, ran["cpu"] + ran["cpu_beside"], base, "a CPU second")
    _told("rebuild, by the clock", count, ran["whole"], base, "a second")


if __name__ == "__main__":
    main()
