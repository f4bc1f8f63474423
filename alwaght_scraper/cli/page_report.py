"""What one page gave, for a person and as JSON: each field, its rule, and the candidate that disagreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.cli.terminal import columns, say, short
from alwaght_scraper.items import Article, Extraction, FieldRule

_WIDTH: Final = 110


def as_record(capture: Capture, extraction: Extraction) -> dict[str, Any]:
    """Everything that is known of the page, ready for JSON."""
    where = None if capture.location is None else asdict(capture.location)
    origin = {"url": capture.url, "fetched_at": capture.fetched_at.isoformat(), "status": capture.status, "source": capture.source}
    return {"capture": {**origin, "bytes": len(capture.payload), "location": where}, **asdict(extraction)}


def print_page(capture: Capture, extraction: Extraction) -> None:
    """Print the page: where it is from, what each field resolved to and why, then its text and lists."""
    columns(_origin(capture, extraction), indent=0)
    if extraction.rules:
        _fields(extraction)
    if extraction.article is not None:
        _article(extraction.article)
    _entries(extraction)
    _links(extraction)


def _origin(capture: Capture, extraction: Extraction) -> Iterator[tuple[str, str]]:
    key = " ".join(str(part) for part in (extraction.lang, extraction.article_id or extraction.tag, extraction.page) if part is not None)
    place = f" at byte {capture.location.offset} of {capture.location.warc_file}" if capture.location else ""
    yield "page", short(capture.url, _WIDTH)
    yield "kind", f"{extraction.kind} {key}".rstrip()
    yield "outcome", str(extraction.outcome) + (f": {short(extraction.reason, _WIDTH)}" if extraction.reason else "")
    yield "capture", f"{capture.fetched_at:%Y-%m-%d %H:%M:%S} UTC, {capture.source}, {len(capture.payload):,} bytes{place}"
    yield "layout", extraction.layout or "none"


def _fields(extraction: Extraction) -> None:
    _title("fields: what was found, by which rule, and what disagreed")
    rows: list[tuple[str, str]] = []
    for rule in extraction.rules:
        rows.append((rule.field, short(_value(rule, extraction), _WIDTH)))
        rows.append(("", f"  by {short(rule.rule, _WIDTH)}"))
        if rule.conflict is not None:
            rows.append(("", f"  but {short(rule.conflict, _WIDTH)}"))
    columns(rows)


def _value(rule: FieldRule, extraction: Extraction) -> str:
    """What a field resolved to, in a line."""
    article = extraction.article
    if rule.field == "glossary":
        return _many(extraction.glossary, "entry", "entries")
    if article is None or not hasattr(article, rule.field):
        return rule.rule
    value = getattr(article, rule.field)
    if rule.field == "published" and article.published_raw:
        reason = f" ({article.published_reason})" if article.published_reason else ""
        return f"{value or 'null'}, printed as '{article.published_raw}'{reason}"
    if rule.field == "tags":
        return "; ".join(value) or "none"
    if isinstance(value, tuple):
        return _many(value, "entry", "entries")
    return "null" if value is None else str(value)


def _many(values: tuple[object, ...], one: str, many: str) -> str:
    return f"{len(values)} {one if len(values) == 1 else many}"


def _article(article: Article) -> None:
    _title(f"text: {len(article.blocks)} blocks")
    columns((block.kind, short(block.text, _WIDTH)) for block in article.blocks)
    if article.related:
        _title("related")
        columns((link.article_id or "?", short(link.title, _WIDTH)) for link in article.related)
    if article.images:
        _title("images")
        columns((picture.url, short(picture.caption or "no caption", _WIDTH)) for picture in article.images)


def _entries(extraction: Extraction) -> None:
    if extraction.listing:
        _title(f"entries of the list: {len(extraction.listing)}")
        columns((str(entry.article_id or "?"), entry.published or "no date", short(entry.title, _WIDTH)) for entry in extraction.listing)
    if extraction.glossary:
        _title(f"glossary: {len(extraction.glossary)} entries")
        columns((short(entry.term, 40), short(entry.definition or "no definition", _WIDTH)) for entry in extraction.glossary)


def _links(extraction: Extraction) -> None:
    kinds = Counter(link.kind.value for link in extraction.links)
    if kinds:
        _title("links to the site's own pages")
        columns((f"{count:,}", kind) for kind, count in sorted(kinds.items()))


def _title(text: str) -> None:
    say()
    say(text)
