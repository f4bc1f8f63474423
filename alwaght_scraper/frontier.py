"""What a crawl asks for next: a plain class that knows no network.

Articles wait newest first, each once per run. Lists and other pages are read only while few articles
wait, so that the frontier stays small however large the site is. Every way to read on for ever ends
by itself: a list page that brings nothing new ends its list, and pages of no known kind have budgets.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from alwaght_scraper.items import Extraction, PageKind, PageLink
from alwaght_scraper.site import LANGUAGES, MAX_ARTICLE_ID, SEEDED_LANGUAGES, Address, address, article_url, home_url, tag_url
from alwaght_scraper.traps import OtherPages, Paging, entries, list_address, list_page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

FEW_ARTICLES: Final = 64
_LISTS: Final = frozenset({PageKind.TAG_LIST, PageKind.NEWS_CASE})


def names_any(extraction: Extraction | None, keys: Collection[int]) -> bool:
    """Whether an entry of a list page is among these articles (by `article_key`)."""
    if extraction is None or extraction.lang not in LANGUAGES:
        return False
    return any(entry.article_id and article_key(extraction.lang, entry.article_id) in keys for entry in extraction.listing)


def article_key(lang: str, article_id: int) -> int:
    """An article's key as one whole number, so that a set of them stays small."""
    return LANGUAGES.index(lang) * (MAX_ARTICLE_ID + 1) + article_id


@dataclass(frozen=True, slots=True)
class Scope:
    """What a crawl may ask for.

    `langs` empty means every language that the site links to; `ids` alone asks for these articles and
    follows nothing; `limit` counts articles that were read; without `articles` only lists are followed.
    """

    langs: tuple[str, ...] = ()
    start_urls: tuple[str, ...] = ()
    ids: range | None = None
    since: date | None = None
    limit: int | None = None
    articles: bool = True

    @property
    def is_whole_site(self) -> bool:
        """Whether the crawl starts from the home pages, and so also from what earlier runs found."""
        return not self.start_urls and self.ids is None


class Visit(NamedTuple):
    """One page to ask for. `depth` counts the pages of no known kind that led to it in a row; `again`: it was there before."""

    url: str
    kind: PageKind
    depth: int = 0
    again: bool = False


def page_key(url: str, kind: PageKind) -> str:
    """What names a page that is no article: path words have no case, tags may have one."""
    return url if kind is PageKind.TAG_LIST else url.lower()


class Plan(Protocol):
    """What of the known pages a refresh visits: see `agenda.Agenda`."""

    due: list[Visit]
    asleep: set[int]
    resting: set[str]
    news: set[int]
    pages_left: int


