"""What a dead run left behind made whole, and indexes made anew."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.cdx import CdxEntry, write_cdx
from alwaght_scraper.captures.damage import OnDamage, log_damage
from alwaght_scraper.captures.framing import Unusable, framed, type_header
from alwaght_scraper.captures.http_message import parse_response
from alwaght_scraper.captures.raw_record import RawRecord
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.seal import file_sha256, write_seal
from alwaght_scraper.captures.storage import storage_error, sync_folder
from alwaght_scraper.captures.warc_file import closed_name
from alwaght_scraper.errors import ConfigurationError

_INDEXED: Final = frozenset({"response", "revisit", "resource"})


def recover(path: Path, *, on_damage: OnDamage = log_damage) -> Path | None:
    """Close the `.open` file of a dead run: torn end cut off, index and digest written, final name given; returns the new path.

    Damage before the last intact record stays, to be reported whenever the file is read. A file that holds no
    record but its warcinfo is removed, and None returned. Call it only while no run can be writing.
    """
    closed = path.with_name(closed_name(path))
    if closed.exists():
        raise ConfigurationError(f"both {closed} and {path} exist; move one of them away")
    end, types, entries = _survey(path, on_damage)
    try:
        if types <= {"warcinfo"}:
            path.unlink()
            return None
        _cut(path, end)
        write_cdx(closed, (entry.line() for entry in entries))
        write_seal(closed, file_sha256(path))
        path.rename(closed)
        sync_folder(closed.parent)
    except OSError as error:
        raise storage_error(error, path) from None
    return closed


def index_warc(path: Path, closed: Path | None = None, *, on_damage: OnDamage = log_damage) -> None:
    """Write the CDXJ index of a WARC file from what it holds, for the name `closed` that it has or will have."""
    closed = closed or path
    entries = _survey(path, on_damage)[2]
    write_cdx(closed, (replace(entry, filename=closed.name).line() for entry in entries))


def reindex(path: Path) -> None:
    """Write the index and the digest of a closed WARC file from what it holds."""
    index_warc(path)
    write_seal(path, file_sha256(path))


def _survey(path: Path, on_damage: OnDamage) -> tuple[int, set[str], list[CdxEntry]]:
    """The end of the last intact record, the types of records there are, and the index lines of the file."""
    end, types, entries = 0, set[str](), []
    for record in read_records(path, on_damage=on_damage):
        end = record.offset + record.length
        types.add(record.type)
        if entry := index_entry(record, path):
            entries.append(entry)
    return end, types, entries


def index_entry(record: RawRecord, path: Path) -> CdxEntry | None:
    """The index line of a record; None for a record that an index leaves out."""
    if record.type not in _INDEXED:
        return None
    message = None if record.type == "resource" else parse_response(record.block)
    status, headers = message[:2] if message else (None, type_header(record))
    try:
        capture = framed(record, path, status=status, headers=headers)
    except Unusable:  # reported whenever the file is read
        return None
    if capture.location is None:
        return None
    return CdxEntry.of(capture, capture.location, record.type, record.fields.get("warc-payload-digest"))


def _cut(path: Path, end: int) -> None:
    fd = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.ftruncate(fd, end)
        os.fsync(fd)
    finally:
        os.close(fd)
