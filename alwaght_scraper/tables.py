"""One row type for each table of the dataset: the single source of everything that describes it.

The Arrow schema, the data dictionary and all other descriptions are made from these types (`pipelines.schema` reads them).

Types map to Arrow as follows: `int` int64, `Int32` int32, `str` string, `bool` bool, `date` date32,
`datetime` timestamp[us, UTC], `tuple[X, ...]` list<X>, an item type struct<...>; `X | None` is nullable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from alwaght_scraper.columns import Int32, column
from alwaght_scraper.items import Block, Extraction, FieldRule, Picture, RelatedLink

# Examples that several columns share.
_BLOCKS: Final = [{"kind": "paragraph", "text": "Alwaght- The ministers met again."}]
_RELATED: Final = [{"article_id": 47210, "url": "http://alwaght.net/en/News/47210", "title": "Why the Talks Stopped"}]
_IMAGES: Final = [{"url": "http://alwaght.net/upload/logo/1.jpg", "caption": "The harbour"}]
_RULES: Final = [{"field": "title", "rule": "repeated around the date", "conflict": None}]
_CAPTURE_ID: Final = "5f0c8e2b9d4a17c3e6f1a2b4c8d09e75"
_EARLY: Final = "2026-11-23T05:20:00Z"
_LATE: Final = "2026-11-25T05:20:00Z"


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
    blocks: tuple[Block, ...] = column("the article's text in order, with kinds", example=_BLOCKS)
    tags: tuple[str, ...] = column("tags in page order", example=["Russia", "Central Asia"])
    related: tuple[RelatedLink, ...] = column("links of the related box in page order", example=_RELATED)
    images: tuple[Picture, ...] = column("pictures between title and tags in page order", example=_IMAGES)
    word_count: Int32 = column("words in `body`, parted by white space", example=812, unit="words")
    content_hash: str = column("sha-256 of the normalised article", example="9f2c...", unit="hex")
    revision: Int32 = column("number of distinct versions seen so far", example=1, unit="versions")
    first_seen: datetime = column("first capture that showed the article, any version", example=_EARLY, unit="UTC")
    last_seen: datetime = column("last capture that showed the article, any version", example=_LATE, unit="UTC")
    capture_id: str = column("first capture that showed this version; key into `captures`", example=_CAPTURE_ID)
    near_duplicate_of: int | None = column("article_id of the near-duplicate's original; null when none", example=47210)


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """Every distinct version of each article."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the site's number of the article", example=52466)
    content_hash: str = column("sha-256 of the normalised article; with lang and article_id the key", example="9f2c...", unit="hex")
    url: str = column("canonical address", example="http://alwaght.net/en/News/52466")
    title: str = column("title as printed on the page", example="A Quiet Border Grows Louder")
    published: date | None = column("date printed at the title, null when none", example="2016-03-17")
    published_raw: str | None = column("the date as printed", example="Thursday 17 March 2016")
    published_reason: str | None = column("why `published` is null", example="no date line at the title")
    category: str | None = column("category line as printed", example="Analysis")
    dateline: str | None = column("opening mark of the body as printed", example="Alwaght-")
    teaser: str | None = column("lead paragraph", example="The talks begin anew.")
    body: str = column("block texts joined by one blank line", example="Alwaght- The ministers met again.")
    blocks: tuple[Block, ...] = column("the article's text in order, with kinds", example=_BLOCKS)
    tags: tuple[str, ...] = column("tags in page order", example=["Russia", "Central Asia"])
    related: tuple[RelatedLink, ...] = column("links of the related box in page order", example=_RELATED)
    images: tuple[Picture, ...] = column("pictures between title and tags in page order", example=_IMAGES)
    word_count: Int32 = column("words in `body`", example=812, unit="words")
    changed_fields: tuple[str, ...] = column("fields that differ from the version seen before", example=["title"])
    first_seen: datetime = column("first capture that showed this version", example=_EARLY, unit="UTC")
    last_seen: datetime = column("last capture that showed this version", example=_LATE, unit="UTC")
    capture_id: str = column("first capture that showed this version", example=_CAPTURE_ID)


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """Each distinct wording of each term of the 'In Focus' box."""

    lang: str = column("language edition", example="en")
    term: str = column("term as printed", example="Kurds")
    definition: str | None = column("definition as printed, null where the page prints none", example="a people of four states")
    position: Int32 = column("place in the box at the last sighting, from 0", example=6)
    first_seen: datetime = column("first capture that showed this wording", example=_EARLY, unit="UTC")
    last_seen: datetime = column("last capture that showed this wording", example=_LATE, unit="UTC")
    capture_id: str = column("first capture that showed this wording", example=_CAPTURE_ID)


