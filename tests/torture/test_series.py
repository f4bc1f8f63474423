"""Refreshes in a row with a fault in each end with every capture once and a dataset that a rebuild gives; 50 by `tests.torture.series`."""

from __future__ import annotations

from random import Random

from tests.torture.series import hurt_on


def test_refreshes_with_a_fault_each_lose_nothing(tmp_path):
    assert sum(hurt_on(tmp_path, Random(2), 5).values()) == 5
