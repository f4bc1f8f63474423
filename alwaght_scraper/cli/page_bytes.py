"""The archived bytes of an article's page, for a file or a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

from alwaght_scraper.captures.capture import Location
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.tracing import Trace
from alwaght_scraper.errors import AlwaghtError, RejectedPage, UsageError
from alwaght_scraper.workspace import CAPTURES
from pipelines.lookup import Row


def write_bytes(data: Path, found: Trace, capture_id: str | None, *, raw: bool) -> None:
    """Write the payload of one capture to stdout: the one named, else the first that showed the current version, else the last there is.

    Raises:
        UsageError: the article has no such capture, or stdout is a terminal.
        AlwaghtError: the capture does not lie where the dataset says, or its content coding cannot be undone.
    """
    if sys.stdout.isatty():
        raise UsageError("archived bytes could steer your terminal: send them to a file or a pipe, such as `> page.html`")
    row = _wanted(found, capture_id)
    capture = WarcArchive(data / CAPTURES).load(Location(row["warc_file"], row["warc_offset"], row["warc_length"]))
    if capture.capture_id != row["capture_id"]:
        where = f"at byte {row['warc_offset']} of {row['warc_file']}"
        raise AlwaghtError(f"another capture than {row['capture_id']} lies {where}: run `alwaght verify`")
    try:
        sys.stdout.buffer.write(capture.payload if raw else decoded_body(capture))
    except RejectedPage as rejection:
        raise AlwaghtError(f"{rejection}; --raw writes what came as it is") from rejection
    sys.stdout.buffer.flush()


def _wanted(found: Trace, capture_id: str | None) -> Row:
    last = found.article or (found.captures[-1] if found.captures else None)
    wanted = capture_id or (last["capture_id"] if last else None)
    row = found.capture(wanted)
    if row is None:
        what = f"no capture {wanted}" if wanted else "no capture"
        raise UsageError(f"{what} of {found.lang} {found.article_id}: `alwaght trace {found.lang} {found.article_id}` lists those that are")
    return row
