"""The replica's ground truth: what a page says, before any markup prints it.

The expected values are the project's own items (`Article`, `GlossaryEntry`, `ListingEntry`), so what a
test compares is what the parser must give; the rest of a page's model is what surrounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from alwaght_scraper.captures.capture import Capture, Headers
from alwaght_scraper.items import Article, Block, Extraction, GlossaryEntry, ListingEntry, PageKind, Picture

FIRST_DAY = date(2014, 5, 31)
FIRST_ID = 3139
IDS_PER_DAY = 68


def id_on(day: date, offset: int = 0) -> int:
    """An article id that the site would have given on `day`; ids and dates rise together."""
    return FIRST_ID + (day - FIRST_DAY).days * IDS_PER_DAY + offset % IDS_PER_DAY


def slug_of_title(title: str) -> str:
    """The site's slug: the title without `:`, `?` and `'`, blanks as hyphens, percent-encoded."""
    return quote(title.translate({ord(c): None for c in ":?'\"/%"}).replace(" ", "-"), safe="-,;.")


@dataclass(frozen=True, slots=True)
class Ref:
    """An article as other pages show it: in boxes, lists and related links."""

    lang: str
    article_id: int
    title: str
    published: date | None
    date_line: str | None
    summary: str
    tags: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The slug of the article's address."""
        return slug_of_title(self.title)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below an article: no part of it."""

    author: str
    date_line: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture and the place where it stands: below block `after`, -1 for above the body."""

    after: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a markup can print so that a person sees it for what it is."""

    lists: bool = True
    quotes: bool = True
    teaser: bool = True
    captions: bool = True
    inner_pictures: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """An article page's content: the expected article and what is printed along with it."""

    ref: Ref
    article: Article
    related: tuple[Ref, ...]
    figures: tuple[Figure, ...]
    comments: tuple[Comment, ...]

    @property
    def lead_figures(self) -> tuple[Picture, ...]:
        """The pictures between the title and the body."""
        return tuple(figure.picture for figure in self.figures if figure.after < 0)

    def figures_after(self, position: int) -> tuple[Picture, ...]:
        """The pictures that stand right below block `position`."""
        return tuple(figure.picture for figure in self.figures if figure.after == position)

    @property
    def body_blocks(self) -> tuple[Block, ...]:
        """The blocks without the teaser, which markups print apart."""
        return self.article.blocks[1:] if self.article.teaser else self.article.blocks


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a tag list: the article that it links to and what is printed of it."""

    ref: Ref
    expected: ListingEntry


@dataclass(frozen=True, slots=True)
class TagList:
    """A tag list page's content; `pages` counts the pages of the list, the first being 0."""

    tag: str
    page: int | None
    pages: int
    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """A home, section or dossier page: cards of articles under headings."""

    kind: PageKind
    groups: tuple[tuple[str, tuple[Ref, ...]], ...]


Content = Story | TagList | Front


@dataclass(frozen=True, slots=True)
class Frame:
    """What belongs to the visit and not to the page: boxes, glossary, gallery, menus."""

    lang: str
    visited: datetime
    editors_choice: tuple[Ref, ...]
    news: tuple[Ref, ...]
    most_viewed: tuple[Ref, ...]
    glossary: tuple[GlossaryEntry, ...]
    cloud: tuple[str, ...]
    cases: tuple[int, ...]
    sections: tuple[str, ...]
    film: str


@dataclass(frozen=True, slots=True)
class Page:
    """One rendered page: the bytes a server would send and what extraction must make of them.

    In `expected`, `reason`, `layout` and `rules` are not filled, `published_reason` is empty when any
    reason will do, and the links stand sorted by address.
    """

    url: str
    fetched_at: datetime
    status: int
    headers: Headers
    payload: bytes
    expected: Extraction
    markup: str

    def capture(self, *, later: timedelta = timedelta()) -> Capture:
        """The page as a fetch of it would have come, `later` than its own visit."""
        return Capture(self.url, self.fetched_at + later, self.status, self.headers, self.payload, source="warc")
