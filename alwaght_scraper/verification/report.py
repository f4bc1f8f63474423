"""What a verification looked at, and what it found wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

Repair = Literal["dataset", "index"]
"""What can be made again: the dataset from the captures, an index from its WARC file."""

REBUILT: Final = "`alwaght verify --repair` makes the dataset again from the captures"


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
    """What is wrong, with which file (below the data folder), and what to do; `repair` is what mends it, if anything does."""

    file: str
    problem: str
    advice: str
    repair: Repair | None

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

    @property
    def repairs(self) -> set[Repair]:
        """All that can be made again of what is wrong."""
        return {finding.repair for finding in self.findings if finding.repair is not None}

    def find(self, path: Path, what: str, advice: str, repair: Repair | None) -> None:
        """Add what is wrong with a file, once."""
        finding = Finding(self.name(path), what, advice, repair)
        if finding not in self.findings:
            self.findings.append(finding)

    def name(self, path: Path) -> str:
        """A file as it is told of: below the data folder, where it lies there."""
        data = Path(self.data)
        root = next((root for root in (data, data.resolve()) if path.is_relative_to(root)), None)
        return str(path if root is None else path.relative_to(root))
