"""A crawl may be killed, interrupted or doubled at any moment: nothing is lost, and nothing is counted twice.

Twenty rounds here; `make torture` runs as many as one likes, and docs/reliability.md has the results of 200.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.torture.rounds import ROUNDS, Bench, served

CASES = [(turn, seed) for turn, number in ROUNDS.items() for seed in range(number)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    with served() as server:
        yield Bench.set_up(tmp_path_factory.mktemp("torture"), server)


@pytest.mark.parametrize(("turn", "seed"), CASES, ids=[f"{turn.__name__}-{seed}" for turn, seed in CASES])
def test_a_tortured_crawl_ends_as_an_undisturbed_one(bench, turn, seed):
    outcome = turn(bench, Random(f"{turn.__name__}{seed}"))
    assert outcome.codes
