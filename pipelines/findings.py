"""What was found wanting in a run or its dataset, in words for the person who has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from alwaght_scraper.errors import AlwaghtError, ExpectationError, LayoutDriftError
from pipelines.expectations import Bounds

SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One expectation that was not met: `found` where `wanted` was the least (or, with `is_most`, the most) allowed.

    `expectation` is its name in `expectations.toml`, `scope` which pages or rows it is about, `pages` how many those
    are, `expected` what earlier pages have, None where the bound was given. `is_drift` says that the pages have layouts never
    seen before. `urls` are some of the pages that show it.
    """

    expectation: str
    scope: str
    found: float
    wanted: float
    pages: int = 0
    expected: float | None = None
    is_most: bool = False
    is_drift: bool = False
    urls: tuple[str, ...] = ()

    def told(self) -> str:
        """The finding in half a line."""
        share = self.expectation not in _COUNTS and not self.expectation.startswith("rows.")
        found, wanted = (_percent(value) if share else f"{value:,.0f}" for value in (self.found, self.wanted))
        of = f" of {self.pages:,} pages" if self.pages else ""
        bound = "at most" if self.is_most else "at least"
        before = "" if self.expected is None else f" (before: {_percent(self.expected) if share else f'{self.expected:,.0f}'})"
        return f"{self.expectation} of {self.scope} is {found}{of}, wanted {bound} {wanted}{before}"


_COUNTS: Final = ("newest_age_days",)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


@dataclass(frozen=True, slots=True)
class Moved:
    """One field in pages of layouts never seen before: the share of them expected to have it, and the share that has."""

    lang: str
    layouts: tuple[str, ...]
    pages: int
    fill: dict[str, tuple[float, float]]


@dataclass(slots=True)
class Health:
    """What the examination of a run gave; `accepted` says that a person chose to publish all the same."""

    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    accepted: bool = False
    notes: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """The health as the run record keeps it."""
        return asdict(self)

    def error(self) -> AlwaghtError | None:
        """What a run with these findings has to end with; None when nothing was found wanting."""
        if not self.findings:
            return None
        first, *others = sorted(self.findings, key=lambda finding: not finding.is_drift)
        kind = LayoutDriftError if first.is_drift else ExpectationError
        where = f" in pages of layouts never seen before ({_layouts(self.moved)})" if first.is_drift else ""
        more = f"; also {', '.join(dict.fromkeys(other.expectation for other in others))} (see the run record)" if others else ""
        urls = f", such as {' '.join(first.urls)}" if first.urls else ""
        look = "look with `alwaght inspect URL`; " if first.urls else ""
        return kind(
            f"nothing was published, the captures are kept: {first.told()}{where}{urls}{more}; {look}"
            "if it is right so, run again with --accept-changes (docs/expectations.md)"
        )


def _layouts(moved: Iterable[Moved]) -> str:
    return ", ".join([layout for one in moved for layout in one.layouts][:SAMPLES])


def samples(urls: Sequence[str]) -> tuple[str, ...]:
    """A few addresses to look at."""
    return tuple(sorted(set(urls))[:SAMPLES])


def outside(name: str, scope: str, found: float, bounds: Bounds, pages: int = 0) -> Iterator[Finding]:
    """What is less than the least or more than the most that the file allows."""
    if bounds.min is not None and found < bounds.min:
        yield Finding(name, scope, found, bounds.min, pages)
    if bounds.max is not None and found > bounds.max:
        yield Finding(name, scope, found, bounds.max, pages, is_most=True)
