"""One WARC file gone over: its digest, every record's digests, its index; and the captures in it on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.cdx import PackedLines, cdx_path, index_bytes
from alwaght_scraper.captures.damage import Damage, ignore_damage
from alwaght_scraper.captures.framing import Unusable
from alwaght_scraper.captures.originals import Originals
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.recovery import index_entry
from alwaght_scraper.captures.repack import ID_DIGITS, IMPORT_PREFIX
from alwaght_scraper.captures.responses import check_block
from alwaght_scraper.captures.revisits import FindOriginal
from alwaght_scraper.captures.seal import read_seal, seal_path
from alwaght_scraper.captures.warc_reader import read_capture


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file of the archive. `is_derived`: the file follows from the WARC file beside it and can be made again."""

    path: Path
    what: str
    is_derived: bool


OnFlaw = Callable[[Flaw], None]
_PIECE: Final = 4 << 20


def audit_warc(path: Path, find_original: FindOriginal, on_flaw: OnFlaw) -> Iterator[Capture]:
    """The captures of a closed WARC file, in file order; all that is wrong with it and the files beside it goes to `on_flaw`.

    `find_original` knows the whole archive. The file comes from the disk once, however large it is. Raises `ConfigurationError` for
    one that cannot be read.
    """
    damaged: list[Damage] = []
    lines, digest = PackedLines(), _Digest(path)
    for record in read_records(path, on_damage=damaged.append):
        digest.follow(record.offset + record.length)
        if entry := index_entry(record, path):
            lines.add(entry.line())
        try:
            check_block(record)
            capture = read_capture(record, path, find_original)
        except Unusable as unusable:
            damaged.append(Damage(path, record.offset, record.length, str(unusable)))
            continue
        if capture is not None and capture.location is not None:
            yield capture
    for damage in damaged:
        on_flaw(Flaw(path, damage.what, is_derived=False))
    for flaw in (_seal_flaw(path, digest.of_all(), is_whole=not damaged), None if damaged else _index_flaw(path, lines)):
        if flaw is not None:
            on_flaw(flaw)


class _Digest:
    """The digest of a file that is read meanwhile: each part is hashed while the system still has it in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sha256 = hashlib.sha256()
        self._end = 0

    def follow(self, end: int) -> None:
        """The file was read up to the byte `end`."""
        if end - self._end >= _PIECE:
            self._take()

    def of_all(self) -> str:
        """The digest of the whole file, 64 hex digits."""
        while self._take():
            pass
        return self._sha256.hexdigest()

    def _take(self) -> int:
        with self._path.open("rb") as file:
            file.seek(self._end)
            piece = file.read(_PIECE)
        self._sha256.update(piece)
        self._end += len(piece)
        return len(piece)


def _seal_flaw(path: Path, digest: str, *, is_whole: bool) -> Flaw | None:
    declared, seal = read_seal(path), seal_path(path)
    if digest == declared or (path.name == f"{IMPORT_PREFIX}{digest[:ID_DIGITS]}.warc.gz" and not seal.exists()):
        return None
    if declared is None and path.name.startswith(IMPORT_PREFIX) and not seal.exists():
        return Flaw(path, "has another digest than its name says, and no file that says which it had", is_derived=is_whole)
    if declared is None:
        return Flaw(seal, "is unreadable" if seal.exists() else "is missing", is_derived=True)
    if is_whole:
        return Flaw(path, f"has another digest than {seal.name} says, yet every record in it is whole", is_derived=True)
    return Flaw(path, f"has another digest than {seal.name} says", is_derived=False)


def _index_flaw(path: Path, lines: PackedLines) -> Flaw | None:
    index = cdx_path(path)
    if not index.exists():
        return Flaw(index, "is missing", is_derived=True)
    return None if index.read_bytes() == index_bytes(lines) else Flaw(index, "is not the index of the WARC file beside it", is_derived=True)


def originals_of(files: list[Path]) -> Originals:
    """The originals in some WARC files, learnt from their records alone: an index may be what is damaged."""
    originals = Originals()
    for path in files:
        for record in read_records(path, on_damage=ignore_damage):
            originals.learn(path, record)
    return originals
