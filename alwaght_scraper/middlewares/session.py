"""One crawl's hold on the data folder: opens it, records each capture, publishes at the end.

A Scrapy extension, so that `alwaght crawl` and `scrapy crawl` do the same. Under `scrapy shell` and
foreign spiders it stays idle and nothing is recorded.
"""

from __future__ import annotations

import asyncio
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy import signals
from scrapy.exceptions import CloseSpider

from alwaght_scraper.captures.damage import Damage, log_damage
from alwaght_scraper.captures.replay import ReplayIndex
from alwaght_scraper.crawl_summary import CrawlSummary
from alwaght_scraper.errors import AlwaghtError, ExpectationError, LayoutDriftError
from alwaght_scraper.frontier import Frontier
from alwaght_scraper.items import PageKind
from alwaght_scraper.middlewares.gate import SLOT, Gate, StoppedError
from alwaght_scraper.middlewares.progress import TICK, ProgressMeter
from alwaght_scraper.middlewares.threads import Worker, aside
from alwaght_scraper.middlewares.timeouts import drop_cancelled
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.visits import article_key
from alwaght_scraper.workspace import Workspace
from pipelines.adapters import StageFailedError, StagePipeline

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from alwaght_scraper.capture_row import Found
    from alwaght_scraper.captures.capture import Capture, Headers
    from alwaght_scraper.items import Extraction

_KEEPING_FAILED: Final = "not kept"
_BUDGET: Final = "budget"
_GRACE: Final = 5.0
"""Seconds that requests under way get to finish once a run is ending."""


