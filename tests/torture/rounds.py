"""Rounds of torture: a run is hurt in one way, then let go on; what must hold is asserted, what it cost is told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.torture.bench import DONE, INTERRUPTED, LOCKED, Bench, Outcome, must_end
from tests.torture.checks import assert_readable
from tests.torture.process import Alwaght, was_killed

UNTOLD = {-signal.SIGTERM, -signal.SIGINT}
"""A signal that comes before the command is ready for it ends the process; nothing has begun then."""
_LONGEST_TEAR = 3_000
"""Bytes; a record of the sites here takes about a thousand."""


def killed(bench: Bench, chance: Random, *, times: int = 1, number: int = signal.SIGKILL) -> Outcome:
    """Killed at any moment from its start to after its end, and again while it recovers."""
    folder = bench.fresh(chance)
    outcome = Outcome("killed" if times == 1 else "killed in a chain")
    for _ in range(times):
        run = bench.start(folder)
        time.sleep(chance.uniform(0, bench.lasts))
        run.send(number)
        ended = run.end()
        outcome.hits += was_killed(ended)
        outcome.codes += (ended.code,)
        assert ended.code in {DONE, -number}, ended
        assert_readable(folder / "data")
    return bench.finish(folder, outcome)


def killed_in_a_chain(bench: Bench, chance: Random) -> Outcome:
    return killed(bench, chance, times=chance.randint(3, 5))


def hung_up(bench: Bench, chance: Random) -> Outcome:
    outcome = killed(bench, chance, number=signal.SIGHUP)
    outcome.kind = f"{bench.command} hung up"
    return outcome


def killed_and_torn(bench: Bench, chance: Random) -> Outcome:
    """Killed once its archive has some pages, the last of which then lose their end, as in a power cut."""
    folder = bench.fresh(chance)
    run = bench.start(folder)
    while run.is_running and not _open_files(folder):
        time.sleep(0.001)
    time.sleep(chance.uniform(0, bench.lasts / 2))
    run.send(signal.SIGKILL)
    ended = run.end()
    assert ended.code in {DONE, -signal.SIGKILL}, ended
    torn = _open_files(folder)
    for path in torn:
        os.truncate(path, max(0, path.stat().st_size - chance.randint(1, _LONGEST_TEAR)))
    assert_readable(folder / "data")
    return bench.finish(folder, Outcome("killed, last record torn", was_killed(ended) + len(torn), codes=(ended.code,)))


def _open_files(folder: Path) -> list[Path]:
    return list((folder / "data" / "captures").glob("*.open"))


def killed_while_it_publishes(bench: Bench, chance: Random) -> Outcome:
    folder = bench.fresh(chance)
    run = bench.start(folder)
    while run.is_running and not any((folder / "data" / "snapshots").glob(".part-*")):
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.15))
    run.send(signal.SIGKILL)
    ended = run.end()
    assert ended.code in {DONE, -signal.SIGKILL}, ended
    assert_readable(folder / "data")
    return bench.finish(folder, Outcome("killed while it publishes", int(was_killed(ended)), codes=(ended.code,)))


def asked_to_end(bench: Bench, chance: Random, *, numbers: tuple[int, ...] | None = None) -> Outcome:
    """SIGTERM or SIGINT, once or twice 20 ms apart: the run ends by itself, and says so with its code."""
    numbers = numbers or chance.choice([(signal.SIGTERM,), (signal.SIGINT,)])
    folder = bench.fresh(chance)
    run = bench.start(folder)
    time.sleep(chance.uniform(0, bench.lasts))
    was_running = run.is_running
    run.send(*numbers)
    ended = run.end()
    must_end(ended, DONE, INTERRUPTED, *(UNTOLD if not ended.out else ()))
    assert_readable(folder / "data")
    kind = f"{signal.Signals(numbers[0]).name} {'once' if len(numbers) == 1 else 'twice'}"
    return bench.finish(folder, Outcome(kind, int(was_running and ended.code != DONE), seconds=ended.seconds, codes=(ended.code,)))


def asked_twice_to_end(bench: Bench, chance: Random) -> Outcome:
    return asked_to_end(bench, chance, numbers=(chance.choice([signal.SIGTERM, signal.SIGINT]),) * 2)


def two_at_once(bench: Bench, chance: Random) -> Outcome:
    """One runs, the other one says who does; the end of the first, however it came, lets the next one in at once."""
    folder = bench.fresh(chance)
    runs = [bench.start(folder / name, "--data", folder / "data") for name in ("one", "other")]
    loser = _first_to_end(runs)
    first = loser.end()
    must_end(first, LOCKED)
    assert f"is in use by `alwaght {bench.command}` (process " in first.err, first.err
    (winner,) = (run for run in runs if run is not loser)
    if chance.random() < 0.5:
        winner.send(signal.SIGKILL)
    second = winner.end()
    assert second.code in {DONE, -signal.SIGKILL}, second
    return bench.finish(folder, Outcome("two at once", int(was_killed(second)), first.seconds, codes=(first.code, second.code)))


def _first_to_end(runs: list[Alwaght]) -> Alwaght:
    while all(run.is_running for run in runs):
        time.sleep(0.01)
    return next(run for run in runs if not run.is_running)


Round = Callable[[Bench, Random], Outcome]
ROUNDS: dict[Round, dict[str, int]] = {
    killed: {"crawl": 2, "refresh": 2, "rebuild": 1},
    killed_in_a_chain: {"crawl": 1, "refresh": 1},
    killed_and_torn: {"crawl": 1, "refresh": 1},
    killed_while_it_publishes: {"crawl": 1, "refresh": 1, "rebuild": 1},
    asked_to_end: {"crawl": 1, "refresh": 2},
    asked_twice_to_end: {"crawl": 1, "refresh": 1},
    hung_up: {"crawl": 1},
    two_at_once: {"crawl": 1, "refresh": 1},
}
"""The kinds of rounds, with how many of twenty are of each, by the command that is hurt."""
TWENTY = [(turn, command) for turn, numbers in ROUNDS.items() for command, number in numbers.items() for _ in range(number)]
