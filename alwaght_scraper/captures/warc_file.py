"""The WARC file of a run while it is open: records are appended whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.cdx import CdxEntry, PackedLines, write_cdx
from alwaght_scraper.captures.seal import write_seal
from alwaght_scraper.captures.storage import create, storage_error, sync_folder, write_all
from alwaght_scraper.errors import ConfigurationError

OPEN_SUFFIX: Final = ".open"
SYNC_EVERY: Final = 5.0
"""Seconds after which a write also flushes to the disk: what a power cut may cost, to be fetched again."""


class WarcFile:
    """`<path>.open`, renamed to `path` when it is closed, with its CDXJ index and its digest beside it.

    A record is appended by one write, so what a kill leaves ends in a torn record at worst; that is cut
    off by `recover`. Raises `ConfigurationError` when the file cannot be made, also when it exists.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._open_path = path.with_name(path.name + OPEN_SUFFIX)
        self._lines = PackedLines()
        self._hash = hashlib.sha256()
        if path.exists():
            raise ConfigurationError(f"{path} exists already; start the run under another name")
        try:
            self._fd = create(self._open_path)
            sync_folder(path.parent)
        except OSError as error:
            raise storage_error(error, self._open_path) from None
        self._synced_at = time.monotonic()

    def append(self, record: bytes) -> int:
        """Write a record to the end; the byte where it starts. When the disk is full the file keeps its whole records."""
        try:
            write_all(self._fd, record, self.size)
        except OSError as error:
            with suppress(OSError):  # what is left of the record would be written over anyway
                os.ftruncate(self._fd, self.size)
            raise storage_error(error, self._open_path) from None
        start, self.size = self.size, self.size + len(record)
        self._hash.update(record)
        if time.monotonic() - self._synced_at > SYNC_EVERY:
            self.sync()
        return start

    def index(self, entry: CdxEntry) -> None:
        """Note a line for the CDXJ index."""
        self._lines.add(entry.line())

    def sync(self) -> None:
        """Make all that was appended durable."""
        try:
            os.fsync(self._fd)
        except OSError as error:
            raise storage_error(error, self._open_path) from None
        self._synced_at = time.monotonic()

    def close(self) -> None:
        """Make the file durable, write its index and its digest, and give it its final name."""
        self.sync()
        os.close(self._fd)
        write_cdx(self.path, self._lines)
        write_seal(self.path, self._hash.hexdigest())
        try:
            self._open_path.rename(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise storage_error(error, self.path) from None


def on_disk(path: Path) -> Path:
    """Where a WARC file lies now: under its name, or still open."""
    open_path = path.with_name(path.name + OPEN_SUFFIX)
    return open_path if not path.exists() and open_path.exists() else path


def closed_name(path: Path) -> str:
    """A WARC file's name once it is closed."""
    return path.name.removesuffix(OPEN_SUFFIX)
