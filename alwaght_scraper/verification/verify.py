"""Whether an archive is sound: every digest, pointer and key, and the dataset derived again aside and compared byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from alwaght_scraper.captures.audit import Flaw, audit_warc, originals_of
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.originals import Originals, Place
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.parsers.extract import EXTRACTOR_VERSION
from alwaght_scraper.rederive import Tell, derive_aside
from alwaght_scraper.workspace import CAPTURES
from pipelines.compare import different_files
from pipelines.integrity import Digests, Problem, content_problems, file_problems, open_snapshot
from pipelines.read import CURRENT, SNAPSHOTS, Snapshot, is_published

_REBUILT: Final = "`alwaght verify --repair` makes the dataset again from the captures"
_REINDEXED: Final = "`alwaght verify --repair` makes it again from the WARC file"
_RESTORED: Final = "nothing can make it again: restore the file from a copy"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Lost:
    """A capture that the dataset names and the archive no longer holds."""

    capture_id: str
    url: str
    fetched_at: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, with which file (below the data folder), and what to do.

    `repair` says what can be made again to mend it: the dataset, an index, or nothing (None).
    """

    file: str
    problem: str
    advice: str
    repair: str | None

    def __str__(self) -> str:
        return f"{self.file} {self.problem}: {self.advice}"


@dataclass(slots=True)
class Report:
    """What was looked at and what is wrong; `waiting` counts captures that are archived and not in the dataset yet."""

    data: str
    snapshot: int | None = None
    snapshots: int = 0
    warc_files: int = 0
    captures: int = 0
    waiting: int = 0
    rederived: bool = False
    findings: list[Finding] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify(data: Path, tell: Tell, *, old_snapshots: bool = False, rederive: bool = True) -> Report:
    """Go over the archive below `data`; nothing is written there, and no run is kept from it.

    With `old_snapshots` the files of all snapshots are compared with their manifests, not those of the current one alone.
    Without `rederive` the dataset is not derived again. What is derived lies in the system's folder for temporary files,
    which must have room for the dataset once more.

    Raises:
        ConfigurationError: there is no archive, or a file may not be read.
        DiskFullError: no room for the second dataset.
    """
    if not is_published(data) and not WarcArchive(data / CAPTURES).files():
        raise ConfigurationError(f"no archive in {data}: name another folder with --data, or run `alwaght crawl` first")
    verification = _Verification(data)
    with TemporaryDirectory(prefix="alwaght-verify-") as scratch:
        verification.run(Path(scratch) if rederive else None, tell, old_snapshots=old_snapshots)
    return verification.report


