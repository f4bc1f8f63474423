"""Pages and sites for tests of the frontier."""

from __future__ import annotations

from datetime import date

from alwaght_scraper.frontier import Frontier
from alwaght_scraper.items import Article, Extraction, ListingEntry, Outcome, PageKind, PageLink
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import ORIGIN, address, article_url
from alwaght_scraper.visits import Visit

HOME = Visit(f"{ORIGIN}/en", PageKind.HOME)
LIST = f"{ORIGIN}/en/Keywords/Harbour"


def link(url: str) -> PageLink:
    place = address(url)
    assert place is not None
    return place.link()


def articles(*ids: int, lang: str = "en") -> tuple[PageLink, ...]:
    return tuple(link(article_url(lang, article_id)) for article_id in ids)


def page(*links: PageLink, kind: PageKind = PageKind.HOME, listing: tuple[ListingEntry, ...] = ()) -> Extraction:
    return Extraction(kind, Outcome.OK, "en", links=links, listing=listing)


def entry(article_id: int, published: date | None = None) -> ListingEntry:
    return ListingEntry(0, article_id, article_url("en", article_id), "A title", published, None, None, is_cut=False)


def article(article_id: int, *links: PageLink, published: date | None = None) -> Extraction:
    found = Article("en", article_id, article_url("en", article_id), "T", published, None, None, None, None, None, (), (), (), ())
    return Extraction(PageKind.ARTICLE, Outcome.OK, "en", article_id, article=found, links=links)


def started(scope: Scope | None = None, window: int = 64) -> Frontier:
    frontier = Frontier(scope or Scope(langs=("en",)), window=window)
    frontier.start()
    return frontier


def urls(frontier: Frontier) -> list[str]:
    return [visit.url for visit in frontier.release()]


def crawl(frontier: Frontier, site: dict[str, Extraction], most: int = 5_000) -> list[str]:
    """Visit everything; a page that `site` lacks is gone."""
    asked: list[str] = []
    queue = list(frontier.release())
    while queue and len(asked) < most:
        visit = queue.pop(0)
        asked.append(visit.url)
        frontier.ended(visit, site.get(visit.url, Extraction(visit.kind, Outcome.GONE, "en")))
        queue.extend(frontier.release())
    assert not queue, "the crawl came to no end"
    assert frontier.in_flight == 0
    return asked


def list_site(pages: list[list[int]], first: int, *, beyond: list[int] | None = None) -> dict[str, Extraction]:
    """A list whose pages are counted from `first`; pages beyond the last show `beyond`, or are gone."""
    shown = {LIST: pages[0], **{f"{LIST}//{first + number}": ids for number, ids in enumerate(pages)}}
    if beyond is not None:
        shown |= {f"{LIST}//{number}": beyond for number in range(first + len(pages), 60)}
    return {url: page(*articles(*ids), kind=PageKind.TAG_LIST, listing=tuple(map(entry, ids))) for url, ids in shown.items()}
