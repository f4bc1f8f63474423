"""Where to read on behind damage: the next place in a WARC file where a record starts."""

from __future__ import annotations

import os
import re
from typing import Final

from alwaght_scraper.captures.inflate import GZIP_HEADER, GZIP_MAGIC, InflateError, gunzipper
from alwaght_scraper.captures.streams import WARC_MAGIC

_SCAN: Final = 1024 * 1024
_OVERLAP: Final = 80
_CANDIDATE: Final = 1024
_GZIP_START: Final = re.escape(GZIP_MAGIC)
_PLAIN_START: Final = rb"WARC/1\.\d\r?\n[A-Za-z][A-Za-z-]{0,60}:"


def next_start(fd: int, start: int, size: int) -> int:
    """The first byte from `start` on where a record starts; the file's size when there is none."""
    pattern = _start_pattern(os.pread(fd, GZIP_HEADER, 0))
    while start < size:
        block = os.pread(fd, _SCAN, start)
        for match in pattern.finditer(block):
            if match[0].startswith(WARC_MAGIC) or _starts_member(fd, start + match.start()):
                return start + match.start()
        if len(block) < _SCAN:
            break
        start += _SCAN - _OVERLAP
    return size


def _start_pattern(first: bytes) -> re.Pattern[bytes]:
    """How records start in a file that starts like this; a file is of one kind, unless its very start is damaged."""
    if first.startswith(GZIP_MAGIC):
        return re.compile(_GZIP_START)
    return re.compile(_PLAIN_START if first.startswith(WARC_MAGIC) else _PLAIN_START + b"|" + _GZIP_START)


def _starts_member(fd: int, offset: int) -> bool:
    """Whether a gzip member that holds a WARC record starts here."""
    start = os.pread(fd, _CANDIDATE, offset)
    try:
        return gunzipper(start).decompress(start, len(WARC_MAGIC)) == WARC_MAGIC
    except InflateError:
        return False
