"""From captures to a published snapshot, outside a crawl: what `extract` and `rebuild` share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.captures.warc import Damage, WarcArchive
from alwaght_scraper.cli.progress import meter
from alwaght_scraper.cli.terminal import note
from alwaght_scraper.crawl_summary import Progress, unread
from alwaght_scraper.items import Outcome
from alwaght_scraper.lock import locked
from alwaght_scraper.parsers.extract import EXTRACTOR_VERSION
from alwaght_scraper.run_record import RunRecord, check_current, current_number
from alwaght_scraper.suspects import Reader
from alwaght_scraper.tables import Captured
from alwaght_scraper.workspace import CAPTURES, STAGING
from pipelines.expectations import Expectations
from pipelines.files import writing
from pipelines.health import Gate
from pipelines.publish import publish
from pipelines.read import Snapshot, is_published
from pipelines.stage import Stage, sweep
from pipelines.validate import validate

_TELL_EVERY: Final = 0.25
_MAX_REASONS: Final = 50


@dataclass(slots=True)
class Derived:
    """What a run did: captures read and articles found in them, how each capture ended, what could not be read; its health."""

    run_id: str
    captures: int = 0
    articles: int = 0
    elapsed: float = 0.0
    snapshot: int | None = None
    outcomes: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    health: dict[str, Any] = field(default_factory=dict)

    def count(self, item: Captured) -> None:
        """Count one capture as the pipelines leave it."""
        self.captures += 1
        self.articles += item.extraction.article is not None
        _add(self.outcomes, item.row.outcome)
        if item.row.outcome != Outcome.OK:
            reason = f"{item.row.outcome}: {(item.row.reason or 'no reason').split(' (')[0]}"
            _add(self.reasons, reason if reason in self.reasons or len(self.reasons) < _MAX_REASONS else "other reasons")

    def note_damage(self, damage: Damage) -> None:
        """Tell of bytes that could not be read, and keep it for the end."""
        note(f"damaged: {damage}")
        self.damage.append(str(damage))

    def note_unread(self, reason: str) -> None:
        """Tell of a file that could not be taken in, and keep it for the end."""
        note(f"left out: {reason}")
        self.damage.append(reason)

    def verdict(self) -> None:
        """Raise what the run has to end with, if anything."""
        if error := unread(self.damage):
            raise error


def _add(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


@contextmanager
def run_in(data: Path, record: RunRecord) -> Iterator[tuple[WarcArchive, Derived]]:
    """Hold the archive below `data`, whole again after a killed run, and put what the run does into its record."""
    run = Derived(record.run_id)
    with locked(data, f"`alwaght {record.command}`"):
        record.open(data)
        sweep(data / STAGING)
        for folder in (CAPTURES, STAGING):
            with writing(data):
                (data / folder).mkdir(exist_ok=True)
        archive = WarcArchive(data / CAPTURES)
        archive.recover(on_damage=run.note_damage)
        try:
            yield archive, run
        finally:
            record.counts = asdict(run)


def derive(data: Path, archive: WarcArchive, run: Derived, *, fresh: bool, accept_changes: bool = False) -> None:
    """Extract what the dataset lacks of the captures (all of them with `fresh`) and publish the result, if it is as expected."""
    started = time.monotonic()
    gate = Gate(Expectations.load(data), accept=accept_changes)
    before = current_number(data)
    journal: Mapping[str, int] = {} if fresh or not is_published(data) else Snapshot.open(data).manifest.journal
    with Stage(data / STAGING / run.run_id) as stage, Reader(data) as reader, meter(None) as shown:
        tell = _teller(run, shown.show)
        for found in reader.read_all(archive.read(journal, on_damage=run.note_damage)):
            item = validate(found.item)
            stage.add(item)
            run.count(item)
            tell()
        try:
            check_current(data, before)
            run.snapshot = publish(data, stage, journal=archive.extent(), extractor=EXTRACTOR_VERSION, fresh=fresh, gate=gate).number
        finally:
            run.health = gate.health.record()
    run.elapsed = round(time.monotonic() - started, 3)


def _teller(run: Derived, show: Callable[[Progress], None]) -> Callable[[], None]:
    """Shows how far the run is, a few times a second at most."""
    started = last = time.monotonic()

    def tell() -> None:
        nonlocal last
        if (now := time.monotonic()) - last > _TELL_EVERY:
            last, elapsed = now, now - started
            lost = run.captures - run.outcomes.get(Outcome.OK, 0)
            show(Progress(run.captures, run.articles, 0, lost, run.captures / elapsed, elapsed, 0.0))

    return tell
