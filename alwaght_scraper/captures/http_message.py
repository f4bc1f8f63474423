"""HTTP messages as WARC blocks hold them: status line and headers as latin-1, which keeps every byte."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from alwaght_scraper.captures.capture import Headers

KEPT_TRANSFER_CODING: Final = "X-Crawl-Transfer-Encoding"
"""What `Transfer-Encoding` is called once the coding is undone, so that no reader undoes it again (as Common Crawl does)."""

MAX_HEAD: Final = 256 * 1024
"""Largest status line and headers read, in bytes."""

_NAME: Final = re.compile(r"[!-9;-~]+")
_STATUS_LINE: Final = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY) +(\d{3})(?: |$)")
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE: Final = re.compile(rb"\s*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_PHRASES: Final = {status.value: status.phrase for status in HTTPStatus}


def clean_headers(headers: Headers) -> Headers:
    """Headers as a block can hold them and a reader gives them back.

    Line breaks and NUL become blanks, what lies beyond latin-1 becomes the bytes of its UTF-8, lines whose
    name is none go, and `Transfer-Encoding`, which a payload no longer has, is renamed.
    """
    return tuple((_kept_name(name), _clean(value)) for name, value in headers if _NAME.fullmatch(name))


def _kept_name(name: str) -> str:
    return KEPT_TRANSFER_CODING if name.lower() == "transfer-encoding" else name


def _clean(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value.strip()
    for unsafe in "\r\n\0":
        value = value.replace(unsafe, " ")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        value = value.encode("utf-8", "replace").decode("latin-1")
    return value.strip(" \t")


def response_head(status: int, headers: Headers) -> bytes:
    """Status line, headers and blank line."""
    return _head(f"HTTP/1.1 {status:03d} {_PHRASES.get(status, '')}", headers)


def request_head(url: str, headers: Headers) -> bytes:
    """The GET request for `url`, with its Host line."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = () if any(name.lower() == "host" for name, _ in headers) else (("Host", parts.netloc),)
    return _head(f"GET {_clean(target)} HTTP/1.1", clean_headers((*host, *headers)))


def _head(first_line: str, headers: Headers) -> bytes:
    lines = [first_line, *(f"{name}: {value}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def parse_response(block: bytes) -> tuple[int, Headers, bytes] | None:
    """Status, headers and body of a block; None when it holds no HTTP response, or one whose head is larger than any."""
    if not (status := _STATUS_LINE.match(block[:200].partition(b"\n")[0].rstrip(b"\r"))):
        return None
    blank = _BLANK.search(block, 0, MAX_HEAD)
    if blank is None and len(block) > MAX_HEAD:
        return None
    end, start = blank.span() if blank else (len(block), len(block))
    headers: list[tuple[str, str]] = []
    for line in block[:end].decode("latin-1").replace("\r\n", "\n").split("\n")[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in {" ", "\t"} and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif colon and _NAME.fullmatch(name):
            headers.append((name, value.strip(" \t")))
    return int(status[1]), tuple(headers), block[start:]


def without_chunks(body: bytes) -> tuple[bytes, bool] | None:
    """A chunked body put together, and whether its end came; None when it is not chunked at all."""
    if not _CHUNK_SIZE.match(body):
        return None
    pieces: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(pieces), True
        piece = body[size.end() : size.end() + length]
        pieces.append(piece)
        at = size.end() + length
        if len(piece) < length or not body.startswith((b"\r\n", b"\n"), at):
            break
    return b"".join(pieces), False
