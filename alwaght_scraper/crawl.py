"""One crawl from start to published snapshot, for the command line and for programs.

Scrapy's event loop starts once in a process, so a process can run one crawl.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

import alwaght_scraper.arrow_memory  # noqa: F401 (before pyarrow)
from alwaght_scraper.crawl_summary import CrawlSummary, Progress
from alwaght_scraper.errors import AlwaghtError, InterruptedRunError
from alwaght_scraper.middlewares.progress import progress_made
from alwaght_scraper.middlewares.session import CrawlSession
from alwaght_scraper.middlewares.signals import ended_by_signals
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.spiders.site_spider import read_scope

if TYPE_CHECKING:
    from datetime import date

    from scrapy.crawler import Crawler

_REPLAY_CONCURRENCY: Final = 16


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What to crawl, how fast, and where to.

    `refresh` asks for what is new and what is due, and only if it changed; `max_requests` and `max_time` (seconds)
    end the run before it is done. `spider` is articles or topics; empty `langs` means all that show up; `delay` in seconds between
    requests, 0 for full speed; None leaves the polite defaults. `replay` are WARC files that answer in
    place of the network. `contact` goes into the User-Agent. `accept_changes` publishes whatever the examination finds.
    `settings` overrides Scrapy's by name. `run` is the record that the run completes; without one it begins its own.
    """

    data: Path = Path("data")
    spider: str = "articles"
    langs: tuple[str, ...] = ()
    start_urls: tuple[str, ...] = ()
    ids: range | None = None
    since: date | None = None
    limit: int | None = None
    refresh: bool = False
    max_requests: int | None = None
    max_time: float | None = None
    delay: float | None = None
    concurrency: int | None = None
    replay: tuple[Path, ...] = ()
    contact: str | None = None
    accept_changes: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    run: RunRecord | None = None

    def arguments(self) -> dict[str, str]:
        """Give the spider's arguments, as `scrapy crawl -a` would."""
        return {
            "langs": ",".join(self.langs),
            "start_urls": " ".join(self.start_urls),
            "ids": f"{self.ids.start}-{self.ids.stop - 1}" if self.ids else "",
            "since": self.since.isoformat() if self.since else "",
            "limit": "" if self.limit is None else str(self.limit),
        }

    def scrapy_settings(self) -> Settings:
        """Give the project's settings with this crawl's own on top."""
        settings = Settings()
        settings.setmodule("alwaght_scraper.settings", priority="project")
        own = {"ALWAGHT_DATA": str(self.data), "ACCEPT_CHANGES": self.accept_changes}
        settings.setdict({**own, **self._run(), **self._budget(), **self._pace(), **self.settings}, priority="cmdline")
        if self.contact:
            settings.set("USER_AGENT", f"{settings['USER_AGENT'].split(' ')[0]} (research archive; contact: {self.contact})", "cmdline")
        return settings

    def _run(self) -> dict[str, Any]:
        run = self.run or RunRecord.begin("crawl", {name: value for name, value in self.arguments().items() if value})
        return {"ALWAGHT_RUN": {"command": run.command, "arguments": run.arguments, "run_id": run.run_id}}

    def _budget(self) -> dict[str, Any]:
        return {"ALWAGHT_REFRESH": self.refresh, "ALWAGHT_MAX_REQUESTS": self.max_requests or 0, "ALWAGHT_MAX_TIME": self.max_time or 0.0}

    def _pace(self) -> dict[str, Any]:
        if self.replay:
            files = [str(path) for path in self.replay]
            return {"REPLAY_WARCS": files, **_full_speed(), **_concurrency(self.concurrency or _REPLAY_CONCURRENCY)}
        pace: dict[str, Any] = {}
        if self.delay is not None:
            pace |= {"DOWNLOAD_DELAY": self.delay} if self.delay else _full_speed()
        return pace | (_concurrency(self.concurrency) if self.concurrency else {})


def _full_speed() -> dict[str, Any]:
    return {"DOWNLOAD_DELAY": 0, "DOWNLOAD_DELAY_JITTER": 0.0, "AUTOTHROTTLE_ENABLED": False}


def _concurrency(number: int) -> dict[str, Any]:
    names = ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN", "AUTOTHROTTLE_TARGET_CONCURRENCY")
    return dict.fromkeys(names, number)


def run_crawl(
    options: CrawlOptions,
    *,
    progress: Callable[[Progress], None] | None = None,
    finished: Callable[[CrawlSummary], None] | None = None,
) -> CrawlSummary:
    """Crawl, publish, and tell what was done.

    `progress` is called twice a second; `finished` once, before the errors below. SIGINT or SIGTERM
    ends the crawl cleanly and publishes; the second one stops at once and leaves the rest to the next run. Threads may
    be at work then that only the end of the process ends.

    Raises:
        UsageError: an option makes no sense; nothing was started.
        ConfigurationError, LockedError: the data folder cannot be used; nothing was started.
        InterruptedRunError, BlockedError, TooManyFailuresError: what came is published.
        DiskFullError, ExpectationError: nothing is published, the captures stay for the next run.
        AlwaghtError: every other failure, such as a site that cannot be reached.
    """
    read_scope(**options.arguments(), articles=options.spider == "articles")
    settings = options.scrapy_settings()
    if logging.root.handlers:  # whoever starts the crawl has said where its log goes
        settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    logging.getLogger(options.spider).addFilter(_is_told_once)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])  # else each page costs log records that no handler wants
    crawler = process.create_crawler(options.spider)
    if progress is not None:
        report = _reporter(progress)
        crawler.signals.connect(report, progress_made)
    process.crawl(crawler, **options.arguments())
    with ended_by_signals(crawler):
        process.start(install_signal_handlers=False)
    return _outcome(crawler, finished)


def _is_told_once(record: logging.LogRecord) -> bool:
    """Keep the error that ends the run out of the log: it is raised as well."""
    return not (isinstance(record.args, tuple) and record.args and isinstance(record.args[0], AlwaghtError))


def _reporter(progress: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Take the one argument that we want from a signal."""

    def report(state: Progress) -> None:
        progress(state)

    return report


def _outcome(crawler: Crawler, finished: Callable[[CrawlSummary], None] | None) -> CrawlSummary:
    session: CrawlSession | None = crawler.get_extension(CrawlSession)
    if session is None:
        raise AlwaghtError("the crawl did not start; see the log above")
    if not session.is_over:
        raise InterruptedRunError("stopped at once; what was captured is kept, and the same command goes on from there")
    if finished is not None:
        finished(session.summary)
    if session.error is not None:
        raise session.error
    return session.summary
