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

from tests.torture.bench import Outcome, benches
from tests.torture.rounds import TWENTY, Round


def drawn(chance: Random) -> Iterator[tuple[Round, str]]:
    """Kinds of rounds for ever, each with the command to hurt: of each twenty, as many as `ROUNDS` says, in any order."""
    while True:
        yield from chance.sample(TWENTY, len(TWENTY))


def torture(rounds: int, seed: int, minutes: float, home: Path) -> tuple[list[Outcome], int]:
    outcomes, failures, ends = [], 0, time.monotonic() + 60 * minutes
    with benches(home) as bench_of:
        print(*(f"an undisturbed {name} takes {bench.lasts:.1f} s" for name, bench in bench_of.items()), sep="\n", flush=True)
        for number, (turn, command) in zip(range(rounds), drawn(Random(seed)), strict=False):
            if time.monotonic() > ends:
                print(f"out of time after {number} rounds")
                break
            try:
                outcomes.append(turn(bench_of[command], Random(f"{seed} {number}")))
                print(f"{number:4} {outcomes[-1]}", flush=True)
            except AssertionError as error:
                failures += 1
                kept = shutil.copytree(bench_of[command].home / "round", home.parent / f"torture-{seed}-{number}", symlinks=True)
                print(f"{number:4} {turn.__name__} ({command}) FAILED, kept in {kept}: {str(error)[:2000]}", flush=True)
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
