"""Where a site could keep a crawler for ever, and what ends it: paging, lists of lists, redirects, and pages of no known kind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from alwaght_scraper.items import Extraction, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_LIST_PAGES: Final = 2_000
"""More than the longest list can have: about 30,000 articles at 15 a page."""
MAX_BROKEN_PAGES: Final = 2
MAX_FAR_LISTS: Final = 300
"""Lists, in each language, that only lists without news name; those of an article's tags are named by the article."""
MAX_FAR_DEPTH: Final = 3
MAX_HOPS: Final = 5
MAX_OTHER_DEPTH: Final = 3
MAX_OTHER_PAGES: Final = 300
"""Pages of no known kind, in each language; the site's sections are a few dozen."""
MAX_QUERIES: Final = 20
MAX_LENGTH: Final = 300
MAX_SEGMENTS: Final = 8
MAX_REPEATS: Final = 2

_ABSENT: Final = frozenset({Outcome.GONE, Outcome.SOFT_404, Outcome.REDIRECT})
_PAGE_NUMBER: Final = re.compile(r"(?<!:)//(\d+)$")
_NO_PAGE: Final = re.compile(
    r"\.(?:7z|apk|avi|bmp|css|docx?|exe|flv|gif|ico|jpe?g|js|json|m4a|mov|mp[34]|mpe?g|og[agv]|pdf|png|pptx?|rar|svg|swf|tar|tiff?|ttf"
    r"|wav|web[mp]|wm[av]|woff2?|xlsx?|zip)$",
    re.IGNORECASE,
)


def list_address(url: str) -> str:
    """A list's address without its page number."""
    return _PAGE_NUMBER.sub("", url)


def list_page(url: str) -> int | None:
    """The page number in a list's address; None when it names none."""
    match = _PAGE_NUMBER.search(url)
    return int(match[1]) if match else None


def entries(extraction: Extraction | None) -> frozenset[int] | None:
    """The ids of a list page's entries, else of its links; none where there is no such page, None where it could not be read."""
    if extraction is None or extraction.outcome in _ABSENT:
        return frozenset()
    if not extraction.shows_page:
        return None
    listed = frozenset(entry.article_id for entry in extraction.listing if entry.article_id)
    return listed or frozenset(link.article_id for link in extraction.links if link.article_id)


@dataclass(slots=True)
class _List:
    entries: set[int] = field(default_factory=set)
    pages: int = 0
    broken: int = 0


@dataclass(slots=True)
class Paging:
    """Decides whether a list has a further page, from what its pages brought so far.

    Nobody knows whether the site counts from 0 or from 1, so page 1 may be the page without a number
    once more. Only a list that shows it settles that, and then for the whole site: page 1 with
    something new means 0, page 2 with something new after a page 1 without means 1.
    """

    first: int | None = None
    _lists: dict[str, _List] = field(default_factory=dict)

    def next_page(self, bare: str, page: int | None, entries: Collection[int] | None) -> int | None:
        """The number of the page to read after `page`; None at the list's end. `entries` None: the page could not be read."""
        state = self._lists.setdefault(bare, _List())
        state.pages += 1
        following = self._following(state, page, entries)
        if following is None or state.pages >= MAX_LIST_PAGES:
            del self._lists[bare]
            return None
        return following

    def _following(self, state: _List, page: int | None, entries: Collection[int] | None) -> int | None:
        if entries is None:
            state.broken += 1
            return page + 1 if page is not None and state.broken <= MAX_BROKEN_PAGES else None
        state.broken = 0
        is_new = not state.entries.issuperset(entries)
        state.entries.update(entries)
        if not page:
            return (self.first or 0) + 1 if is_new else None
        self._learn(state, page, is_new=is_new)
        return page + 1 if is_new or (page == 1 and entries and self.first is None) else None

    def _learn(self, state: _List, page: int, *, is_new: bool) -> None:
        if self.first is None and is_new and page == state.pages - 1:
            if page == 1:
                self.first = 0
            elif page == 2:
                self.first = 1


@dataclass(slots=True)
class FarLists:
    """Budgets for the lists that are named by lists only, none of which named an article first: depth and number."""

    _lists: Counter[str | None] = field(default_factory=Counter)

    def may_visit(self, lang: str | None, depth: int) -> bool:
        """Whether a list not visited yet fits in the budgets; a yes is counted."""
        if depth > MAX_FAR_DEPTH or self._lists[lang] >= MAX_FAR_LISTS:
            return False
        self._lists[lang] += 1
        return True


@dataclass(slots=True)
class Hops:
    """How many redirects in a row led to each page that waits, by canonical address."""

    _led: dict[str, int] = field(default_factory=dict)

    def may_follow(self, url: str, target: str) -> bool:
        """Whether the redirect from a page to another one is not one too many; a yes is counted."""
        hops = self._led.pop(url, 0) + 1
        if hops > MAX_HOPS:
            return False
        self._led[target] = hops
        return True


@dataclass(slots=True)
class OtherPages:
    """Budgets for the pages of no known kind: depth, number, length, repetition and queries."""

    _pages: Counter[str | None] = field(default_factory=Counter)
    _queries: Counter[str] = field(default_factory=Counter)

    def may_visit(self, url: str, lang: str | None, depth: int) -> bool:
        """Whether a page not visited yet fits in the budgets; a yes is counted."""
        parts = urlsplit(url)
        if depth > MAX_OTHER_DEPTH or len(url) > MAX_LENGTH or _NO_PAGE.search(parts.path) or _repeats(parts.path):
            return False
        if self._pages[lang] >= MAX_OTHER_PAGES or (parts.query and self._queries[parts.path.lower()] >= MAX_QUERIES):
            return False
        self._pages[lang] += 1
        self._queries[parts.path.lower()] += bool(parts.query)
        return True


def _repeats(path: str) -> bool:
    segments = [segment for segment in path.lower().split("/") if segment]
    return len(segments) > MAX_SEGMENTS or max(Counter(segments).values(), default=0) > MAX_REPEATS
