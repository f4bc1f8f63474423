"""Staging: what a run extracts, kept on disk in sorted chunks until it is published, in bounded memory.

A chunk is one Arrow IPC file of one table: rows of up to 500 captures, made one per key and sorted. When a
level has 16 chunks they are merged into one of the level above, so a publish never has to open more than a few
dozen files, however many pages a run has. The folder is scratch: the captures it was made from are in the
archive, so a run that dies loses nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from operator import attrgetter, itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa

from alwaght_scraper.tables import ArticleKey, Captured, CoverageRow, Facts
from pipelines.files import reading, writing
from pipelines.frugal import frugal
from pipelines.merge import RULES, Key
from pipelines.rows import facts
from pipelines.schema import TABLES, to_batch
from pipelines.union import Gatherer, Source, entries, merged

MAX_CAPTURES: Final = 500
MAX_BYTES: Final = 16 << 20
FAN_IN: Final = 16

_BATCH_ROWS: Final = {"revisions": 64}  # small, because every open source holds one batch of article text
_NARROW_BATCH: Final = 2_048
_IPC: Final = pa.ipc.IpcWriteOptions(compression="lz4")

STAGED: Final = {name: pa.schema([column for column in TABLES[name].schema if column.name != "body"]) for name in RULES}
"""Schemas of the staged tables: `body` follows from `blocks`, so only the published files hold it."""


class Stage:
    """One run's staged rows below `folder`, which it makes anew and owns.

    Peak memory is one chunk's rows, or one batch of each of 16 chunks while they are merged. While its block lasts, the process
    is `frugal`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = ExitStack()
        self._levels: dict[str, list[list[Path]]] = {name: [] for name in RULES}
        self._chunks = 0
        self._empty_buffers()
        with writing(folder):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def _empty_buffers(self) -> None:
        self._rows: dict[str, list[Any]] = {name: [] for name in RULES}
        self._known: dict[str, dict[ArticleKey, datetime]] = {}
        self._bytes = 0

    def add(self, captured: Captured) -> None:
        """Stage what one validated capture says.

        Raises:
            DiskFullError, ConfigurationError, DamagedArchiveError: the staging folder cannot be written to.
        """
        found = facts(captured)
        self._rows["captures"].append(found.capture)
        self._rows["glossary"].extend(found.glossary)
        self._rows["listings"].extend(found.listings)
        if found.revision:
            self._rows["revisions"].append(found.revision)
        for via, keys in found.sightings.items():
            self._sight(self._known.setdefault(via, {}), keys, found.capture.fetched_at)
        self._bytes += _rough_size(found)
        if len(self._rows["captures"]) >= MAX_CAPTURES or self._bytes >= MAX_BYTES:
            self._spill()

    @staticmethod
    def _sight(known: dict[ArticleKey, datetime], keys: set[ArticleKey], seen_at: datetime) -> None:
        for key in keys:
            first_known = known.get(key)
            if first_known is None or seen_at < first_known:
                known[key] = seen_at

    def close(self) -> None:
        """Write what is still in memory; the stage can then be published. Twice is once."""
        self._spill()

    def sources(self, table: str) -> list[Source]:
        """The staged rows of a merged table, as key-sorted sources with the schema `STAGED[table]`."""
        return [_read_chunk(path) for level in self._levels[table] for path in level]

    def remove(self) -> None:
        """Delete the folder; what cannot be deleted is scratch that anyone may delete."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self._held.callback(self.remove)
        self._held.enter_context(frugal())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._held.close()

    def _spill(self) -> None:
        self._rows["coverage"] = [_coverage_row(key, via, when) for via, known in self._known.items() for key, when in known.items()]
        with writing(self.folder):
            for name, rows in self._rows.items():
                if rows:
                    self._put(name, 0, self._write_chunk(name, _batches(name, rows)))
        # Only now: after a failure the rows are written again, and what was written already merges with itself.
        self._empty_buffers()

    def _put(self, name: str, height: int, chunk: Path) -> None:
        levels = self._levels[name]
        if height == len(levels):
            levels.append([])
        levels[height].append(chunk)
        if len(levels[height]) >= FAN_IN:
            united = self._write_chunk(name, _union(name, levels[height]))
            full, levels[height] = levels[height], []
            self._put(name, height + 1, united)
            for path in full:
                path.unlink()

    def _write_chunk(self, name: str, batches: Iterator[pa.RecordBatch]) -> Path:
        self._chunks += 1
        path = self.folder / f"{name}-{self._chunks:06d}.arrow"
        with path.open("xb") as file, pa.ipc.new_file(file, STAGED[name], options=_IPC) as writer:
            for batch in batches:
                writer.write_batch(batch)
        return path


def sweep(home: Path) -> None:
    """Delete what runs that died left staged in `home`; whoever holds the archive's lock may call it before it makes a stage."""
    shutil.rmtree(home, ignore_errors=True)


def _rough_size(found: Facts) -> int:
    text = len(found.revision.body) if found.revision else 0
    return text + 500 * (len(found.glossary) + len(found.listings)) + 100 * sum(map(len, found.sightings.values()))


def _coverage_row(key: ArticleKey, via: str, first_known: datetime) -> CoverageRow:
    return CoverageRow(*key, (via,), first_known, "never_tried", 0, None, None, None)


def _batches(name: str, rows: list[Any]) -> Iterator[pa.RecordBatch]:
    """One chunk's rows, one for each key, sorted."""
    rule, key_values = RULES[name], attrgetter(*TABLES[name].order)
    groups: dict[Key, list[Any]] = {}
    for row in rows:
        groups.setdefault(rule.identity(*key_values(row)), []).append(row)
    united = []
    for _, group in sorted(groups.items(), key=itemgetter(0)):
        winner, changes = rule.reduce(group) if len(group) > 1 else (group[0], None)
        united.append(replace(winner, **changes) if changes else winner)
    step = _BATCH_ROWS.get(name, _NARROW_BATCH)
    for start in range(0, len(united), step):
        yield to_batch(united[start : start + step], STAGED[name])


def _union(name: str, chunks: list[Path]) -> Iterator[pa.RecordBatch]:
    ready: list[pa.Table] = []
    gatherer = Gatherer(_BATCH_ROWS.get(name, _NARROW_BATCH), ready.append)
    for pick in merged(entries(TABLES[name], RULES[name], map(_read_chunk, chunks)), RULES[name]):
        gatherer.add(pick)
        yield from _drained(ready)
    gatherer.flush()
    yield from _drained(ready)


def _drained(ready: list[pa.Table]) -> Iterator[pa.RecordBatch]:
    while ready:
        yield from ready.pop().to_batches()


def _read_chunk(path: Path) -> Source:
    with reading(path), pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as chunk:
        for number in range(chunk.num_record_batches):
            yield chunk.get_batch(number)
