"""What a power cut leaves: the operations that `tests.disk` logged, replayed on a model of the disk.

Only what was synced is sure to last. Whatever else was done may be found in whole, in part or not at all.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.disk import Op


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
