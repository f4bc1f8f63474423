"""Making a snapshot: built aside in `.part-<n>`, synced, then announced by one atomic step.

At every moment `current` names a whole snapshot: the old one until the last step, the new one after it. A run that dies
on the way leaves at most a `.part-<n>` folder, which no reader looks at and the next publish removes.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Final

from pipelines import files
from pipelines.manifest import NAME, DocumentEntry, FileEntry, Manifest
from pipelines.read import CURRENT, SNAPSHOTS, Snapshot, snapshot_name
from pipelines.schema import TABLES

_PART: Final = ".part-"


class Part:
    """A snapshot in the making, next to the one that it follows (`old`, None for the first)."""

    def __init__(self, data_dir: Path, old: Snapshot | None) -> None:
        self._data_dir = data_dir
        self._old = old
        self._home = data_dir / SNAPSHOTS
        self._home.mkdir(parents=True, exist_ok=True)
        _sweep(data_dir, self._home)
        self.number = 1 + max((int(path.name) for path in self._home.iterdir() if path.name.isdigit()), default=0)
        self.folder = self._home / f"{_PART}{snapshot_name(self.number)}"
        self._entries: dict[str, dict[str, FileEntry]] = {name: {} for name in TABLES}
        self._new: list[Path] = []
        for name in TABLES:
            (self.folder / name).mkdir(parents=True)

    def path(self, table: str, name: str) -> Path:
        """Where a file of the new snapshot lies, or is to be written."""
        return self.folder / table / name

    def names(self, table: str) -> list[str]:
        """The files that the table has so far, in key order."""
        return sorted(self._entries[table])

    def add(self, table: str, entry: FileEntry) -> None:
        """Take a file that was written to `path`; if the old snapshot holds the same bytes, keep those instead."""
        path = self.path(table, entry.name)
        before = self._old.manifest.file(table, entry.name) if self._old else None
        if self._old and before == entry and files.same_bytes(self._old.folder / table / entry.name, path):
            path.unlink()
            self.keep(table, entry)
        else:
            self._entries[table][entry.name] = entry
            self._new.append(path)

    def keep(self, table: str, entry: FileEntry) -> None:
        """Take an unchanged file over from the old snapshot: it is the same file, linked."""
        if self._old is not None:
            files.link(self._old.path(table, entry), self.path(table, entry.name))
            self._entries[table][entry.name] = entry

    def describe(self, name: str, text: str) -> DocumentEntry:
        """Write a file that describes the tables; if the old snapshot holds the same one, keep that instead."""
        path, data = self.folder / name, text.encode("utf-8")
        entry = DocumentEntry(name, len(data), hashlib.sha256(data).hexdigest())
        old = self._old.folder / name if self._old and self._old.manifest.document(name) == entry else None
        if old and old.is_file() and old.read_bytes() == data:
            files.link(old, path)
        else:
            with path.open("xb") as file:
                file.write(data)
            self._new.append(path)
        return entry

    def tables(self) -> dict[str, tuple[FileEntry, ...]]:
        """The entries of all files, each table's in key order."""
        return {table: tuple(entries[name] for name in sorted(entries)) for table, entries in self._entries.items()}

    def discard(self) -> None:
        """Delete what was built; what cannot be deleted is swept by the next publish."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, manifest: Manifest) -> Snapshot:
        """Make the new snapshot current; when this returns it is on the disk.

        Without any change against the old snapshot none is made, and the old one is given back.
        """
        if self._old is not None and not self._new and manifest == self._old.manifest:
            files.sync(self._home)  # the run that made it current may have died before it synced these
            files.sync(self._data_dir)
            return self._old
        self._seal(manifest)
        folder = self.folder.rename(self._home / snapshot_name(self.number))
        files.sync(self._home)
        self._announce(folder)
        return Snapshot(folder.resolve(), manifest)

    def _seal(self, manifest: Manifest) -> None:
        path = self.folder / NAME
        path.write_text(manifest.to_json(), "utf-8")
        for new in (*self._new, path, *(self.folder / name for name in TABLES), self.folder):
            files.sync(new)

    def _announce(self, folder: Path) -> None:
        fresh = self._data_dir / f"{_PART}{CURRENT}"
        fresh.symlink_to(Path(SNAPSHOTS) / folder.name)
        fresh.replace(self._data_dir / CURRENT)
        files.sync(self._data_dir)


def _sweep(data_dir: Path, home: Path) -> None:
    """Remove what runs that died left behind."""
    (data_dir / f"{_PART}{CURRENT}").unlink(missing_ok=True)
    for path in home.glob(f"{_PART}*"):
        shutil.rmtree(path)
