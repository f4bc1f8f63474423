"""The body of a capture with its content coding undone, in bounded memory.

Codings are undone as a chain of generators, so that of a bomb, nested or not, never more than `limit`
and a few chunks are held.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final, cast

import brotli

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.inflate import GZIP_MAGIC, InflateError, Inflater, gunzipper
from alwaght_scraper.errors import RejectedPage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_BODY: Final = 32 * 1024 * 1024
"""Largest body taken as a page, in bytes, packed or unpacked."""

_CHUNK: Final = 1 << 18
_MAX_CODINGS: Final = 5
_MAX_WINDOW_LOG: Final = 23  # RFC 9659: what a browser must accept, 8 MiB
_ZSTD_MAGIC: Final = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_BODY: Final = frozenset({204, 304})
_HEAD: Final = 64
_SAMPLE: Final = 1024
_MAX_STREAMS: Final = 1000
_MIB: Final = 1024 * 1024

_Chunks = Iterator[bytes]
_DecodeErrors: Final = (*InflateError, brotli.error, zstd.ZstdError)


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
    if coding not in _STARTS and not _is_text(head):
        raise RejectedPage(f"the body is in the content coding {coding[:40]!r}, which is not known")
    decoder = _STARTS[coding](head) if head and coding in _STARTS else None
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
                following = _STARTS[coding](rest) if rest and coding in _MULTIPLE else None
                if following is None:
                    return
                if (streams := streams + 1) > _MAX_STREAMS:
                    raise RejectedPage(f"the {coding} body has more than {_MAX_STREAMS} parts")
                decoder = following
                yield from _pulled(decoder, rest)
    except _DecodeErrors as error:
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


# --- how each coding starts: a decompressor, or None for a body that is not in that coding ---------


def _gzip(head: bytes) -> Inflater | None:
    return gunzipper(head) if head.startswith(GZIP_MAGIC) else None


def _deflate(head: bytes) -> Inflater | None:
    """With or without the zlib wrapping: servers have never agreed on which `deflate` means."""
    if _is_text(head):
        return None
    wrapped = len(head) > 1 and head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
    return cast("Inflater", zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS))


def _br(head: bytes) -> Inflater | None:
    return None if _is_text(head) else _Brotli()


def _zstd(head: bytes) -> Inflater | None:
    return _Zstd() if _ZSTD_MAGIC.match(head) else None


_STARTS: Final[dict[str, Callable[[bytes], Inflater | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
_MULTIPLE: Final = frozenset({"gzip", "x-gzip", "zstd"})


def _is_text(head: bytes) -> bool:
    """Whether bytes that are said to be packed are plain markup."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and not _BINARY.search(head, 0, _SAMPLE)


class _Brotli:
    """A brotli stream with the ways of a zlib decompressor."""

    unused_data = b""  # brotli raises for what follows the end

    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()
        self.unconsumed_tail = b""

    @property
    def eof(self) -> bool:
        return bool(self._decoder.is_finished())

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return bytes(self._decoder.process(data, output_buffer_limit=max_length))


class _Zstd:
    """A zstd frame with the ways of a zlib decompressor; its window is capped, since the frame names its size."""

    unconsumed_tail = b""  # the decompressor keeps it itself

    def __init__(self) -> None:
        self._decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _MAX_WINDOW_LOG})

    @property
    def eof(self) -> bool:
        return self._decoder.eof

    @property
    def unused_data(self) -> bytes:
        return self._decoder.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._decoder.decompress(data, max_length)
