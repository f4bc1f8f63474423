"""A disk that can be made to fail: it counts file operations, lets one of them fail, and knows what a power cut leaves.

`Disk` stands in for the functions of `os` and for `Path.open` while a test runs something. `PowerCut` replays what
was done up to some operation on a model of the disk, where only what was synced is sure to last, and lays out what
may be found after the power came back.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
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


# --- power cuts -----------------------------------------------------------------------------------


@dataclass(eq=False)
class File:
    data: bytearray = field(default_factory=bytearray)
    safe: bytes = b""


@dataclass(eq=False)
class Link:
    target: str


Change = tuple[tuple[str, Any], ...]
"""Names of one folder that change in one step: a rename takes one name away and gives another one."""


@dataclass(eq=False)
class Folder:
    names: dict[str, Any] = field(default_factory=dict)
    safe: dict[str, Any] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def change(self, *names: tuple[str, Any]) -> None:
        self.pending.append(names)
        self.names = _changed(self.names, names)

    def sync(self) -> None:
        self.safe, self.pending = dict(self.names), []


def _changed(names: dict[str, Any], change: Change) -> dict[str, Any]:
    return {name: node for name, node in {**names, **dict(change)}.items() if node is not None}


Policy = Callable[[Folder | File], Any]


def only_synced(node: Folder | File) -> Any:
    """Nothing reached the disk but what was synced."""
    return node.safe


def names_first(node: Folder | File) -> Any:
    """All names reached the disk, and no bytes but those that were synced: new files are empty."""
    return node.names if isinstance(node, Folder) else node.safe


def everything(node: Folder | File) -> Any:
    return node.names if isinstance(node, Folder) else bytes(node.data)


def by_chance(seed: int) -> Policy:
    """Any part of what was not synced reached the disk: a part of the names, a part of each file's bytes."""
    chance = Random(seed)

    def chosen(node: Folder | File) -> Any:
        if isinstance(node, File):
            kept = chance.choice([0, chance.randrange(len(node.data) + 1), len(node.data)])
            return node.safe if bytes(node.data) == node.safe else bytes(node.data[:kept]) + node.safe[kept:]
        names = node.safe
        for change in node.pending:
            names = _changed(names, change) if chance.random() < 0.5 else names
        return names

    return chosen


POLICIES: dict[str, Policy] = {"only synced": only_synced, "names first": names_first, "everything": everything}


class PowerCut:
    """The disk below `root` as it was when made, all of it safe, and then operation by operation."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._nodes: dict[tuple[int, int], File] = {}
        self.top = self._load(root)

    def _load(self, path: Path) -> Any:
        if path.is_symlink():
            return Link(str(path.readlink()))
        if path.is_dir():
            names = {child.name: self._load(child) for child in path.iterdir()}
            return Folder(names, dict(names))
        status = path.stat()
        data = path.read_bytes()
        return self._nodes.setdefault((status.st_dev, status.st_ino), File(bytearray(data), data))

    def apply(self, op: Op) -> None:
        if op.name == "failed":
            return
        folder, name = self._place(op.path)
        node = folder.names.get(name) if folder else self.top
        if op.name == "fsync":
            node.sync() if isinstance(node, Folder) else setattr(node, "safe", bytes(node.data))
        elif op.name == "write":
            end = op.offset + len(op.data)
            node.data.extend(bytes(max(0, end - len(node.data))))
            node.data[op.offset : end] = op.data
        elif op.name == "truncate":
            del node.data[op.offset :]
        else:
            self._rename(op, folder, name, node)

    def _rename(self, op: Op, folder: Folder, name: str, node: Any) -> None:
        if op.name in {"open", "mkdir", "symlink"}:
            made = {"open": File, "mkdir": Folder}.get(op.name, lambda: Link(op.other))
            if node is None:
                folder.change((name, made()))
        elif op.name in {"unlink", "rmdir"}:
            if node is not None:
                folder.change((name, None))
        else:
            target, new = self._place(op.other)
            assert target is folder or op.name == "link", "a rename to another folder is not one step on the disk"
            target.change((new, node)) if op.name == "link" else folder.change((name, None), (new, node))

    def _place(self, path: str) -> tuple[Any, str]:
        parts = Path(path).relative_to(self._root).parts
        folder = self.top if parts else None
        for part in parts[:-1]:
            folder = folder.names[part]
        return folder, parts[-1] if parts else ""

    def left(self, policy: Policy) -> dict[str, bytes | str | None]:
        """What is found after a cut now, by path: bytes of files, targets of links, None for folders."""
        found: dict[str, bytes | str | None] = {}
        chosen: dict[int, bytes] = {}

        def walk(folder: Folder, path: str) -> None:
            for name, node in policy(folder).items():
                here = f"{path}/{name}" if path else name
                if isinstance(node, Folder):
                    found[here] = None
                    walk(node, here)
                elif isinstance(node, Link):
                    found[here] = node.target
                else:
                    found[here] = chosen.setdefault(id(node), policy(node))

        walk(self.top, "")
        return found


def lay_out(found: dict[str, bytes | str | None], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in found.items():
        path = folder / name
        if content is None:
            path.mkdir()
        elif isinstance(content, str):
            path.symlink_to(content)
        else:
            path.write_bytes(content)


def after_each_cut(root: Path, log: list[Op], seeds: int = 1) -> Iterator[tuple[int, dict[str, bytes | str | None]]]:
    """Each different state that a power cut may leave: the operations done before it, and what is found.

    `root` must be as it was before the first operation of `log`.
    """
    disk, seen = PowerCut(root), set()
    for done in range(len(log) + 1):
        if done:
            disk.apply(log[done - 1])
        policies = [*POLICIES.values(), *(by_chance(1000 * done + seed) for seed in range(seeds))]
        for left in map(disk.left, policies):
            mark = (done == len(log), *sorted((name, str(content)) for name, content in left.items()))
            if hash(mark) not in seen:
                seen.add(hash(mark))
                yield done, left
