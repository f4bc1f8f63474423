"""Where rounds of torture are run: how a run begins, how it goes on once it was hurt, and what must hold in the end."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.crawl.site_server import SiteServer
from tests.torture.checks import asked_again, assert_complete, said
from tests.torture.process import Alwaght, Ended, crawling, rebuilding, refreshing
from tests.torture.site import LivingSite, paced_site

MOST_ASKED_AGAIN = 8
"""Requests that one death may cost: twice as many as are under way at once."""
DONE, LOCKED, INTERRUPTED = 0, 5, 11
DAY = timedelta(days=1)


@dataclass
class Outcome:
    """What one round saw: deaths that it brought about, requests made again, and the longest wait for an end after a signal."""

    kind: str
    hits: int = 0
    asked_again: int = 0
    seconds: float = 0.0
    codes: tuple[int, ...] = ()


def must_end(ended: Ended, *codes: int) -> None:
    """It ended with one of these codes, and no traceback was shown."""
    assert ended.code in codes, (ended.code, ended.out[-500:], ended.err[-2000:])
    assert "Traceback" not in ended.err, ended.err[-4000:]


@dataclass
class Bench:
    """Rounds of `command` in `home`: the length in seconds of a run that nobody disturbs, and what the dataset says in its end."""

    command: str
    home: Path
    server: SiteServer
    lasts: float
    expected: dict[str, list[Any]]

    def fresh(self, chance: Random) -> Path:
        """A folder for a round."""
        folder = self.home / "round"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._furnish(folder, chance)
        self.server.hits.clear()
        return folder

    def start(self, folder: Path, *words: object) -> Alwaght:
        """Start the run that is to be hurt, or the one that goes on after it."""
        raise NotImplementedError

    def finish(self, folder: Path, outcome: Outcome) -> Outcome:
        """Let the run go on undisturbed, and check all that must hold."""
        must_end(self.start(folder).end(), DONE)
        outcome.kind = f"{self.command} {outcome.kind}"
        outcome.asked_again = asked_again(self.server.hits, self._unlucky())
        self.end_series(folder)
        assert_complete(folder / "data", self.expected)
        assert outcome.asked_again <= MOST_ASKED_AGAIN * max(1, outcome.hits), outcome
        return outcome

    def _furnish(self, folder: Path, chance: Random) -> None:
        """Put what the run begins with into a round's folder."""
        raise NotImplementedError

    def _unlucky(self) -> tuple[str, ...]:
        """Articles that each run asks for that meets a link to them, since they were not there."""
        raise NotImplementedError

    def end_series(self, folder: Path) -> None:
        """What comes after the run and belongs to the series."""


class CrawlBench(Bench):
    """Crawls of a site that stays as it is, half of them on an older dataset."""

    @classmethod
    def set_up(cls, home: Path, server: SiteServer) -> CrawlBench:
        older, undisturbed = home / "older", home / "undisturbed"
        must_end(crawling(older, server.proxy, "--limit", 10, "--lang", "en").end(), DONE)  # the first one waits for the imports
        started = time.monotonic()
        must_end(crawling(undisturbed, server.proxy).end(), DONE)
        return cls("crawl", home, server, time.monotonic() - started, said(undisturbed / "data"))

    def start(self, folder: Path, *words: object) -> Alwaght:
        return crawling(folder, self.server.proxy, *words)

    def _furnish(self, folder: Path, chance: Random) -> None:
        if chance.random() < 0.5:
            shutil.copytree(self.home / "older" / "data", folder / "data", symlinks=True)

    def _unlucky(self) -> tuple[str, ...]:
        return ("/News/69",)


class RebuildBench(Bench):
    """Rebuilds of what a crawl archived; the dataset that is there stays until the new one is whole."""

    @classmethod
    def set_up(cls, crawled: Bench) -> RebuildBench:
        bench = cls("rebuild", crawled.home, crawled.server, 0.0, crawled.expected)
        started = time.monotonic()
        must_end(bench.start(crawled.home / "undisturbed").end(), DONE)
        bench.lasts = time.monotonic() - started
        return bench

    def start(self, folder: Path, *words: object) -> Alwaght:
        return rebuilding(folder, self.server.proxy, *words)

    def _furnish(self, folder: Path, chance: Random) -> None:
        del chance
        shutil.copytree(self.home / "undisturbed" / "data", folder / "data", symlinks=True)

    def _unlucky(self) -> tuple[str, ...]:
        return ()


@dataclass
class RefreshBench(Bench):
    """Refreshes a day after a crawl; two days later comes one more, which nobody disturbs."""

    site: LivingSite

    @classmethod
    def set_up(cls, home: Path, site: LivingSite) -> RefreshBench:
        bench = cls("refresh", home, site.server, 0.0, {}, site)
        must_end(crawling(home / "older", site.server.proxy, "--lang", "en").end(), DONE)
        shutil.copytree(home / "older", home / "undisturbed", symlinks=True)
        site.day = 1
        started = time.monotonic()
        must_end(bench.start(home / "undisturbed").end(), DONE)
        bench.lasts = time.monotonic() - started
        bench.end_series(home / "undisturbed")
        bench.expected = said(home / "undisturbed" / "data")
        return bench

    def start(self, folder: Path, *words: object) -> Alwaght:
        return refreshing(folder, self.server.proxy, "--lang", "en", *words, ahead=DAY)

    def _furnish(self, folder: Path, chance: Random) -> None:
        del chance
        shutil.copytree(self.home / "older" / "data", folder / "data", symlinks=True)
        self.site.day = 1

    def _unlucky(self) -> tuple[str, ...]:
        return f"/News/{self.site.FAILING}", f"/News/{self.site.DELETED}"

    def end_series(self, folder: Path) -> None:
        self.site.day = 2
        must_end(refreshing(folder, self.server.proxy, "--lang", "en", ahead=3 * DAY).end(), DONE)


@contextmanager
def benches(home: Path) -> Iterator[dict[str, Bench]]:
    """A bench for each command, their sites served."""
    site = LivingSite()
    with ExitStack() as served:
        server = served.enter_context(SiteServer(paced_site()))
        served.enter_context(site.server)
        for name in ("crawl", "refresh"):
            (home / name).mkdir()
        crawls = CrawlBench.set_up(home / "crawl", server)
        yield {"crawl": crawls, "refresh": RefreshBench.set_up(home / "refresh", site), "rebuild": RebuildBench.set_up(crawls)}
