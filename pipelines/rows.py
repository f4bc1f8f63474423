"""What one capture says, as rows that merge: pure functions from a `Captured` to facts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from alwaght_scraper.items import SHOWN, Article, PageKind
from alwaght_scraper.tables import ArticleKey, Captured, Facts, GlossaryRow, ListingRow, RevisionRow

FETCHED: Final = "fetched"
"""The `known_via` of an id whose own address was asked for."""

_CANONICAL_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_CANONICAL_ARTICLE: Final = re.compile(r"https?://[^/]+/([a-z]{2,3})/News/([1-9]\d{0,9})", re.ASCII)


def facts(captured: Captured) -> Facts:
    """The facts of one validated capture."""
    if captured.facts is not None:
        return captured.facts
    revision = revision_row(captured)
    return Facts(
        capture=replace(captured.row, content_hash=revision.content_hash if revision else None),
        revision=revision,
        glossary=tuple(_glossary_rows(captured)),
        listings=tuple(_listing_rows(captured)),
        sightings=_sightings(captured),
    )


def content_hash(article: Article) -> str:
    """Sha-256, 64 hex digits, over what the article says (`merge.CONTENT_FIELDS`).

    Neither its address nor the page's frame nor the time of the visit has a part in it, so the same
    article gives the same hash however often and wherever it is captured.
    """
    content = {
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "published_raw": article.published_raw,
        "category": article.category,
        "dateline": article.dateline,
        "teaser": article.teaser,
        "blocks": [(block.kind, block.text) for block in article.blocks],
        "tags": article.tags,
        "related": [(link.article_id, link.url, link.title) for link in article.related],
        "images": [(picture.url, picture.caption) for picture in article.images],
    }
    return hashlib.sha256(_CANONICAL_JSON.encode(content).encode()).hexdigest()


def revision_row(captured: Captured) -> RevisionRow | None:
    """The version that this capture shows; None when it shows no article."""
    article, row = captured.extraction.article, captured.row
    if article is None or row.outcome not in SHOWN:
        return None
    body = article.body
    return RevisionRow(
        lang=article.lang,
        article_id=article.article_id,
        content_hash=content_hash(article),
        url=article.url,
        title=article.title,
        published=article.published,
        published_raw=article.published_raw,
        published_reason=article.published_reason,
        category=article.category,
        dateline=article.dateline,
        teaser=article.teaser,
        body=body,
        blocks=article.blocks,
        tags=article.tags,
        related=article.related,
        images=article.images,
        word_count=len(body.split()),
        changed_fields=(),
        first_seen=row.fetched_at,
        last_seen=row.fetched_at,
        capture_id=row.capture_id,
    )


def _glossary_rows(captured: Captured) -> Iterator[GlossaryRow]:
    extraction, row = captured.extraction, captured.row
    if extraction.lang is None or row.outcome not in SHOWN:
        return
    for entry in extraction.glossary:
        yield GlossaryRow(
            lang=extraction.lang,
            term=entry.term,
            definition=entry.definition,
            position=entry.position,
            first_seen=row.fetched_at,
            last_seen=row.fetched_at,
            capture_id=row.capture_id,
        )


def _listing_rows(captured: Captured) -> Iterator[ListingRow]:
    extraction, row = captured.extraction, captured.row
    if extraction.lang is None or extraction.tag is None or row.outcome not in SHOWN:
        return
    for entry in extraction.listing:
        yield ListingRow(
            lang=extraction.lang,
            tag=extraction.tag,
            page=extraction.page,
            position=entry.position,
            article_id=entry.article_id,
            url=entry.url,
            title=entry.title,
            published=entry.published,
            snippet=entry.snippet,
            is_cut=entry.is_cut,
            seen_at=row.fetched_at,
            capture_id=row.capture_id,
        )


def _sightings(captured: Captured) -> dict[str, set[ArticleKey]]:
    extraction, row = captured.extraction, captured.row
    linked = {(link.lang, link.article_id) for link in extraction.links if link.kind is PageKind.ARTICLE and link.lang and link.article_id}
    urls = [link.url for link in extraction.article.related] if extraction.article else []
    urls += [entry.url for entry in extraction.listing if entry.url]
    linked.update(key for key in map(article_key, urls) if key)
    sightings = {extraction.kind.value: linked} if linked else {}
    if row.page_kind == PageKind.ARTICLE and row.lang and row.article_id:
        sightings[FETCHED] = {(row.lang, row.article_id)}
    return sightings


def article_key(url: str) -> ArticleKey | None:
    """The (language, id) of an article's canonical address; None for any other address."""
    match = _CANONICAL_ARTICLE.fullmatch(url)
    return (match[1], int(match[2])) if match else None
