"""One full crawl of ids 1..N - fetched, archived, extracted, staged, published - and what it cost."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from alwaght_scraper.crawl import CrawlOptions, run_crawl
from benchmarks.cost import cost
from benchmarks.local import need_local_server


def main() -> None:
    """Crawl into a folder of its own; print pages, seconds (with the publish; with the start too), and the cost, as JSON."""
    need_local_server()
    count = int(sys.argv[1])
    moments = [time.perf_counter()]
    with tempfile.TemporaryDirectory() as folder:
        options = CrawlOptions(
            data=Path(folder), ids=range(1, count + 1), langs=("en",), delay=0, concurrency=16, settings={"LOG_LEVEL": "ERROR"}
        )
        summary = run_crawl(options, progress=lambda _: moments.append(time.perf_counter()))  # told first when the spider opens
    start, opened, *_, end = *moments, time.perf_counter()
    if summary.articles != count:
        sys.exit(f"{summary.articles} of {count} articles were read")
    print(json.dumps({"pages": summary.requests, "seconds": end - opened, "whole": end - start, **cost()._asdict()}))


if __name__ == "__main__":
    main()