@dataclass(slots=True)
class Frontier:
    """The pages still to visit and the rules that choose among them.

    `release` gives out at most `window` visits at a time, and what waits beyond them waits here, in a
    few bytes each; every visit given out is answered by exactly one call of `ended`. A refresh has a `plan`.
    """

    scope: Scope
    window: int = 64
    plan: Plan | None = None
    in_flight: int = 0
    articles_read: int = 0
    _articles_out: int = 0
    _seen_articles: set[int] = field(default_factory=set)
    _seen_pages: set[str] = field(default_factory=set)
    _articles: list[tuple[int, str, str]] = field(default_factory=list)
    _pages: list[tuple[int, int, Visit]] = field(default_factory=list)
    _counter: Iterator[int] = field(default_factory=count)
    _ids: Iterator[tuple[int, str]] = field(default_factory=lambda: iter(()))
    _paging: Paging = field(default_factory=Paging)
    _others: OtherPages = field(default_factory=OtherPages)

    def __len__(self) -> int:
        """Pages that wait, as far as they are known."""
        return len(self._articles) + len(self._pages)

    @property
    def is_done(self) -> bool:
        """Whether the wanted number of articles has been read."""
        return self.scope.limit is not None and self.articles_read >= self.scope.limit

    def start(self) -> None:
        """Put the scope's starting points in."""
        for url in self.scope.start_urls:
            place = address(url)
            if place is not None:
                self._start_page(place)
        if self.scope.ids is not None:
            langs = self.scope.langs or SEEDED_LANGUAGES
            self._ids = ((article_id, lang) for article_id in self.scope.ids for lang in langs)
        if self.scope.is_whole_site:
            for lang in self.scope.langs or SEEDED_LANGUAGES:
                self._push_new(0, Visit(home_url(lang), PageKind.HOME))

    def archive_has(self, keys: Iterable[int]) -> None:
        """Articles (by `article_key`) that need no visit, because an earlier run has them."""
        self._seen_articles.update(keys)

    def add_known(self, links: Iterable[PageLink]) -> None:
        """Pages that earlier runs found; only a crawl of the whole site goes on from them.

        With `since`, articles of which nothing but the address is known are left to the lists, which show dates.
        """
        if self.scope.is_whole_site:
            for link in links:
                if self.scope.since is None or link.kind is not PageKind.ARTICLE:
                    self._follow(link, 0, rank=5)

    def take_up(self, plan: Plan) -> None:
        """Visit what is due by a refresh's plan, leave alone what rests, and read lists on only as far as they bring news."""
        self.plan = plan
        self.archive_has(plan.asleep)
        for visit in plan.due:
            if self.scope.since is not None and list_page(visit.url) is not None:
                continue  # what is cut off there is cut off on purpose
            if (place := address(visit.url)) is not None and place.lang and place.article_id:
                self._seen_articles.add(article_key(place.lang, place.article_id))
                self._push(5, visit)
            else:
                self._push_new(5, visit)

    def release(self) -> Iterator[Visit]:
        """The visits to make now; fewer than wait, so that memory and the way to stop stay short."""
        while self.in_flight < self.window and (visit := self._next()) is not None:
            self.in_flight += 1
            yield visit

    def ended(self, visit: Visit, extraction: Extraction | None, target: str | None = None) -> None:
        """A visit ended: with what its page gave, or None when nothing came.

        `target` is where the page redirects to, when that is another page.
        """
        self.in_flight -= 1
        is_read = extraction is not None and extraction.shows_page
        if visit.kind is PageKind.ARTICLE:
            self._articles_out -= 1
            self.articles_read += is_read
        before = len(self.plan.news) if self.plan else 0
        if target is not None and (place := address(target)) is not None:
            self._follow(place.link(), visit.depth)
        if extraction is not None and is_read and not self._is_old(extraction):
            self._wake_lists(visit, extraction)
            self._follow_all(visit, extraction)
        if visit.kind in _LISTS and (self.plan is None or len(self.plan.news) > before or names_any(extraction, self.plan.news)):
            self._turn_page(visit, extraction)

    # --- which one next -------------------------------------------------------------------------

    def _next(self) -> Visit | None:
        if self.is_done:
            return None
        few = FEW_ARTICLES if self.plan is None else 1  # a refresh reads what is new before it looks for more
        while self._pages and len(self._articles) < few and self._wants_more():
            visit = heapq.heappop(self._pages)[2]
            if self._may_visit(visit):
                return visit
        return self._next_article()

    def _may_visit(self, visit: Visit) -> bool:
        """Whether the plan of a refresh has room for a page; a yes is counted."""
        if visit.kind is PageKind.ARTICLE:
            self._articles_out += 1
            return True
        if self.plan is None:
            return True
        self.plan.pages_left -= 1
        return self.plan.pages_left >= 0

    def _wants_more(self) -> bool:
        """Whether the articles that wait and are under way may not be enough."""
        limit = self.scope.limit
        return limit is None or self.articles_read + self._articles_out + len(self._articles) < limit

    def _next_article(self) -> Visit | None:
        limit = self.scope.limit
        if limit is not None and self.articles_read + self._articles_out >= limit:
            return None
        url = heapq.heappop(self._articles)[2] if self._articles else next(self._wanted_ids(), None)
        if url is None:
            return None
        self._articles_out += 1
        return Visit(url, PageKind.ARTICLE)

    def _wanted_ids(self) -> Iterator[str]:
        for article_id, lang in self._ids:
            if self._is_new_article(lang, article_id):
                yield article_url(lang, article_id)

    # --- what a page leads to -------------------------------------------------------------------

    def _start_page(self, place: Address) -> None:
        if place.kind is PageKind.ARTICLE and place.lang and place.article_id:
            self._seen_articles.add(article_key(place.lang, place.article_id))
            heapq.heappush(self._articles, (-place.article_id, place.lang, place.fetch))
        else:
            self._push_new(0, Visit(place.fetch, place.kind))

    def _follow_all(self, visit: Visit, extraction: Extraction) -> None:
        if self.scope.since is not None:
            for entry in extraction.listing:
                if entry.published is not None and entry.published < self.scope.since and entry.article_id and extraction.lang:
                    self._is_new_article(extraction.lang, entry.article_id)
        for link in extraction.links:
            self._follow(link, visit.depth)

    def _wake_lists(self, visit: Visit, extraction: Extraction) -> None:
        """The lists of the tags of a new article have changed, so they rest no longer."""
        article = extraction.article
        if self.plan is not None and article is not None and not visit.again:
            self.plan.resting.difference_update(tag_url(article.lang, tag) for tag in article.tags)

    def _follow(self, link: PageLink, depth: int, rank: int = 2) -> None:
        if (self.scope.langs and link.lang not in {*self.scope.langs, None}) or (self.scope.ids is not None and not self.scope.start_urls):
            return
        if link.kind in _LISTS:
            self._push_new(rank, Visit(list_address(link.url), link.kind))
        elif not self.scope.articles:
            return
        elif link.kind is PageKind.ARTICLE:
            self._push_article(link)
        elif link.kind is PageKind.HOME:
            self._push_new(0, Visit(link.url, link.kind))
        elif link.url.lower() not in self._seen_pages and self._others.may_visit(link.url, link.lang, depth + 1):
            self._push_new(2 * depth + 1, Visit(link.url, link.kind, depth + 1))

    def _push_article(self, link: PageLink) -> None:
        if link.lang and link.article_id and self._is_new_article(link.lang, link.article_id):
            heapq.heappush(self._articles, (-link.article_id, link.lang, link.url))
            if self.plan is not None:
                self.plan.news.add(article_key(link.lang, link.article_id))

    def _is_new_article(self, lang: str, article_id: int) -> bool:
        key = article_key(lang, article_id)
        if key in self._seen_articles:
            return False
        self._seen_articles.add(key)
        return True

    def _push_new(self, rank: int, visit: Visit) -> None:
        key = page_key(visit.url, visit.kind)
        if key not in self._seen_pages and not (self.plan and key in self.plan.resting):
            self._seen_pages.add(key)
            self._push(rank, visit)

    def _push(self, rank: int, visit: Visit) -> None:
        heapq.heappush(self._pages, (rank, next(self._counter), visit))

    # --- lists ----------------------------------------------------------------------------------

    def _turn_page(self, visit: Visit, extraction: Extraction | None) -> None:
        bare, page = list_address(visit.url), list_page(visit.url)
        following = self._paging.next_page(bare, page, entries(extraction))
        if following is not None and not (extraction and self._all_older(extraction)):
            self._push(2, Visit(f"{bare}//{following}", visit.kind))

    def _all_older(self, extraction: Extraction) -> bool:
        days = [entry.published for entry in extraction.listing if entry.published is not None]
        return self.scope.since is not None and bool(days) and max(days) < self.scope.since

    def _is_old(self, extraction: Extraction) -> bool:
        """Whether the page is an article from before `since`; such pages lead to older ones still."""
        published = extraction.article.published if extraction.article is not None else None
        return self.scope.since is not None and published is not None and published < self.scope.since
