"""Captures out of WARC records, our own or foreign, whole or damaged.

- response, revisit and resource records are captures, and so is a metadata record of a failed fetch;
  warcinfo, request, conversion, continuation and other metadata records are passed over.
- A revisit has its own time, status and headers, and its original's payload. One whose original cannot be
  found is reported and left out: a body is never made up. A 304 stays a 304 with no payload, and names its original.
- A record that is not what its digest says is reported and left out.
- Chunked transfer coding left in a payload is undone; a payload that is known to be cut has a `failure`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast, get_args

from alwaght_scraper.captures.capture import Capture, Headers, Location, Source
from alwaght_scraper.captures.digests import is_digest_of
from alwaght_scraper.captures.http_message import clean_headers, parse_response, without_chunks
from alwaght_scraper.captures.originals import Originals, Place
from alwaght_scraper.captures.records import Damage, OnDamage, RawRecord, log_damage, parse_fields, read_records, record_at
from alwaght_scraper.captures.streams import MAX_HEADER
from alwaght_scraper.captures.warc_build import (
    FAILURE_FIELD,
    FETCH_FAILURE,
    LATENCY_FIELD,
    REFERS_FILE_FIELD,
    REFERS_OFFSET_FIELD,
    SOURCE_FIELD,
)
from alwaght_scraper.captures.warc_file import closed_name, on_disk
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError

FindOriginal = Callable[[str], Place | None]
"""From a payload digest as records name it to where its original lies."""

_SOURCES: Final = frozenset(get_args(Source))
_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_ADVICE: Final = "`alwaght rebuild` makes the dataset anew from all that is whole"
_LATENCY: Final = re.compile(r"\d{1,9}", re.ASCII)
_WARC_NAME: Final = re.compile(r"[\w.-]{1,200}\.warc(?:\.gz)?", re.ASCII)


class Unusable(Exception):  # noqa: N818 - never leaves the package
    """A record that is whole and gives no capture all the same; the reason is for a person."""


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
            if record.type == "response" and record.is_alone and (digest := record.fields.get("warc-payload-digest")):
                originals.add(path, record.offset, digest)
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
        return _revisit(record, path, find_original)
    if record.type == "resource":
        return _resource(record, path)
    return _response(record, path) if record.type == "response" else None


def framed(record: RawRecord, path: Path, **found: Any) -> Capture:
    """A capture with the address, time, source and place that the WARC header says, and what else was found."""
    url = record.fields.get("warc-target-uri", "")
    if url.startswith("<") and url.endswith(">"):  # wget's reading of WARC 1.0
        url = url[1:-1]
    if not url:
        raise Unusable("it has no WARC-Target-URI")
    source = record.fields.get(SOURCE_FIELD.lower(), "file" if record.type == "resource" else "warc")
    location = Location(closed_name(path), record.offset, record.length) if record.is_alone else None
    known = cast("Source", source) if source in _SOURCES else "warc"
    found = {"status": None, "failure": _own_failure(record), "latency_ms": _latency(record), **found}
    return Capture(url, _time(record.fields.get("warc-date", "")), **found, source=known, location=location)


def _own_failure(record: RawRecord) -> str | None:
    return record.fields.get(FAILURE_FIELD.lower())


def _latency(record: RawRecord) -> int | None:
    text = record.fields.get(LATENCY_FIELD.lower(), "")
    return int(text) if _LATENCY.fullmatch(text) else None


def _time(text: str) -> datetime:
    """A WARC-Date; month and day may be left out, and are then the first."""
    with suppress(ValueError, OverflowError):
        if _DATE.fullmatch(text):
            when = datetime.fromisoformat(text if "T" in text else f"{text}-01-01"[:10])
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    raise Unusable(f"its WARC-Date {text[:40]!r} is no date")


def _failed_fetch(record: RawRecord, path: Path) -> Capture | None:
    failure = parse_fields(b"\n" + record.block[:MAX_HEADER]).get(FETCH_FAILURE)
    return None if failure is None else framed(record, path, failure=failure)


def _resource(record: RawRecord, path: Path) -> Capture:
    is_proven = _check_block(record)
    capture = framed(record, path, status=200, headers=type_header(record), payload=record.block)
    _check_payload(record, capture, record.block, is_proven=is_proven)
    return capture


def type_header(record: RawRecord) -> Headers:
    """The type of a block that is no HTTP message, as a header."""
    content_type = record.fields.get("content-type")
    return (("Content-Type", content_type),) if content_type else ()


def _response(record: RawRecord, path: Path) -> Capture:
    is_proven = _check_block(record)
    message = parse_response(record.block)
    if message is None and record.fields.get("content-type", "").lower().startswith("application/http"):
        raise Unusable("its block is no HTTP response")
    status, headers, body = message or (200, type_header(record), record.block)
    payload, is_whole = _unchunked(headers, body)
    failure = _own_failure(record) or _cut_by_archiver(record) or (None if is_whole else "the chunked body is cut short")
    capture = framed(record, path, status=status, headers=clean_headers(headers), payload=payload, failure=failure)
    _check_payload(record, capture, body, is_proven=is_proven)
    return capture


def _unchunked(headers: Headers, body: bytes) -> tuple[bytes, bool]:
    """The body without transfer coding, and whether it is whole."""
    coding = next((value for name, value in headers if name.lower() == "transfer-encoding"), "")
    chunks = without_chunks(body) if "chunked" in coding.lower() else None
    return (body, True) if chunks is None else chunks


def _cut_by_archiver(record: RawRecord) -> str | None:
    if truncated := record.fields.get("warc-truncated"):
        return f"the body was cut off when it was archived ({truncated[:40]})"
    return "the record is one segment of a longer one" if "warc-segment-number" in record.fields else None


def _revisit(record: RawRecord, path: Path, find_original: FindOriginal) -> Capture:
    message = parse_response(record.block)
    status, headers = message[:2] if message else (None, ())
    if status == 304 or record.fields.get("warc-profile", "").endswith("server-not-modified"):
        return framed(record, path, status=status or 304, headers=clean_headers(headers), original=_confirmed(record, path, find_original))
    held = _original(record, path, find_original)
    status, headers = (status, clean_headers(headers)) if message else (held.status, held.headers)
    failure = _own_failure(record) if SOURCE_FIELD.lower() in record.fields else held.failure
    return framed(record, path, status=status, headers=headers, payload=held.payload, failure=failure)


def _confirmed(record: RawRecord, path: Path, find_original: FindOriginal) -> Capture | None:
    """What a 304 says is still shown; None where it names nothing that can be found."""
    with suppress(Unusable):
        return _original(record, path, find_original)
    return None


def _original(record: RawRecord, path: Path, find_original: FindOriginal) -> Capture:
    """The capture that holds a revisit's payload."""
    digest = record.fields.get("warc-payload-digest", "")
    for place in _places(record, path, find_original):
        if place is None:
            continue
        try:
            held = record_at(on_disk(place[0]), place[1])
            if held.type == "response" and held.fields.get("warc-payload-digest") == digest:
                return _response(held, place[0])
        except (DamagedArchiveError, ConfigurationError, Unusable):
            continue
    name = record.fields.get("warc-refers-to-target-uri", "which it does not name")
    raise Unusable(f"a revisit whose original, {name[:200]}, cannot be found")


