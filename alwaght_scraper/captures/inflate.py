"""Gzip and deflate at the speed of ISA-L, with zlib where ISA-L errs."""

from __future__ import annotations

import zlib
from typing import Final, Protocol, cast

from isal import isal_zlib

GZIP_MAGIC: Final = b"\x1f\x8b\x08"
GZIP_HEADER: Final = 10
_FLAGS: Final = 3
_GZIP: Final = 31
_LEVEL: Final = 2  # a page as small as with zlib level 6, in an eighth of the time

InflateError: Final[tuple[type[Exception], ...]] = (zlib.error, cast("type[Exception]", isal_zlib.error))
"""What the decompressors raise for damaged data."""


class Inflater(Protocol):
    """What zlib, ISA-L, brotli and zstd decompressors can all be made to look like."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached, and its checksum was right."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond the end of the stream."""

    @property
    def unconsumed_tail(self) -> bytes:
        """What was given and not looked at because the output was full."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """The next bytes of output, `max_length` at most; raises one of `InflateError` and its like."""


def gunzipper(header: bytes) -> Inflater:
    """A decompressor for one gzip member that starts with `header`.

    ISA-L fails on an optional header field (wget writes one) that two reads split, so zlib takes those members.
    """
    plain = len(header) > _FLAGS and header[_FLAGS] == 0
    return cast("Inflater", isal_zlib.decompressobj(_GZIP) if plain else zlib.decompressobj(_GZIP))


def gzipped(data: bytes) -> bytes:
    """One gzip member holding `data`; no name and no time in it, so the same data gives the same bytes."""
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)
    return packer.compress(data) + packer.flush()
