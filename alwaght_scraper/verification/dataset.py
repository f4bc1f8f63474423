"""The published snapshots against their manifests."""

from __future__ import annotations

from pathlib import Path

from alwaght_scraper.verification.report import REBUILT, Report
from alwaght_scraper.workspace import CAPTURES
from pipelines.integrity import Digests, Problem, content_problems, file_problems, open_snapshot
from pipelines.read import CURRENT, SNAPSHOTS, Snapshot, is_published


def current_snapshot(data: Path, report: Report) -> Snapshot | None:
    """The snapshot that readers meet; None, and why in the report, where there is none."""
    link = data / CURRENT
    if not is_published(data):
        report.find(link, "is missing, so no dataset can be read", REBUILT, "dataset")
        return None
    folder = link.resolve()
    if not link.is_symlink() or not folder.is_dir() or not folder.name.isdigit():
        report.find(link, f"leads to {folder}, which is no snapshot", REBUILT, "dataset")
        return None
    found = open_snapshot(folder)
    if isinstance(found, Problem):
        report.find(found.path, found.what, REBUILT, "dataset")
        return None
    report.snapshot, report.snapshots = found.number, 1
    return found


def audit_current(snapshot: Snapshot, digests: Digests, report: Report) -> bool:
    """Compare all files with the manifest and, when they are what it says, their keys with each other.

    Gives whether the table of captures is as the manifest says, so that other things can be held to it.
    """
    problems = list(file_problems(snapshot, digests))
    for problem in problems:
        if problem.is_stray:
            report.find(problem.path, problem.what, "move it away", None)
        else:
            report.find(problem.path, problem.what, REBUILT, "dataset")
    if not problems:
        for problem in content_problems(snapshot):
            report.find(problem.path, problem.what, REBUILT, "dataset")
    return all(problem.path.parent.name != CAPTURES for problem in problems)


def audit_others(data: Path, current: Snapshot | None, digests: Digests, report: Report) -> None:
    """Compare the files of all snapshots but the current one with their manifests."""
    for folder in sorted(path for path in (data / SNAPSHOTS).glob("[0-9]*") if path.name.isdigit()):
        if current is not None and folder.resolve() == current.folder:
            continue
        report.snapshots += 1
        found = open_snapshot(folder)
        for problem in [found] if isinstance(found, Problem) else file_problems(found, digests):
            report.find(problem.path, problem.what, "an old snapshot cannot be made again: read another one, or delete its folder", None)
