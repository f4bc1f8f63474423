"""One run at a time: of two that start at once one works, and a dead one holds nothing."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from alwaght_scraper.errors import LockedError
from alwaght_scraper.lock import check_free, locked
from tests.crawl.one_crawl import CONTEXT

PAIRS = 20


def hold(data: Path, wire: Connection) -> None:
    """Take the lock when told, say what came of it, and hold it until told to end."""
    wire.send("ready")
    wire.recv()
    try:
        with locked(data, "`alwaght refresh`"):
            wire.send("holds it")
            wire.recv()
    except LockedError as error:
        wire.send(str(error))


def start(data: Path):
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=hold, args=(data, theirs), daemon=True)
    process.start()
    assert ours.recv() == "ready"
    return process, ours


@pytest.mark.parametrize("number", range(PAIRS))
def test_of_two_that_start_at_once_one_works_and_the_other_is_told_who(tmp_path: Path, number: int) -> None:
    pair = [start(tmp_path), start(tmp_path)]
    for _, wire in pair:
        wire.send("go")
    answers = [wire.recv() for _, wire in pair]
    assert answers.count("holds it") == 1, number
    winner = pair[answers.index("holds it")]
    (refusal,) = (answer for answer in answers if answer != "holds it")
    assert f"`alwaght refresh` (process {winner[0].pid}, since " in refusal
    os.kill(winner[0].pid, signal.SIGKILL)
    winner[0].join()
    with locked(tmp_path, "the next"):
        pass


def test_a_run_that_must_wait_is_told_before_it_begins(tmp_path: Path) -> None:
    with locked(tmp_path, "an old crawl"), pytest.raises(LockedError, match="an old crawl"):
        check_free(tmp_path)
    check_free(tmp_path)
    check_free(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
