"""Bytes of a WARC file as its records see them: inflated where they are packed, a piece at a time."""

from __future__ import annotations

import os
import re
from typing import Final

from alwaght_scraper.captures.inflate import GZIP_HEADER, InflateError, gunzipper

WARC_MAGIC: Final = b"WARC/1."

MAX_HEADER: Final = 64 * 1024
"""Largest WARC header read, in bytes."""

_FIRST_LINE: Final = re.compile(rb"WARC/1\.\d\r?\n")
_IN_EACH: Final = (b"\nwarc-type:", b"\nwarc-record-id:", b"\ncontent-length:")
_HEADER_READ: Final = 2048
_PACKED_READ: Final = 32 * 1024
_PLAIN_READ: Final = 256 * 1024
_INFLATED: Final = 1024 * 1024
_MAX_SKIPPED: Final = 1024 * 1024 * 1024
_MAX_BLANKS: Final = 64


def _is_torn(header: bytes) -> bool:
    """Whether a header breaks off where another record starts; a value may end like a first line, but a whole header does not follow it."""
    first = _FIRST_LINE.search(header, len(WARC_MAGIC))
    rest = header[first.end() - 1 :].lower() if first else b""
    return all(field in rest for field in _IN_EACH)


class Broken(Exception):  # noqa: N818 - never leaves the package
    """No record can be read; bytes are lost from `lost` on, and `resume` is where to look for the next record."""

    def __init__(self, reason: str, lost: int, resume: int) -> None:
        super().__init__(reason)
        self.lost = lost
        self.resume = resume


class Stream:
    """Bytes to read records from; a subclass says where they come from.

    `lost` is the byte of the file from which on nothing has been handed out yet.
    """

    def __init__(self, fd: int, start: int) -> None:
        self.fd = fd
        self.start = self.lost = start
        self._data = b""
        self._at = 0
        self._drained = False

    @property
    def position(self) -> int:
        """The byte of the file up to which it was read."""
        raise NotImplementedError

    def _read(self) -> bytes:
        """The next piece; empty at the end."""
        raise NotImplementedError

    def broken(self, reason: str) -> Broken:
        """What to raise when no record can be read here."""
        return Broken(reason, self.lost, self.lost + 1)

    def peek(self, size: int) -> bytes:
        """The next bytes, left where they are; fewer at the end."""
        if len(self._data) - self._at < size:
            pieces = self._pieces(size)
            self._data, self._at = b"".join(pieces), 0
        return self._data[self._at : self._at + size]

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer at the end."""
        if len(self._data) - self._at >= size:
            self._at += size
            return self._data[self._at - size : self._at]
        pieces = self._pieces(size)
        surplus = sum(map(len, pieces)) - size
        self._data, self._at = (pieces[-1], len(pieces[-1]) - surplus) if surplus > 0 else (b"", 0)
        if surplus > 0:
            pieces[-1] = pieces[-1][:-surplus]
        return b"".join(pieces)

    def skip(self, size: int) -> bool:
        """Leave `size` bytes out; false when there are not that many."""
        raise NotImplementedError

    def at_end(self) -> bool:
        """Pass the line ends between records; whether nothing comes behind them."""
        for _ in range(_MAX_BLANKS):
            following = self.peek(1)
            if not following or following not in b"\r\n":
                return not following
            self._at += 1
        raise self.broken("blank lines without end")

    def header(self) -> bytes:
        """A record's header, with the blank line that ends it."""
        if self.peek(len(WARC_MAGIC)) != WARC_MAGIC:
            raise self.broken("no record starts here")
        for size in (_HEADER_READ, MAX_HEADER):
            start = self.peek(size)
            ends = [start.find(blank) + len(blank) for blank in (b"\r\n\r\n", b"\n\n") if blank in start]
            if ends and _is_torn(start[: min(ends)]):
                raise self.broken("its header is torn: another record starts inside it")
            if ends:
                return self.take(min(ends))
        raise self.broken(f"its header has no end within {len(start)} bytes")

    def _pieces(self, size: int) -> list[bytes]:
        """What is at hand and as many more pieces as make `size` bytes."""
        pieces = [self._data[self._at :]]
        have = len(pieces[0])
        while have < size and (piece := self._next()):
            pieces.append(piece)
            have += len(piece)
        return pieces

    def _next(self) -> bytes:
        piece = b"" if self._drained else self._read()
        self._drained = not piece
        return piece


class PlainStream(Stream):
    """A file's own bytes from `start` on."""

    def __init__(self, fd: int, start: int) -> None:
        super().__init__(fd, start)
        self._read_to = start

    @property
    def position(self) -> int:
        """The byte of the file up to which records were taken."""
        return self._read_to - (len(self._data) - self._at)

    def skip(self, size: int) -> bool:
        """Leave `size` bytes out; false when there are not that many."""
        target = self.position + size
        self._data, self._at, self._read_to = b"", 0, target
        return target <= os.fstat(self.fd).st_size

    def _read(self) -> bytes:
        piece = os.pread(self.fd, _PLAIN_READ, self._read_to)
        self._read_to += len(piece)
        return piece


class MemberStream(Stream):
    """What one gzip member holds; its end is reached only when the checksum is right."""

    def __init__(self, fd: int, start: int) -> None:
        super().__init__(fd, start)
        self._decoder = gunzipper(os.pread(fd, GZIP_HEADER, start))
        self._read_to = start
        self._tail = b""
        self._is_full = False

    @property
    def position(self) -> int:
        """The byte of the file up to which it was unpacked."""
        return self._read_to - len(self._decoder.unused_data or self._tail)

    def broken(self, reason: str) -> Broken:
        """The same; a member whose end is known is passed over, so that nothing inside it is taken for a record."""
        return Broken(reason, self.lost, self.position if self._decoder.eof else self.lost + 1)

    def skip(self, size: int) -> bool:
        """Leave `size` bytes out; false when there are not that many, `Broken` when their end is too far to look for."""
        left = size - (len(self._data) - self._at)
        self._at = min(self._at + size, len(self._data))
        while left > 0 and (piece := self._next()):
            self._data, self._at = piece, min(left, len(piece))
            left -= len(piece)
            if size - left > _MAX_SKIPPED:
                raise Broken(f"a record of {size} bytes, too many to unpack", self.lost, self.position)
        return left <= 0

    def _read(self) -> bytes:
        while not self._decoder.eof:
            data = self._tail if self._tail or self._is_full else self._packed()
            try:
                piece = self._decoder.decompress(data, _INFLATED)
            except InflateError as error:
                raise Broken(f"its gzip data is damaged ({error})", self.lost, self.lost + 1) from None
            self._tail = b"" if self._decoder.eof else self._decoder.unconsumed_tail
            self._is_full = len(piece) == _INFLATED
            if piece:
                return piece
        return b""

    def _packed(self) -> bytes:
        data = os.pread(self.fd, _PACKED_READ, self._read_to)
        if not data:
            raise Broken("the file ends inside it", self.lost, self.lost + 1)
        self._read_to += len(data)
        return data
