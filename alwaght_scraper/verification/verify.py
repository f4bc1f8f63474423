"""Whether an archive is sound: every digest, pointer and key, and the dataset derived again aside and compared byte by byte."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.errors import ConfigurationError
from alwaght_scraper.parsers.extract import EXTRACTOR_VERSION
from alwaght_scraper.rederive import Tell, derive_aside
from alwaght_scraper.verification.archive import ArchiveAudit
from alwaght_scraper.verification.dataset import audit_current, audit_others, current_snapshot
from alwaght_scraper.verification.report import REBUILT, Report
from alwaght_scraper.workspace import CAPTURES
from pipelines.differences import different_files
from pipelines.integrity import Digests
from pipelines.read import Snapshot, is_published


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
    report, digests = Report(str(data)), Digests()
    archive = ArchiveAudit(data, report)
    snapshot = current_snapshot(data, report)
    if snapshot is None:
        _read_all(archive.captures())
    else:
        _verify_current(snapshot, archive, digests, report, tell if rederive else None)
    if old_snapshots:
        audit_others(data, snapshot, digests, report)
    return report


def _verify_current(snapshot: Snapshot, archive: ArchiveAudit, digests: Digests, report: Report, tell: Tell | None) -> None:
    """Hold the current snapshot to its manifest and to the captures; `tell` None: without deriving it again."""
    is_derivable = _is_of_this_parser(snapshot, report)
    has_captures = audit_current(snapshot, digests, report)
    archive.expect(snapshot, has_captures=has_captures)
    with TemporaryDirectory(prefix="alwaght-verify-") as scratch:
        again = None
        if tell is not None and is_derivable:
            again = derive_aside(archive.captures(), Path(report.data), Path(scratch), journal=snapshot.manifest.journal, tell=tell)
        else:
            _read_all(archive.captures())
        if has_captures:
            archive.check_pointers(snapshot)
        if again is not None:
            _compare(snapshot, again, report)


def _is_of_this_parser(snapshot: Snapshot, report: Report) -> bool:
    made_by = snapshot.manifest.extractor
    if made_by == EXTRACTOR_VERSION:
        return True
    what = f"was made by version {made_by} of the parser, this is {EXTRACTOR_VERSION}, so it cannot be derived again"
    report.find(snapshot.folder, what, "run `alwaght rebuild --diff`, which also shows what changes", None)
    return False


def _read_all(captures: Iterable[Capture]) -> None:
    """Go over the WARC files, which happens while their captures are read."""
    for _ in captures:
        pass


def _compare(snapshot: Snapshot, again: Snapshot, report: Report) -> None:
    """Hold the dataset to what its captures give; known losses first, since with them it cannot be the same."""
    report.rederived = True
    for difference in different_files(snapshot, again):
        path = snapshot.folder / difference.name
        if difference.is_other_writer:
            report.notes.append(f"{report.name(path)}: the same rows in other bytes, as another version of pyarrow writes them")
        elif report.lost:
            report.find(path, difference.what, "captures are lost, so `alwaght rebuild` would drop rows: restore them first", None)
        else:
            report.find(path, difference.what, REBUILT, "dataset")
