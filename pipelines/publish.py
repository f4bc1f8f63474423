"""Publishing: a run's staged rows united with the current snapshot, and everything that follows from them.

Only files whose keys the run touched are read and written; all others are linked. Whatever the order, the number of
runs or the repeats, the same captures give the same bytes in every file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from alwaght_scraper.errors import AlwaghtError, ConfigurationError
from pipelines.build import Build
from pipelines.current import Articles
from pipelines.descriptions.documents import documents
from pipelines.descriptions.gaps import Gaps
from pipelines.edges import Edges
from pipelines.fetches import Fetches
from pipelines.files import writing
from pipelines.frugal import give_back
from pipelines.health import Gate
from pipelines.manifest import DocumentEntry, Manifest
from pipelines.merged_tables import MergedTables
from pipelines.nearness import Nearness
from pipelines.parquet import read_table
from pipelines.read import Snapshot, is_published
from pipelines.snapshot import Part
from pipelines.stage import Stage
from pipelines.texts import Texts


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


class _Publication:
    """One publish: the files being made and the stage whose rows go into them."""

    def __init__(self, build: Build, stage: Stage) -> None:
        self._build = build
        self._part = build.part
        self._stage = stage
        self._merged = MergedTables(build, stage)

    def make(self, journal: Mapping[str, int], extractor: str) -> Manifest:
        """Write or link every file; the manifest of the result."""
        for name in ("captures", "glossary", "listings"):
            self._merged.unite(name)
        Edges(self._build).write(self._versions())
        Fetches(self._build, self._stage, self._merged).write()
        self._build.fill_empty()
        known = self._build.base.manifest.journal if self._build.base else {}
        folded = {name: max(known.get(name, 0), journal.get(name, 0)) for name in sorted({*known, *journal})}
        manifest = Manifest(extractor, self._part.tables(), folded, *self._time_span())
        return replace(manifest, documents=self._describe(manifest))

    def _versions(self) -> set[str]:
        """Write `revisions`, then what follows from the texts, then `articles`; gives the files of `articles` that were touched."""
        marks = self._merged.unite_versions()
        texts, nearness = Texts(self._build), Nearness(self._build, self._stage.folder)
        nearness.write(texts.write(marks))
        articles = Articles(self._build, nearness)
        for file in marks:
            articles.write(file, marks[file])
        self._build.link_others("articles", articles.finish(set(marks)))
        return set(marks)

    def _describe(self, manifest: Manifest) -> tuple[DocumentEntry, ...]:
        coverage, articles = ([self._part.path(name, file) for file in self._part.names(name)] for name in ("coverage", "articles"))
        return tuple(self._part.describe(name, text) for name, text in documents(manifest, Gaps.of(coverage, articles)))

    def _time_span(self) -> tuple[str | None, str | None]:
        """The times of the oldest and the newest capture."""
        files = self._part.names("captures")
        times = [read_table(self._part.path("captures", file), ["fetched_at"]).column(0) for file in (files[0], files[-1])]
        return (times[0][0].as_py().isoformat(), times[1][-1].as_py().isoformat()) if len(times[0]) else (None, None)
