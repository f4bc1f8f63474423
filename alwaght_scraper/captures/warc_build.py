"""WARC 1.1 records from captures, each packed as one gzip member.

Digests: SHA-1 over the block, as most archives have it, and SHA-256 over the payload.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from alwaght_scraper.captures.capture import Capture, Headers
from alwaght_scraper.captures.digests import sha1_digest
from alwaght_scraper.captures.http_message import MAX_HEAD, clean_headers, request_head, response_head
from alwaght_scraper.captures.inflate import gzipped
from alwaght_scraper.captures.payload import MAX_BODY
from alwaght_scraper.captures.raw_record import Fields, RawRecord
from alwaght_scraper.errors import RejectedPage

SOURCE_FIELD: Final = "Capture-Source"
FAILURE_FIELD: Final = "Capture-Failure"
LATENCY_FIELD: Final = "Capture-Latency-Ms"  # what `fetchTimeMs` is in a metadata record, for which the standard has that name
REFERS_FILE_FIELD: Final = "WARC-Refers-To-Filename"
REFERS_OFFSET_FIELD: Final = "WARC-Refers-To-File-Offset"
FETCH_FAILURE: Final = "fetch-failure"
IDENTICAL: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_UNSAFE: Final = re.compile("[\x00-\x20\x7f\ud800-\udfff]")
_HTTP_RESPONSE: Final = "application/http; msgtype=response"
_WARC_FIELDS: Final = "application/warc-fields"  # what indexers leave out, so that no replay shows a failure as a page


class RecordBuilder:
    """Makes the records of one WARC file; not thread-safe. Without `has_info` the file is to have no warcinfo record."""

    def __init__(self, *, has_info: bool = True) -> None:
        self._info_id = f"<{uuid.uuid4().urn}>" if has_info else None

    def warcinfo(self, name: str, run_id: str) -> bytes:
        """The record that opens a file and says what made it."""
        block = f"software: alwaght-archive\r\nformat: WARC File Format 1.1\r\nisPartOf: {run_id}\r\n".encode()
        fields = {"WARC-Record-ID": str(self._info_id), "WARC-Date": warc_date(datetime.now(UTC)), "WARC-Filename": name}
        return _record("warcinfo", fields, block, _WARC_FIELDS)

    def request(self, capture: Capture, headers: Headers, answer_id: str) -> bytes:
        """What was asked for to get a capture whose record is `answer_id`."""
        own_id, when = f"<{uuid.uuid4().urn}>", warc_date(capture.fetched_at)
        fields = {"WARC-Record-ID": own_id, "WARC-Date": when, "WARC-Target-URI": capture.url, "WARC-Concurrent-To": answer_id}
        return self._record("request", fields, request_head(capture.url, headers), "application/http; msgtype=request")

    def failure(self, capture: Capture, record_id: str) -> bytes:
        """A fetch that gave no response: a metadata record that says why."""
        block = f"{FETCH_FAILURE}: {capture.failure}\r\n".encode()
        return self._record("metadata", _own_fields(capture, record_id), block, _WARC_FIELDS)

    def resource(self, capture: Capture, record_id: str) -> bytes:
        """A saved file of which only the type is known."""
        fields = _own_fields(capture, record_id) | {"WARC-Payload-Digest": payload_digest(capture)}
        return self._record("resource", fields, capture.payload, capture.headers[0][1])

    def response(self, capture: Capture, record_id: str) -> bytes:
        """A response with its payload."""
        fields = _own_fields(capture, record_id) | {"WARC-Payload-Digest": payload_digest(capture)}
        return self._record("response", fields, _head(capture) + capture.payload, _HTTP_RESPONSE)

    def revisit(self, capture: Capture, record_id: str, original: RawRecord, warc_file: str) -> bytes:
        """A response whose payload the record `original`, which lies in `warc_file`, holds."""
        fields = _own_fields(capture, record_id) | {
            "WARC-Profile": IDENTICAL if capture.payload else NOT_MODIFIED,
            "WARC-Refers-To": original.fields["warc-record-id"],
            "WARC-Refers-To-Target-URI": original.fields["warc-target-uri"],
            "WARC-Refers-To-Date": original.fields["warc-date"],
            REFERS_FILE_FIELD: warc_file,
            REFERS_OFFSET_FIELD: str(original.offset),
            "WARC-Payload-Digest": original.fields["warc-payload-digest"],
        }
        return self._record("revisit", fields, _head(capture), _HTTP_RESPONSE)

    def _record(self, kind: str, fields: Fields, block: bytes, content_type: str) -> bytes:
        info = {"WARC-Warcinfo-ID": self._info_id} if self._info_id else {}
        return _record(kind, fields | info, block, content_type)


def _record(kind: str, fields: Fields, block: bytes, content_type: str) -> bytes:
    """One record, packed. No field may hold a line break: `storable` and the reader of foreign records see to that."""
    described = {
        "WARC-Type": kind,
        **fields,
        "WARC-Block-Digest": sha1_digest(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in described.items())
    return gzipped(b"".join((b"WARC/1.1\r\n", lines.encode(), b"\r\n", block, b"\r\n\r\n")))


def lone_record(capture: Capture) -> bytes:
    """A saved page as the only record of a file: the same capture gives the same bytes."""
    builder, record_id = RecordBuilder(has_info=False), f"<{uuid.UUID(capture.capture_id).urn}>"
    return builder.resource(capture, record_id) if is_resource(capture) else builder.response(capture, record_id)


def is_resource(capture: Capture) -> bool:
    """Whether a saved file's headers say no more than its type, which is all that a resource record holds."""
    only_type = len(capture.headers) == 1 and capture.headers[0][0] == "Content-Type" and capture.headers[0][1]
    return bool(capture.source == "file" and capture.status == 200 and capture.failure is None and only_type)


