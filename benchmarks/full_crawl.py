"""One full crawl of ids 1..N - fetched, archived, extracted, staged, published - and what it cost."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from alwaght_scraper.crawl import CrawlOptions, run_crawl


def main() -> None:
    """Crawl into a folder of its own; print pages per second while crawling, with publishing, and peak memory in MB."""
    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        options = CrawlOptions(
            data=Path(folder), ids=range(1, count + 1), langs=("en",), delay=0, concurrency=16, settings={"LOG_LEVEL": "ERROR"}
        )
        start = time.perf_counter()
        summary = run_crawl(options)
        whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(summary.requests / summary.elapsed, summary.requests / whole, peak)


if __name__ == "__main__":
    main()
