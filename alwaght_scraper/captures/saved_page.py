"""The address that a saved page itself tells: the browser's note, or the page's own canonical address."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from alwaght_scraper import site

_NOTE: Final = re.compile(
    r"<!--\s{0,20}(?:saved from url=\(\d{1,6}\)|Page saved with SingleFile\s{0,20}url:\s{0,20})(https?://[^\s<>\"]{1,2048})"
)
_TAG: Final = re.compile(r"<(?:link|meta)\s([^<>]{1,3000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z:-]{1,20})\s{0,5}=\s{0,5}(?:\"([^\"]{0,2048})\"|'([^']{0,2048})'|([^\s\"'>]{1,2048}))")
_ABSOLUTE: Final = re.compile(r"https?://[^\s<>\"]{1,2048}", re.IGNORECASE)


def page_url(head: bytes) -> str | None:
    """The address in the first bytes of a page; one of the site's own before any other, None when there is none."""
    text = _decoded(head)
    if note := _NOTE.search(text):
        return unescape(note[1].removesuffix("--"))
    found = [url for url in _claims(text) if _ABSOLUTE.fullmatch(url)]
    return next((url for url in found if site.is_on_site(url)), found[0] if found else None)


def _claims(text: str) -> Iterator[str]:
    """The addresses of `<link rel=canonical>` and `og:url`."""
    for tag in _TAG.finditer(text):
        attributes = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(tag[1])}
        if "canonical" in attributes.get("rel", "").lower().split():
            yield unescape(attributes.get("href", "")).strip()
        elif "og:url" in {attributes.get("property", "").lower(), attributes.get("name", "").lower()}:
            yield unescape(attributes.get("content", "")).strip()


def _decoded(head: bytes) -> str:
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if is_utf16 else "utf-8", "replace")