@dataclass(frozen=True, slots=True)
class ListingRow:
    """Each article in each tag list, at its last sighting."""

    lang: str = column("language edition of the list", example="en")
    tag: str = column("tag in the list's address, decoded", example="Federal Government")
    page: Int32 | None = column("page number in the list's address, null when it names none", example=1)
    position: Int32 = column("place on the page, from 0", example=0)
    article_id: int | None = column("id of the entry's link", example=52466)
    url: str | None = column("canonical address of the entry", example="http://alwaght.net/en/News/52466")
    title: str = column("title as printed in the list", example="A Quiet Border Grows Louder")
    published: date | None = column("date printed in the list", example="2016-03-17")
    snippet: str | None = column("snippet as printed, cut mark included", example="The talks begin anew. Alwaght- The minis ...")
    is_cut: bool = column("whether the site cut the snippet off", example=True)
    seen_at: datetime = column("last capture that showed the entry", example=_LATE, unit="UTC")
    capture_id: str = column("that capture", example=_CAPTURE_ID)


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
    url: str = column("canonical address of the related article", example="http://alwaght.net/en/News/47210")
    title: str = column("title as printed in the box", example="Why the Talks Stopped")
    position: Int32 = column("place in the box, from 0", example=0)
    in_archive: bool = column("whether `articles` holds the related article", example=True)


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Edge table: article and glossary term, each occurrence in the current version's text."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the article", example=52466)
    block: Int32 = column("index into the article's `blocks`, from 0", example=3)
    start: Int32 = column("where the print begins: `blocks[block].text[start:end]`", example=17, unit="characters")
    end: Int32 = column("where it ends; possessives and written-on prefixes are outside", example=22, unit="characters")
    term: str = column("the term as the glossary prints it", example="Kurds")
    printed: str = column("the term as the article prints it", example="Kurds")


