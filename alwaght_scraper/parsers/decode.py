"""From a payload's bytes to UTF-8, whatever the headers say."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper.items import FieldRule

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HEADER_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_FALLBACK: Final = {"ar": "windows-1256", "fa": "windows-1256"}
_BROWSER_NAMES: Final = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-6": "iso-8859-6",
    "utf8": "utf-8",
}
_SAMPLE: Final = 4096
_DETWINGLE_LIMIT: Final = 500_000
_ARABIC: Final = re.compile("[\u0621-\u064a\u067e\u0686\u06a9\u06af\u06cc]{3}")
_SNIFF_LIMIT: Final = 200_000


def to_utf8(body: bytes, content_type: str | None, lang: str | None) -> tuple[bytes, FieldRule]:
    """`body` as UTF-8 without byte-order mark and NULs, and the rule that told its charset.

    The order: byte-order mark, strict UTF-8, UTF-16 by its zero bytes, the declared charset, windows-1256
    or windows-1252 by language. A page that is UTF-8 but for a few bad bytes stays UTF-8.
    """
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _as_utf8(body[len(mark) :].decode(charset, "replace")), FieldRule("charset", f"{charset} by byte-order mark")
    if wide := _zero_bytes(body):
        return _as_utf8(body.decode(wide, "replace")), FieldRule("charset", f"{wide} by its zero bytes")
    body = body.replace(b"\0", b"")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(body, content_type, lang)
    return body, FieldRule("charset", "utf-8")


def _as_utf8(text: str) -> bytes:
    return text.replace("\0", "").encode("utf-8", "replace")


def _zero_bytes(body: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of the markup is zero."""
    sample = body[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many = len(sample) // 5
    if len(sample) < 16 or max(even, odd) <= many or min(even, odd) > many // 4:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _not_utf8(body: bytes, content_type: str | None, lang: str | None) -> tuple[bytes, FieldRule]:
    from bs4.dammit import UnicodeDammit  # noqa: PLC0415 (0.2 s to import, and few runs meet such a page)

    declared = _declared(body, content_type)
    if _nearly_utf8(body):
        whole = UnicodeDammit.detwingle(body) if len(body) <= _DETWINGLE_LIMIT and lang not in _FALLBACK else body
        return _as_utf8(whole.decode("utf-8", "replace")), FieldRule("charset", "utf-8 but for a few bad bytes", declared)
    fallback = _FALLBACK.get(lang or "", "windows-1252")
    for charset in dict.fromkeys((declared, fallback)):
        text = _decoded(body, charset)
        if text is not None and (fallback in {"windows-1252", charset} or _ARABIC.search(text[:_SNIFF_LIMIT])):
            rule = "declared" if charset == declared else f"fallback of {lang or 'the site'}"
            return _as_utf8(text), FieldRule("charset", f"{charset} ({rule})", declared if charset != declared else None)
    return _as_utf8(body.decode(fallback, "replace")), FieldRule("charset", f"{fallback} (fallback, with bad bytes)", declared)


def _declared(body: bytes, content_type: str | None) -> str | None:
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 (the same)

    header = _HEADER_CHARSET.search(content_type or "")
    name = header[1] if header else EncodingDetector.find_declared_encoding(body[:_SAMPLE], is_html=True, search_entire_document=True)
    lowered = name.lower() if name else None
    return _BROWSER_NAMES.get(lowered, lowered) if lowered else None


def _decoded(body: bytes, charset: str | None) -> str | None:
    if charset is None or charset.startswith(("utf-8", "utf-7", "utf-16", "utf-32")):
        return None
    try:
        return body.decode(charset, "replace" if charset == "windows-1252" else "strict")
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _nearly_utf8(body: bytes) -> bool:
    """Whether bytes that aren't strict UTF-8 are UTF-8 all the same, damaged in a few places."""
    sample = body[:_SNIFF_LIMIT]
    replaced = sample.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    good = sum(1 for character in replaced if character > "\x7f") - bad
    return good >= bad > 0 or bad == 0


def mojibake(text: str) -> str:
    """`text` with UTF-8 that was read as latin-1 or windows-1252 put right; unchanged when it is not that."""
    for charset in ("latin-1", "windows-1252"):
        try:
            return text.encode(charset).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text
