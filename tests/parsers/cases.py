"""Reading and writing fixture folders, and comparing an extraction with what a page says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Extraction, Outcome
from alwaght_scraper.replica.model import Page

FOLDER = Path(__file__).parent.parent / "fixtures"
ARTICLE_FIELDS = (
    "lang",
    "article_id",
    "url",
    "title",
    "published",
    "published_raw",
    "published_reason",
    "category",
    "dateline",
    "teaser",
    "block_texts",
    "block_kinds",
    "tags",
    "related",
    "images",
)
PAGE_FIELDS = ("kind", "outcome", "lang", "article_id", "tag", "page", "glossary", "listing", "links")
NOT_COMPARED = ("reason", "layout", "rules")
Json = dict[str, Any]


def as_json(found: Extraction) -> Json:
    """An extraction in the form of `expected.json`.

    A reason for a missing date is any text, so it is kept as whether there is one. Links are canonical
    addresses, each once, sorted, without the page's own.
    """
    article = None
    if found.article:
        article = asdict(found.article)
        blocks = article.pop("blocks")
        article |= {"block_texts": [block["text"] for block in blocks], "block_kinds": [block["kind"] for block in blocks]}
        article["published_reason"] = found.article.published_reason is not None
    links = sorted(
        {link.url if link.article_id is None else f"http://alwaght.net/{link.lang}/News/{link.article_id}" for link in found.links}
    )
    own = f"http://alwaght.net/{found.lang}/News/{found.article_id}"
    page = {name: getattr(found, name) for name in PAGE_FIELDS} | {
        "article": article,
        "glossary": [asdict(entry) for entry in found.glossary],
        "listing": [asdict(entry) for entry in found.listing],
        "links": [url for url in links if url != own],
    }
    return json.loads(json.dumps(page, default=str, ensure_ascii=False))


def files(page: Page) -> dict[str, bytes]:
    """The files of a case: the page's bytes, its capture, and what must come of it."""
    capture = {"url": page.url, "fetched_at": page.fetched_at.isoformat(), "status": page.status, "headers": page.headers}
    page_file = "page.html" if _is_text(page.payload) else "page.bin"
    if page.expected.outcome is Outcome.OK:
        return {page_file: page.payload, "capture.json": _dump(capture), "expected.json": _dump(as_json(page.expected))}
    error = {name: getattr(page.expected, name) for name in ("kind", "outcome", "lang", "article_id")}
    return {page_file: page.payload, "capture.json": _dump(capture), "error.json": _dump(error)}


def _is_text(payload: bytes) -> bool:
    try:
        return "\0" not in payload.decode() and bool(payload)
    except UnicodeDecodeError:
        return False


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def case_names(golden: str) -> list[str]:
    """The stored cases with a file of that name (`expected.json` or `error.json`)."""
    return sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.glob(f"*/*/{golden}"))


def load_capture(case: str) -> Capture:
    """The capture of a stored case."""
    folder = FOLDER / case
    told = json.loads((folder / "capture.json").read_text("utf-8"))
    payload = next(path for path in folder.iterdir() if path.stem == "page").read_bytes()
    headers = tuple((name, value) for name, value in told["headers"])
    return Capture(told["url"], datetime.fromisoformat(told["fetched_at"]), told["status"], headers, payload, source="file")


def load_golden(case: str, golden: str) -> Json:
    """What a stored case must give."""
    return json.loads((FOLDER / case / golden).read_text("utf-8"))


def differences(found: Json, wanted: Json) -> Iterator[tuple[str, object, object]]:
    """Fields that are not as they should be: name, found, wanted."""
    for name in PAGE_FIELDS:
        if found[name] != wanted[name]:
            yield name, found[name], wanted[name]
    for name in ARTICLE_FIELDS if wanted["article"] else ():
        got = (found["article"] or {}).get(name, "no article")
        if got != wanted["article"][name]:
            yield f"article.{name}", got, wanted["article"][name]
