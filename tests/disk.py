"""A disk that can be made to fail: it counts file operations and lets something happen at one of them.

`Disk` stands in for the functions of `os` and for `Path.open` while a test runs something.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

PAIRS = ("rename", "replace", "link")
NAMES = ("mkdir", "unlink", "rmdir")


@dataclass(frozen=True)
class Op:
    """One file operation: `path` is what it acts on, `other` where a rename or link leads, `data` what was written."""

    name: str
    path: str
    other: str = ""
    offset: int = 0
    data: bytes = field(default=b"", repr=False)


class Disk:
    """Logs each operation below `root`; `act` happens in place of the one numbered `fails_at`, counted from 1."""

    def __init__(self, patch: pytest.MonkeyPatch, root: Path, fails_at: int | None = None, act: Callable[[Op], None] | None = None) -> None:
        self.log: list[Op] = []
        self._root, self._fails_at, self._act = str(root), fails_at, act
        for name in PAIRS:
            patch.setattr(os, name, self._with_two(name, getattr(os, name)))
        for name in NAMES:
            patch.setattr(os, name, self._with_one(name, getattr(os, name)))
        patch.setattr(os, "symlink", self._symlinking(os.symlink))
        patch.setattr(os, "open", self._opening(os.open))
        patch.setattr(os, "fsync", self._on_handle("fsync", os.fsync))
        patch.setattr(os, "pwrite", self._pwriting(os.pwrite))
        patch.setattr(os, "ftruncate", self._truncating(os.ftruncate))
        patch.setattr(Path, "open", self._file_opening(Path.open))

    @contextmanager
    def step(self, op: Op) -> Iterator[None]:
        if not op.path.startswith(self._root):
            yield
            return
        self.log.append(op)
        place = len(self.log)
        if place == self._fails_at and self._act:
            self._act(op)
        try:
            yield
        except OSError:  # as for a folder that is there already
            self.log[place - 1] = replace(op, name="failed")
            raise

    def _with_two(self, name: str, function: Any) -> Any:
        def counted(source: Any, target: Any, **options: Any) -> Any:
            with self.step(Op(name, _at(source, options.get("src_dir_fd")), _at(target, options.get("dst_dir_fd")))):
                return function(source, target, **options)

        return counted

    def _with_one(self, name: str, function: Any) -> Any:
        def counted(path: Any, *arguments: Any, dir_fd: int | None = None, **options: Any) -> Any:
            with self.step(Op(name, _at(path, dir_fd))):
                return function(path, *arguments, dir_fd=dir_fd, **options)

        return counted

    def _symlinking(self, function: Any) -> Any:
        def counted(target: Any, path: Any, *arguments: Any, **options: Any) -> Any:
            with self.step(Op("symlink", _at(path), os.fspath(target))):
                return function(target, path, *arguments, **options)

        return counted

    def _opening(self, function: Any) -> Any:
        def counted(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
            with self.step(Op("open", _at(path, dir_fd))) if flags & os.O_CREAT else nullcontext():
                return function(path, flags, mode, dir_fd=dir_fd)

        return counted

    def _on_handle(self, name: str, function: Any) -> Any:
        def counted(handle: int) -> None:
            with self.step(Op(name, _of(handle))):
                function(handle)

        return counted

    def _pwriting(self, function: Any) -> Any:
        def counted(handle: int, data: Any, offset: int) -> int:
            with self.step(Op("write", _of(handle), offset=offset, data=bytes(data))):
                return function(handle, data, offset)

        return counted

    def _truncating(self, function: Any) -> Any:
        def counted(handle: int, size: int) -> None:
            with self.step(Op("truncate", _of(handle), offset=size)):
                function(handle, size)

        return counted

    def _file_opening(self, original: Any) -> Any:
        disk = self

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                with disk.step(Op("write", str(Path(self.name).absolute()), offset=self.tell(), data=bytes(data))):
                    return super().write(data)

        def opened(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if mode[0] == "r":
                return original(path, mode, *arguments, **options)
            with disk.step(Op("open" if mode[0] == "x" or not path.exists() else "truncate", str(path.absolute()))):
                file = io.BufferedWriter(Raw(path, mode[0]))
            return file if "b" in mode else io.TextIOWrapper(file, "utf-8")

        return opened


def _at(path: Any, folder: int | None = None) -> str:
    return os.path.join(_of(folder), os.fspath(path)) if folder is not None else os.path.abspath(os.fspath(path))  # noqa: PTH100, PTH118 - no link may be followed


def _of(handle: int) -> str:
    return str(Path(f"/proc/self/fd/{handle}").readlink())


@contextmanager
def failing(root: Path, place: int, act: Callable[[Op], None]) -> Iterator[Disk]:
    with pytest.MonkeyPatch.context() as patch:
        yield Disk(patch, root, place, act)


def logged(root: Path, work: Callable[[], object]) -> list[Op]:
    """What `work` does to the disk when nothing fails."""
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, root)
        work()
    return disk.log


def refuse(number: int) -> Callable[[Op], None]:
    def act(op: Op) -> None:
        raise OSError(number, os.strerror(number), op.path)

    return act


def refuse_half_way(op: Op) -> None:
    """A disk that runs full in the middle of a write has taken a part of it."""
    _write_half(op)
    refuse(errno.ENOSPC)(op)


def die(op: Op) -> None:  # noqa: ARG001
    os._exit(9)


def die_half_way(op: Op) -> None:
    _write_half(op)
    os._exit(9)


def _write_half(op: Op) -> None:
    if op.name == "write" and Path(op.path).exists():
        with open(op.path, "r+b", 0) as file:  # noqa: PTH123 - Path.open is the one that fails
            file.seek(op.offset)
            file.write(op.data[: len(op.data) // 2])


def dies_in(root: Path, place: int, act: Callable[[Op], None], work: Callable[[], object]) -> int:
    """Run `work` in a child whose disk acts at one operation; the child's exit code, 0 when it lived."""
    child = os.fork()
    if child == 0:
        try:
            with failing(root, place, act):
                work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
