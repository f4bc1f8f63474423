"""The archive's only way in: captures appended to the WARC files of one run."""

from __future__ import annotations

import re
import threading
import uuid
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

from alwaght_scraper.captures.capture import Capture, Headers, Location
from alwaght_scraper.captures.cdx import CdxEntry
from alwaght_scraper.captures.framing import Unusable
from alwaght_scraper.captures.originals import Originals, Place
from alwaght_scraper.captures.raw_record import RawRecord
from alwaght_scraper.captures.records import record_at
from alwaght_scraper.captures.warc_build import FAILURE_FIELD, RecordBuilder, is_resource, payload_digest, storable
from alwaght_scraper.captures.warc_file import WarcFile, on_disk
from alwaght_scraper.captures.warc_reader import read_capture
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError, UsageError

ROTATE_AT: Final = 1024**3
"""Bytes at which a run's file is closed and the next one begun."""

_Original = tuple[RawRecord, Path]
_NOT_MODIFIED: Final = 304

_RUN_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class WarcWriter:
    """Writes `<run_id>.warc.gz.open`, named `<run_id>.warc.gz` when whole; further files are numbered.

    A payload that is archived already becomes a revisit of the response that holds it, and a 304 a revisit
    of its `original`, else of what its address showed last. What `write` returned is safe from a kill at once, and from a power
    cut after `warc_file.SYNC_EVERY` seconds, `sync` or `close`. `write` may be called from several threads.
    """

    def __init__(self, folder: Path, run_id: str, originals: Originals, *, rotate_at: int = ROTATE_AT) -> None:
        if not _RUN_ID.fullmatch(run_id):
            raise UsageError(f"{run_id[:120]!r} cannot name a run: take letters, digits, dots, dashes and underscores only")
        self._folder = folder
        self._run_id = run_id
        self._originals = originals
        self._rotate_at = rotate_at
        self._lock = threading.Lock()
        self._file: WarcFile | None = None
        self._file_count = 0
        self._builder = RecordBuilder()

    def write(self, capture: Capture, request_headers: Headers = ()) -> Capture:
        """Archive a capture; returned as a reader will give it back, with its location.

        The request is archived too where `request_headers` are given. Raises `RejectedPage` for a body larger
        than is ever read, `DiskFullError` or `ConfigurationError` when the disk refuses.
        """
        stored = storable(capture)
        record_id = f"<{uuid.uuid4().urn}>"
        with self._lock:
            file = self._current_file()
            before = b"" if file.size else self._builder.warcinfo(file.path.name, self._run_id)
            if request_headers:
                before += self._builder.request(stored, request_headers, record_id)
            original = self._original(stored)
            record = self._record(stored, record_id, original)
            offset = file.append(before + record) + len(before)
            place = Location(file.path.name, offset, len(record))
            self._index(file, stored, place, original)
        return stored.at(place) if stored.status != _NOT_MODIFIED else replace(stored.at(place), original=_shown(original))

    def sync(self) -> None:
        """Make everything written so far durable."""
        with self._lock:
            if self._file is not None:
                self._file.sync()

    def close(self) -> None:
        """Make everything durable and give the open file its final name."""
        with self._lock:
            self._close_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _current_file(self) -> WarcFile:
        if self._file is not None and self._file.size < self._rotate_at:
            return self._file
        self._close_file()
        self._file_count += 1
        name = self._run_id if self._file_count == 1 else f"{self._run_id}_{self._file_count:05d}"
        self._file = WarcFile(self._folder / f"{name}.warc.gz")
        self._builder = RecordBuilder()
        return self._file

    def _record(self, capture: Capture, record_id: str, original: _Original | None) -> bytes:
        """The record that a capture is kept as."""
        if capture.status is None:
            return self._builder.failure(capture, record_id)
        if is_resource(capture):
            return self._builder.resource(capture, record_id)
        if original is None:
            return self._builder.response(capture, record_id)
        return self._builder.revisit(capture, record_id, original[0], original[1].name)

    def _original(self, capture: Capture) -> _Original | None:
        """The response that holds this payload already, and its file; for a 304, the one whose page it confirms."""
        if capture.status == _NOT_MODIFIED and not capture.payload:
            place, digest = self._confirmed(capture), None
        elif capture.status is not None and capture.payload and capture.failure is None and not is_resource(capture):
            digest = payload_digest(capture)
            place = self._originals.of_payload(digest)
        else:
            return None
        record = None if place is None else _response_at(place)
        if place is None or record is None or digest not in {None, record.fields["warc-payload-digest"]}:
            return None
        return record, place[0]

    def _confirmed(self, capture: Capture) -> Place | None:
        """Where the response lies that a 304 is about: the one it names, else what its address showed last."""
        named = capture.original
        if named is None:
            return self._originals.of_address(capture.url)
        place = named.location and (self._folder / named.location.warc_file, named.location.offset)
        return self._originals.of_payload(payload_digest(named)) or place or None

    def _index(self, file: WarcFile, capture: Capture, place: Location, original: _Original | None) -> None:
        """Note the capture for the index of its file, and for revisits to come."""
        if capture.status is None:
            return
        if is_resource(capture):
            file.index(CdxEntry.of(capture, place, "resource", payload_digest(capture)))
            return
        digest = original[0].fields["warc-payload-digest"] if original else payload_digest(capture)
        entry = CdxEntry.of(capture, place, "revisit" if original else "response", digest)
        file.index(entry)
        if original is None:
            self._originals.add(file.path, place.offset, digest)
        if capture.status == 200:
            self._originals.see(capture.url, entry.timestamp, digest)


def _shown(original: _Original | None) -> Capture | None:
    """The capture that a 304's original is to every reader."""
    with suppress(Unusable):
        return read_capture(*original, lambda _: None) if original else None
    return None


def _response_at(place: Place) -> RawRecord | None:
    """The response record at a place; None when it is damaged, cut or gone, so that nothing is made to point to it."""
    try:
        record = record_at(on_disk(place[0]), place[1])
    except (DamagedArchiveError, ConfigurationError):
        return None
    needed = {"warc-record-id", "warc-target-uri", "warc-date", "warc-payload-digest"}
    is_whole = record.type == "response" and FAILURE_FIELD.lower() not in record.fields
    return record if is_whole and needed <= record.fields.keys() else None
