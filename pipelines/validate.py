"""What must hold of a capture before it may enter the dataset: an ordered list of small callables.

Each takes a `Captured` and gives it back, mended where the contract allows it (a field set to null
with its reason) or turned into a rejected capture with a reason. None raises, none looks at anything
but the capture itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Final, TypeVar

from alwaght_scraper.items import FieldRule, Outcome
from alwaght_scraper.tables import Captured
from pipelines.storable import is_encodable, is_storable, texts, without_surrogates

FIRST_YEAR: Final = 2000
"""No article is older: a date before it is a misread one (a Jalali year taken for a Gregorian one, an epoch)."""

MAX_ARTICLE_CHARS: Final = 2_000_000
"""Characters of all texts of an article; the longest that was seen has 60,000."""

MAX_LINE_CHARS: Final = 2_000
"""Characters of a title, a tag or a glossary term."""

MAX_PASSAGE_CHARS: Final = 50_000
"""Characters of a glossary definition or a list snippet."""

MAX_ARTICLE_ID: Final = 9_999_999_999

_Entry = TypeVar("_Entry")

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)


def validate(captured: Captured) -> Captured:
    """The capture as it may enter the dataset; the same object when there is nothing to mend, or it was validated before."""
    if captured.facts is not None:
        return captured
    for check in CHECKS:
        captured = check(captured)
    return captured


def storable_row(captured: Captured) -> Captured:
    """Lone surrogates in the capture's own columns become U+FFFD: no UTF-8 file can hold them."""
    return captured if is_storable(captured.row) else replace(captured, row=without_surrogates(captured.row))


def known_language(captured: Captured) -> Captured:
    """What has no language that could name a file is filed under none."""
    row, extraction = captured.row, captured.extraction
    if all(lang is None or _LANGUAGE.fullmatch(lang) for lang in (row.lang, extraction.lang)):
        return captured
    return Captured(replace(row, lang=None, article_id=None), replace(extraction, lang=None, article_id=None))


def own_address(captured: Captured) -> Captured:
    """An article is filed under the id that was asked for, in a language whose name can name a file."""
    article, row = captured.extraction.article, captured.row
    if article is None:
        return captured
    if not _LANGUAGE.fullmatch(article.lang) or not 0 < article.article_id <= MAX_ARTICLE_ID:
        return _rejected(captured, f"no known article address: language {article.lang!r}, id {article.article_id}")
    if (article.lang, article.article_id) != (row.lang, row.article_id):
        return _rejected(captured, f"the page says {article.lang}/{article.article_id}, its address {row.lang}/{row.article_id}")
    return captured


def required_fields(captured: Captured) -> Captured:
    """An article has a title and a body."""
    article = captured.extraction.article
    if article is None:
        return captured
    has = {"title": article.title.strip(), "body": any(block.text.strip() for block in article.blocks)}
    missing = [name for name, found in has.items() if not found]
    return _rejected(captured, f"no {' and no '.join(missing)} found") if missing else captured


def sane_text(captured: Captured) -> Captured:
    """An article's texts are text and of a size that articles have."""
    article = captured.extraction.article
    if article is None:
        return captured
    text = "".join(texts(article))
    if not is_encodable(text):
        return _rejected(captured, "the article's text holds lone surrogates, which are no characters")
    if max(map(len, (article.title, *article.tags))) > MAX_LINE_CHARS:
        return _rejected(captured, f"a title or tag of more than {MAX_LINE_CHARS:,} characters")
    if len(text) > MAX_ARTICLE_CHARS:
        return _rejected(captured, f"{len(text):,} characters of text; articles have {MAX_ARTICLE_CHARS:,} at most")
    return captured


def plausible_date(captured: Captured) -> Captured:
    """A printed date before the site's time or after the day of the capture becomes null; its raw print stays.

    One day of grace is left to time zones: a page captured late on Monday, UTC, may be Tuesday's.
    """
    article = captured.extraction.article
    if article is None or (reason := _date_fault(article.published, captured)) is None:
        return captured
    dateless = replace(article, published=None, published_reason=reason)
    return replace(captured, extraction=replace(captured.extraction, article=dateless))


def sane_listing(captured: Captured) -> Captured:
    """Entries of a tag list that are no text or far too long are left out; implausible dates become null."""
    extraction = captured.extraction
    kept = _sane(extraction.listing, attrgetter("title", "snippet"))
    dated = tuple(replace(entry, published=None) if _date_fault(entry.published, captured) else entry for entry in kept)
    if dated == extraction.listing:
        return captured
    mended = replace(captured, extraction=replace(extraction, listing=dated))
    undated = sum(before.published != after.published for before, after in zip(kept, dated, strict=True))
    return _noted(mended, "listing", f"{len(extraction.listing) - len(kept)} entries unfit to store, {undated} dates not plausible")


def sane_glossary(captured: Captured) -> Captured:
    """Glossary entries that are no text or far too long are left out."""
    glossary = captured.extraction.glossary
    kept = _sane(glossary, attrgetter("term", "definition"))
    if kept == glossary:
        return captured
    mended = replace(captured, extraction=replace(captured.extraction, glossary=kept))
    return _noted(mended, "glossary", f"{len(glossary) - len(kept)} entries unfit to store")


def sane_links(captured: Captured) -> Captured:
    """Links whose language or id no file could be named after are left out."""
    links = captured.extraction.links
    odd_langs = {lang for lang in {link.lang for link in links} if lang is not None and not _LANGUAGE.fullmatch(lang)}
    kept = tuple(link for link in links if link.lang not in odd_langs and 0 < (link.article_id or 1) <= MAX_ARTICLE_ID)
    return captured if len(kept) == len(links) else replace(captured, extraction=replace(captured.extraction, links=kept))


CHECKS: Final[tuple[Callable[[Captured], Captured], ...]] = (
    storable_row,
    known_language,
    own_address,
    required_fields,
    sane_text,
    plausible_date,
    sane_listing,
    sane_glossary,
    sane_links,
)
"""Every rule, in order: an article that one rule rejects is no article for the rules after it."""


def _rejected(captured: Captured, reason: str) -> Captured:
    extraction = replace(captured.extraction, outcome=Outcome.REJECTED, reason=reason, article=None, glossary=(), listing=())
    return Captured(replace(captured.row, outcome=Outcome.REJECTED.value, reason=reason), extraction)


def _noted(captured: Captured, field: str, what: str) -> Captured:
    rules = (*captured.row.rules, FieldRule(field, f"none: {what}", None))
    return replace(captured, row=replace(captured.row, rules=rules))


def _date_fault(published: date | None, captured: Captured) -> str | None:
    if published is None:
        return None
    if published.year < FIRST_YEAR:
        return f"printed date {published} lies before {FIRST_YEAR}"
    day = captured.row.fetched_at.date()
    return f"printed date {published} lies after the capture of {day}" if published - timedelta(days=1) > day else None


def _sane(entries: tuple[_Entry, ...], size: Callable[[_Entry], tuple[str, str | None]]) -> tuple[_Entry, ...]:
    """The entries that are fit to store; `size` gives the line and the passage of one."""
    is_text = is_storable(entries)  # mostly settled for all of them at once
    return tuple(entry for entry in entries if _fits(*size(entry)) and (is_text or is_storable(entry)))


def _fits(line: str, passage: str | None) -> bool:
    return len(line) <= MAX_LINE_CHARS and len(passage or "") <= MAX_PASSAGE_CHARS
