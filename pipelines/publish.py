"""Publishing: a run's staged rows united with the current snapshot, and everything that follows from them.

Only files whose keys the run touched are read and written; all others are linked. Whatever the order, the number of
runs or the repeats, the same captures give the same bytes in every file.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

import pyarrow as pa

from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from pipelines import derive
from pipelines.build import Build
from pipelines.current import Articles
from pipelines.descriptions.documents import documents
from pipelines.descriptions.gaps import Gaps
from pipelines.files import writing
from pipelines.frugal import give_back
from pipelines.health import Gate
from pipelines.manifest import DocumentEntry, Manifest
from pipelines.merge import RULES
from pipelines.nearness import Nearness
from pipelines.parquet import read_batches, read_table
from pipelines.read import Snapshot, is_published
from pipelines.schema import TABLES
from pipelines.snapshot import Part
from pipelines.stage import STAGED, Stage
from pipelines.texts import Texts
from pipelines.union import Entry, Gatherer, Pick, entries, merged

_PORTION: Final = 500
"""Rows picked before they are copied: those that they are picked from stay in memory until then."""


def publish(
    data_dir: Path, stage: Stage, *, journal: Mapping[str, int], extractor: str, fresh: bool = False, gate: Gate | None = None
) -> Snapshot:
    """Make the staged rows and the current snapshot one new snapshot, and that the current one, atomically.

    `journal` maps WARC file names to the bytes of them that are folded in with this stage; the greater count
    stays where the current snapshot has one too. `extractor` is the version of the parser that made the staged rows. With
    `fresh` the current snapshot's rows are left out: the stage then holds all captures, as in a rebuild.
    `gate` examines the result before it is announced.
    When this returns, the snapshot is on the disk. When nothing changes, none is made and the current one is given back.

    Raises:
        ConfigurationError: the current snapshot was made by another extractor version, or the folder may not be written to.
        DamagedArchiveError: a file of the current snapshot is missing or damaged, or the disk fails.
        DiskFullError: no space left; the current snapshot stays as it is.
        ExpectationError, LayoutDriftError: the gate lets it not pass; the current snapshot stays as it is.
    """
    stage.close()
    give_back()
    with writing(data_dir):
        old = _current(data_dir, fresh=fresh)
        if old and not fresh and old.manifest.extractor != extractor:
            made_by = old.manifest.extractor
            raise ConfigurationError(
                f"{old.folder} was made by extractor {made_by}, this is {extractor}: run `alwaght rebuild` to make it anew"
            )
        part = Part(data_dir, old)
        try:
            publication = _Publication(Build(part, None if fresh else old), stage)
            manifest = publication.make(journal, extractor)
            if gate is not None:
                gate.check(old, stage, Snapshot(part.folder, manifest), fresh=fresh)
            return part.publish(manifest)
        finally:
            part.discard()  # gone already when all went well


def _current(data_dir: Path, *, fresh: bool) -> Snapshot | None:
    if not is_published(data_dir):
        return None
    try:
        return Snapshot.open(data_dir)
    except AlwaghtError:
        if fresh:  # a rebuild needs nothing of the old snapshot, so a broken one is no obstacle
            return None
        raise


def _as_it_is(pick: Pick) -> Pick:
    return pick


class _Publication:
    """One publish: the files being made and the stage whose rows go into them."""

    def __init__(self, build: Build, stage: Stage) -> None:
        self._build = build
        self._part = build.part
        self._stage = stage

    def make(self, journal: Mapping[str, int], extractor: str) -> Manifest:
        """Write or link every file; the manifest of the result."""
        for name in ("captures", "glossary", "listings"):
            self._unite(name)
        self._edges(self._versions())
        self._fetches()
        self._build.fill_empty()
        known = self._build.base.manifest.journal if self._build.base else {}
        folded = {name: max(known.get(name, 0), journal.get(name, 0)) for name in sorted({*known, *journal})}
        manifest = Manifest(extractor, self._part.tables(), folded, *self._time_span())
        return replace(manifest, documents=self._describe(manifest))

    def _describe(self, manifest: Manifest) -> tuple[DocumentEntry, ...]:
        coverage, articles = ([self._part.path(name, file) for file in self._part.names(name)] for name in ("coverage", "articles"))
        return tuple(self._part.describe(name, text) for name, text in documents(manifest, Gaps.of(coverage, articles)))

    # --- merged tables ---------------------------------------------------------------------------

    def _unite(self, name: str, finish: Callable[[Pick], Pick] = _as_it_is) -> None:
        touched = set()
        for file, picks in self._united(name):
            self._write(name, file, map(finish, picks))
            touched.add(file)
        self._build.link_others(name, touched)

    def _united(self, name: str) -> Iterator[tuple[str, Iterator[Pick]]]:
        """The files that staged rows touch, each with its rows: staged and old ones as one."""
        table, rule = TABLES[name], RULES[name]
        staged = entries(table, rule, self._stage.sources(name))
        for file, group in groupby(staged, key=lambda entry: table.file_name(entry[0])):
            yield file, merged(heapq.merge(group, self._old_rows(name, file)), rule)

    def _old_rows(self, name: str, file: str) -> Iterator[Entry]:
        sources = [read_batches(self._build.old_path(name, entry), STAGED[name]) for entry in self._build.old(name, file)]
        return entries(TABLES[name], RULES[name], sources, first_number=-1)

    def _write(self, name: str, file: str, picks: Iterable[Pick]) -> None:
        with self._build.files(file, name) as outs:
            gatherer = Gatherer(_PORTION, outs[name].append)
            for pick in picks:
                gatherer.add(pick)
            gatherer.flush()

    def _versions(self) -> set[str]:
        """Write `revisions`, then what follows from the texts, then `articles`; gives the files of `articles` that were touched."""
        marks = {file: self._write_versions(file, picks) for file, picks in self._united("revisions")}
        self._build.link_others("revisions", set(marks))
        texts = Texts(self._build)
        nearness = Nearness(self._build, self._stage.folder)
        nearness.write(texts.write(marks))
        self._articles(marks, nearness)
        return set(marks)

    def _write_versions(self, file: str, picks: Iterator[Pick]) -> list[derive.Mark]:
        marks: list[derive.Mark] = []
        with self._build.files(file, "revisions") as outs:
            gatherer = Gatherer(_PORTION, lambda rows: outs["revisions"].append(derive.with_bodies(rows)))
            for pick, mark in derive.histories(picks):
                marks.append(mark)
                gatherer.add(pick)
            gatherer.flush()
        return marks

    def _articles(self, marks: Mapping[str, list[derive.Mark]], nearness: Nearness) -> None:
        """Write `articles` from the new `revisions`, and untouched files in which an article has another original now."""
        articles = Articles(self._build, nearness)
        for file in marks:
            articles.write(file, marks[file])
        self._build.link_others("articles", articles.finish(set(marks)))

    # --- derived tables --------------------------------------------------------------------------

    def _edges(self, touched: set[str]) -> None:
        """Write `tags` and `related` of touched articles, and `related` wherever an article is newly in the archive."""
        archive = self._archive() if touched else {}
        for file in sorted(touched):
            self._derive("tags", file, derive.tags)
            self._derive("related", file, lambda rows: derive.related(rows, archive))
        self._build.link_others("tags", touched)
        self._build.link_others("related", touched | (self._newly_linked(touched, archive) if touched else set()))

    def _archive(self) -> derive.Archive:
        schema = pa.schema([TABLES["articles"].schema.field(name) for name in ("article_id", "lang")])
        ids: dict[str, list[pa.Array]] = {}
        for file in self._part.names("articles"):
            for batch in read_batches(self._part.path("articles", file), schema):
                ids.setdefault(batch.column("lang")[0].as_py(), []).append(batch.column("article_id"))
        return {lang: pa.concat_arrays(arrays) for lang, arrays in ids.items()}

    def _derive(self, name: str, file: str, rows_of: Callable[[pa.RecordBatch], pa.Table]) -> None:
        schema = pa.schema([TABLES["articles"].schema.field(column) for column in derive.EDGE_COLUMNS])
        articles = read_batches(self._part.path("articles", file), schema)
        self._build.write(name, file, map(rows_of, articles))

    def _newly_linked(self, touched: set[str], archive: derive.Archive) -> set[str]:
        """Write the untouched files of `related` whose `in_archive` has changed."""
        changed = set()
        for entry in self._build.old("related"):
            if entry.name not in touched:
                before = read_table(self._build.old_path("related", entry))
                after = derive.with_archive(before, archive)
                if after.column("in_archive") != before.column("in_archive"):
                    self._build.write("related", entry.name, [after])
                    changed.add(entry.name)
        return changed

    def _fetches(self) -> None:
        """Write `rejects` and `coverage`, both from one pass over the captures."""
        tried = self._tried()
        attempts: list[pa.Table] = []

        def rejects() -> Iterator[pa.Table]:
            for batch in self._captures(derive.FETCH_COLUMNS):
                attempts.append(derive.attempts(batch, tried))
                yield derive.rejects(batch)

        self._build.write("rejects", "rejects.parquet", rejects())
        if attempts:
            self._unite("coverage", derive.Standings(pa.concat_tables(attempts)).update)

    def _tried(self) -> derive.Archive:
        """The ids of the articles whose addresses the staged captures asked for."""
        ids: dict[str, list[pa.Array]] = {}
        for source in self._stage.sources("captures"):
            for batch in source:
                for lang, found in derive.article_ids(batch):
                    ids.setdefault(lang, []).append(found)
        return {lang: pa.concat_arrays(arrays).unique() for lang, arrays in ids.items()}

    def _captures(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([TABLES["captures"].schema.field(name) for name in columns])
        for file in self._part.names("captures"):
            yield from read_batches(self._part.path("captures", file), schema)

    def _time_span(self) -> tuple[str | None, str | None]:
        """The times of the oldest and the newest capture."""
        files = self._part.names("captures")
        times = [read_table(self._part.path("captures", file), ["fetched_at"]).column(0) for file in (files[0], files[-1])]
        return (times[0][0].as_py().isoformat(), times[1][-1].as_py().isoformat()) if len(times[0]) else (None, None)
