"""The typed items: what a page gives, and one row type for each table of the dataset.

Every type is frozen and slotted. The row types are the single source of the Arrow schema, the data
dictionary and everything else that describes the dataset (`pipelines.schema` reads them), so each
field's meaning stands here, where the field stands.

Types map to Arrow as follows: `int` int64, `Int32` int32, `str` string, `bool` bool, `date` date32,
`datetime` timestamp[us, UTC], `tuple[X, ...]` list<X>, an item type struct<...>; `X | None` is nullable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

Int32 = Annotated[int, "int32"]
"""A whole number stored as 32 bits."""


def column(doc: str, *, example: object = None, unit: str | None = None, **kwargs: Any) -> Any:
    """A dataclass field with its meaning, an example and (where it has one) a unit."""
    return field(metadata={"doc": doc, "example": example, "unit": unit}, **kwargs)


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
    conflict: str | None = column("best competing value, where two supports disagree", example=None, default=None)


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

    `article`, `glossary` and `listing` are filled only when `outcome` is ok. `tag` and `page` are
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


# --- rows: one type per table -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """The current version (the one captured last) of each article."""

    article_id: int = column("the site's number of the article; with `lang` the key", example=52466)
    lang: str = column("language edition, the first part of the address", example="en")
    url: str = column("canonical address", example="http://alwaght.net/en/News/52466")
    title: str = column("title as printed on the page", example="A Quiet Border Grows Louder")
    published: date | None = column("date printed at the title, null when none", example="2016-03-17")
    published_raw: str | None = column("the date as printed", example="Thursday 17 March 2016")
    published_reason: str | None = column("why `published` is null", example="no date line at the title")
    category: str | None = column("category line as printed, null when the page has none", example="Analysis")
    dateline: str | None = column("opening mark of the body as printed, dash included", example="Alwaght-")
    teaser: str | None = column("lead paragraph, also the first block", example="The talks begin anew.")
    body: str = column("block texts joined by one blank line", example="Alwaght- The ministers met again.")
    blocks: tuple[Block, ...] = column("the article's text in order, with kinds")
    tags: tuple[str, ...] = column("tags in page order", example=["Russia", "Central Asia"])
    related: tuple[RelatedLink, ...] = column("links of the related box in page order")
    images: tuple[Picture, ...] = column("pictures between title and tags in page order")
    word_count: Int32 = column("words in `body`, parted by white space", example=812, unit="words")
    content_hash: str = column("sha-256 of the normalised article", example="9f2c...", unit="hex")
    revision: Int32 = column("number of distinct versions seen so far", example=1, unit="versions")
    first_seen: datetime = column("first capture that showed the article, any version", unit="UTC")
    last_seen: datetime = column("last capture that showed the article, any version", unit="UTC")
    capture_id: str = column("first capture that showed this version; key into `captures`")
    near_duplicate_of: int | None = column("article_id of the near-duplicate's original; null when none")


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """Every distinct version of each article."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the site's number of the article", example=52466)
    content_hash: str = column("sha-256 of the normalised article; with lang and article_id the key", unit="hex")
    url: str = column("canonical address", example="http://alwaght.net/en/News/52466")
    title: str = column("title as printed on the page")
    published: date | None = column("date printed at the title, null when none", example="2016-03-17")
    published_raw: str | None = column("the date as printed", example="Thursday 17 March 2016")
    published_reason: str | None = column("why `published` is null")
    category: str | None = column("category line as printed")
    dateline: str | None = column("opening mark of the body as printed")
    teaser: str | None = column("lead paragraph")
    body: str = column("block texts joined by one blank line")
    blocks: tuple[Block, ...] = column("the article's text in order, with kinds")
    tags: tuple[str, ...] = column("tags in page order")
    related: tuple[RelatedLink, ...] = column("links of the related box in page order")
    images: tuple[Picture, ...] = column("pictures between title and tags in page order")
    word_count: Int32 = column("words in `body`", unit="words")
    changed_fields: tuple[str, ...] = column("fields that differ from the version seen before", example=["title"])
    first_seen: datetime = column("first capture that showed this version", unit="UTC")
    last_seen: datetime = column("last capture that showed this version", unit="UTC")
    capture_id: str = column("first capture that showed this version")


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """Each distinct wording of each term of the 'In Focus' box."""

    lang: str = column("language edition", example="en")
    term: str = column("term as printed", example="Kurds")
    definition: str | None = column("definition as printed, null where the page prints none")
    position: Int32 = column("place in the box at the last sighting, from 0", example=6)
    first_seen: datetime = column("first capture that showed this wording", unit="UTC")
    last_seen: datetime = column("last capture that showed this wording", unit="UTC")
    capture_id: str = column("first capture that showed this wording")


