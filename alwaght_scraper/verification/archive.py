"""The WARC files of an archive: each gone over, and all against what the dataset says of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.audit import Flaw, audit_warc, originals_of
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.originals import Originals, Place
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.verification.report import Lost, Report
from alwaght_scraper.workspace import CAPTURES
from pipelines.read import Snapshot

_REINDEXED: Final = "`alwaght verify --repair` makes it again from the WARC file"
_RESTORED: Final = "nothing can make it again: restore the file from a copy"
_SHOWN: Final = 3
_POINTERS: Final = ("warc_file", "warc_offset", "warc_length", "capture_id", "payload_sha256", "url", "fetched_at")


class ArchiveAudit:
    """One going over the WARC files below `data`; what is wrong goes into `report`.

    First `expect` what a snapshot holds, then read all `captures`, then `check_pointers`.
    """

    def __init__(self, data: Path, report: Report) -> None:
        self._folder = data / CAPTURES
        self._archive = WarcArchive(self._folder)
        self._files = self._archive.files()
        self._report = report
        self._journal: dict[str, int] = {}
        self._known: set[str] = set()
        self._places: set[int] = set()
        report.warc_files = len(self._files)

    def expect(self, snapshot: Snapshot, *, has_captures: bool) -> None:
        """Learn what the dataset holds, and whether the WARC files are there so far; `has_captures`: its table of captures is sound."""
        self._journal = dict(snapshot.manifest.journal)
        if has_captures:
            self._known = set(snapshot.table("captures", ["capture_id"]).column(0).to_pylist())
        sizes = self._archive.extent()
        for name, end in self._journal.items():
            path = self._folder / name
            if name not in sizes:
                self._report.find(path, f"is missing, of which the dataset holds {end:,} bytes", _RESTORED, None)
            elif sizes[name] < end:
                self._report.find(path, f"has {sizes[name]:,} bytes, of which the dataset holds {end:,}", _RESTORED, None)

    def captures(self) -> Iterator[Capture]:
        """The captures that the dataset should hold, every WARC file gone over on the way."""
        for path in self._files:
            end = self._journal.get(path.name, 0)
            for capture in audit_warc(path, self._find_original, self._find_flaw):
                place = capture.location
                if place is None:
                    continue
                self._report.captures += 1
                self._places.add(_place(place.warc_file, place.offset, place.length, capture.capture_id, capture.payload_sha256))
                if place.offset + place.length <= end or capture.capture_id in self._known:
                    yield capture
                else:
                    self._report.waiting += 1

    def _find_original(self, digest: str) -> Place | None:
        return self._originals.of_payload(digest)

    @cached_property
    def _originals(self) -> Originals:
        """The originals in all WARC files, which are read for it: only foreign revisits need that, our own say where theirs lie."""
        return originals_of(self._files)

    def _find_flaw(self, flaw: Flaw) -> None:
        shrunk = self._archive.extent().get(flaw.path.name, 0) < self._journal.get(flaw.path.name, 0)
        if flaw.is_derived and not shrunk:
            self._report.find(flaw.path, flaw.what, _REINDEXED, "index")
        else:
            self._report.find(flaw.path, flaw.what, _RESTORED, None)

    def check_pointers(self, snapshot: Snapshot) -> None:
        """Whether every row of `captures` names a place where that capture lies."""
        table = snapshot.table("captures", list(_POINTERS))
        lost: dict[str, list[Lost]] = {}
        for warc, offset, length, capture_id, digest, url, when in zip(
            *(table.column(name).to_pylist() for name in _POINTERS), strict=True
        ):
            if _place(warc, offset, length, capture_id, digest) not in self._places:
                lost.setdefault(warc, []).append(Lost(capture_id, url, when.isoformat(), warc, offset))
        for warc, captures in sorted(lost.items()):
            shown = ", ".join(f"{one.url} of {one.fetched_at} at byte {one.warc_offset}" for one in islice(captures, _SHOWN))
            what = f"has lost {len(captures):,} captures that the dataset names, such as {shown}"
            self._report.find(self._folder / warc, what, "their rows stay in the dataset; restore the file from a copy", None)
            self._report.lost += captures


def _place(*parts: object) -> int:
    return hash(parts)