def _head(capture: Capture) -> bytes:
    return response_head(capture.status or 0, capture.headers)


def _own_fields(capture: Capture, record_id: str) -> Fields:
    """Fields of every record that is read back as a capture."""
    when = warc_date(capture.fetched_at)
    fields = {"WARC-Record-ID": record_id, "WARC-Date": when, "WARC-Target-URI": capture.url, SOURCE_FIELD: capture.source}
    if capture.status is not None and capture.failure is not None:
        fields[FAILURE_FIELD] = capture.failure
    if capture.latency_ms is not None:
        fields[LATENCY_FIELD] = str(capture.latency_ms)
    return fields


def payload_digest(capture: Capture) -> str:
    """The digest of a capture's payload as records name it."""
    return f"sha256:{capture.payload_sha256}"


def warc_date(when: datetime) -> str:
    """A time in UTC as WARC 1.1 writes it, to the microsecond."""
    return when.isoformat(timespec="microseconds").replace("+00:00", "Z")


def storable(capture: Capture) -> Capture:
    """The capture as a record can hold it and a reader gives it back.

    Unsafe characters of the address are escaped, headers cleaned (`clean_headers`), the failure is one line.
    Raises `RejectedPage` for a body or headers larger than are ever read.
    """
    if len(capture.payload) > MAX_BODY:
        raise RejectedPage(f"the body has {len(capture.payload)} bytes, more than the {MAX_BODY} that are kept")
    url = _UNSAFE.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), capture.url)
    failure = _one_line(capture.failure or "") or None
    if capture.status is None:
        return replace(capture, url=url, headers=(), payload=b"", failure=failure or "no response", latency_ms=None)
    headers = clean_headers(capture.headers)
    if sum(len(name) + len(value) + 4 for name, value in headers) > MAX_HEAD - 100:
        raise RejectedPage(f"the headers have more than the {MAX_HEAD} bytes that are kept")
    if (url, headers, failure) == (capture.url, capture.headers, capture.failure):
        return capture
    return replace(capture, url=url, headers=headers, failure=failure)


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
