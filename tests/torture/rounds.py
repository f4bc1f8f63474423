"""Rounds of torture: a crawl is hurt in one way, then let go on; what must hold is asserted, what it cost is told."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.crawl.site_server import SiteServer
from tests.torture.checks import asked_again, assert_complete, assert_readable, said
from tests.torture.process import Ended, crawling, was_killed
from tests.torture.site import paced_site

MOST_ASKED_AGAIN = 8
"""Requests that one death may cost: twice as many as are under way at once."""
DONE, LOCKED, INTERRUPTED = 0, 5, 11
UNTOLD = {-signal.SIGTERM, -signal.SIGINT}
"""A signal that comes before the command is ready for it ends the process; nothing has begun then."""


@dataclass
class Outcome:
    """What one round saw: deaths that it brought about, requests made again, and the longest wait for an end after a signal."""

    kind: str
    hits: int = 0
    asked_again: int = 0
    seconds: float = 0.0
    codes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bench:
    """Where rounds are run, the length in seconds of a crawl that nobody disturbs, and what such a crawl says."""

    home: Path
    server: SiteServer
    lasts: float
    expected: dict[str, list[Any]]

    @classmethod
    def set_up(cls, home: Path, server: SiteServer) -> Bench:
        _must_end(crawling(home / "undisturbed", server.proxy).end(), DONE)  # the first one waits for the imports
        shutil.rmtree(home / "undisturbed")
        started = time.monotonic()
        _must_end(crawling(home / "undisturbed", server.proxy).end(), DONE)
        lasts = time.monotonic() - started
        return cls(home, server, lasts, said(home / "undisturbed" / "data"))

    def fresh(self, *, with_dataset: bool) -> Path:
        """A folder for a round, half of them with an older dataset in place."""
        folder = self.home / "round"
        shutil.rmtree(folder, ignore_errors=True)
        if with_dataset:
            _must_end(crawling(folder, self.server.proxy, "--limit", 10, "--lang", "en").end(), DONE)
        self.server.hits.clear()
        return folder

    def finish(self, folder: Path, outcome: Outcome) -> Outcome:
        """Let the crawl go on undisturbed, and check all that must hold."""
        ended = crawling(folder, self.server.proxy).end()
        _must_end(ended, DONE)
        assert_complete(folder / "data", self.expected)
        outcome.asked_again = asked_again(self.server.hits) - self._missing_again()
        assert outcome.asked_again <= MOST_ASKED_AGAIN * max(1, outcome.hits), outcome
        return outcome

    def _missing_again(self) -> int:
        """Articles that are not there are asked for by every crawl that meets a link to them."""
        asked = [hit.path for hit in self.server.hits if "/News/69" in hit.path]
        return len(asked) - len(set(asked))


def _must_end(ended: Ended, *codes: int) -> None:
    assert ended.code in codes, (ended.code, ended.out[-500:], ended.err[-2000:])
    assert "Traceback" not in ended.err, ended.err[-4000:]


def killed(bench: Bench, chance: Random, *, times: int = 1, number: int = signal.SIGKILL) -> Outcome:
    """Killed at any moment from its start to after its end, and again while it recovers."""
    folder = bench.fresh(with_dataset=chance.random() < 0.5)
    outcome = Outcome("killed" if times == 1 else "killed in a chain")
    for _ in range(times):
        crawl = crawling(folder, bench.server.proxy)
        time.sleep(chance.uniform(0, bench.lasts))
        crawl.send(number)
        ended = crawl.end()
        outcome.hits += was_killed(ended)
        outcome.codes += (ended.code,)
        assert ended.code in {DONE, -number}, ended
        assert_readable(folder / "data")
    return bench.finish(folder, outcome)


def killed_in_a_chain(bench: Bench, chance: Random) -> Outcome:
    return killed(bench, chance, times=chance.randint(3, 5))


def hung_up(bench: Bench, chance: Random) -> Outcome:
    outcome = killed(bench, chance, number=signal.SIGHUP)
    outcome.kind = "hung up"
    return outcome


def killed_while_it_publishes(bench: Bench, chance: Random) -> Outcome:
    folder = bench.fresh(with_dataset=chance.random() < 0.5)
    crawl = crawling(folder, bench.server.proxy)
    while crawl.is_running and not any((folder / "data" / "snapshots").glob(".part-*")):
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.15))
    crawl.send(signal.SIGKILL)
    ended = crawl.end()
    assert ended.code in {DONE, -signal.SIGKILL}, ended
    assert_readable(folder / "data")
    return bench.finish(folder, Outcome("killed while it publishes", int(was_killed(ended)), codes=(ended.code,)))


def asked_to_end(bench: Bench, chance: Random, *, numbers: tuple[int, ...] | None = None) -> Outcome:
    """SIGTERM or SIGINT, once or twice 20 ms apart: the run ends by itself, and says so with its code."""
    numbers = numbers or chance.choice([(signal.SIGTERM,), (signal.SIGINT,)])
    folder = bench.fresh(with_dataset=chance.random() < 0.5)
    crawl = crawling(folder, bench.server.proxy)
    time.sleep(chance.uniform(0, bench.lasts))
    was_running = crawl.is_running
    crawl.send(*numbers)
    ended = crawl.end()
    _must_end(ended, DONE, INTERRUPTED, *(UNTOLD if not ended.out else ()))
    assert_readable(folder / "data")
    kind = f"{signal.Signals(numbers[0]).name} {'once' if len(numbers) == 1 else 'twice'}"
    return bench.finish(folder, Outcome(kind, int(was_running and ended.code != DONE), seconds=ended.seconds, codes=(ended.code,)))


def asked_twice_to_end(bench: Bench, chance: Random) -> Outcome:
    return asked_to_end(bench, chance, numbers=(chance.choice([signal.SIGTERM, signal.SIGINT]),) * 2)


def two_at_once(bench: Bench, chance: Random) -> Outcome:
    """One runs, the other one says who does; the end of the first, however it came, lets the next one in at once."""
    folder = bench.fresh(with_dataset=False)
    crawls = [crawling(folder / name, bench.server.proxy, "--data", folder / "data") for name in ("one", "other")]
    loser = next(crawl for crawl in _until_one_ends(crawls))
    first = loser.end()
    _must_end(first, LOCKED)
    assert "is in use by `alwaght crawl` (process " in first.err, first.err
    (winner,) = (crawl for crawl in crawls if crawl is not loser)
    if chance.random() < 0.5:
        winner.send(signal.SIGKILL)
    second = winner.end()
    assert second.code in {DONE, -signal.SIGKILL}, second
    return bench.finish(folder, Outcome("two at once", int(was_killed(second)), first.seconds, codes=(first.code, second.code)))


def _until_one_ends(crawls: list[Any]) -> list[Any]:
    while all(crawl.is_running for crawl in crawls):
        time.sleep(0.01)
    return [crawl for crawl in crawls if not crawl.is_running]


Round = Callable[[Bench, Random], Outcome]
ROUNDS: dict[Round, int] = {
    killed: 7,
    killed_in_a_chain: 3,
    killed_while_it_publishes: 2,
    asked_to_end: 3,
    asked_twice_to_end: 2,
    hung_up: 1,
    two_at_once: 2,
}
"""The kinds of rounds, with how many of twenty are of each."""


def served() -> SiteServer:
    return SiteServer(paced_site())
