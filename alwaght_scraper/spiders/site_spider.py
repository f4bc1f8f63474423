"""What both spiders share: ask for what the frontier releases, and tell it what came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.utils.log import failure_to_exc_info

from alwaght_scraper.errors import UsageError
from alwaght_scraper.frontier import Frontier
from alwaght_scraper.items import PageKind
from alwaght_scraper.middlewares.failures import NETWORK_ERRORS
from alwaght_scraper.middlewares.gate import StoppedError
from alwaght_scraper.middlewares.redirect import redirect_target
from alwaght_scraper.middlewares.session import session_of
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import LANGUAGES, MAX_ARTICLE_ID, is_on_site
from alwaght_scraper.visits import Visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

_SMALLEST_WINDOW = 8


class SiteSpider(Spider):
    """Visits what the frontier chooses. Arguments are strings, as `scrapy crawl -a` gives them.

    langs: `en,ar`; start_urls: addresses parted by blanks; ids: `A-B` or `A`; since: `YYYY-MM-DD`; limit: articles to read.
    """

    reads_articles: ClassVar[bool] = True

    def __init__(self, *, langs: str = "", start_urls: str = "", ids: str = "", since: str = "", limit: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.frontier = Frontier(
            read_scope(langs=langs, start_urls=start_urls, ids=ids, since=since, limit=limit, articles=self.reads_articles)
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Build the spider with a window that keeps its downloader busy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.frontier.window = max(_SMALLEST_WINDOW, 3 * crawler.settings.getint("CONCURRENT_REQUESTS"))
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the first pages."""
        self.frontier.start()
        for request in self._requests():
            yield request

    def parse(self, response: Response) -> Iterator[Request]:
        """Tell the frontier what a page gave, and ask for what it releases."""
        yield from self._go_on(response.meta, redirect_target(response))

    def fail(self, failure: Failure) -> Iterator[Request]:
        """Tell the frontier that a page gave nothing; what is neither the network's nor a rule's doing is a fault of ours."""
        if not isinstance(failure.value, (IgnoreRequest, *NETWORK_ERRORS)):
            session_of(self.crawler).summary.faults += 1
            self.logger.error("%s: a fault of ours", failure.request.url, exc_info=failure_to_exc_info(failure))  # type: ignore[attr-defined]
        session_of(self.crawler).summary.left += isinstance(failure.value, StoppedError)
        yield from self._go_on(failure.request.meta, None)  # type: ignore[attr-defined]

    def _go_on(self, meta: dict[str, Any], target: str | None) -> Iterator[Request]:
        extraction = meta.get("extraction")
        self.frontier.ended(meta["visit"], extraction, target)
        summary = session_of(self.crawler).summary
        summary.count_visit(extraction, again=meta["visit"].again)
        if extraction is not None and meta["visit"].kind is PageKind.HOME and self.frontier.scope.is_whole_site:
            summary.count_home(extraction, leads_on=target is not None and is_on_site(target))
        if self.frontier.is_done:
            raise CloseSpider("limit")
        yield from self._requests()

    def _requests(self) -> Iterator[Request]:
        left = session_of(self.crawler).gate.left
        if left is not None:
            self.frontier.window = min(self.frontier.window, left)
        for visit in self.frontier.release():
            yield self._request(visit)

    def _request(self, visit: Visit) -> Request:
        return Request(visit.url, callback=self.parse, errback=self.fail, meta={"visit": visit})


def read_scope(*, langs: str, start_urls: str, ids: str, since: str, limit: str, articles: bool) -> Scope:
    """Read a spider's arguments; raises UsageError for one that makes no sense."""
    return Scope(_langs(langs), _start_urls(start_urls), _ids(ids), _since(since), _limit(limit), articles)


def _langs(text: str) -> tuple[str, ...]:
    langs = tuple(lang for part in text.split(",") if (lang := part.strip().lower()))
    for lang in langs:
        if lang not in LANGUAGES:
            raise UsageError(f"no language {lang!r}: choose from {', '.join(LANGUAGES)}")
    return langs


def _start_urls(text: str) -> tuple[str, ...]:
    urls = tuple(text.split())
    for url in urls:
        if not is_on_site(url):
            raise UsageError(f"{url} is no address of the site: give one that starts with http://alwaght.net/")
    return urls


def _ids(text: str) -> range | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    if not _is_number(first) or not _is_number(last or first) or int(last or first) < int(first):
        raise UsageError(f"{text!r} is no range of article ids: give the first and the last, such as 50000-50100")
    return range(int(first), int(last or first) + 1)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ARTICLE_ID)) and int(text) > 0


def _since(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{text!r} is no date: give it as YYYY-MM-DD") from None


def _limit(text: str) -> int | None:
    if not text:
        return None
    if not _is_number(text):
        raise UsageError(f"{text!r} is no number of articles: give a whole number above 0")
    return int(text)
