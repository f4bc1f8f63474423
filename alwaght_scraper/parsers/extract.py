"""The one door: `extract(capture)` turns any capture into typed items, or says why it gives none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from alwaght_scraper import site
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.items import Article, Extraction, FieldRule, Outcome, PageKind, PageLink
from alwaght_scraper.parsers.article import read_article
from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.parsers.decode import to_utf8
from alwaght_scraper.parsers.glossary import Glossary, find_glossary
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.listing import read_listing
from alwaght_scraper.parsers.metadata import read_claims
from alwaght_scraper.parsers.reader import read_page
from alwaght_scraper.parsers.sniff import check_is_html, is_cut_off, missing_reason
from alwaght_scraper.parsers.verdicts import not_this_article, notice_in, refusal_of

EXTRACTOR_VERSION: Final = "7"
"""Raise this whenever a rule changes what any page gives: datasets made by another version are derived anew."""

_GONE: Final = frozenset({404, 410})
_BLOCKED: Final = frozenset({401, 403, 407, 429, 451})


def extract(capture: Capture) -> Extraction:
    """Everything that a capture gives. Pure: the same capture gives the same items, whatever came before.

    Never raises for any payload: what gives no item has an outcome and a reason that say so.
    """
    address = site.address(capture.url)
    if address is None:
        return Extraction(PageKind.OTHER, Outcome.REJECTED, reason=f"not a page of the site: {capture.url[:200]}")
    if (answer := _by_status(capture, address)) is not None:
        return answer
    if address.canonical == site.ROBOTS:  # archived as evidence of what was allowed; it gives no item and is no failure
        return Extraction(address.kind, Outcome.OK)
    try:
        return _read(capture, address)
    except RejectedPage as rejection:
        return _answer(address, Outcome.REJECTED, str(rejection))


def _answer(address: site.Address, outcome: Outcome, reason: str, **found: object) -> Extraction:
    return Extraction(address.kind, outcome, address.lang, address.article_id, address.tag, address.page, reason, **found)  # type: ignore[arg-type]


def _by_status(capture: Capture, address: site.Address) -> Extraction | None:
    """The outcome of a fetch that its status settles; None for one whose page must be read."""
    status = capture.status
    if status is None:
        return _answer(address, Outcome.NO_RESPONSE, capture.failure or "no response")
    if status in _GONE:
        return _answer(address, Outcome.GONE, f"HTTP status {status}")
    if status in _BLOCKED:
        return _answer(address, Outcome.BLOCKED, f"HTTP status {status}")
    if status == 304:
        return _unchanged(capture, address)
    if 300 <= status < 400:
        return _answer(address, Outcome.REDIRECT, f"HTTP status {status} to {(capture.header('location') or 'nowhere')[:200]}")
    return None if 200 <= status < 300 else _answer(address, Outcome.HTTP_ERROR, f"HTTP status {status}")


def _unchanged(capture: Capture, address: site.Address) -> Extraction:
    """What a 304 shows: all that the page which it confirms would show now; nothing where that page cannot be found."""
    reason = "HTTP status 304"
    if (held := capture.original) is not None:
        page = replace(held, url=capture.url, fetched_at=capture.fetched_at, original=None)
        shown = extract(page)
        if shown.outcome is Outcome.OK:
            return replace(shown, outcome=Outcome.NOT_MODIFIED, reason=reason)
    return _answer(address, Outcome.NOT_MODIFIED, reason)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page that is the site's, read as far as every kind of page is read."""

    address: site.Address
    html: bytes
    reading: Reading
    glossary: Glossary
    masked: frozenset[int]
    charset: FieldRule
    captured: date

    def rules(self) -> tuple[FieldRule, ...]:
        return (FieldRule("glossary", self.glossary.rule), self.charset)


def _read(capture: Capture, address: site.Address) -> Extraction:
    html, charset = to_utf8(decoded_body(capture), capture.header("content-type"), address.lang)
    check_is_html(html)
    page = read_page(html)
    reading = Reading(page, capture.url)
    if (refused := refusal_of(reading)) is not None:
        return _answer(address, *refused, layout=layout(page))
    glossary = find_glossary(page)
    sheet = _Sheet(address, html, reading, glossary, reading.places_of(glossary.lines), charset, capture.fetched_at.date())
    return _article(sheet) if address.kind is PageKind.ARTICLE else _list(sheet)


def _article(sheet: _Sheet) -> Extraction:
    address, reading = sheet.address, sheet.reading
    frame, links = layout(reading.page), page_links(reading)
    claims = read_claims(reading.page)
    found = read_article(reading, claims, sheet.masked, sheet.captured)
    reason = not_this_article(reading, sheet.masked, claims.url, found[1] if found else None)
    if reason := reason or (notice_in(found[0], found[1]) if found else None):
        return _answer(address, Outcome.SOFT_404, reason, layout=frame, rules=(sheet.charset,), links=links)
    if found is None or (reason := _unusable(sheet, found[0])):
        reason = reason or "nothing on the page looks like an article's title"
        missing = (FieldRule("title", f"none: {reason}"),) if found is None else (found[2][0], FieldRule("blocks", f"none: {reason}"))
        return _answer(address, Outcome.REJECTED, reason, layout=frame, rules=(*missing, sheet.charset), links=links)
    article, _, rules = found
    return Extraction(
        kind=address.kind,
        outcome=Outcome.OK,
        lang=address.lang,
        article_id=address.article_id,
        layout=frame,
        rules=(*rules, *sheet.rules()),
        article=article,
        glossary=sheet.glossary.entries,
        links=links,
    )


def _unusable(sheet: _Sheet, article: Article) -> str | None:
    if not article.blocks:
        return "the page has a title but no text below it"
    if is_cut_off(sheet.html, sheet.reading, article.blocks[-1].text):
        return "the page breaks off in the text: neither its end nor anything after the last paragraph is there"
    return None


def _list(sheet: _Sheet) -> Extraction:
    address, reading = sheet.address, sheet.reading
    frame, links = layout(reading.page), page_links(reading)
    if not links and (reason := missing_reason(reading)):
        return _answer(address, Outcome.SOFT_404, reason, layout=frame)
    return Extraction(
        kind=address.kind,
        outcome=Outcome.OK,
        lang=address.lang,
        tag=address.tag,
        page=address.page,
        layout=frame,
        rules=sheet.rules(),
        glossary=sheet.glossary.entries,
        listing=read_listing(reading, sheet.masked) if address.kind is PageKind.TAG_LIST else (),
        links=links,
    )


def page_links(reading: Reading) -> tuple[PageLink, ...]:
    """The site's own pages that a page links to, each once, in page order."""
    return tuple(site.links(reading.page.hrefs, reading.base))


def layout(page: Page) -> str:
    """The fingerprint of a page's frame: 12 hex digits over its elements and classes, numbers left out."""
    return hashlib.sha256("\n".join(page.frame).encode("utf-8", "replace")).hexdigest()[:12]
