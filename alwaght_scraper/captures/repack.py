"""Foreign WARC files as the archive keeps them: one gzip member for each record, under a name of their content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.captures.cdx import CdxEntry, write_cdx
from alwaght_scraper.captures.damage import OnDamage, ignore_damage, log_damage
from alwaght_scraper.captures.inflate import GZIP_MAGIC, gzipped
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.recovery import index_warc
from alwaght_scraper.captures.seal import file_sha256, write_seal
from alwaght_scraper.captures.storage import create, storage_error, sync_folder, write_all, write_whole
from alwaght_scraper.captures.warc_build import is_resource, lone_record, payload_digest
from alwaght_scraper.errors import UsageError

IMPORT_PREFIX: Final = "import-"
_CHUNK: Final = 1024 * 1024
ID_DIGITS: Final = 16


def import_warc(path: Path, folder: Path, *, on_damage: OnDamage = log_damage) -> Path:
    """Copy a WARC file below `folder` as `import-<sha256[:16]>.warc.gz` with its index and digest; returns the copy's path.

    A file that is gzip per record is copied byte by byte, damage and all; any other is packed anew, and what
    is damaged in it reported and left behind. Importing a file again changes nothing. Raises `UsageError`
    for a file without any record, `ConfigurationError` or `DiskFullError` when the disk refuses.
    """
    count, is_addressable = _survey(path)
    if not count:
        raise UsageError(f"{path} holds no WARC record; name a WARC file, or a saved page with its --url")
    target = folder / f"{IMPORT_PREFIX}{file_sha256(path)[:ID_DIGITS]}.warc.gz"
    if target.exists():
        return target
    part = target.with_name(f".part-{target.name}")
    try:
        part.unlink(missing_ok=True)
        if is_addressable:
            _write_durably(part, _chunks(path))
        else:
            write_repacked(path, part, on_damage=on_damage)
        index_warc(part, target, on_damage=ignore_damage)
        write_seal(target, file_sha256(part))
        part.rename(target)
        sync_folder(folder)
    except OSError as error:
        raise storage_error(error, target) from None
    finally:
        part.unlink(missing_ok=True)
    return target


def keep_lone_record(capture: Capture, folder: Path) -> Path:
    """Write a storable capture below `folder` as `import_warc` would keep a file of its one record; the file's path.

    Its name is digest enough: a file more for each page would take longer than the page.
    """
    record = lone_record(capture)
    target = folder / f"{IMPORT_PREFIX}{hashlib.sha256(record).hexdigest()[:ID_DIGITS]}.warc.gz"
    if not target.exists():
        place = Location(target.name, 0, len(record))
        kind = "resource" if is_resource(capture) else "response"
        write_cdx(target, [CdxEntry.of(capture, place, kind, payload_digest(capture)).line()])
        write_whole(target, record)
    return target


def write_repacked(path: Path, target: Path, *, on_damage: OnDamage = log_damage) -> None:
    """Write the intact records of any WARC file to a new file, each as one gzip member."""
    records = read_records(path, on_damage=on_damage)
    _write_durably(target, (gzipped(record.header + record.block + b"\r\n\r\n") for record in records))


def _survey(path: Path) -> tuple[int, bool]:
    """How many records a file holds, and whether a byte of it leads to each as the archive wants it."""
    with path.open("rb") as file:
        is_addressable = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    count = 0
    for record in read_records(path, on_damage=ignore_damage):
        count += 1
        is_addressable = is_addressable and record.is_alone
    return count, is_addressable


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _write_durably(path: Path, chunks: Iterable[bytes]) -> None:
    fd = create(path)
    try:
        offset = 0
        for chunk in chunks:
            write_all(fd, chunk, offset)
            offset += len(chunk)
        os.fsync(fd)
    finally:
        os.close(fd)
