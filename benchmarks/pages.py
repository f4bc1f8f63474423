"""Pages of about 70 KB, of which the article is about 15 %, as many different ones as there are ids."""

from __future__ import annotations

import dataclasses
import html
import re
from random import Random
from typing import Final

from alwaght_scraper.items import Article
from alwaght_scraper.replica.frames import write_frame
from alwaght_scraper.replica.markups.catalogue import ALL
from alwaght_scraper.replica.model import Frame, Page
from alwaght_scraper.replica.pages import article_address, render_page
from alwaght_scraper.replica.prose.grammar import seeded
from alwaght_scraper.replica.stories import invent_ref, invent_refs, write_story

LANG: Final = "en"
_MARKUP: Final = ALL["portal"]
_BOX_ENTRIES: Final = 15
_PARAGRAPHS: Final = 12
_STRETCH: Final = re.compile(rb"(?<=>)[^<>]{40,}(?=<)")


def pages(count: int, *, same_frame: bool) -> list[Page]:
    """`count` pages of different articles; the frame's boxes hold 45 entries."""
    shared = _frame("shared")
    return [_page(number, shared if same_frame else _frame(number)) for number in range(count)]


def _frame(seed: int | str) -> Frame:
    rng = seeded("frame", seed)
    refs = invent_refs(rng, LANG, 3 * _BOX_ENTRIES)
    boxes = [refs[start : start + _BOX_ENTRIES] for start in range(0, len(refs), _BOX_ENTRIES)]
    return dataclasses.replace(write_frame(rng, LANG, refs), editors_choice=boxes[0], news=boxes[1], most_viewed=boxes[2])


def _page(seed: int, frame: Frame) -> Page:
    rng = seeded("page", seed)
    ref = invent_ref(rng, LANG)
    story = write_story(rng, ref, invent_refs(rng, LANG, 3), _MARKUP.abilities, _PARAGRAPHS)
    return render_page(_MARKUP, article_address(ref, _MARKUP), frame, story, rng, 1.0)


class Pages:
    """`count` pages made at the start; each id gets one of them, the id before its title and stretches of the text of all of them in it.

    One frame stands around all, as in a crawl (its boxes belong to the visit, not to the article: docs/site.md), or each page has its own.

    So no two articles are the same and hardly any nearly so, nothing that a crawl keeps is shared, and a page costs next to nothing.
    """

    def __init__(self, count: int, *, same_frame: bool) -> None:
        made = pages(count, same_frame=same_frame)
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
    """The stretches of an article's text that have no tag within, each once; short ones may be a section or a tag too."""
    told = " ".join(block.text for block in _article(page).blocks)
    return [run for run in dict.fromkeys(_STRETCH.findall(page.payload)) if " ".join(html.unescape(run.decode()).split()) in told]
