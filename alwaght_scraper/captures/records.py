"""The raw records of any WARC file, whole or damaged: gzip per record, one gzip stream, or plain.

Nothing here knows what a record means. Memory is bounded whatever the file holds. After damage the
reading goes on at the next place where a record starts, and each range that gave nothing is reported.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.damage import Damage, OnDamage, log_damage
from alwaght_scraper.captures.inflate import GZIP_HEADER, GZIP_MAGIC
from alwaght_scraper.captures.payload import MAX_BODY
from alwaght_scraper.captures.raw_record import Fields, RawRecord, parse_fields
from alwaght_scraper.captures.resync import next_start
from alwaght_scraper.captures.streams import WARC_MAGIC, Broken, MemberStream, PlainStream, Stream
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError

MAX_BLOCK: Final = MAX_BODY + 1024 * 1024
"""Largest block read, in bytes: the largest body, and room for its HTTP header."""


@dataclass(frozen=True, slots=True)
class _TooLarge:
    offset: int
    length: int
    reason: str


_Found = RawRecord | _TooLarge


def read_records(path: Path, *, start: int = 0, on_damage: OnDamage = log_damage) -> Iterator[RawRecord]:
    """Every intact record from byte `start` on, in file order; each lost range goes to `on_damage`.

    Raises `ConfigurationError` for a file that cannot be read, and nothing for whatever a file holds.
    """
    with _reading(path) as fd:
        size = os.fstat(fd).st_size
        offset = start
        while offset < size:
            try:
                for found in _walk(fd, offset):
                    if isinstance(found, RawRecord):
                        yield found
                    else:
                        on_damage(Damage(path, found.offset, found.length, found.reason))
            except Broken as broken:
                offset = next_start(fd, broken.resume, size)
                on_damage(Damage(path, broken.lost, offset - broken.lost, str(broken)))
            else:
                return


def record_at(path: Path, offset: int) -> RawRecord:
    """The record that starts at a byte; raises `DamagedArchiveError` where none can be read."""
    with _reading(path) as fd:
        try:
            found = next(_walk(fd, offset), None)
        except Broken as broken:
            found = _TooLarge(offset, 0, str(broken))
    if isinstance(found, RawRecord):
        return found
    reason = found.reason if found else "the file ends before it"
    advice = "`alwaght rebuild` makes the dataset anew from all that is whole"
    raise DamagedArchiveError(f"{path}: no record can be read at byte {offset}: {reason}; {advice}")


@contextmanager
def _reading(path: Path) -> Iterator[int]:
    """A descriptor of a regular file; what the system refuses becomes a `ConfigurationError`."""
    fd = -1
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise ConfigurationError(f"cannot read {path}: it is no file; name a WARC file")
        yield fd
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}; check the path, its permissions and the disk") from None
    finally:
        if fd >= 0:
            os.close(fd)


def _walk(fd: int, offset: int) -> Iterator[_Found]:
    """Records one behind the other, up to the end of the file; raises `Broken` where that ends before."""
    while start := os.pread(fd, GZIP_HEADER, offset):
        if start.startswith(GZIP_MAGIC):
            member = MemberStream(fd, offset)
            yield from _member_records(member)
            offset = member.position
        elif start.startswith(WARC_MAGIC):
            plain = PlainStream(fd, offset)
            yield from _plain_records(plain)
            offset = plain.position
        else:
            raise Broken("no record starts here", offset, offset + 1)


def _member_records(member: MemberStream) -> Iterator[_Found]:
    count = 0
    while not member.at_end():
        found = _read_record(member)
        count += 1
        ended = member.at_end()
        if not ended and member.peek(len(WARC_MAGIC)) != WARC_MAGIC:
            raise member.broken("its Content-Length is wrong: what follows its block is no record")
        member.lost = member.position
        yield _placed(found, member.start, member.position, is_alone=ended and count == 1)


def _plain_records(plain: PlainStream) -> Iterator[_Found]:
    while not plain.at_end() and plain.peek(len(GZIP_MAGIC)) != GZIP_MAGIC:
        start = plain.lost = plain.position
        found = _read_record(plain)
        is_closed = plain.peek(4) == b"\r\n\r\n"
        if not plain.at_end() and not is_closed and plain.peek(len(WARC_MAGIC)) != WARC_MAGIC:
            raise plain.broken("its Content-Length is wrong: what follows its block is no record")
        plain.lost = plain.position
        yield _placed(found, start, plain.position, is_alone=True)


def _placed(found: tuple[bytes, Fields, bytes | None], start: int, end: int, *, is_alone: bool) -> _Found:
    header, fields, block = found
    if block is None:
        return _TooLarge(start, end - start, f"a record of {fields['content-length']} bytes, more than the {MAX_BLOCK} that are read")
    return RawRecord(fields, header, block, start, end - start, is_alone)


def _read_record(stream: Stream) -> tuple[bytes, Fields, bytes | None]:
    """Header, fields and block of the next record; no block when it is too large to keep."""
    header = stream.header()
    fields = parse_fields(header)
    digits = fields.get("content-length", "")
    if not digits.isascii() or not digits.isdecimal():
        raise stream.broken("it has no usable Content-Length")
    size = int(digits[:18])
    if size > MAX_BLOCK:
        if not stream.skip(size):
            raise stream.broken(f"its Content-Length is {digits[:18]}, more than follows")
        return header, fields, None
    block = stream.take(size)
    if len(block) < size:
        raise stream.broken(f"its Content-Length is {size}, but only {len(block)} bytes follow")
    return header, fields, block
