"""The examination before a publish: what a run and the dataset that it would make are held to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.errors import DamagedArchiveError
from pipelines.dataset_checks import age, bounded_rows, shrunk
from pipelines.drift import Drift
from pipelines.expectations import Expectations
from pipelines.findings import Health
from pipelines.measure import CAPTURE_COLUMNS, VERSION_COLUMNS, of_snapshot, pages
from pipelines.run_checks import bounded_fill, is_bounded, shares, vanished

if TYPE_CHECKING:
    from pipelines.read import Snapshot
    from pipelines.stage import Stage


class Gate:
    """Holds one publish to `expectations`; `accept` publishes whatever is found, `health` says what that was."""

    def __init__(self, expectations: Expectations, *, accept: bool = False) -> None:
        self._wanted = expectations
        self._accept = accept
        self.health = Health()

    def check(self, old: Snapshot | None, stage: Stage, new: Snapshot, *, fresh: bool = False) -> None:
        """Examine a snapshot that is built and not announced yet; `fresh` says that nothing of the old one is in it.

        Raises:
            LayoutDriftError: pages of layouts never seen before lack what earlier pages have.
            ExpectationError: something else is not as expected.
            DamagedArchiveError: the old snapshot cannot be read, and the new one is made of it.
        """
        wanted, now = self._wanted, _staged(stage)
        findings = [*shares(now, wanted), *bounded_fill(now, wanted), *bounded_rows(new, wanted), *age(new, wanted)]
        if old is not None:
            findings += shrunk(old, new, wanted)
        then = _published(old, fresh=fresh) if old is not None and now.num_rows else None
        if then is not None:
            drift = Drift(now, _since(then, wanted.learn_since), wanted.fill_fall)
            findings += vanished(now, then, wanted)
            findings += [finding for finding in drift.findings() if not is_bounded(finding, wanted)]
            self.health.moved = tuple(drift.moved)
        self.health.findings, self.health.accepted = tuple(findings), self._accept
        if not self._accept and (error := self.health.error()):
            raise error


def _staged(stage: Stage) -> pa.Table:
    captures = (batch.select(CAPTURE_COLUMNS) for source in stage.sources("captures") for batch in source)
    return pages(captures, (batch.select(VERSION_COLUMNS) for source in stage.sources("revisions") for batch in source))


def _published(old: Snapshot, *, fresh: bool) -> pa.Table | None:
    try:
        return of_snapshot(old)
    except DamagedArchiveError:
        if fresh:  # a rebuild is what mends a damaged dataset: it can do without comparing
            return None
        raise


def _since(then: pa.Table, moment: datetime | None) -> pa.Table:
    if moment is None:
        return then
    when = then.column("fetched_at")
    return then.filter(pc.greater_equal(when, pa.scalar(moment, when.type)))
