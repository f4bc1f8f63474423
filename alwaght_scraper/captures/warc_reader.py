"""Captures out of WARC records, our own or foreign, whole or damaged.

- response, revisit and resource records are captures, and so is a metadata record of a failed fetch;
  warcinfo, request, conversion, continuation and other metadata records are passed over.
- A revisit has its own time, status and headers, and its original's payload. One whose original cannot be
  found is reported and left out: a body is never made up. A 304 stays a 304 with no payload, and names its original.
- A record that is not what its digest says is reported and left out.
- Chunked transfer coding left in a payload is undone; a payload that is known to be cut has a `failure`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.damage import Damage, OnDamage, log_damage
from alwaght_scraper.captures.framing import Unusable, framed
from alwaght_scraper.captures.originals import Originals
from alwaght_scraper.captures.raw_record import RawRecord, parse_fields
from alwaght_scraper.captures.records import read_records, record_at
from alwaght_scraper.captures.responses import read_resource, read_response
from alwaght_scraper.captures.revisits import FindOriginal, read_revisit
from alwaght_scraper.captures.streams import MAX_HEADER
from alwaght_scraper.captures.warc_build import FETCH_FAILURE
from alwaght_scraper.errors import DamagedArchiveError

_ADVICE: Final = "`alwaght rebuild` makes the dataset anew from all that is whole"


def read_warc(path: Path, *, start: int = 0, on_damage: OnDamage = log_damage, originals: Originals | None = None) -> Iterator[Capture]:
    """The captures of a WARC file from byte `start` on, in file order, each with its location.

    A capture that no byte of the file leads to (its gzip member holds other records too) has none. What gives
    nothing, bytes or records, goes to `on_damage`. Originals of revisits are looked for where their record
    says and in `originals`, which learns what is read here. Raises `ConfigurationError` for a file that
    cannot be read.
    """
    originals = originals or Originals()
    for record in read_records(path, start=start, on_damage=on_damage):
        try:
            capture = read_capture(record, path, originals.of_payload)
        except Unusable as unusable:
            on_damage(Damage(path, record.offset, record.length, str(unusable)))
            continue
        if capture is not None:
            originals.learn(path, record)
            yield capture


def load_capture(path: Path, offset: int, find_original: FindOriginal) -> Capture:
    """The capture whose record starts at a byte of a file; raises `DamagedArchiveError` when there is none."""
    record = record_at(path, offset)
    try:
        capture = read_capture(record, path, find_original)
    except Unusable as unusable:
        raise DamagedArchiveError(f"{path}: the record at byte {offset} gives nothing: {unusable}; {_ADVICE}") from None
    if capture is None:
        raise DamagedArchiveError(f"{path}: the record at byte {offset} is a {record.type or 'nameless'} record, not a capture; {_ADVICE}")
    return capture


def read_capture(record: RawRecord, path: Path, find_original: FindOriginal) -> Capture | None:
    """The capture that a record of the file `path` is; None for a record that is none. Raises `Unusable`."""
    if record.type == "metadata":
        return _failed_fetch(record, path)
    if record.type == "revisit":
        return read_revisit(record, path, find_original)
    if record.type == "resource":
        return read_resource(record, path)
    return read_response(record, path) if record.type == "response" else None


def _failed_fetch(record: RawRecord, path: Path) -> Capture | None:
    failure = parse_fields(b"\n" + record.block[:MAX_HEADER]).get(FETCH_FAILURE)
    return None if failure is None else framed(record, path, failure=failure)
