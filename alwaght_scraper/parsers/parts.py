"""Stretches of a page: what one adds to the page and what must be known to read the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from alwaght_scraper.parsers.blocks import Page

INLINE, BLOCK, LINK, VOID = range(4)

Open = tuple[str, int, int]
"""An element that is open: its tag, the styles that hold outside of it, and what it is (INLINE, BLOCK, LINK or VOID)."""


@dataclass(frozen=True, slots=True)
class State:
    """All that decides how the rest of a page is read: the open elements, the open link's address, what style sheets said."""

    opens: tuple[Open, ...] = ()
    context: int = 0
    href: str | None = None
    hidden_names: frozenset[str] = frozenset()
    block_names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Part:
    """What one stretch of a page adds to it.

    Boxes that the stretch opens are numbered from 0; those open before it are -1 (the innermost), -2 and
    so on. `closed` says which of the latter end in it, after how many boxes of its own; `opened` lists
    the boxes of its own that stay open; `exit` is the state after it, None at the end of the page.
    """

    content: Page = field(default_factory=lambda: Page(parents=[], tags=[], last=[]))
    closed: list[tuple[int, int]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    exit: State | None = None
    number: int = -1
