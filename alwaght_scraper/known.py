"""What earlier runs know: the articles that need no fetch, and the pages that were found and not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from alwaght_scraper.items import Extraction, Outcome, PageKind, PageLink
from alwaght_scraper.site import LANGUAGES, address, article_url, tag_url
from alwaght_scraper.traps import list_address
from alwaght_scraper.visits import LISTS, article_key
from pipelines.read import Snapshot, is_published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

_WANTED: Final = frozenset({"never_tried", "failed", "blocked"})
_NOT_THERE: Final = frozenset({Outcome.GONE, Outcome.SOFT_404})
_LOST: Final = frozenset({*_NOT_THERE, Outcome.REJECTED})


@dataclass(slots=True)
class Known:
    """`articles` by `article_key`; `wanted` are links to articles not read yet, `lists` those to all lists that are known of.

    Of the captures that are not published yet, `news` are the articles that they named first, and `seen` says when they showed
    an article last.
    """

    articles: set[int] = field(default_factory=set)
    wanted: dict[int, PageLink] = field(default_factory=dict)
    news: set[int] = field(default_factory=set)
    seen: dict[int, datetime] = field(default_factory=dict)
    lists: dict[str, PageLink] = field(default_factory=dict)

    @classmethod
    def load(cls, data_dir: Path) -> Known:
        """Read it from the published dataset; empty where there is none.

        Raises:
            DamagedArchiveError: the dataset cannot be read.
        """
        known = cls()
        if is_published(data_dir):
            snapshot = Snapshot.open(data_dir)
            known._read_articles(snapshot)
            known._read_coverage(snapshot)
            known._read_lists(snapshot)
        return known

    def links(self) -> Iterator[PageLink]:
        """The pages to go on from: articles that are still wanted, then lists."""
        yield from (link for key, link in self.wanted.items() if key not in self.articles)
        yield from self.lists.values()

    def add(self, extraction: Extraction, when: datetime) -> None:
        """Take in what a capture of `when` gives that is archived and not published yet."""
        if not extraction.shows_page:
            self._ask_again(extraction)
            return
        if extraction.article is not None:
            key = article_key(extraction.article.lang, extraction.article.article_id)
            self._is_named(key)
            self.articles.add(key)
            self.seen[key] = max(when, self.seen.get(key, when))
        for link in extraction.links:
            if link.kind in LISTS:
                self._add_list(link.url)
            elif link.kind is PageKind.ARTICLE and link.lang and link.article_id:
                key = article_key(link.lang, link.article_id)
                self._is_named(key)
                self.wanted[key] = link

    def _is_named(self, key: int) -> None:
        if key not in self.articles and key not in self.wanted:
            self.news.add(key)

    def _ask_again(self, extraction: Extraction) -> None:
        """An archived article that was not there may be why nothing was published: what a site that was ill hid, the next run finds."""
        if extraction.outcome in _LOST and extraction.kind is PageKind.ARTICLE and extraction.lang and extraction.article_id:
            key = article_key(extraction.lang, extraction.article_id)
            if key in self.articles:
                self.articles.remove(key)
                url = article_url(extraction.lang, extraction.article_id)
                self.wanted[key] = PageLink(url, PageKind.ARTICLE, extraction.lang, extraction.article_id)

    def _read_articles(self, snapshot: Snapshot) -> None:
        table = snapshot.table("articles", ["lang", "article_id"])
        for lang, article_id in zip(table.column("lang").to_pylist(), table.column("article_id").to_pylist(), strict=True):
            if lang in LANGUAGES:
                self.articles.add(article_key(lang, article_id))

    def _read_coverage(self, snapshot: Snapshot) -> None:
        table = snapshot.table("coverage", ["lang", "article_id", "status"])
        columns = (table.column(name).to_pylist() for name in ("lang", "article_id", "status"))
        for lang, article_id, status in zip(*columns, strict=True):
            if status in _WANTED and lang in LANGUAGES:
                self.wanted[article_key(lang, article_id)] = PageLink(article_url(lang, article_id), PageKind.ARTICLE, lang, article_id)

    def _read_lists(self, snapshot: Snapshot) -> None:
        """Read the lists that were visited, and those of the tags that articles have, but for those that are not there."""
        table = snapshot.table("captures", ["url", "page_kind", "outcome"])
        columns = (table.column(name).to_pylist() for name in ("url", "page_kind", "outcome"))
        visited = {(url, outcome in _NOT_THERE) for url, kind, outcome in zip(*columns, strict=True) if kind in LISTS}
        table = snapshot.table("tags", ["lang", "tag"])
        tagged = set(zip(table.column("lang").to_pylist(), table.column("tag").to_pylist(), strict=True))
        missing = {url for url, is_missing in visited if is_missing}
        urls = {url for url, _ in visited} | {tag_url(lang, tag) for lang, tag in tagged}
        for url in sorted(urls - missing):
            self._add_list(url)

    def _add_list(self, url: str) -> None:
        place = address(url)
        if place is not None and place.kind in LISTS:
            bare = list_address(place.canonical)
            self.lists[bare] = PageLink(bare, place.kind, place.lang, None)
