"""Whether fewer pages have a field than should: by more than pages vary, and by more than chance explains.

`surprise` is a bound that holds for any independent pages, by Chernoff and Hoeffding.
"""

from __future__ import annotations

from math import inf, log, sqrt
from typing import Any, Final, NamedTuple

from pipelines.measure import Count

MIN_PAGES: Final = 5
"""Pages of a group that can show anything."""

_SPREAD: Final = 0.5


class Cell(NamedTuple):
    """Of `pages` pages `filled` have a field, where `expected` should have."""

    filled: int
    pages: int
    expected: float

    def __add__(self, other: tuple[Any, ...]) -> Cell:
        return Cell(self.filled + other[0], self.pages + other[1], self.expected + other[2])

    @property
    def share(self) -> float:
        """The share of the pages that have the field."""
        return self.filled / self.pages

    @property
    def hope(self) -> float:
        """The share that should have it."""
        return self.expected / self.pages

    def falls_below(self, floor: float, sure: float) -> bool:
        """Whether fewer have the field than `floor`, and so few that chance is out of the question."""
        return self.pages >= MIN_PAGES and self.share < floor and surprise(self.share, self.hope, self.pages) > sure


def surprise(share: float, hope: float, pages: int) -> float:
    """How unlikely it is that `share` or less of the pages have what `hope` of them should: minus the logarithm of a bound."""
    if share >= hope:
        return 0.0
    return inf if hope >= 1 else pages * (_term(share, hope) + _term(1 - share, 1 - hope))


def _term(share: float, hope: float) -> float:
    return share * log(share / hope) if share else 0.0


def least(hope: float, fall: float) -> float:
    """The least share that is no fall from `hope`: the more a field varies from page to page, the more it may fall, to half at most."""
    return max(0.5 * hope, hope - fall - _SPREAD * sqrt(hope * (1 - hope)))


def mixed(count: Count, filled: float, pages: float) -> float:
    """The share that a count shows, with some pages of another source mixed in."""
    return (count.filled + filled) / (count.pages + pages)
