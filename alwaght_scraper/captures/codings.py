"""The content codings of HTTP, each by what undoes it: gzip, deflate, brotli, zstd."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from typing import Final, cast

import brotli

from alwaght_scraper.captures.inflate import GZIP_MAGIC, InflateError, Inflater, gunzipper

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DECODE_ERRORS: Final = (*InflateError, brotli.error, zstd.ZstdError)
"""What the decompressors raise for damaged data."""

_MAX_WINDOW_LOG: Final = 23  # RFC 9659: what a browser must accept, 8 MiB
_ZSTD_MAGIC: Final = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE: Final = 1024


def _gzip(head: bytes) -> Inflater | None:
    return gunzipper(head) if head.startswith(GZIP_MAGIC) else None


def _deflate(head: bytes) -> Inflater | None:
    """With or without the zlib wrapping: servers have never agreed on which `deflate` means."""
    if is_markup(head):
        return None
    wrapped = len(head) > 1 and head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
    return cast("Inflater", zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS))


def _br(head: bytes) -> Inflater | None:
    return None if is_markup(head) else _Brotli()


def _zstd(head: bytes) -> Inflater | None:
    return _Zstd() if _ZSTD_MAGIC.match(head) else None


STARTS: Final[dict[str, Callable[[bytes], Inflater | None]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
"""How each coding starts: from the first bytes of a body to its decompressor, or to None for a body that is not in that coding."""

MULTIPLE: Final = frozenset({"gzip", "x-gzip", "zstd"})
"""Codings of which several streams may follow one another."""


def is_markup(head: bytes) -> bool:
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
