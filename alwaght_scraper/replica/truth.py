"""What a dataset must hold after every page of a replica site was captured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alwaght_scraper.items import Article, ListingEntry, Outcome, PageKind
from alwaght_scraper.replica.model import Page


@dataclass(slots=True)
class GroundTruth:
    """The union over a site's pages, by the keys of the dataset's tables.

    `articles` by (lang, id); `listings` by (lang, tag, id); `glossary` as (lang, term, definition);
    `failures` by (lang, id) holds the outcome of article addresses that show no article; `addresses`
    counts the pages.
    """

    articles: dict[tuple[str, int], Article] = field(default_factory=dict)
    listings: dict[tuple[str, str, int], ListingEntry] = field(default_factory=dict)
    glossary: set[tuple[str, str, str | None]] = field(default_factory=set)
    failures: dict[tuple[str, int], Outcome] = field(default_factory=dict)
    addresses: int = 0

    def add(self, page: Page) -> None:
        """Take in what one page shows."""
        self.addresses += 1
        expected = page.expected
        lang = expected.lang or ""
        if expected.article:
            self.articles[lang, expected.article.article_id] = expected.article
        elif expected.kind is PageKind.ARTICLE and expected.article_id:
            self.failures[lang, expected.article_id] = expected.outcome
        for entry in expected.listing:
            if expected.tag and entry.article_id:
                self.listings[lang, expected.tag, entry.article_id] = entry
        self.glossary.update((lang, entry.term, entry.definition) for entry in expected.glossary)


def expected(site: Iterable[Page]) -> GroundTruth:
    """The ground truth of all pages of a site (or of any choice of pages)."""
    truth = GroundTruth()
    for page in site:
        truth.add(page)
    return truth
