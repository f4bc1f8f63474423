"""A reader that asks all the time while snapshots are published never meets an error, nor parts of two snapshots."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow.dataset as pads
import pytest

from pipelines.read import Snapshot
from tests.crawl.one_crawl import CONTEXT
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture

PUBLISHES = 25
OTHER_FILE = 10_000
"""Ids so far apart lie in different files; each snapshot holds as many rows in the one as in the other."""


def news(number: int) -> list:
    when = DAY_ONE + timedelta(minutes=number)
    return [article_capture(number, when=when), article_capture(OTHER_FILE + number, when=when)]


def publish_all(data: Path) -> None:
    for number in range(2, PUBLISHES + 1):
        fold(data, news(number))


def in_pyarrow(folder: Path) -> list[int]:
    return pads.dataset(folder, format="parquet").to_table(columns=["article_id"]).column(0).to_pylist()


def in_duckdb(folder: Path) -> list[int]:
    return [row[0] for row in duckdb.connect().sql(f"SELECT article_id FROM '{folder}/*.parquet'").fetchall()]


@pytest.mark.parametrize("read", [in_pyarrow, in_duckdb])
def test_a_reader_that_opens_the_snapshot_once_reads_one_snapshot(tmp_path, read):
    data = tmp_path / "data"
    fold(data, news(1))
    writer = CONTEXT.Process(target=publish_all, args=(data,))
    writer.start()
    seen = []
    while writer.is_alive() or not seen:
        folder = Snapshot.open(data).folder
        counts = {}
        for table in ("articles", "revisions"):
            ids = read(folder / table)
            low, high = (sorted(number for number in ids if (number > OTHER_FILE) is is_high) for is_high in (False, True))
            assert [OTHER_FILE + number for number in low] == high
            counts[table] = len(low)
        assert counts["articles"] == counts["revisions"] == int(folder.name)
        seen.append(counts["articles"])
        time.sleep(0.02)
    assert writer.exitcode == 0
    assert seen == sorted(seen)
    assert len(set(seen)) > 3  # snapshots were published while it read