def _places(record: RawRecord, path: Path, find_original: FindOriginal) -> Iterator[Place | None]:
    """Where the original of a revisit may lie; other files are asked only after the place that the record names."""
    yield _named_place(record, path)
    if digest := record.fields.get("warc-payload-digest"):
        yield find_original(digest)


def _named_place(record: RawRecord, path: Path) -> Place | None:
    """Where our own revisits say that their original lies: a file beside this one."""
    name, offset = record.fields.get(REFERS_FILE_FIELD.lower(), ""), record.fields.get(REFERS_OFFSET_FIELD.lower(), "")
    if not _WARC_NAME.fullmatch(name) or not re.fullmatch(r"\d{1,15}", offset, re.ASCII):
        return None
    return path.with_name(name), int(offset)


def _check_block(record: RawRecord) -> bool:
    """Whether a digest proves the block; raises `Unusable` when one refutes it."""
    answer = is_digest_of(record.fields.get("warc-block-digest", ""), record.block)
    if answer is False:
        raise Unusable("its block is not what its WARC-Block-Digest says")
    return answer is True


def _check_payload(record: RawRecord, capture: Capture, body: bytes, *, is_proven: bool) -> None:
    """Compare the payload with its digest.

    A block digest that was right proves a foreign record already, whatever its maker took for the payload;
    makers differ in whether that has its chunks.
    """
    declared = record.fields.get("warc-payload-digest", "")
    if SOURCE_FIELD.lower() in record.fields:
        is_right = declared == f"sha256:{capture.payload_sha256}"
    else:
        is_right = is_proven or any(is_digest_of(declared, one) is not False for one in (body, capture.payload))
    if not is_right:
        raise Unusable("its payload is not what its WARC-Payload-Digest says")
