"""Captures out of revisit records, which name another record for the payload that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.framing import Unusable, framed, is_ours, own_failure
from alwaght_scraper.captures.http_message import clean_headers, parse_response
from alwaght_scraper.captures.originals import Place
from alwaght_scraper.captures.raw_record import RawRecord
from alwaght_scraper.captures.records import record_at
from alwaght_scraper.captures.responses import read_response
from alwaght_scraper.captures.warc_build import REFERS_FILE_FIELD, REFERS_OFFSET_FIELD
from alwaght_scraper.captures.warc_file import on_disk
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError

FindOriginal = Callable[[str], Place | None]
"""From a payload digest as records name it to where its original lies."""

_WARC_NAME: Final = re.compile(r"[\w.-]{1,200}\.warc(?:\.gz)?", re.ASCII)
_OFFSET: Final = re.compile(r"\d{1,15}", re.ASCII)


def read_revisit(record: RawRecord, path: Path, find_original: FindOriginal) -> Capture:
    """A capture with its own time, status and headers, and its original's payload; a 304 has none, and names its original.

    Raises `Unusable` where the original cannot be found: a body is never made up.
    """
    message = parse_response(record.block)
    status, headers = message[:2] if message else (None, ())
    if status == 304 or record.fields.get("warc-profile", "").endswith("server-not-modified"):
        return framed(record, path, status=status or 304, headers=clean_headers(headers), original=_confirmed(record, path, find_original))
    held = _original(record, path, find_original)
    status, headers = (status, clean_headers(headers)) if message else (held.status, held.headers)
    failure = own_failure(record) if is_ours(record) else held.failure
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
                return read_response(held, place[0])
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
    if not _WARC_NAME.fullmatch(name) or not _OFFSET.fullmatch(offset):
        return None
    return path.with_name(name), int(offset)
