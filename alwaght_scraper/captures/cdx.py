"""CDXJ: one sorted line for each response, revisit and resource of a WARC file, as pywb reads it."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.captures.storage import write_whole
from alwaght_scraper.captures.surt import surt_key
from alwaght_scraper.errors import DamagedArchiveError

REVISIT_MIME: Final = "warc/revisit"

_MIME_END: Final = re.compile(r"[;\s]")
_NO_SIGNS: Final = dict.fromkeys(map(ord, "-:T"))
_PACKED_TOGETHER: Final = 500


@dataclass(frozen=True, slots=True)
class CdxEntry:
    """One line of an index: what was captured when, and where its record lies."""

    url: str
    when: datetime
    mime: str | None
    status: int | None
    digest: str | None
    offset: int
    length: int
    filename: str

    @classmethod
    def of(cls, capture: Capture, place: Location, kind: str, digest: str | None) -> Self:
        """The line of a capture whose record, of type `kind`, lies at `place`."""
        mime = _MIME_END.split(capture.header("content-type") or "", maxsplit=1)[0]
        mime = REVISIT_MIME if kind == "revisit" else mime
        status = None if kind == "resource" else capture.status
        return cls(capture.url, capture.fetched_at, mime or None, status, digest, place.offset, place.length, place.warc_file)

    @property
    def timestamp(self) -> str:
        """The time to the second, 14 digits."""
        return self.when.isoformat(timespec="seconds").translate(_NO_SIGNS)[:14]

    def line(self) -> str:
        """The CDXJ line: sort key, time to the second, JSON with strings only, as indexers write it."""
        found = {
            "url": self.url,
            "mime": self.mime,
            "status": None if self.status is None else str(self.status),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        fields = json.dumps({name: value for name, value in found.items() if value is not None})
        return f"{surt_key(self.url)} {self.timestamp} {fields}\n"


def cdx_path(warc: Path) -> Path:
    """Where the index of a WARC file lies: beside it."""
    return warc.with_name(f"{warc.name}.cdxj")


class PackedLines:
    """The lines of an index that grows with a crawl, in about 100 bytes each instead of 400."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._fresh: list[str] = []

    def add(self, line: str) -> None:
        """Take a line in."""
        self._fresh.append(line)
        if len(self._fresh) >= _PACKED_TOGETHER:
            self._packed.append(zlib.compress("".join(self._fresh).encode()))
            self._fresh.clear()

    def __iter__(self) -> Iterator[str]:
        for packed in self._packed:
            yield from zlib.decompress(packed).decode().splitlines(keepends=True)
        yield from self._fresh


def write_cdx(warc: Path, lines: Iterable[str]) -> None:
    """Put the index of a WARC file, its lines in any order, beside it, whole or not at all."""
    write_whole(cdx_path(warc), index_bytes(lines))


def index_bytes(lines: Iterable[str]) -> bytes:
    """An index as it is stored: its lines sorted by bytes."""
    return b"".join(sorted(line.encode() for line in lines))


def read_cdx(warc: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Time and fields of each line of a WARC file's index; raises `DamagedArchiveError` for a line that is none."""
    path = cdx_path(warc)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _fields(line)
            except (ValueError, AttributeError, TypeError, RecursionError):
                what = f"{path}: line {number} is no line of an index"
                raise DamagedArchiveError(f"{what}: run `alwaght verify --repair` to make it again from the WARC file") from None


def _fields(line: bytes) -> tuple[str, dict[str, str]]:
    _, when, rest = line.decode().split(" ", 2)
    fields = json.loads(rest)
    if not (fields.keys() >= {"url", "offset", "length"} and all(isinstance(value, str) for value in fields.values())):
        raise ValueError("fields")
    for digits in (when, fields["offset"], fields["length"]):
        int(digits)
    return when, fields
