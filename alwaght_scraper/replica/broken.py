"""Pages that are no articles although their address says so: gone, soft 404s, blocks, other files, cut bodies."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from alwaght_scraper.captures.capture import Headers
from alwaght_scraper.items import Extraction, Outcome, PageKind
from alwaght_scraper.replica.model import Page, Ref
from alwaght_scraper.replica.sheet import esc
from alwaght_scraper.site import address

HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)
_NOT_FOUND: Final = {
    "en": ("Page not found", "The page you are looking for is not here any more. It may have been moved."),
    "ar": ("الصفحة غير موجودة", "عذراً، لم نعثر على الصفحة المطلوبة، وربما نُقلت إلى عنوان آخر."),
    "fa": ("صفحه یافت نشد", "صفحه‌ای که می‌خواستید در این نشانی نیست."),
}


def failed_page(url: str, fetched_at: datetime, outcome: Outcome, payload: bytes, *, status: int = 200, headers: Headers = HTML) -> Page:
    """A page that gives no item."""
    target = address(url)
    kind, lang, article_id = (target.kind, target.lang, target.article_id) if target else (PageKind.OTHER, None, None)
    return Page(url, fetched_at, status, headers, payload, Extraction(kind, outcome, lang, article_id), "broken")


def framed(lang: str, title: str, text: str) -> bytes:
    """A message inside the least of the site's frames."""
    turn = "" if lang == "en" else ' dir="rtl"'
    return (
        f'<!DOCTYPE html>\n<html{turn}><head><meta charset="utf-8"><title>{esc(title)}</title></head>\n<body><div class="head">'
        f'<a href="/{lang}">Alwaght</a></div>\n'
        f'<div class="content"><h2>{esc(title)}</h2>\n<p>{esc(text)}</p>\n<p><a href="/{lang}">Home</a></p></div>\n</body></html>\n'
    ).encode()


def not_found(lang: str) -> bytes:
    """What the site's error page may look like."""
    return framed(lang, *_NOT_FOUND[lang])


def png() -> bytes:
    """A picture of one pixel, written out by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes((8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00\x99\x00\x00")) + chunk(b"IEND", b"")


def pdf() -> bytes:
    """The least that a PDF reader opens."""
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>")
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, data) for number, data in enumerate(objects, 1))
    return b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def json_body(ref: Ref) -> bytes:
    """What an interface of the site might answer in place of a page."""
    return json.dumps({"id": ref.article_id, "title": ref.title, "body": f"<p>{ref.summary}</p>"}, ensure_ascii=False).encode()


def cut_gzip(body: bytes) -> bytes:
    """A gzip body that ends half-way; a server that counts what it sends calls its length right."""
    packed = gzip.compress(body, mtime=0)
    return packed[: len(packed) // 2]


Breaker = Callable[[str, datetime, Ref, bytes], Page]
"""Makes a broken page of an address, a time, the article that should be there, and a home page's bytes."""

BREAKERS: Final[dict[str, Breaker]] = {
    "gone": lambda url, at, ref, _: failed_page(url, at, Outcome.GONE, not_found(ref.lang), status=404),
    "removed": lambda url, at, ref, _: failed_page(url, at, Outcome.GONE, not_found(ref.lang), status=410),
    "soft_404": lambda url, at, ref, _: failed_page(url, at, Outcome.SOFT_404, not_found(ref.lang)),
    "home_instead": lambda url, at, _, home: failed_page(url, at, Outcome.SOFT_404, home),
    "empty": lambda url, at, *_: failed_page(url, at, Outcome.REJECTED, b""),
    "picture": lambda url, at, *_: failed_page(url, at, Outcome.REJECTED, png()),
    "json": lambda url, at, ref, _: failed_page(url, at, Outcome.REJECTED, json_body(ref)),
    "cut_gzip": lambda url, at, _, home: failed_page(
        url,
        at,
        Outcome.REJECTED,
        cut_gzip(home),
        headers=(*HTML, ("Content-Encoding", "gzip"), ("Content-Length", str(len(cut_gzip(home))))),
    ),
    "server_error": lambda url, at, *_: failed_page(url, at, Outcome.HTTP_ERROR, framed("en", "Server Error", "Runtime Error"), status=500),
}
