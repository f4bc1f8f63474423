"""What a crawl asks for next: a plain class that knows no network.

Articles wait newest first, each once per run. Lists and other pages are read only while few articles
wait, so that the frontier stays small however large the site is. Every way to read on for ever ends
by itself: a list page that brings nothing new ends its list, lists that lead to nothing but lists and pages of no known kind have
budgets, and so have redirects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from alwaght_scraper.items import Extraction, PageKind, PageLink
from alwaght_scraper.queues import ArticleQueue, PageQueue
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import LANGUAGES, Address, address, home_url, tag_url
from alwaght_scraper.traps import FarLists, Hops, OtherPages, Paging, entries, list_address, list_page
from alwaght_scraper.visits import LISTS, Visit, article_key, page_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


FEW_ARTICLES: Final = 64

_START: Final = 0
_FOUND: Final = 2
_KNOWN: Final = 5
"""Ranks of pages: the first are asked for first. Pages of no known kind come between, the farther off the later."""


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
    _articles: ArticleQueue = field(init=False)
    _pages: PageQueue = field(default_factory=PageQueue)
    _paging: Paging = field(default_factory=Paging)
    _far: FarLists = field(default_factory=FarLists)
    _hops: Hops = field(default_factory=Hops)
    _others: OtherPages = field(default_factory=OtherPages)

    def __post_init__(self) -> None:
        self._articles = ArticleQueue(self.scope.limit)

    def __len__(self) -> int:
        """Pages that wait, as far as they are known."""
        return len(self._articles) + len(self._pages)

    @property
    def is_done(self) -> bool:
        """Whether the wanted number of articles has been read."""
        return self._articles.is_done

    # --- what there is to visit -----------------------------------------------------------------

    def start(self) -> None:
        """Put the scope's starting points in."""
        for url in self.scope.start_urls:
            place = address(url)
            if place is not None:
                self._start_page(place)
        if self.scope.ids is not None:
            self._articles.push_range(self.scope.ids, self.scope.first_langs)
        if self.scope.is_whole_site:
            for lang in self.scope.first_langs:
                self._push_new(_START, Visit(home_url(lang), PageKind.HOME))

    def _start_page(self, place: Address) -> None:
        if place.kind is PageKind.ARTICLE and place.lang and place.article_id:
            self._articles.skip([article_key(place.lang, place.article_id)])
            self._articles.push(place.lang, place.article_id, place.fetch)
        else:
            self._push_new(_START, Visit(place.fetch, place.kind))

    def archive_has(self, keys: Iterable[int]) -> None:
        """Articles (by `article_key`) that need no visit, because an earlier run has them."""
        self._articles.skip(keys)

    def add_known(self, links: Iterable[PageLink]) -> None:
        """Pages that earlier runs found; only a crawl of the whole site goes on from them.

        With `since`, articles of which nothing but the address is known are left to the lists, which show dates.
        """
        if self.scope.is_whole_site:
            for link in links:
                if self.scope.since is None or link.kind is not PageKind.ARTICLE:
                    self._follow(link, rank=_KNOWN)

    def take_up(self, plan: Plan) -> None:
        """Visit what is due by a refresh's plan, leave alone what rests, and read lists on only as far as they bring news."""
        self.plan = plan
        self._articles.skip(plan.asleep)
        for visit in plan.due:
            if self.scope.since is not None and list_page(visit.url) is not None:
                continue  # what is cut off there is cut off on purpose
            if (place := address(visit.url)) is not None and place.lang and place.article_id:
                self._articles.skip([article_key(place.lang, place.article_id)])
                self._pages.push(_KNOWN, visit)
            else:
                self._push_new(_KNOWN, visit)

    def _push_new(self, rank: int, visit: Visit) -> None:
        if not (self.plan and page_key(visit.url, visit.kind) in self.plan.resting):
            self._pages.push_new(rank, visit)

    # --- which one next -------------------------------------------------------------------------

    def release(self) -> Iterator[Visit]:
        """The visits to make now; fewer than wait, so that memory and the way to stop stay short."""
        while self.in_flight < self.window and (visit := self._next()) is not None:
            self.in_flight += 1
            if visit.kind is PageKind.ARTICLE:
                self._articles.asked()
            yield visit

    def _next(self) -> Visit | None:
        if self.is_done:
            return None
        few = FEW_ARTICLES if self.plan is None else 1  # a refresh reads what is new before it looks for more
        while self._pages and len(self._articles) < few and self._articles.may_lack:
            visit = self._pages.pop()
            if self._has_room(visit):
                return visit
        url = self._articles.pop()
        return None if url is None else Visit(url, PageKind.ARTICLE)

    def _has_room(self, visit: Visit) -> bool:
        """Whether the plan of a refresh has room for a page; every page that asks is counted, so that what is left out shows."""
        if self.plan is None or visit.kind is PageKind.ARTICLE:
            return True
        self.plan.pages_left -= 1
        return self.plan.pages_left >= 0

    # --- what a page leads to -------------------------------------------------------------------

    def ended(self, visit: Visit, extraction: Extraction | None, target: str | None = None) -> None:
        """A visit ended: with what its page gave, or None when nothing came.

        `target` is where the page redirects to, when that is another page.
        """
        self.in_flight -= 1
        is_read = extraction is not None and extraction.shows_page
        if visit.kind is PageKind.ARTICLE:
            self._articles.answered(is_read=is_read)
        before = len(self.plan.news) if self.plan else 0
        if target is not None:
            self._follow_redirect(visit, target)
        if extraction is not None and is_read and not self.scope.is_old(extraction):
            self._wake_lists(visit, extraction)
            self._follow_all(visit, extraction)
        if visit.kind in LISTS and (self.plan is None or len(self.plan.news) > before or _names_any(extraction, self.plan.news)):
            self._turn_page(visit, extraction)

    def _wake_lists(self, visit: Visit, extraction: Extraction) -> None:
        """The lists of the tags of a new article have changed, so they rest no longer."""
        article = extraction.article
        if self.plan is not None and article is not None and not visit.again:
            self.plan.resting.difference_update(tag_url(article.lang, tag) for tag in article.tags)

    def _follow_all(self, visit: Visit, extraction: Extraction) -> None:
        for entry in extraction.listing:
            if self.scope.is_before(entry.published) and entry.article_id and extraction.lang:
                self._articles.skip([article_key(extraction.lang, entry.article_id)])
        before = self._articles.seen
        for link in extraction.links:
            if link.kind is PageKind.ARTICLE:
                self._follow_article(link)
        is_list = visit.kind in LISTS
        far = visit.depth + 1 if is_list and self._articles.seen == before else 0
        for link in extraction.links:
            if link.kind is not PageKind.ARTICLE:
                self._follow(link, far if link.kind in LISTS else 0 if is_list else visit.depth)

    def _follow_redirect(self, visit: Visit, target: str) -> None:
        place, here = address(target), address(visit.url)
        if place is not None and here is not None and self._hops.may_follow(here.canonical, place.canonical):
            self._follow(place.link(), visit.depth)

    def _follow(self, link: PageLink, depth: int = 0, rank: int = _FOUND) -> None:
        if link.kind is PageKind.ARTICLE:
            self._follow_article(link)
        elif not self.scope.follows(link):
            return
        elif link.kind in LISTS:
            self._follow_list(Visit(list_address(link.url), link.kind, depth), link.lang, rank)
        elif link.kind is PageKind.HOME:
            self._push_new(_START, Visit(link.url, link.kind))
        else:
            self._follow_other(Visit(link.url, link.kind, depth + 1), link.lang)

    def _follow_article(self, link: PageLink) -> None:
        """Let a new article wait; where only lists are wanted, take note that it was named."""
        is_wanted = self.scope.follows(link)
        if not (is_wanted or not self.scope.articles) or not link.lang or not link.article_id:
            return
        if self._articles.is_new(link.lang, link.article_id) and is_wanted:
            self._articles.push(link.lang, link.article_id, link.url)
            if self.plan is not None:
                self.plan.news.add(article_key(link.lang, link.article_id))

    def _follow_list(self, visit: Visit, lang: str | None, rank: int) -> None:
        if not visit.depth or (not self._pages.has_seen(visit) and self._far.may_visit(lang, visit.depth)):
            self._push_new(rank, visit)

    def _follow_other(self, visit: Visit, lang: str | None) -> None:
        if not self._pages.has_seen(visit) and self._others.may_visit(visit.url, lang, visit.depth):
            self._push_new(2 * visit.depth - 1, visit)

    def _turn_page(self, visit: Visit, extraction: Extraction | None) -> None:
        bare, page = list_address(visit.url), list_page(visit.url)
        following = self._paging.next_page(bare, page, entries(extraction))
        if following is not None and not self.scope.ends_list(extraction):
            self._pages.push(_FOUND, Visit(f"{bare}//{following}", visit.kind, visit.depth))


def _names_any(extraction: Extraction | None, news: set[int]) -> bool:
    """Whether an entry of a list page is among these articles (by `article_key`)."""
    if extraction is None or extraction.lang not in LANGUAGES:
        return False
    return any(entry.article_id and article_key(extraction.lang, entry.article_id) in news for entry in extraction.listing)
