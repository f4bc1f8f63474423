"""Pages of about 70 KB, of which the article is about 15 %, as many different ones as there are ids."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page

_SIZE: Final = 22
_GAP: Final = b"\0"


class Pages:
    """`count` pages made at the start; each id gets one of them with the id put before its title and its paragraphs.

    So no two articles are the same, nothing that a crawl keeps is shared, and a page costs next to nothing.
    """

    def __init__(self, count: int) -> None:
        self._parted = [_parted(article_page("portal", number, weight=1.0, size=_SIZE)) for number in range(count)]

    def of(self, article_id: int) -> bytes:
        """The page of an article."""
        return (b"Report %d: " % article_id).join(self._parted[article_id % len(self._parted)])


def _parted(page: Page) -> list[bytes]:
    """A page cut before its title and its paragraphs, wherever they stand."""
    article = page.expected.article
    payload = page.payload
    for text in (article.title, *(block.text for block in article.blocks)) if article else ():
        payload = payload.replace(text.encode(), _GAP + text.encode())
    return payload.split(_GAP)