class CrawlSession:
    """Owns the gate, the archive, the stage and the counts of one crawl.

    `error` is what the run has to end with, None for success; it is set when the spider has closed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self.gate = Gate(settings.getint("ALWAGHT_MAX_REQUESTS") or None)
        self.is_refresh = settings.getbool("ALWAGHT_REFRESH")
        self._time_limit = settings.getfloat("ALWAGHT_MAX_TIME") or math.inf
        given = settings.getdict("ALWAGHT_RUN") or {"command": "scrapy crawl", "arguments": {}}
        self.run = RunRecord.begin(**given)
        self.summary = CrawlSummary(self.run.run_id, self.run.started_at)
        self.error: AlwaghtError | None = None
        self.is_over = False
        self.is_replay = bool(settings.getlist("REPLAY_WARCS"))
        self._is_hurried = not crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._progress = ProgressMeter(crawler, self.summary)
        self._ticker: asyncio.Task[None] | None = None
        self._archived: set[int] = set()
        self._workspace: Workspace | None = None
        self._replay: ReplayIndex | None = None
        self._archiver = Worker("archive")  # one, since records are written one by one

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlSession:
        """Build it for a crawl and listen to what happens in it."""
        session = cls(crawler)
        crawler.signals.connect(session._opened, signals.spider_opened)
        crawler.signals.connect(session._closed, signals.spider_closed)
        crawler.signals.connect(session._dropped, signals.item_dropped)
        crawler.signals.connect(session._lost, signals.item_error)
        return session

    @property
    def is_recording(self) -> bool:
        """Whether captures are archived; not under `scrapy shell`."""
        return self._workspace is not None

    def replayed(self, url: str) -> Capture | None:
        """Give what the replayed files answer to an address; None where they lack it."""
        return None if self._replay is None else self._replay.lookup(url)

    async def held(self, url: str) -> Capture | None:
        """Give what the archive holds of an address, for a request that is to be conditional; None where it holds nothing."""
        return await self._archiver.do(self._space.held, url)

    async def record(self, capture: Capture, request_headers: Headers) -> Extraction:
        """Archive a capture, then extract it and send its item through the pipelines.

        Raises StoppedError when it cannot be kept; the run then ends with the cause as its error.
        """
        try:
            located = await self._archiver.do(self._space.writer.write, capture, request_headers)
        except AlwaghtError as error:
            self.stop(_KEEPING_FAILED, error)
            raise StoppedError(str(error)) from error
        extraction, item = await self._read(located)
        self._count(extraction)
        await self._crawler.engine.scraper.start_itemproc_async(item, response=None)
        return extraction

    async def _read(self, capture: Capture) -> Found:
        reader = self._space.reader
        answer = reader.apart(capture) or (reader.beside(capture) if self._is_hurried else None)
        return reader.read(capture) if answer is None else await asyncio.wrap_future(answer)

    def stop(self, reason: str, error: AlwaghtError | None = None) -> None:
        """End the run: send nothing more, keep what came. The first call says why."""
        if self.gate.is_stopped:
            return
        self.error = error
        self._end_requests()
        self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def interrupt(self) -> bool:
        """End the run as its user asked for; false when it has not begun to ask for pages."""
        if self._ticker is None:
            return False
        self.stop("shutdown")
        return True

    # --- opening --------------------------------------------------------------------------------

    @property
    def _space(self) -> Workspace:
        if self._workspace is None:
            raise StoppedError("no archive is open")
        return self._workspace

    async def _opened(self, spider: Spider) -> None:
        frontier: Frontier | None = getattr(spider, "frontier", None)
        stage = self._crawler.get_item_pipeline(StagePipeline)
        if frontier is None or stage is None:
            return
        await aside(partial(self._open, frontier.scope.langs))
        if self._workspace is None:
            raise CloseSpider("not opened")
        space = self._space
        stage.stage = space.stage
        self.summary.recovered = space.recovered
        self._archived = space.known.articles
        frontier.archive_has(self._archived)
        links = space.known.links()
        if space.plan is not None:
            frontier.take_up(space.plan)
            links = (link for link in links if link.kind is PageKind.ARTICLE)
        frontier.add_known(links)
        self._ticker = asyncio.ensure_future(self._tick(frontier))

    def _open(self, langs: tuple[str, ...]) -> None:
        settings = self._crawler.settings
        try:
            if self.is_replay:
                self._replay = ReplayIndex([Path(path) for path in settings.getlist("REPLAY_WARCS")], on_damage=self._damaged)
            accept, wanted = settings.getbool("ACCEPT_CHANGES"), langs if self.is_refresh else None
            self._workspace = Workspace.open(Path(settings["ALWAGHT_DATA"]), self.run, accept_changes=accept, langs=wanted)
        except AlwaghtError as error:
            self.error = error

    def _damaged(self, damage: Damage) -> None:
        log_damage(damage)
        if (told := str(damage)) not in self.summary.damage:  # a file that is packed anew is gone over twice
            self.summary.damage.append(told)

    def _count(self, extraction: Extraction) -> None:
        article = extraction.article
        is_known = article is not None and article_key(article.lang, article.article_id) in self._archived
        self.summary.count(extraction, is_known=is_known)

    def _dropped(self, exception: Exception) -> None:
        if isinstance(exception, StageFailedError) and isinstance(exception.__cause__, AlwaghtError):
            self.stop(_KEEPING_FAILED, exception.__cause__)

    def _lost(self) -> None:
        """Count an item that a pipeline failed on; Scrapy has logged it and goes on."""
        self.summary.faults += 1

    # --- under way ------------------------------------------------------------------------------

    async def _tick(self, frontier: Frontier) -> None:
        """Report progress, and notice that Scrapy has been told to stop (it tells nobody before all requests ended)."""
        while True:
            self._progress.tell(frontier, self.gate.wait_left)
            drop_cancelled()
            if not self._crawler.crawling and not self.gate.is_stopped:
                self._end_requests()
            if self._progress.elapsed > self._time_limit:
                self.stop(_BUDGET)
            await asyncio.sleep(TICK)

    def _end_requests(self) -> None:
        """Send nothing more, also not what waits for its turn, and give what is under way a little time."""
        self.gate.stop()
        downloader = self._crawler.engine.downloader
        slot = downloader.slots.get(SLOT)
        if slot is not None and slot.latercall:
            slot.latercall.cancel()
            slot.delay = 0.0
            downloader._latercall(slot)  # noqa: SLF001 (no public way to wake a slot that waits for its delay)
        asyncio.get_running_loop().call_later(_GRACE, self.gate.abort)

    # --- closing --------------------------------------------------------------------------------

    async def _closed(self, spider: Spider, reason: str) -> None:
        if self._ticker is not None:
            self._ticker.cancel()
        summary = self.summary
        summary.finish_reason, summary.elapsed = reason, round(self._progress.elapsed, 3)
        if self._workspace is not None:
            frontier: Frontier = spider.frontier  # type: ignore[attr-defined]
            summary.left += len(frontier) + frontier.in_flight + (max(0, -frontier.plan.pages_left) if frontier.plan else 0)
            if reason == "finished" and self.gate.left == 0:
                summary.finish_reason = _BUDGET
            summary.waiting = len(frontier) if summary.finish_reason == "finished" else 0
            self._progress.tell(frontier, self.gate.wait_left)
            self._workspace.reader.end_beside()  # and with it its memory, before the publish, as that of what waited
            spider.frontier, self._archived = Frontier(frontier.scope), set()  # type: ignore[attr-defined]
            del frontier
            await aside(partial(self._finish, self._workspace))
        self.error = summary.verdict(self.error)
        if self.error is not None:
            spider.logger.error("%s", self.error)
        if self._replay is not None:
            self._replay.close()
        self._archiver.close()
        self.is_over = True

    def _finish(self, workspace: Workspace) -> None:
        """Publish what is whole, unless it could not be kept, and write down what the run did."""
        summary = self.summary
        try:
            if summary.finish_reason != _KEEPING_FAILED:
                summary.snapshot = workspace.publish(is_whole=not summary.faults)
                summary.articles_changed = workspace.changed
        except (ExpectationError, LayoutDriftError) as error:
            self.error = self.error or error  # what stopped the run is the cause of what is missing
        except AlwaghtError as error:
            self.error = error
        summary.health = workspace.gate.health.record()
        verdict = summary.verdict(self.error)
        summary.error = None if verdict is None else str(verdict)
        try:
            workspace.close(summary, verdict)
        except AlwaghtError as error:
            self.error = self.error or error


def session_of(crawler: Crawler) -> CrawlSession:
    """Give the session of a crawl; raises LookupError when the settings leave the extension out."""
    session: CrawlSession | None = crawler.get_extension(CrawlSession)
    if session is None:
        raise LookupError("EXTENSIONS lacks alwaght_scraper.middlewares.session.CrawlSession")
    return session
