"""The pages that wait to be visited: articles newest first, all others by rank; none enters twice."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from alwaght_scraper.site import article_url
from alwaght_scraper.visits import Visit, article_key, page_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(slots=True)
class ArticleQueue:
    """Articles to visit, newest first, in a few bytes each; `limit` counts those that were read."""

    limit: int | None = None
    _read: int = 0
    _out: int = 0
    _seen: set[int] = field(default_factory=set)
    _waiting: list[tuple[int, str, str]] = field(default_factory=list)
    _ids: Iterator[tuple[int, str]] = field(default_factory=lambda: iter(()))

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def seen(self) -> int:
        """Articles that were named until now, or need no visit."""
        return len(self._seen)

    @property
    def is_done(self) -> bool:
        """Whether the wanted number has been read."""
        return self.limit is not None and self._read >= self.limit

    @property
    def may_lack(self) -> bool:
        """Whether those that wait and are under way may not be enough."""
        return self.limit is None or self._read + self._out + len(self._waiting) < self.limit

    def skip(self, keys: Iterable[int]) -> None:
        """Articles (by `article_key`) that need no visit."""
        self._seen.update(keys)

    def is_new(self, lang: str, article_id: int) -> bool:
        """Whether an article was never seen; from now on it was."""
        key = article_key(lang, article_id)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def push(self, lang: str, article_id: int, url: str) -> None:
        """Let an article wait, seen or not."""
        heapq.heappush(self._waiting, (-article_id, lang, url))

    def push_range(self, ids: range, langs: tuple[str, ...]) -> None:
        """Articles to visit when no other waits: of each id the one in each language."""
        self._ids = ((article_id, lang) for article_id in ids for lang in langs)

    def pop(self) -> str | None:
        """The address of the next one; None when none waits, or those under way may be enough."""
        if self.limit is not None and self._read + self._out >= self.limit:
            return None
        if self._waiting:
            return heapq.heappop(self._waiting)[2]
        return next((article_url(lang, article_id) for article_id, lang in self._ids if self.is_new(lang, article_id)), None)

    def asked(self) -> None:
        """An article is asked for."""
        self._out += 1

    def answered(self, *, is_read: bool) -> None:
        """An answer came: the article, or something else."""
        self._out -= 1
        self._read += is_read


@dataclass(slots=True)
class PageQueue:
    """Pages to visit, least rank first, then as they were found."""

    _seen: set[str] = field(default_factory=set)
    _waiting: list[tuple[int, int, Visit]] = field(default_factory=list)
    _counter: Iterator[int] = field(default_factory=count)

    def __len__(self) -> int:
        return len(self._waiting)

    def has_seen(self, visit: Visit) -> bool:
        """Whether the page was put in by `push_new` before."""
        return page_key(visit.url, visit.kind) in self._seen

    def push_new(self, rank: int, visit: Visit) -> None:
        """Let a page wait, unless it was put in before."""
        if not self.has_seen(visit):
            self._seen.add(page_key(visit.url, visit.kind))
            self.push(rank, visit)

    def push(self, rank: int, visit: Visit) -> None:
        """Let a page wait, seen or not."""
        heapq.heappush(self._waiting, (rank, next(self._counter), visit))

    def pop(self) -> Visit:
        """The next page; raises IndexError when none waits."""
        return heapq.heappop(self._waiting)[2]