@dataclass(frozen=True, slots=True)
class ListingRow:
    """Each article in each tag list, at its last sighting."""

    lang: str = column("language edition of the list", example="en")
    tag: str = column("tag in the list's address, decoded", example="Federal Government")
    page: Int32 | None = column("page number in the list's address, null when it names none", example=1)
    position: Int32 = column("place on the page, from 0", example=0)
    article_id: int | None = column("id of the entry's link", example=52466)
    url: str | None = column("canonical address of the entry", example="http://alwaght.net/en/News/52466")
    title: str = column("title as printed in the list")
    published: date | None = column("date printed in the list", example="2016-03-17")
    snippet: str | None = column("snippet as printed, cut mark included")
    is_cut: bool = column("whether the site cut the snippet off", example=True)
    seen_at: datetime = column("last capture that showed the entry", unit="UTC")
    capture_id: str = column("that capture")


@dataclass(frozen=True, slots=True)
class TagRow:
    """Edge table: article and tag, of the current version."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the article", example=52466)
    tag: str = column("the tag as printed", example="Russia")
    position: Int32 = column("place among the article's tags, from 0", example=0)


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Edge table: article and related article, of the current version."""

    lang: str = column("language edition of the article", example="en")
    article_id: int = column("the article", example=52466)
    related_lang: str | None = column("language edition of the related article", example="en")
    related_id: int | None = column("the related article", example=47210)
    url: str = column("canonical address of the related article")
    title: str = column("title as printed in the box")
    position: Int32 = column("place in the box, from 0", example=0)
    in_archive: bool = column("whether `articles` holds the related article", example=True)


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """Every fetch: where it lies, what it was and what came of it."""

    capture_id: str = column("key: sha-256 of address, time, status and payload digest, 32 hex digits")
    url: str = column("address as it was asked for", example="http://alwaght.net/en/News/52466/A-Quiet-Border")
    fetched_at: datetime = column("when it was captured", unit="UTC")
    status: Int32 | None = column("HTTP status, null when there was no response", example=200)
    source: str = column("live, replay, warc or file", example="live")
    payload_sha256: str = column("sha-256 of the payload as stored", unit="hex")
    warc_file: str = column("file below `data/captures`", example="20261123T052000-1f3a.warc.gz")
    warc_offset: int = column("where the record starts in the file", unit="bytes")
    warc_length: int = column("length of the record in the file", unit="bytes")
    page_kind: str = column("article, tag_list, news_case, home or other", example="article")
    lang: str | None = column("language edition by the address", example="en")
    article_id: int | None = column("article id by the address", example=52466)
    content_hash: str | None = column("version of the article that it shows", unit="hex")
    layout: str | None = column("fingerprint of the page's frame", example="b41c6a0e92d3")
    outcome: str = column("ok, rejected, soft_404, blocked, gone, redirect, not_modified, http_error or no_response", example="ok")
    reason: str | None = column("why the outcome is not ok", example="HTTP status 404")
    rules: tuple[FieldRule, ...] = column("how each field was found, or why not")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What is known of each article id, fetched or not."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the site's number of the article", example=52466)
    known_via: tuple[str, ...] = column("kinds of pages that link to it, or `fetched`; sorted", example=["article"])
    first_known: datetime = column("first capture that named it", unit="UTC")
    status: str = column("fetched, gone, soft_404, blocked, rejected, failed or never_tried", example="fetched")
    attempts: Int32 = column("captures of its address, failed ones included", example=1)
    first_tried: datetime | None = column("first of them", unit="UTC")
    last_tried: datetime | None = column("last of them", unit="UTC")


@dataclass(frozen=True, slots=True)
class RejectRow:
    """Each capture that should have given an item and gave none, with the reason."""

    capture_id: str = column("key into `captures`")
    url: str = column("address as it was asked for")
    fetched_at: datetime = column("when it was captured", unit="UTC")
    page_kind: str = column("what its address says it is", example="article")
    lang: str | None = column("language edition by the address", example="en")
    article_id: int | None = column("article id by the address", example=52466)
    outcome: str = column("rejected, soft_404 or blocked", example="rejected")
    reason: str = column("why, for a person", example="the body is a PNG image, not a page")


@dataclass(frozen=True, slots=True)
class Captured:
    """What flows through the pipelines: one capture's row and what was extracted from it."""

    row: CaptureRow
    extraction: Extraction = field(compare=False)
