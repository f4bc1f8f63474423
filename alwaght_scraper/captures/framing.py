"""What a WARC header says of a capture: its address, time, source and place."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast, get_args

from alwaght_scraper.captures.capture import Capture, Headers, Location, Source
from alwaght_scraper.captures.raw_record import RawRecord
from alwaght_scraper.captures.warc_build import FAILURE_FIELD, LATENCY_FIELD, SOURCE_FIELD
from alwaght_scraper.captures.warc_file import closed_name

_SOURCES: Final = frozenset(get_args(Source))
_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_LATENCY: Final = re.compile(r"\d{1,9}", re.ASCII)


class Unusable(Exception):  # noqa: N818 - never leaves the package
    """A record that is whole and gives no capture all the same; the reason is for a person."""


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
    found = {"status": None, "failure": own_failure(record), "latency_ms": _latency(record), **found}
    return Capture(url, _time(record.fields.get("warc-date", "")), **found, source=known, location=location)


def is_ours(record: RawRecord) -> bool:
    """Whether this project wrote the record."""
    return SOURCE_FIELD.lower() in record.fields


def own_failure(record: RawRecord) -> str | None:
    """Why the fetch did not bring the whole page, as our own records say."""
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


def type_header(record: RawRecord) -> Headers:
    """The type of a block that is no HTTP message, as a header."""
    content_type = record.fields.get("content-type")
    return (("Content-Type", content_type),) if content_type else ()
