"""The base of the crawl's measure: Scrapy with its defaults, fetching ids 1..N and doing nothing with them."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from benchmarks.cost import cost
from benchmarks.local import need_local_server


class FetchOnly(scrapy.Spider):
    """Fetches and forgets."""

    name = "fetch_only"

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every id."""
        for number in range(1, int(sys.argv[1]) + 1):
            yield scrapy.Request(f"http://alwaght.net/en/News/{number}")

    def parse(self, response: Response) -> None:
        """Do nothing."""


def main() -> None:
    """Crawl; print pages, seconds of crawling and the cost, as JSON."""
    need_local_server()
    process = AsyncCrawlerProcess({"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "TELNETCONSOLE_ENABLED": False})
    crawler = process.create_crawler(FetchOnly)
    process.crawl(crawler)
    logging.disable(logging.CRITICAL)
    process.start()
    stats = crawler.stats.get_stats() if crawler.stats else {}
    print(json.dumps({"pages": stats["response_received_count"], "seconds": stats["elapsed_time_seconds"], **cost()._asdict()}))


if __name__ == "__main__":
    main()
