"""The data folder as one run holds it: locked, recovered, written to, published."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from alwaght_scraper.agenda import Agenda
from alwaght_scraper.captures.warc import WarcArchive, WarcWriter
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError
from alwaght_scraper.known import Known
from alwaght_scraper.lock import locked
from alwaght_scraper.parsers.extract import EXTRACTOR_VERSION
from alwaght_scraper.run_record import check_current
from alwaght_scraper.suspects import Reader
from pipelines.expectations import Expectations
from pipelines.files import writing
from pipelines.health import Gate
from pipelines.publish import publish
from pipelines.read import Snapshot, is_published
from pipelines.stage import Stage, sweep
from pipelines.validate import validate

if TYPE_CHECKING:
    from pathlib import Path

    from alwaght_scraper.captures.capture import Capture
    from alwaght_scraper.crawl_summary import CrawlSummary
    from alwaght_scraper.errors import AlwaghtError
    from alwaght_scraper.run_record import RunRecord

CAPTURES: Final = "captures"
STAGING: Final = "staging"


class Workspace:
    """One run's hold on a data folder.

    `known` is what earlier runs know, and `plan` what a refresh makes of it. `recovered` counts captures that an
    earlier run archived and did not live to publish: they are on the stage already, as if this run had made them.
    `changed` counts the known articles that the publish found changed.
    """

    reader: Reader
    writer: WarcWriter
    stage: Stage
    known: Known
    plan: Agenda | None = None

    def __init__(self, data_dir: Path, run: RunRecord, gate: Gate) -> None:
        self.data_dir = data_dir
        self.run = run
        self.gate = gate
        self.recovered = 0
        self.changed = 0
        self._folded: dict[str, int] = {}
        self._archive = WarcArchive(data_dir / CAPTURES)
        self._held = ExitStack()

    @classmethod
    def open(cls, data_dir: Path, run: RunRecord, *, accept_changes: bool = False, langs: tuple[str, ...] | None = None) -> Workspace:
        """Lock the folder, recover what a killed run left, and open this run's archive file and stage.

        A refresh gives the languages that it is for (`()` for all), and gets a plan.

        Raises:
            LockedError: another run is at work in the folder.
            ConfigurationError, DiskFullError: the folder cannot be used, or the clock is wrong.
            DamagedArchiveError: its dataset cannot be read.
        """
        workspace = cls(data_dir, run, Gate(Expectations.load(data_dir), accept=accept_changes))
        with ExitStack() as undo:
            undo.callback(workspace._held.close)
            workspace._open()
            if langs is not None:
                workspace.plan = workspace._draw_up(langs)
            undo.pop_all()
        return workspace

    def _open(self) -> None:
        self._held.enter_context(locked(self.data_dir, f"`alwaght {self.run.command}`"))
        self.run.open(self.data_dir)
        with writing(self.data_dir / CAPTURES):
            (self.data_dir / CAPTURES).mkdir(exist_ok=True)
        self._folded = self._journal()
        self.known = Known.load(self.data_dir)
        self.reader = self._held.enter_context(Reader(self.data_dir))
        sweep(self.data_dir / STAGING)
        self.stage = self._held.enter_context(Stage(self.data_dir / STAGING / self.run.run_id))
        self._recover()
        self.writer = self._archive.writer(self.run.run_id)

    def _draw_up(self, langs: tuple[str, ...]) -> Agenda:
        if not is_published(self.data_dir):
            raise ConfigurationError(
                f"no dataset in {self.data_dir} to refresh: run `alwaght crawl` first, or name another folder with --data"
            )
        agenda = Agenda.draw_up(Snapshot.open(self.data_dir), self.run.started_at, langs, self.known.seen)
        agenda.news |= self.known.news
        return agenda

    def held(self, url: str) -> Capture | None:
        """What an address showed last, for a request that is to be conditional; None where that is not at hand."""
        place = self.plan.held.get(url) if self.plan else None
        with suppress(DamagedArchiveError, ConfigurationError):  # then the page is asked for whole
            return self._archive.load(place) if place else None
        return None

    def _journal(self) -> dict[str, int]:
        """How far the published dataset has the archive; fails now, not after the crawl, where it could not be added to."""
        if not is_published(self.data_dir):
            return {}
        manifest = Snapshot.open(self.data_dir).manifest
        if manifest.extractor != EXTRACTOR_VERSION:
            what = f"the dataset in {self.data_dir} was made by version {manifest.extractor} of the parser, this is {EXTRACTOR_VERSION}"
            raise ConfigurationError(f"{what}: run `alwaght rebuild` first")
        return dict(manifest.journal)

    def _recover(self) -> None:
        self._archive.recover()
        for capture in self._archive.read(self._folded):
            extraction, item = self.reader.read(capture)
            self.stage.add(validate(item))
            self.known.add(extraction, capture.fetched_at)
            self.recovered += 1

    def publish(self, *, is_whole: bool) -> str:
        """Fold what is staged into a new snapshot and make it the current one; give its name back.

        `is_whole` says that all captures of the run are on the stage. When a fault kept one off, the
        snapshot does not count the run's files as folded in, so that the next run reads them again.

        Raises:
            DiskFullError, ConfigurationError, DamagedArchiveError, ExpectationError, LayoutDriftError: nothing was published.
        """
        self.writer.close()
        self._forget()
        self.stage.close()
        check_current(self.data_dir, self.run.snapshot_before)
        journal = self._archive.extent() if is_whole else self._folded
        before = Snapshot.open(self.data_dir).manifest.counts if is_published(self.data_dir) else {}
        snapshot = publish(self.data_dir, self.stage, journal=journal, extractor=EXTRACTOR_VERSION, gate=self.gate)
        grown = {name: count - before.get(name, 0) for name, count in snapshot.manifest.counts.items()}
        self.changed = grown["revisions"] - grown["articles"]
        return snapshot.folder.name

    def _forget(self) -> None:
        """Let go of what only serves to fetch and archive, some hundred bytes a page, so that the publish does not come on top of it."""
        self._archive = WarcArchive(self._archive.folder)
        self.known, self.plan = Known(), None
        del self.writer

    def close(self, summary: CrawlSummary, verdict: AlwaghtError | None) -> None:
        """Complete the run record, drop the stage and give the lock back; what is not published stays for the next run."""
        with self._held:
            self.run.counts = asdict(summary)
            self.run.end(self.data_dir, verdict.exit_code if verdict else 0, str(verdict) if verdict else None)
