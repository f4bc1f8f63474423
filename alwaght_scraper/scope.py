"""What a crawl may ask for, as its user said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alwaght_scraper.site import SEEDED_LANGUAGES
from alwaght_scraper.visits import LISTS

if TYPE_CHECKING:
    from datetime import date

    from alwaght_scraper.items import Extraction, PageLink


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

    @property
    def first_langs(self) -> tuple[str, ...]:
        """The languages to start in."""
        return self.langs or SEEDED_LANGUAGES

    def follows(self, link: PageLink) -> bool:
        """Whether a link is one to go on to, by its language and kind."""
        if self.ids is not None and not self.start_urls:
            return False
        is_wanted = not self.langs or link.lang is None or link.lang in self.langs
        return is_wanted and (self.articles or link.kind in LISTS)

    def is_before(self, day: date | None) -> bool:
        """Whether a day lies before `since`; one that is not known does not."""
        return self.since is not None and day is not None and day < self.since

    def is_old(self, extraction: Extraction) -> bool:
        """Whether the page is an article from before `since`; such pages lead to older ones still."""
        return extraction.article is not None and self.is_before(extraction.article.published)

    def ends_list(self, extraction: Extraction | None) -> bool:
        """Whether all dated entries of a list page are from before `since`, so that those of the next page are too."""
        days = [entry.published for entry in extraction.listing if entry.published is not None] if extraction else []
        return self.is_before(max(days, default=None))