@dataclass(frozen=True, slots=True)
class SearchRow:
    """The text of each article's current version in the form in which it is searched (`alwaght_scraper.search.search_form`)."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the article", example=52466)
    title_search: str = column("`title` without case, accents and variants of letters, digits and quotes", example="turkey's new front")
    body_search: str = column("`body` in the same form, its blocks joined by one blank", example="alwaght- the ministers met again.")


@dataclass(frozen=True, slots=True)
class NearDuplicateRow:
    """Pairs of articles of one language with nearly the same text, each later article with an earlier one."""

    lang: str = column("language edition of both", example="en")
    article_id: int = column("the article with the lesser id", example=52466)
    duplicate_id: int = column("the one with the greater id", example=52490)
    similarity: float = column("exact Jaccard similarity of their runs of three words, title and body in search form", example=0.87)
    kind: str = column("exact (the same content), normalised (the same once folded) or near", example="near")


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """The MinHash signature of each article's title and body, by which near-duplicates are found."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the article", example=52466)
    content_hash: str = column("sha-256 of the normalised article", example="9f2c...", unit="hex")
    text_hash: str = column("sha-256 of title and body in search form, 32 hex digits", example="41d8...", unit="hex")
    minhash: str = column("512 bytes; the share of equal bytes estimates the similarity", example="fb2272...", unit="hex")


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """Every fetch: where it lies, what it was and what came of it."""

    capture_id: str = column("key: sha-256 of address, time, status and payload digest, 32 hex digits", example=_CAPTURE_ID)
    url: str = column("address as it was asked for", example="http://alwaght.net/en/News/52466/A-Quiet-Border")
    fetched_at: datetime = column("when it was captured", example=_EARLY, unit="UTC")
    status: Int32 | None = column("HTTP status, null when there was no response", example=200)
    source: str = column("live, replay, warc or file", example="live")
    payload_sha256: str = column("sha-256 of the payload as stored", example="41b7...", unit="hex")
    warc_file: str = column("file below `data/captures`", example="20261123T052000-1f3a.warc.gz")
    warc_offset: int = column("where the record starts in the file", example=48213, unit="bytes")
    warc_length: int = column("length of the record in the file", example=17405, unit="bytes")
    latency_ms: Int32 | None = column("from asking to the answer's last byte, null where not measured", example=412, unit="milliseconds")
    page_kind: str = column("article, tag_list, news_case, home or other", example="article")
    lang: str | None = column("language edition by the address", example="en")
    article_id: int | None = column("article id by the address", example=52466)
    content_hash: str | None = column("version of the article that it shows", example="9f2c...", unit="hex")
    layout: str | None = column("fingerprint of the page's frame", example="b41c6a0e92d3")
    outcome: str = column("ok, rejected, soft_404, blocked, gone, redirect, not_modified, http_error or no_response", example="ok")
    reason: str | None = column("why the outcome is not ok", example="HTTP status 404")
    rules: tuple[FieldRule, ...] = column("how each field was found, or why not", example=_RULES)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What is known of each article id, fetched or not."""

    lang: str = column("language edition", example="en")
    article_id: int = column("the site's number of the article", example=52466)
    known_via: tuple[str, ...] = column("kinds of pages that link to it, or `fetched`; sorted", example=["article"])
    first_known: datetime = column("first capture that named it", example=_EARLY, unit="UTC")
    status: str = column("fetched, gone, soft_404, blocked, rejected, failed or never_tried", example="fetched")
    attempts: Int32 = column("captures of its address, failed ones included", example=1)
    first_tried: datetime | None = column("first of them", example=_EARLY, unit="UTC")
    last_tried: datetime | None = column("last of them", example=_LATE, unit="UTC")
    gone_since: datetime | None = column(
        "first answer in a row that it is not there; null unless gone or soft_404", example=_LATE, unit="UTC"
    )


@dataclass(frozen=True, slots=True)
class RejectRow:
    """Each capture that should have given an item and gave none, with the reason."""

    capture_id: str = column("key into `captures`", example=_CAPTURE_ID)
    url: str = column("address as it was asked for", example="http://alwaght.net/en/News/52466")
    fetched_at: datetime = column("when it was captured", example=_EARLY, unit="UTC")
    page_kind: str = column("what its address says it is", example="article")
    lang: str | None = column("language edition by the address", example="en")
    article_id: int | None = column("article id by the address", example=52466)
    outcome: str = column("rejected, soft_404 or blocked", example="rejected")
    reason: str = column("why, for a person", example="the body is a PNG image, not a page")


ArticleKey = tuple[str, int]
"""Language and id: what names an article."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one capture adds to the dataset.

    `capture` has its `content_hash` filled in. `sightings` maps the ways in which articles become known (a kind of page that
    links to them, or `fetched`) to the articles that this capture makes known so.
    """

    capture: CaptureRow
    revision: RevisionRow | None
    glossary: tuple[GlossaryRow, ...]
    listings: tuple[ListingRow, ...]
    sightings: dict[str, set[ArticleKey]]


@dataclass(frozen=True, slots=True)
class Captured:
    """What flows through the pipelines: one capture's row and what was extracted from it.

    `facts` are there when the process that read the page has validated it and told them already (`pipelines.prepare`). They hold
    for this very item: a changed copy of it has none.
    """

    row: CaptureRow
    extraction: Extraction = field(compare=False)
    facts: Facts | None = field(default=None, init=False, repr=False, compare=False)
