"""What a crawl did, in numbers, and whether that was a success."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from alwaght_scraper.errors import AlwaghtError, BlockedError, DamagedArchiveError, InterruptedRunError, TooManyFailuresError
from alwaght_scraper.items import Extraction, Outcome

if TYPE_CHECKING:
    from datetime import datetime

FEWEST_FAILURES: Final = 20
"""Failed pages that a run of any size may have; beyond them the share decides."""
FEWEST_LOST: Final = 4
"""The same for pages that were there at their last visit."""
HIGHEST_SHARE: Final = 0.25
_MAX_REASONS: Final = 50
_FAILED: Final = frozenset({Outcome.HTTP_ERROR, Outcome.NO_RESPONSE})
_TOLD: Final = frozenset({Outcome.REJECTED, Outcome.SOFT_404, Outcome.BLOCKED, Outcome.GONE, *_FAILED})
_GOOD_ENDS: Final = frozenset({"finished", "limit", "budget"})


class Progress(NamedTuple):
    """A crawl's state at one moment. `rate` in pages a second lately, `elapsed` and `wait` in seconds."""

    pages: int
    articles: int
    queue: int
    errors: int
    rate: float
    elapsed: float
    wait: float


@dataclass(slots=True)
class CrawlSummary:
    """Counts of one run; `outcomes` by kind of outcome, `reasons` for those that gave no item.

    `requests` are all fetches, with retries, redirects and robots.txt; `visits` are pages asked for,
    `pages` those that came, `failed` those given up after their last retry, `forbidden` those that
    robots.txt forbids, and `faults` those lost to a fault of this program. `revisits` are visits of pages that
    were there at their last visit, `lost` those of them that failed or were refused now. `homes` are home pages that were answered,
    `homes_shown` those that came and link to a page of the site, or redirect to one, `home_reason` why the last of the
    others did not. `recovered` are captures that an earlier run had archived and not published, `articles_changed` known articles with
    a new version, and `left` pages that are known and were not asked for, because the run ended before; `damage` is what gave nothing
    in replayed files, `health` what the examination before the publish gave.
    """

    run_id: str
    started_at: datetime
    elapsed: float = 0.0
    finish_reason: str = ""
    requests: int = 0
    pages: int = 0
    visits: int = 0
    failed: int = 0
    revisits: int = 0
    lost: int = 0
    homes: int = 0
    homes_shown: int = 0
    home_reason: str = ""
    articles_new: int = 0
    articles_known: int = 0
    forbidden: int = 0
    faults: int = 0
    recovered: int = 0
    articles_changed: int = 0
    waiting: int = 0
    left: int = 0
    snapshot: str | None = None
    error: str | None = None
    outcomes: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)
    health: dict[str, Any] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """Articles read, new and known ones."""
        return self.articles_new + self.articles_known

    @property
    def responses(self) -> int:
        """Fetches that gave a response of any kind."""
        return self.requests - self.outcomes.get(Outcome.NO_RESPONSE, 0)

    def count(self, extraction: Extraction, *, is_known: bool) -> None:
        """Count one capture; `is_known` says that the archive had its article before."""
        self.requests += 1
        self.outcomes[extraction.outcome] = self.outcomes.get(extraction.outcome, 0) + 1
        if extraction.article is not None:
            self.articles_known += is_known
            self.articles_new += not is_known
        if extraction.outcome in _TOLD:
            self._count_reason(f"{extraction.outcome}: {(extraction.reason or 'no reason').split(' (')[0]}")

    def count_visit(self, extraction: Extraction | None, *, again: bool = False) -> None:
        """Count one page that was visited, at its last attempt; `again` says that it was there at its last visit."""
        self.visits += 1
        self.revisits += again
        self.lost += again and extraction is not None and extraction.outcome in {*_FAILED, Outcome.BLOCKED}
        self.pages += extraction is not None and extraction.shows_page
        self.failed += extraction is not None and extraction.outcome in _FAILED

    def count_home(self, extraction: Extraction, *, leads_on: bool) -> None:
        """Count a home page that was answered; `leads_on` says that it redirects to a page of the site."""
        is_shown = leads_on or (extraction.shows_page and (extraction.outcome is not Outcome.OK or bool(extraction.links)))
        self.homes += 1
        self.homes_shown += is_shown
        if not is_shown:
            self.home_reason = extraction.reason or "it links to no page of the site"

    def _count_reason(self, reason: str) -> None:
        key = reason if reason in self.reasons or len(self.reasons) < _MAX_REASONS else "other reasons"
        self.reasons[key] = self.reasons.get(key, 0) + 1

    def verdict(self, error: AlwaghtError | None) -> AlwaghtError | None:
        """What the run has to end with: `error` when something stopped it, else what its numbers say; None for success."""
        if error is not None:
            return error
        if self.finish_reason == "shutdown":
            return InterruptedRunError(f"ended on request after {self.requests} requests; run the same command again to go on")
        if self.finish_reason not in _GOOD_ENDS:
            return AlwaghtError(f"the crawl ended early ({self.finish_reason}); see the log, then run the same command again")
        if self.snapshot is None:
            return AlwaghtError("nothing was published, which is a fault of ours; report the log, and run the same command again")
        return self._silence() or self._losses() or self._no_home() or unread(self.damage)

    def _silence(self) -> AlwaghtError | None:
        if self.requests and not self.responses:
            return AlwaghtError(f"no answer to any of {self.requests} requests ({self._chief_reason()}); check the network and try again")
        if self.forbidden and self.forbidden == self.visits:
            return BlockedError(f"robots.txt forbids all {self.forbidden} pages that were wanted; ask the site's owner")
        if self.visits and not self.requests:
            return AlwaghtError(f"none of the {self.visits} pages that were wanted is in the files to replay")
        return None

    def _losses(self) -> AlwaghtError | None:
        if self.faults or (self.waiting and self.finish_reason == "finished"):
            return AlwaghtError(f"a fault of ours lost {self.faults} pages and left {self.waiting} waiting; report the log, and run again")
        if self.failed > max(FEWEST_FAILURES, HIGHEST_SHARE * self.visits):
            what = f"{self.failed} of {self.visits} pages failed ({self._chief_reason()})"
            return TooManyFailuresError(f"{what}; what came is kept: look at the run record, then run the same command again")
        if self.lost > max(FEWEST_LOST, HIGHEST_SHARE * self.revisits):
            reason = self._chief_reason()
            what = f"{self.lost} of {self.revisits} pages that were there before failed ({reason})"
            kind = BlockedError if reason.startswith(Outcome.BLOCKED) else TooManyFailuresError
            return kind(f"{what}; no page counts as gone or changed for it, and the next run asks for them again")
        return None

    def _no_home(self) -> AlwaghtError | None:
        """A site that is not there any more answers too: with redirects to another one, a page of its host's, or nothing but 404."""
        if self.homes and not (self.homes_shown and (self.pages or self.finish_reason == "budget")):
            what = "the home page gave nothing" if self.homes == 1 else f"none of the {self.homes} home pages gave anything"
            reason = self.home_reason or "redirects that lead nowhere"
            return AlwaghtError(f"{what} ({reason}), so nothing new was found; look at the site, then run the same command again")
        return None

    def _chief_reason(self) -> str:
        return max(self.reasons, key=self.reasons.__getitem__, default="no reason known")


def unread(damage: list[str]) -> DamagedArchiveError | None:
    """What a run has to end with that met places which could not be read; None for none."""
    if not damage:
        return None
    what = "1 place could not be read:" if len(damage) == 1 else f"{len(damage)} places could not be read, such as"
    return DamagedArchiveError(f"{what} {damage[0]}; all else is in the dataset")
