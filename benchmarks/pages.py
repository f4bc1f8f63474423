"""Pages of about 70 KB, of which the article is about 15 %, as many different ones as there are ids."""

from __future__ import annotations

import html
import re
from random import Random
from typing import Final

from alwaght_scraper.items import Article
from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page

_SIZE: Final = 22


class Pages:
    """`count` pages made at the start; each id gets one of them, the id before its title and paragraphs of all of them in it.

    So no two articles are the same or nearly so, nothing that a crawl keeps is shared, and a page costs next to nothing.
    """

    def __init__(self, count: int) -> None:
        made = [article_page("portal", number, weight=1.0, size=_SIZE) for number in range(count)]
        self._pool = [text for page in made for text in _texts(page)]
        self._pages = [_Parted(page) for page in made]

    def of(self, article_id: int) -> bytes:
        """The page of an article."""
        page = self._pages[article_id % len(self._pages)]
        texts = Random(article_id).choices(self._pool, k=page.texts)  # noqa: S311 (made-up text)
        return page.with_texts(b"Report %d: " % article_id, texts)


class _Parted:
    """A page cut wherever its title or one of its `texts` stands."""

    def __init__(self, page: Page) -> None:
        places = {text: place for place, text in enumerate(_texts(page))}
        self.texts = len(places)
        self._title = _article(page).title.encode()
        cut = re.compile(b"(%s)" % b"|".join(map(re.escape, sorted([self._title, *places], key=len, reverse=True))))
        self._parts = cut.split(page.payload)
        self._places = [places.get(text) for text in self._parts[1::2]]

    def with_texts(self, mark: bytes, texts: list[bytes]) -> bytes:
        """The page with `mark` before its title and other texts, the same one wherever one of its own stood."""
        parts = [*self._parts]
        parts[1::2] = [mark + self._title if place is None else texts[place] for place in self._places]
        return b"".join(parts)


def _article(page: Page) -> Article:
    if page.expected.article is None:
        raise ValueError(page.url)
    return page.expected.article


def _texts(page: Page) -> list[bytes]:
    """An article's paragraphs that stand in its page as they are, each once."""
    texts = (block.text for block in _article(page).blocks)
    return [text.encode() for text in dict.fromkeys(texts) if html.escape(text) == text]
