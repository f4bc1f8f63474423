"""What a run leaves in `data/runs`: written when it begins, completed when it ends, however it ends."""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from alwaght_scraper.captures.storage import write_whole
from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from pipelines.files import writing
from pipelines.read import CURRENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

RUNS: Final = "runs"
KEPT: Final = 1000
"""Run records that are kept: six weeks of a job that runs each hour."""

_NAME: Final = re.compile(r"(\d{8}T\d{6})-[0-9a-f]{4}\.json", re.ASCII)
_SETBACK: Final = timedelta(hours=1)
_FIRST_YEAR: Final = 2026
"""No run is older than this program; a clock that says so has lost its battery."""
_PACKAGES: Final = ("alwaght-archive", "scrapy", "lxml", "pyarrow")


def now() -> datetime:
    """The time in UTC, by which runs and captures are dated."""
    return datetime.now(UTC)


@dataclass(slots=True)
class RunRecord:
    """One run of a command that writes to the archive.

    `snapshot_before` and `snapshot` are the current ones before and after the run, equal where it published nothing.
    `arguments` are those that were given; `counts` are the command's own, and stand beside the other
    fields in the file. A record whose `exit_code` is null is of a run that is under way, or was killed.
    """

    run_id: str
    command: str
    arguments: Mapping[str, Any]
    started_at: datetime
    ended_at: datetime | None = None
    exit_code: int | None = None
    error: str | None = None
    snapshot_before: int | None = None
    snapshot: int | None = None
    process: int = field(default_factory=os.getpid)
    versions: dict[str, str] = field(default_factory=lambda: dict(_versions()))
    counts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, command: str, arguments: Mapping[str, Any], run_id: str | None = None) -> RunRecord:
        """The record of a run that begins now."""
        start = now()
        return cls(run_id or f"{start:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}", command, dict(arguments), start)

    def open(self, data_dir: Path) -> None:
        """Say in the data folder, whose lock is held, that the run is under way; drop the oldest records.

        Raises:
            ConfigurationError: the clock is wrong, or the folder cannot be written to.
            DiskFullError: no space left.
        """
        folder = data_dir / RUNS
        with writing(folder):
            folder.mkdir(exist_ok=True)
            _sweep(data_dir, folder)
            _check_clock(folder, self.started_at)
            _prune(folder)
        self.snapshot_before = current_number(data_dir)
        self.write(data_dir)

    def write(self, data_dir: Path) -> dict[str, Any]:
        """Put the record as it is now on the disk, over what stands there of this run; give back what was written."""
        path = data_dir / RUNS / f"{self.run_id}.json"
        known = self.to_dict()
        record = {**known, **_read(path), **{key: value for key, value in known.items() if value is not None}}
        write_whole(
            path, (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode(errors="backslashreplace")
        )
        return record

    def end(self, data_dir: Path, exit_code: int, error: str | None) -> dict[str, Any]:
        """Complete the record; give back all that is known of the run. Where no archive was begun, nothing is written.

        Raises:
            DiskFullError, ConfigurationError: it cannot be written, and the run had gone well.
        """
        self.ended_at, self.exit_code, self.error = now(), exit_code, error
        self.snapshot = current_number(data_dir)
        if not data_dir.is_dir():
            return self.to_dict()
        try:
            with writing(data_dir):
                (data_dir / RUNS).mkdir(exist_ok=True)
            return self.write(data_dir)
        except AlwaghtError:
            if not exit_code:
                raise
            return self.to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON has it: the counts beside the rest, times in ISO 8601."""
        known = asdict(self)
        known = known.pop("counts") | known
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in known.items()}


def records(data_dir: Path) -> Iterator[dict[str, Any]]:
    """The run records of a data folder, newest first; one that cannot be read is left out."""
    for path in _files(data_dir / RUNS):
        if record := _read(path):
            yield record


def current_number(data_dir: Path) -> int | None:
    """The number of the snapshot that is current; None when there is none."""
    with suppress(OSError, ValueError):
        return int((data_dir / CURRENT).readlink().name)
    return None


def check_current(data_dir: Path, number: int | None) -> None:
    """Raise `ConfigurationError` when the current snapshot is another than at the run's start, as after a backup was put back.

    What the run staged goes with the one that it began from, and that one's captures would be missing from any other.
    """
    if current_number(data_dir) != number:
        what = f"{data_dir / CURRENT} was moved or removed by something else while the run was under way"
        raise ConfigurationError(f"{what}, so nothing was published; what came is kept: run the same command again, or `alwaght rebuild`")


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, reverse=True)


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        record = json.loads(path.read_text("utf-8"))
        return record if isinstance(record, dict) else {}
    return {}


def _check_clock(folder: Path, start: datetime) -> None:
    """Refuse to run on a clock that would date captures wrongly: nothing could tell them from right ones later."""
    if start.year < _FIRST_YEAR:
        raise ConfigurationError(f"the clock says {start:%Y-%m-%d}, which cannot be: set it, then run the same command again")
    newest = next(iter(_files(folder)), None)
    if newest is None or (match := _NAME.fullmatch(newest.name)) is None:
        return
    last = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    if start < last - _SETBACK:
        what = f"the clock says {start:%Y-%m-%d %H:%M} UTC, but the last run began at {last:%Y-%m-%d %H:%M}"
        raise ConfigurationError(f"{what}: set the clock; if it is right now and was wrong then, remove {newest}")


def _sweep(*folders: Path) -> None:
    """Remove the half-written files of runs that died."""
    for folder in folders:
        for part in folder.glob(".part-*"):
            part.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    """Drop the oldest records; the last success is kept, since it is what a monitor asks after."""
    old = _files(folder)[KEPT - 1 :]
    if not old:
        return
    last_success = next((record.get("run_id") for record in records(folder.parent) if record.get("exit_code") == 0), None)
    for path in old:
        if path.stem != last_success:
            path.unlink(missing_ok=True)


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            yield name, version(name)
