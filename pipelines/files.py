"""File operations that last: hashed writing, syncing, linking; and what their failures mean to a person."""

from __future__ import annotations

import errno
import filecmp
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa

from alwaght_scraper.errors import NO_SPACE, AlwaghtError, ConfigurationError, DamagedArchiveError, DiskFullError

_FORBIDDEN: Final = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG}
)
_NO_LINK: Final = frozenset({errno.EPERM, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.EOPNOTSUPP})


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn failures of file operations below `folder` into one-line errors.

    Raises:
        DiskFullError: no space or quota left.
        ConfigurationError: the folder may not be written to, or something else stands in the way.
        DamagedArchiveError: the disk itself fails.
    """
    try:
        yield
    except OSError as error:
        raise _explained(error, folder) from error


def _explained(error: OSError, folder: Path) -> AlwaghtError:
    what = f"{error.filename or folder}: {error.strerror or error}"
    if error.errno in NO_SPACE:
        return DiskFullError(f"no space left for {folder} ({what}): free some, then run the same command again")
    if error.errno in _FORBIDDEN:
        return ConfigurationError(f"cannot write to {folder} ({what}): mend its owner, mode or mount, then run the same command again")
    return DamagedArchiveError(f"the disk failed below {folder} ({what}): check it, then run the same command again; nothing was published")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn failures to read a file of the dataset into one-line errors.

    Raises:
        DamagedArchiveError: the file is missing or not what it should be.
        ConfigurationError: it may not be read.
    """
    try:
        yield
    except PermissionError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}; mend its owner or mode") from error
    except FileNotFoundError as error:
        raise DamagedArchiveError(f"{path} is missing: run `alwaght rebuild` to make it again from the captures") from error
    except (OSError, ValueError, RecursionError, pa.ArrowException) as error:
        cause = str(error).split("\n", 1)[0]
        raise DamagedArchiveError(f"{path} is damaged ({cause}): run `alwaght rebuild` to make it again from the captures") from error


class HashedFile:
    """A new binary file, counted and hashed while it is written; `pyarrow` writes to it as to any file.

    Made exclusively: a file or link that stands there already is an error, never followed.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._hash = hashlib.sha256()
        self._abandoned = False
        self.size = 0

    def write(self, data: bytes) -> int:
        """Append; the number of bytes is always all of them."""
        if not self._abandoned:
            self._file.write(data)
            self._hash.update(data)
            self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        if not self._abandoned:
            self._file.flush()

    def close(self) -> None:
        """Flush and close; twice is once."""
        if not self._file.closed:
            self._file.close()

    def abandon(self) -> None:
        """Give up after a failure: whatever a writer still wants to write is dropped, so that it can be closed."""
        self._abandoned = True
        self._file.raw.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._file.closed

    @property
    def sha256(self) -> str:
        """Digest of all that was written, 64 hex digits."""
        return self._hash.hexdigest()


def file_sha256(path: Path) -> str:
    """The digest of a file as it is, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Return once a file's bytes, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def same_bytes(one: Path, other: Path) -> bool:
    """Whether two files hold the same bytes; false when either is not there."""
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a synced copy where the file system cannot link."""
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        shutil.copyfile(source, target)
        sync(target)
