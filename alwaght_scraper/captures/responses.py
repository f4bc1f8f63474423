"""Captures out of the records that hold what came: responses and resources, each held to its digests."""

from __future__ import annotations

from pathlib import Path

from alwaght_scraper.captures.capture import Capture, Headers
from alwaght_scraper.captures.digests import is_digest_of
from alwaght_scraper.captures.framing import Unusable, framed, is_ours, own_failure, type_header
from alwaght_scraper.captures.http_message import clean_headers, parse_response, without_chunks
from alwaght_scraper.captures.raw_record import RawRecord


def read_resource(record: RawRecord, path: Path) -> Capture:
    """A block that is no HTTP message, as what an address showed. Raises `Unusable`."""
    is_proven = check_block(record)
    capture = framed(record, path, status=200, headers=type_header(record), payload=record.block)
    _check_payload(record, capture, record.block, is_proven=is_proven)
    return capture


def read_response(record: RawRecord, path: Path) -> Capture:
    """The answer that a record holds; any block that is said to be none passes for a body. Raises `Unusable`."""
    is_proven = check_block(record)
    message = parse_response(record.block)
    if message is None and record.fields.get("content-type", "").lower().startswith("application/http"):
        raise Unusable("its block is no HTTP response")
    status, headers, body = message or (200, type_header(record), record.block)
    payload, is_whole = _unchunked(headers, body)
    failure = own_failure(record) or _cut_by_archiver(record) or (None if is_whole else "the chunked body is cut short")
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


def check_block(record: RawRecord) -> bool:
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
    if is_ours(record):
        is_right = declared == f"sha256:{capture.payload_sha256}"
    else:
        is_right = is_proven or any(is_digest_of(declared, one) is not False for one in (body, capture.payload))
    if not is_right:
        raise Unusable("its payload is not what its WARC-Payload-Digest says")
