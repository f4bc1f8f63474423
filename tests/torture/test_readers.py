"""Whoever reads while refreshes publish and are killed meets whole snapshots only; `python -m tests.torture.readers` polls for longer."""

from __future__ import annotations

from random import Random

from tests.torture.readers import refresh_on


def test_a_reader_meanwhile_meets_no_error_and_no_mix_of_snapshots(tmp_path):
    polls, snapshots = refresh_on(tmp_path, Random(3), 4)
    assert polls > 20
    assert snapshots >= 2
