"""The typed items: what one page gives, and the parts that the rows of the dataset share with it.

Every type is frozen and slotted; each field's meaning stands here, where the field stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alwaght_scraper.columns import column


class PageKind(StrEnum):
    """What a page is, by its address."""

    ARTICLE = "article"
    TAG_LIST = "tag_list"
    NEWS_CASE = "news_case"
    HOME = "home"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of one fetch."""

    OK = "ok"
    REJECTED = "rejected"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    GONE = "gone"
    REDIRECT = "redirect"
    NOT_MODIFIED = "not_modified"
    HTTP_ERROR = "http_error"
    NO_RESPONSE = "no_response"


SHOWN = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
"""Outcomes of fetches that show a page: a 304 shows the one that its original holds."""


class BlockKind(StrEnum):
    """What one block of an article's body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list_item"


# --- parts of rows ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article's body, in page order."""

    kind: str = column("paragraph, heading, quote or list_item", example="paragraph")
    text: str = column("text, NFC, white space folded", example="Alwaght- The ministers met again.")


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link of the 'Related Content' box."""

    article_id: int | None = column("id in the link's address, null when it names none", example=47210)
    url: str = column("canonical address", example="http://alwaght.net/en/News/47210")
    title: str = column("title as printed in the box", example="Why the Talks Stopped")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture between an article's title and its tags."""

    url: str = column("absolute address on http://alwaght.net", example="http://alwaght.net/upload/logo/1.jpg")
    caption: str | None = column("text printed at the picture; alt text alone is none", example="The harbour")


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field of one page was found, or why it was not."""

    field: str = column("name of the field", example="title")
    rule: str = column("rule that found it, or `none: reason`", example="repeated around the date")
    conflict: str | None = column("best competing value, where two supports disagree", example="Why the Talks Stopped", default=None)


# --- what a page gives --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """The content of one article page; no clock, no capture, no frame."""

    lang: str
    article_id: int
    url: str
    title: str
    published: date | None
    published_raw: str | None
    published_reason: str | None
    category: str | None
    dateline: str | None
    teaser: str | None
    blocks: tuple[Block, ...]
    tags: tuple[str, ...]
    related: tuple[RelatedLink, ...]
    images: tuple[Picture, ...]

    @property
    def body(self) -> str:
        """The block texts joined by one blank line."""
        return "\n\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """One entry of the 'In Focus' box, as printed."""

    term: str
    definition: str | None
    position: int


@dataclass(frozen=True, slots=True)
class ListingEntry:
    """One entry of a tag list page, as printed."""

    position: int
    article_id: int | None
    url: str | None
    title: str
    published: date | None
    published_raw: str | None
    snippet: str | None
    is_cut: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to another page of the site, in canonical form."""

    url: str
    kind: PageKind
    lang: str | None
    article_id: int | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that one capture gives; the product of `parsers.extract`.

    `article`, `glossary` and `listing` are filled only when a page is shown. `tag` and `page` are
    those of a tag list's address (`page` null where the address names none). `links` are the
    site's own pages that this page links to, each once, in page order.
    """

    kind: PageKind
    outcome: Outcome
    lang: str | None = None
    article_id: int | None = None
    tag: str | None = None
    page: int | None = None
    reason: str | None = None
    layout: str | None = None
    rules: tuple[FieldRule, ...] = ()
    article: Article | None = None
    glossary: tuple[GlossaryEntry, ...] = ()
    listing: tuple[ListingEntry, ...] = ()
    links: tuple[PageLink, ...] = ()

    @property
    def shows_page(self) -> bool:
        """Whether this is a page of the site: one that came, or one that the server says is still the same."""
        return self.outcome in SHOWN
