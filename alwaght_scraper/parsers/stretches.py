"""Stretches of a page that pages have in common: read once, then known by their text.

What a stretch adds to a page depends on its text and on the elements that are open before it, and on
nothing else. So what is remembered changes the speed of reading, never its result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from alwaght_scraper.parsers.blocks import Line

Open = tuple[str, int, int]
"""An open element: its name, the styles that hold outside of it, what it is."""

KEY: Final = 64
"""Characters by which the start of a stretch is looked up."""

MAX_LENGTH: Final = 1 << 16
"""Longest stretch that is kept, in characters."""

_MAX_KEPT: Final = 4 << 20
_MAX_STATES: Final = 100
_MAX_TRIES: Final = 6
"""Stretches kept of those that start alike and never came again: what varies from page to page never does."""


@dataclass(frozen=True, slots=True)
class State:
    """All that decides how the rest of a page is read."""

    opens: tuple[Open, ...]
    context: int
    href: str | None
    hidden_names: frozenset[str]
    block_names: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What one stretch, read in the state `entry`, adds to a page.

    Boxes that it opens are numbered from 0; those open before it are -1 (the innermost), -2 and so on.
    `last` of those that stay open means nothing yet; `closed` has, for each box open before it that ends in
    it, innermost first, the number of its last box; `opened` are those of its own that stay open.
    """

    text: str
    ends_page: bool
    entry: State
    exit: State
    lines: tuple[Line, ...]
    parents: tuple[int, ...]
    tags: tuple[str, ...]
    last: tuple[int, ...]
    frame: tuple[str, ...]
    hrefs: tuple[str, ...]
    told: tuple[tuple[str, Mapping[str, str]], ...]
    forms: tuple[int, ...]
    closed: tuple[int, ...]
    opened: tuple[int, ...]


def joined(first: Part, second: Part) -> Part:
    """What two stretches that follow one another add to a page, as one."""
    base, own = len(first.tags), len(first.opened)

    def seen_from_first(box: int) -> int:
        if box >= 0:
            return base + box
        return first.opened[box] if -box <= own else box + own - len(first.closed)

    last = [*first.last, *(base + box for box in second.last)]
    for box, end in zip(reversed(first.opened), second.closed, strict=False):
        last[box] = base + end
    return Part(
        text=first.text + second.text,
        ends_page=second.ends_page,
        entry=first.entry,
        exit=second.exit,
        lines=(*first.lines, *(line.moved(seen_from_first(line.box)) for line in second.lines)),
        parents=(*first.parents, *map(seen_from_first, second.parents)),
        tags=first.tags + second.tags,
        last=tuple(last),
        frame=tuple(dict.fromkeys(first.frame + second.frame)),
        hrefs=tuple(dict.fromkeys(first.hrefs + second.hrefs)),
        told=first.told + second.told,
        forms=(*first.forms, *(len(first.lines) + line for line in second.forms)),
        closed=(*first.closed, *(base + end for end in second.closed[own:])),
        opened=(*first.opened[: max(0, own - len(second.closed))], *(base + box for box in second.opened)),
    )


class Memory:
    """Parts by how their text starts, longest first; when there are too many, all are forgotten."""

    def __init__(self) -> None:
        self.parts: dict[str, list[Part]] = {}
        self.starts: set[str] = set()
        self._tries: dict[str, int] = {}
        self._unmet: set[Part] = set()
        self._size = 0

    def is_start(self, key: str) -> bool:
        """Whether a stretch that starts like that was met before."""
        return key in self.starts

    def has_room(self, key: str) -> bool:
        """Whether a stretch that starts like that is worth keeping: from the second one on, since most never come again."""
        if key in self.starts:
            return self._may_keep(key)
        self.starts.add(key)
        self._grow(KEY)
        return False

    def keep(self, part: Part) -> None:
        """Remembers what a stretch gave."""
        key = part.text[:KEY]
        known = self.parts.setdefault(key, [])
        known.append(part)
        known.sort(key=lambda one: -len(one.text))
        self._tries[key] = self._tries.get(key, 0) + 1
        self._unmet.add(part)
        self._grow(len(part.text))

    def met(self, part: Part) -> None:
        """Takes note that a stretch came again, so it was worth keeping."""
        if part in self._unmet:
            self._unmet.remove(part)
            self._tries[part.text[:KEY]] -= 1

    def join(self, first: Part, second: Part) -> None:
        """Remembers two stretches that were met one after the other as one, as well."""
        if len(first.text) + len(second.text) <= MAX_LENGTH and self._may_keep(first.text[:KEY]):
            self.keep(joined(first, second))

    def _may_keep(self, key: str) -> bool:
        return self._tries.get(key, 0) < _MAX_TRIES and len(self.parts.get(key, ())) < _MAX_STATES

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > _MAX_KEPT:
            self.parts, self.starts, self._tries, self._unmet, self._size = {}, set(), {}, set(), 0
