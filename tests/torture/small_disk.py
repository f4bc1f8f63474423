"""A disk of a few megabytes that fills up: a tmpfs, where this machine lets us mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AMPLE = 64 << 20


class SmallDisk:
    """A mounted tmpfs whose size can be changed while files lie on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def used(self) -> int:
        found = os.statvfs(self.folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def leave_free(self, size: int) -> None:
        self._resize(self.used + size)

    def make_ample(self) -> None:
        self._resize(AMPLE)

    def make_read_only(self) -> None:
        _run("mount", "-o", "remount,ro", self.folder)

    def make_writable(self) -> None:
        _run("mount", "-o", "remount,rw", self.folder)

    def _resize(self, size: int) -> None:
        _run("mount", "-o", f"remount,size={size}", self.folder)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount one at `folder`, which is made; raises OSError where that may not be done."""
    folder.mkdir()
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={AMPLE}", "tmpfs", folder)
    except subprocess.CalledProcessError as error:
        raise OSError(error.stderr) from None
    try:
        yield SmallDisk(folder)
    finally:
        _run("umount", "--lazy", folder)


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)
