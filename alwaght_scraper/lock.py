"""One writer at a time: a lock on the data folder that a dead process cannot hold."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from alwaght_scraper.captures.storage import storage_error
from alwaght_scraper.errors import ConfigurationError, LockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = ".lock"
_LOOKS: Final = 50
_PAUSE: Final = 0.02


@contextmanager
def locked(data_dir: Path, what: str) -> Iterator[None]:
    """Hold the archive in `data_dir` while the block runs; `what` tells others who does.

    The kernel gives the lock back when its holder dies, however it dies, so there is nothing to clean
    up and nothing stale.

    Raises:
        LockedError: another process holds it; the message names that process.
        ConfigurationError, DiskFullError: the folder cannot be made or written to.
    """
    path = data_dir / NAME
    _check_name(data_dir)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        what = f"cannot write to {data_dir} ({error.strerror})"
        raise ConfigurationError(f"{what}: mend its owner or mode, or choose another with --data") from error
    try:
        _take(handle, data_dir, what)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(handle, 0)  # so that nobody is told of us when another one holds it
    finally:
        os.close(handle)


def check_free(data_dir: Path) -> None:
    """Raise `LockedError` when another process holds the archive; so a run that must wait says so before it loads anything."""
    with suppress(OSError):
        handle = os.open(data_dir / NAME, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            _try(handle, data_dir)
        finally:
            os.close(handle)


def _check_name(data_dir: Path) -> None:
    """Arrow and DuckDB take names of files as UTF-8, whatever the locale says."""
    if os.fsencode(data_dir.absolute()) != str(data_dir.absolute()).encode("utf-8", "replace"):
        raise ConfigurationError(f"the name of {data_dir} is no UTF-8 text, or the locale does not say so: choose another with --data")


def _take(handle: int, data_dir: Path, what: str) -> None:
    _try(handle, data_dir)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{what} (process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC)\n".encode(), 0)
    except OSError as error:
        raise storage_error(error, data_dir / NAME) from None


def _try(handle: int, data_dir: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockedError(f"{data_dir} is in use by {_holder(handle)}; wait until that run ends, then run the same command again") from None


def _holder(handle: int) -> str:
    """Who holds the lock; one that has just taken it may not have written that down yet."""
    for _ in range(_LOOKS):
        if name := os.pread(handle, 200, 0).decode("utf-8", "replace").strip():
            return name
        time.sleep(_PAUSE)
    return "another process"
