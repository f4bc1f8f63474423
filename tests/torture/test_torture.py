"""A crawl or a refresh may be killed, interrupted or doubled at any moment: nothing is lost, and nothing is counted twice.

Twenty rounds here; `make torture` runs as many as one likes, and docs/reliability.md has the results of 200.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.torture.bench import benches
from tests.torture.rounds import ROUNDS

CASES = [(turn, name, seed) for turn, numbers in ROUNDS.items() for name, number in numbers.items() for seed in range(number)]


@pytest.fixture(scope="module")
def bench_of(tmp_path_factory):
    with benches(tmp_path_factory.mktemp("torture")) as made:
        yield made


@pytest.mark.parametrize(("turn", "command", "seed"), CASES, ids=[f"{turn.__name__}-{name}-{seed}" for turn, name, seed in CASES])
def test_a_tortured_run_ends_as_an_undisturbed_one(bench_of, turn, command, seed):
    outcome = turn(bench_of[command], Random(f"{turn.__name__}{seed}"))
    assert outcome.codes
