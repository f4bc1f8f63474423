"""A page to ask for, and what names it among the pages that are known."""

from __future__ import annotations

from typing import Final, NamedTuple

from alwaght_scraper.items import PageKind
from alwaght_scraper.site import LANGUAGES, MAX_ARTICLE_ID

LISTS: Final = frozenset({PageKind.TAG_LIST, PageKind.NEWS_CASE})
"""The kinds of pages that list articles page after page."""


class Visit(NamedTuple):
    """One page to ask for. `again`: it was there before.

    `depth` counts the pages of no known kind that led to it in a row; of a list, the lists that named no article first.
    """

    url: str
    kind: PageKind
    depth: int = 0
    again: bool = False


def article_key(lang: str, article_id: int) -> int:
    """An article's key as one whole number, so that a set of them stays small."""
    return LANGUAGES.index(lang) * (MAX_ARTICLE_ID + 1) + article_id


def page_key(url: str, kind: PageKind) -> str:
    """What names a page that is no article: path words have no case, tags may have one."""
    return url if kind is PageKind.TAG_LIST else url.lower()
