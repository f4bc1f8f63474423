"""Writes pages as a WARC file that is the same, byte for byte, whenever it is written."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.replica.model import Page


def write_warc(path: Path, pages: Iterable[Page]) -> int:
    """Write one response record a page (gzip per record when `path` ends in `.gz`); return their number.

    The file appears whole or not at all. Raises ConfigurationError when it cannot be written.
    """
    part = path.with_name(f".part-{path.name}")
    try:
        with part.open("wb") as stream:
            writer = WARCWriter(stream, gzip=path.suffix == ".gz", warc_version="WARC/1.1")
            written = sum(1 for page in pages if _write_record(writer, page))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ConfigurationError(
            f"cannot write {path}: {error.strerror}; name a file in a folder that exists and can be written"
        ) from error
    return written


def _write_record(writer: WARCWriter, page: Page) -> bool:
    status = StatusAndHeaders(f"{page.status} {HTTPStatus(page.status).phrase}", list(page.headers), protocol="HTTP/1.1")
    moment = page.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = {"WARC-Date": moment, "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{page.url} {moment}')}>"}
    record = writer.create_warc_record(
        page.url, "response", payload=io.BytesIO(page.payload), length=len(page.payload), http_headers=status, warc_headers_dict=identity
    )
    writer.write_record(record)
    return True