class _Verification:
    """One going over; what is wrong gathers in `report`."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._archive = WarcArchive(data / CAPTURES)
        self._files = self._archive.files()
        self._digests = Digests()
        self._has_captures = True
        self._places: set[int] = set()
        self._known: set[str] = set()
        self._journal: dict[str, int] = {}
        self.report = Report(str(data), warc_files=len(self._files))

    def run(self, scratch: Path | None, tell: Tell, *, old_snapshots: bool) -> None:
        """Look at everything, the current snapshot first."""
        snapshot = self._current()
        if snapshot is not None:
            self._check_dataset(snapshot)
            self._check_journal(snapshot)
        again = self._derived(snapshot, scratch, tell)
        if snapshot is not None and self._has_captures:
            self._check_pointers(snapshot)
        if snapshot is not None and again is not None:
            self._check_derivation(snapshot, again)
        if old_snapshots:
            self._check_others(snapshot)

    def _derived(self, snapshot: Snapshot | None, scratch: Path | None, tell: Tell) -> Snapshot | None:
        """The dataset derived again, where that is wanted and can be; every capture is read in any case."""
        captures = self._captures()
        if scratch is not None and snapshot is not None and snapshot.manifest.extractor == EXTRACTOR_VERSION:
            return derive_aside(captures, self._data, scratch, journal=snapshot.manifest.journal, tell=tell)
        for _ in captures:
            pass
        return None

    # --- the dataset against its manifest --------------------------------------------------------

    def _current(self) -> Snapshot | None:
        link = self._data / CURRENT
        if not is_published(self._data):
            self._find(link, "is missing, so no dataset can be read", _REBUILT, "dataset")
            return None
        folder = link.resolve()
        if not link.is_symlink() or not folder.is_dir() or not folder.name.isdigit():
            self._find(link, f"leads to {folder}, which is no snapshot", _REBUILT, "dataset")
            return None
        found = open_snapshot(folder)
        if isinstance(found, Problem):
            self._find(found.path, found.what, _REBUILT, "dataset")
            return None
        self.report.snapshot, self.report.snapshots = found.number, 1
        if found.manifest.extractor != EXTRACTOR_VERSION:
            what = (
                f"was made by version {found.manifest.extractor} of the parser, this is {EXTRACTOR_VERSION}, so it cannot be derived again"
            )
            self._find(folder, what, "run `alwaght rebuild --diff`, which also shows what changes", None)
        return found

    def _check_dataset(self, snapshot: Snapshot) -> None:
        """Compare all files with the manifest and, when they are what it says, their keys with each other."""
        before = len(self.report.findings)
        for problem in file_problems(snapshot, self._digests):
            advice, repair = ("move it away", None) if problem.is_stray else (_REBUILT, "dataset")
            self._find(problem.path, problem.what, advice, repair)
            self._has_captures = self._has_captures and problem.path.parent.name != CAPTURES
        if len(self.report.findings) > before:
            return
        for problem in content_problems(snapshot):
            self._find(problem.path, problem.what, _REBUILT, "dataset")

    def _check_others(self, current: Snapshot | None) -> None:
        for folder in sorted(path for path in (self._data / SNAPSHOTS).glob("[0-9]*") if path.name.isdigit()):
            if current is not None and folder.resolve() == current.folder:
                continue
            self.report.snapshots += 1
            found = open_snapshot(folder)
            problems = [found] if isinstance(found, Problem) else file_problems(found, self._digests)
            for problem in problems:
                self._find(problem.path, problem.what, "an old snapshot cannot be made again: read another one, or delete its folder", None)

    # --- the captures ----------------------------------------------------------------------------

    def _captures(self) -> Iterator[Capture]:
        """The captures that the dataset should hold, every WARC file gone over on the way."""
        for path in self._files:
            end = self._journal.get(path.name, 0)
            for capture in audit_warc(path, self._find_original, self._find_flaw):
                place = capture.location
                if place is None:
                    continue
                self.report.captures += 1
                self._places.add(_place(place.warc_file, place.offset, place.length, capture.capture_id, capture.payload_sha256))
                if place.offset + place.length <= end or capture.capture_id in self._known:
                    yield capture
                else:
                    self.report.waiting += 1

    def _find_original(self, digest: str) -> Place | None:
        return self._originals.of_payload(digest)

    @cached_property
    def _originals(self) -> Originals:
        """The originals in all WARC files, which are read for it: only foreign revisits need that, our own say where theirs lie."""
        return originals_of(self._files)

    def _check_journal(self, snapshot: Snapshot) -> None:
        """Whether the WARC files are there as far as the dataset holds them."""
        self._journal = dict(snapshot.manifest.journal)
        if self._has_captures:
            self._known = set(snapshot.table("captures", ["capture_id"]).column(0).to_pylist())
        sizes = self._archive.extent()
        for name, end in self._journal.items():
            path = self._data / CAPTURES / name
            if name not in sizes:
                self._find(path, f"is missing, of which the dataset holds {end:,} bytes", _RESTORED, None)
            elif sizes[name] < end:
                self._find(path, f"has {sizes[name]:,} bytes, of which the dataset holds {end:,}", _RESTORED, None)

    def _find_flaw(self, flaw: Flaw) -> None:
        shrunk = self._archive.extent().get(flaw.path.name, 0) < self._journal.get(flaw.path.name, 0)
        repairable = flaw.is_derived and not shrunk
        self._find(flaw.path, flaw.what, _REINDEXED if repairable else _RESTORED, "index" if repairable else None)

    def _check_pointers(self, snapshot: Snapshot) -> None:
        """Whether every row of `captures` names a place where that capture lies."""
        columns = ["warc_file", "warc_offset", "warc_length", "capture_id", "payload_sha256", "url", "fetched_at"]
        table = snapshot.table("captures", columns)
        lost: dict[str, list[Lost]] = {}
        for warc, offset, length, capture_id, digest, url, when in zip(*(table.column(name).to_pylist() for name in columns), strict=True):
            if _place(warc, offset, length, capture_id, digest) not in self._places:
                lost.setdefault(warc, []).append(Lost(capture_id, url, when.isoformat(), warc, offset))
        for warc, captures in sorted(lost.items()):
            shown = ", ".join(f"{one.url} of {one.fetched_at} at byte {one.warc_offset}" for one in islice(captures, _SHOWN))
            what = f"has lost {len(captures):,} captures that the dataset names, such as {shown}"
            self._find(self._data / CAPTURES / warc, what, "their rows stay in the dataset; restore the file from a copy", None)
            self.report.lost += captures

    # --- the dataset against its captures --------------------------------------------------------

    def _check_derivation(self, snapshot: Snapshot, again: Snapshot) -> None:
        self.report.rederived = True
        for difference in different_files(snapshot, again):
            path = snapshot.folder / difference.name
            if difference.is_other_writer:
                self.report.notes.append(f"{self._below(path)}: the same rows in other bytes, as another version of pyarrow writes them")
            elif self.report.lost:
                self._find(path, difference.what, "captures are lost, so `alwaght rebuild` would drop rows: restore them first", None)
            else:
                self._find(path, difference.what, _REBUILT, "dataset")

    def _find(self, path: Path, what: str, advice: str, repair: str | None) -> None:
        finding = Finding(self._below(path), what, advice, repair)
        if finding not in self.report.findings:
            self.report.findings.append(finding)

    def _below(self, path: Path) -> str:
        for root in (self._data, self._data.resolve()):
            if path.is_relative_to(root):
                return str(path.relative_to(root))
        return str(path)


def _place(*parts: object) -> int:
    return hash(parts)


def repairs(report: Report) -> set[str]:
    """What can be made again of what is wrong: `index`, `dataset`, both or neither."""
    return {finding.repair for finding in report.findings if finding.repair is not None}
