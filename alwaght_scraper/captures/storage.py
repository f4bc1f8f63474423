"""Files that are whole or not there, and errors that say what to do about the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from alwaght_scraper.errors import NO_SPACE, AlwaghtError, ConfigurationError, DiskFullError

_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_RDWR


def storage_error(error: OSError, path: Path, what: str = "write") -> AlwaghtError:
    """The error of this project for what the system said when `path` was to be written (or `what` else)."""
    if error.errno in NO_SPACE:
        return DiskFullError(f"no space left to write {path}; free some space, then run the same command again")
    return ConfigurationError(f"cannot {what} {path}: {error.strerror or error}; check the folder, its permissions and the disk")


def create(path: Path) -> int:
    """A descriptor of a new file; an `OSError` when anything of that name is there, even a dangling link."""
    return os.open(path, _NEW, 0o666)


def write_all(fd: int, data: bytes, offset: int) -> None:
    """Write `data` at a byte: one write, unless the system takes only a part of it."""
    rest = memoryview(data)
    while rest:
        written = os.pwrite(fd, rest, offset)
        rest, offset = rest[written:], offset + written


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` in place of `path`, durably: readers see the old file or the new one.

    Raises `DiskFullError` or `ConfigurationError`, and leaves nothing behind when it does.
    """
    part = path.with_name(f".part-{path.name}")
    try:
        part.unlink(missing_ok=True)
        fd = create(part)
        try:
            write_all(fd, data, 0)
            os.fsync(fd)
        finally:
            os.close(fd)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise storage_error(error, path) from None


def sync_folder(folder: Path) -> None:
    """Make names made or changed in `folder` durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
