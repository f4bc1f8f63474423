"""Old snapshots taken away: each vanishes from its name in one step, then is deleted; captures are never touched."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pipelines.files import sync, writing
from pipelines.manifest import NAME
from pipelines.read import SNAPSHOTS, Snapshot

_PRUNED: Final = ".pruned-"
_PART: Final = ".part-"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A snapshot, when it was made, and why it stays; None when it may go.

    Its time is that of its manifest file, which copying tools keep: a manifest's content has no clock.
    """

    number: int
    made_at: datetime
    kept: str | None


def plan(data_dir: Path, now: datetime, *, keep: int | None, older_than: timedelta | None, grace: timedelta) -> list[Candidate]:
    """Every snapshot, oldest first, with what is to become of it.

    One may go when it is neither current nor among the `keep` newest, was made more than `older_than` ago (None asks
    for nothing), and had a successor for at least `grace`, so that who opened it as the current one has had that long to read.

    Raises:
        ConfigurationError, DamagedArchiveError: there is no current snapshot, or none that can be read.
    """
    current = Snapshot.open(data_dir).number
    numbers = sorted(int(path.name) for path in (data_dir / SNAPSHOTS).iterdir() if path.name.isdigit())
    times = {number: _made_at(data_dir, number) for number in numbers}
    newest = set(numbers[-keep:]) if keep else set()
    found = []
    for number in numbers:
        following = min((other for other in numbers if other > number), default=None)
        kept = None
        if number == current:
            kept = "current"
        elif number in newest:
            kept = f"among the newest {keep}"
        elif older_than is not None and now - times[number] < older_than:
            kept = "not old enough"
        elif following is None or now - times[following] < grace:
            kept = "current until a moment ago, so it may be being read"
        found.append(Candidate(number, times[number], kept))
    return found


def _folder(data_dir: Path, number: int) -> Path:
    home = data_dir / SNAPSHOTS
    return next(path for path in home.iterdir() if path.name.isdigit() and int(path.name) == number)


def _made_at(data_dir: Path, number: int) -> datetime:
    folder = _folder(data_dir, number)
    dated = folder / NAME if (folder / NAME).is_file() else folder
    return datetime.fromtimestamp(dated.stat().st_mtime, UTC)


def freed(data_dir: Path, numbers: list[int]) -> int:
    """Bytes that the disk gets back when these snapshots go: files that others link stay."""
    links: Counter[tuple[int, int]] = Counter()
    sizes: dict[tuple[int, int], tuple[int, int]] = {}
    for number in numbers:
        for path in _folder(data_dir, number).rglob("*"):
            if path.is_file():
                status = path.stat()
                key = (status.st_dev, status.st_ino)
                links[key] += 1
                sizes[key] = (status.st_nlink, status.st_size)
    return sum(size for key, (count, size) in sizes.items() if links[key] >= count)


def remove(data_dir: Path, number: int) -> None:
    """Take one snapshot away: readers that look for it by name find all of it or nothing; files they hold open stay readable.

    Raises:
        ConfigurationError, DamagedArchiveError: the folder may not be written to, or the disk fails.
    """
    home = data_dir / SNAPSHOTS
    with writing(home):
        folder = _folder(data_dir, number)
        aside = folder.rename(home / f"{_PRUNED}{folder.name}")
        sync(home)
        shutil.rmtree(aside)


def leftovers(data_dir: Path) -> list[Path]:
    """What runs that died left behind: half-made snapshots and indexes, half-deleted snapshots, staged rows.

    Only whoever holds the archive's lock can tell that their runs are dead.
    """
    places = (data_dir, data_dir / SNAPSHOTS, data_dir / "captures")
    found = [path for place in places for prefix in (_PART, _PRUNED) for path in place.glob(f"{prefix}*")]
    return sorted([*found, *(data_dir / "staging").glob("*")])


def sweep(paths: list[Path]) -> None:
    """Delete them; raises ConfigurationError or DamagedArchiveError when one cannot be."""
    for path in paths:
        with writing(path.parent):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
