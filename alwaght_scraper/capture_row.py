"""A capture and what was extracted from it, as the row that the dataset keeps of every fetch."""

from __future__ import annotations

from typing import NamedTuple

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Extraction
from alwaght_scraper.tables import Captured, CaptureRow


def capture_row(capture: Capture, extraction: Extraction) -> CaptureRow:
    """The row of a capture; `content_hash` is filled in by the pipelines, which know what a version is.

    Raises:
        ValueError: when the capture does not lie in an archive yet: what is not archived is not counted.
    """
    if capture.location is None:
        raise ValueError(f"capture of {capture.url} has no place in an archive; archive it first")
    return CaptureRow(
        capture_id=capture.capture_id,
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=capture.status,
        source=capture.source,
        payload_sha256=capture.payload_sha256,
        warc_file=capture.location.warc_file,
        warc_offset=capture.location.offset,
        warc_length=capture.location.length,
        latency_ms=capture.latency_ms,
        page_kind=extraction.kind.value,
        lang=extraction.lang,
        article_id=extraction.article_id,
        content_hash=None,
        layout=extraction.layout,
        outcome=extraction.outcome.value,
        reason=extraction.reason,
        rules=extraction.rules,
    )


def captured(capture: Capture, extraction: Extraction) -> Captured:
    """What flows through the pipelines for one capture."""
    return Captured(capture_row(capture, extraction), extraction)


class Found(NamedTuple):
    """What one capture gave: as the parsers read it, and as the item that goes through the pipelines."""

    extraction: Extraction
    item: Captured


def found(capture: Capture, extraction: Extraction) -> Found:
    """What reading a capture gave, with an item that the pipelines have to look at."""
    return Found(extraction, captured(capture, extraction))
