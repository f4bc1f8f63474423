"""The folder of all captures: `data/captures/*.warc.gz`, each with its CDXJ index beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture, Location
from alwaght_scraper.captures.cdx import REVISIT_MIME, cdx_path, read_cdx
from alwaght_scraper.captures.damage import Damage, OnDamage, log_damage
from alwaght_scraper.captures.originals import Originals, Place
from alwaght_scraper.captures.recovery import index_warc, recover
from alwaght_scraper.captures.repack import IMPORT_PREFIX, import_warc, keep_lone_record
from alwaght_scraper.captures.storage import storage_error
from alwaght_scraper.captures.warc_build import storable
from alwaght_scraper.captures.warc_file import OPEN_SUFFIX, on_disk
from alwaght_scraper.captures.warc_reader import load_capture, read_warc
from alwaght_scraper.captures.warc_writer import ROTATE_AT, WarcWriter
from alwaght_scraper.errors import DamagedArchiveError

_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,200}\.warc\.gz", re.ASCII)


class WarcArchive:
    """All captures of a dataset. Files are only ever added, and nobody appends to another run's file.

    Make one for each run: it learns what is archived when it first needs to, and then from its own writers.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[Path]:
        """The closed WARC files, sorted by name; raises `ConfigurationError` for a folder that is there and cannot be read."""
        try:
            return sorted(path for path in self.folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise storage_error(error, self.folder, "read") from None

    def extent(self) -> dict[str, int]:
        """Size in bytes of each closed file: the journal of a dataset that everything is folded into."""
        return {path.name: path.stat().st_size for path in self.files()}

    def writer(self, run_id: str, *, rotate_at: int = ROTATE_AT) -> WarcWriter:
        """A writer for a new run. Raises `UsageError` for a name that no file can have."""
        self._make_folder()
        return WarcWriter(self.folder, run_id, self._originals, rotate_at=rotate_at)

    def recover(self, *, on_damage: OnDamage = log_damage) -> list[Path]:
        """Close what dead runs left open, and remove their scratch files; the files that were closed.

        Call it under the archive's lock, when no other run can be writing.
        """
        for part in self.folder.glob(".part-*"):
            part.unlink(missing_ok=True)
        left = sorted(self.folder.glob(f"*.warc.gz{OPEN_SUFFIX}"))
        return [closed for path in left if (closed := recover(path, on_damage=on_damage))]

    def import_file(self, path: Path, *, on_damage: OnDamage = log_damage) -> Path:
        """Take a copy of a foreign WARC file in, named by its content; see `repack.import_warc`."""
        self._make_folder()
        if path.resolve().parent == self.folder.resolve() and _NAME.fullmatch(path.name):
            return path
        copy = import_warc(path, self.folder, on_damage=on_damage)
        if "_originals" in vars(self):
            self._originals.load(copy)
        return copy

    def import_page(self, page: Capture) -> Path:
        """Take a saved page in, as a WARC file of its one record, named by its content like any foreign file.

        A file for each page, since a file of many would tell in which runs and in what order they came.
        """
        self._make_folder()
        path = keep_lone_record(storable(page), self.folder)
        if "_originals" in vars(self):
            self._originals.load(path)
        return path

    def read(self, journal: Mapping[str, int], *, on_damage: OnDamage = log_damage) -> Iterator[Capture]:
        """The captures of closed files beyond `journal`, which maps file names to bytes folded in.

        A foreign revisit whose original arrived after it comes again, so that in the end the captures read
        are the same in whatever order files were imported.
        """
        extent = self.extent()
        fresh = [name for name, size in extent.items() if journal.get(name, 0) < size]
        for name in fresh:
            yield from read_warc(self.folder / name, start=journal.get(name, 0), on_damage=on_damage, originals=self._originals)
        if fresh:
            yield from self._resolved_late(journal, on_damage)

    def load(self, location: Location) -> Capture:
        """The capture at a location; raises `DamagedArchiveError` when it is not there."""
        if not _NAME.fullmatch(location.warc_file):
            name = location.warc_file[:200]
            raise DamagedArchiveError(f"{name!r} is no name of a WARC file below {self.folder}; `alwaght rebuild` makes the dataset anew")
        return load_capture(on_disk(self.folder / location.warc_file), location.offset, self._find_original)

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, self.folder) from None

    @cached_property
    def _originals(self) -> Originals:
        originals = Originals()
        for path in self.files():
            if not cdx_path(path).exists():
                index_warc(path)
            originals.load(path)
        return originals

    def _find_original(self, digest: str) -> Place | None:
        return self._originals.of_payload(digest)

    def _resolved_late(self, journal: Mapping[str, int], on_damage: OnDamage) -> Iterator[Capture]:
        """Revisits folded in (or rather passed over) before, whose original lies beyond the journal."""
        for name in journal:
            path = self.folder / name
            if not name.startswith(IMPORT_PREFIX) or not cdx_path(path).exists():
                continue
            for _, fields in read_cdx(path):
                place = self._find_original(fields.get("digest", ""))
                if fields.get("mime") != REVISIT_MIME or place is None or place[1] < journal.get(place[0].name, 0):
                    continue
                if int(fields["offset"]) < journal[name]:
                    yield from self._loaded(Location(name, int(fields["offset"]), int(fields["length"])), on_damage)

    def _loaded(self, location: Location, on_damage: OnDamage) -> Iterator[Capture]:
        try:
            yield self.load(location)
        except DamagedArchiveError as error:
            on_damage(Damage(self.folder / location.warc_file, location.offset, location.length, str(error)))
