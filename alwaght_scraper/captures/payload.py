"""The body of a capture with its content coding undone, in bounded memory.

Codings are undone as a chain of generators, so that of a bomb, nested or not, never more than `limit`
and a few chunks are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.codings import DECODE_ERRORS, MULTIPLE, STARTS, is_markup
from alwaght_scraper.captures.inflate import GZIP_MAGIC, Inflater
from alwaght_scraper.errors import RejectedPage

MAX_BODY: Final = 32 * 1024 * 1024
"""Largest body taken as a page, in bytes, packed or unpacked."""

_CHUNK: Final = 1 << 18
_MAX_CODINGS: Final = 5
_NO_BODY: Final = frozenset({204, 304})
_HEAD: Final = 64
_MAX_STREAMS: Final = 1000
_MIB: Final = 1024 * 1024

_Chunks = Iterator[bytes]


def decoded_body(capture: Capture, limit: int = MAX_BODY) -> bytes:
    """The body as the server meant it: content codings undone, at most `limit` bytes.

    A body that is said to be packed and is not is taken as it is, and a gzip body that nothing announces
    is unpacked: browsers, servers and tools that save pages do both. Raises `RejectedPage` for a body
    that did not come whole, does not unpack or unpacks to more than `limit`.
    """
    if capture.failure is not None:
        raise RejectedPage(capture.failure)
    _check_length(capture)
    if len(capture.payload) > limit:
        raise RejectedPage(f"the body has more than {limit // _MIB} MiB")
    codings = _codings(capture)
    if not codings and not capture.payload.startswith(GZIP_MAGIC):
        return capture.payload
    return b"".join(_undone(capture.payload, codings, limit))


def _check_length(capture: Capture) -> None:
    """Raises `RejectedPage` when fewer bytes came than were announced; a transfer coding makes the header void."""
    announced = (capture.header("content-length") or "").partition(",")[0].strip()
    if capture.source == "file" or capture.status in _NO_BODY or not announced.isascii() or not announced.isdecimal():
        return
    if capture.header("transfer-encoding") or capture.header("x-crawl-transfer-encoding"):
        return
    if len(capture.payload) < int(announced[:20]):
        raise RejectedPage(f"the body is truncated: {len(capture.payload)} of {announced[:20]} bytes came")


def _codings(capture: Capture) -> list[str]:
    """The content codings in the order in which the server applied them."""
    values = ",".join(value for name, value in capture.headers if name.lower() == "content-encoding")
    codings = [coding for part in values.lower().split(",") if (coding := part.strip()) not in {"", "identity", "none"}]
    if len(codings) > _MAX_CODINGS:
        raise RejectedPage(f"the body is said to be packed {len(codings)} times over, more than any server does")
    return codings


def _undone(payload: bytes, codings: list[str], limit: int) -> _Chunks:
    chunks: _Chunks = (payload[start : start + _CHUNK] for start in range(0, len(payload), _CHUNK))
    for coding in reversed(codings):
        chunks = _capped(_unpacked(chunks, coding), limit)
    return _capped(_unpacked(chunks, "gzip"), limit)


def _capped(chunks: _Chunks, limit: int) -> _Chunks:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise RejectedPage(f"the body unpacks to more than {limit // _MIB} MiB")
        yield chunk


def _unpacked(chunks: _Chunks, coding: str) -> _Chunks:
    """One coding undone; a stream that is not in that coding at all passes as it is."""
    head = _head(chunks)
    if coding not in STARTS and not is_markup(head):
        raise RejectedPage(f"the body is in the content coding {coding[:40]!r}, which is not known")
    decoder = STARTS[coding](head) if head and coding in STARTS else None
    whole = chain((head,), chunks)
    return whole if decoder is None else _decoded(decoder, whole, coding)


def _head(chunks: _Chunks) -> bytes:
    """The first chunks, as many as it takes to tell what they are."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= _HEAD:
            break
    return head


def _decoded(decoder: Inflater, chunks: _Chunks, coding: str) -> _Chunks:
    """All streams of a coding that follow one another; what else lies beyond the end is padding, as browsers see it."""
    streams = 1
    try:
        while data := next(chunks, b""):
            yield from _pulled(decoder, data)
            while decoder.eof:
                rest = decoder.unused_data + _head(chunks)
                following = STARTS[coding](rest) if rest and coding in MULTIPLE else None
                if following is None:
                    return
                if (streams := streams + 1) > _MAX_STREAMS:
                    raise RejectedPage(f"the {coding} body has more than {_MAX_STREAMS} parts")
                decoder = following
                yield from _pulled(decoder, rest)
    except DECODE_ERRORS as error:
        raise RejectedPage(f"the {coding} body is damaged: {' '.join(str(error).split())}") from None
    raise RejectedPage(f"the {coding} body is cut short: its end is missing")


def _pulled(decoder: Inflater, data: bytes) -> _Chunks:
    """All output that `data` gives, a chunk at a time."""
    while True:
        out = decoder.decompress(data, _CHUNK)
        if out:
            yield out
        data = decoder.unconsumed_tail
        if decoder.eof or (not out and not data):
            return
