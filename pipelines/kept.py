"""The snapshots of a dataset that are still there, and which of them was current on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from alwaght_scraper.errors import AlwaghtError, ConfigurationError, UsageError
from pipelines.manifest import Manifest
from pipelines.read import SNAPSHOTS, Snapshot


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """One published state of the dataset: its number, the times of its oldest and newest capture, rows by table."""

    number: int
    captured_from: datetime | None
    captured_until: datetime | None
    rows: dict[str, int]

    @classmethod
    def of(cls, snapshot: Snapshot) -> SnapshotInfo:
        """What a snapshot's manifest says."""
        manifest = snapshot.manifest
        number = int(snapshot.folder.name) if snapshot.folder.name.isdigit() else 0  # 0: a folder that was copied elsewhere
        return cls(number, _time(manifest.captured_from), _time(manifest.captured_until), manifest.counts)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def kept_snapshots(data: Path) -> Iterator[Snapshot]:
    """Every snapshot below a data folder that this version of the program can read, oldest first."""
    home = data / SNAPSHOTS
    for path in sorted(path for path in home.iterdir() if path.name.isdigit()):
        try:
            yield Snapshot(path.resolve(), Manifest.load(path))
        except ConfigurationError:  # made in another format, as before an upgrade; newer ones can be read all the same
            continue
        except AlwaghtError:
            if path.is_dir():  # else it was removed while we looked
                raise


def end_of(day: date | datetime | str) -> datetime:
    """The moment that is meant, or the end of the day, UTC; raises UsageError for what is neither."""
    try:
        value = (datetime if len(day) > len("2026-11-23") else date).fromisoformat(day) if isinstance(day, str) else day
    except ValueError as error:
        raise UsageError(f"{day!r} is no date; write it as YYYY-MM-DD") from error
    if not isinstance(value, datetime):
        return datetime.combine(value, time.max, UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)
