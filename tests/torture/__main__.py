"""`make torture`: as many rounds as one likes, and a table of what they saw. Exits 1 when any round failed.

python -m tests.torture --rounds 200 --seed 1 --minutes 60
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture.rounds import ROUNDS, Bench, Outcome, Round, served


def drawn(chance: Random) -> Iterator[Round]:
    """Kinds of rounds for ever: of each twenty, as many of a kind as `ROUNDS` says, in any order."""
    twenty = [turn for turn, number in ROUNDS.items() for _ in range(number)]
    while True:
        yield from chance.sample(twenty, len(twenty))


def torture(rounds: int, seed: int, minutes: float, home: Path) -> tuple[list[Outcome], int]:
    outcomes, failures, ends = [], 0, time.monotonic() + 60 * minutes
    with served() as server:
        bench = Bench.set_up(home, server)
        print(f"an undisturbed crawl takes {bench.lasts:.1f} s and asks {len(server.hits) // 2} times", flush=True)
        for number, turn in zip(range(rounds), drawn(Random(seed)), strict=False):
            if time.monotonic() > ends:
                print(f"out of time after {number} rounds")
                break
            try:
                outcomes.append(turn(bench, Random(f"{seed} {number}")))
                print(f"{number:4} {outcomes[-1]}", flush=True)
            except AssertionError as error:
                failures += 1
                kept = shutil.copytree(home / "round", home.parent / f"torture-{seed}-{number}", symlinks=True)
                print(f"{number:4} {turn.__name__} FAILED, kept in {kept}: {str(error)[:2000]}", flush=True)
    return outcomes, failures


def table(outcomes: list[Outcome]) -> Iterator[str]:
    yield "| round | rounds | ended before its time | asked again, in all / most in a round | longest wait for an end |"
    yield "|---|---|---|---|---|"
    for kind in sorted({outcome.kind for outcome in outcomes}):
        these = [outcome for outcome in outcomes if outcome.kind == kind]
        again = [outcome.asked_again for outcome in these]
        waited = max(outcome.seconds for outcome in these)
        told = f"{waited:.1f} s" if waited else ""
        yield f"| {kind} | {len(these)} | {sum(outcome.hits for outcome in these)} | {sum(again)} / {max(again)} | {told} |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__, allow_abbrev=False)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=120)
    given = parser.parse_args()
    started = time.monotonic()
    with TemporaryDirectory(prefix="torture-") as home:
        outcomes, failures = torture(given.rounds, given.seed, given.minutes, Path(home))
    print(f"\n{len(outcomes)} rounds well, {failures} failed, in {(time.monotonic() - started) / 60:.0f} minutes")
    print(f"seed {given.seed}, Python {platform.python_version()}, {platform.system()} {platform.release()}\n")
    print(*table(outcomes), sep="\n")
    return 1 if failures or len(outcomes) < given.rounds else 0


if __name__ == "__main__":
    sys.exit(main())
