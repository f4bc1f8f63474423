"""Readers that ask without a pause while refreshes publish, and are killed: `python -m tests.torture.readers --polls 10000`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.dataset as pads

from pipelines.read import Snapshot
from tests.crawl.one_crawl import CONTEXT
from tests.torture.bench import DAY, DONE, must_end
from tests.torture.process import crawling, refreshing, was_killed
from tests.torture.site import LivingSite

SHARE_KILLED = 0.4


def poll(data: Path) -> int:
    """One look at the current snapshot: each table has the rows that its manifest says, and each article its capture and its coverage."""
    snapshot = Snapshot.open(data)
    counts = {name: pads.dataset(snapshot.folder / name, format="parquet").count_rows() for name in snapshot.manifest.counts}
    assert counts == dict(snapshot.manifest.counts), (snapshot.number, counts)
    lost = f"""
        SELECT count(*) FROM '{snapshot.folder}/articles/*.parquet' AS a
        LEFT JOIN '{snapshot.folder}/captures/*.parquet' AS c USING (capture_id)
        LEFT JOIN '{snapshot.folder}/coverage/*.parquet' AS k ON (a.lang, a.article_id) = (k.lang, k.article_id)
        WHERE c.capture_id IS NULL OR k.article_id IS NULL
    """
    assert duckdb.connect().sql(lost).fetchall() == [(0,)], snapshot.number
    return snapshot.number


def poll_on(data: Path, told: Path) -> None:
    """Polls until `told` is there; writes into it how often, and which snapshots were met, in that order."""
    polls, met = 0, [0]
    while not told.exists():
        number = poll(data)
        assert number >= met[-1], (number, met)
        polls, met = polls + 1, met if number == met[-1] else [*met, number]
    told.write_text(json.dumps({"polls": polls, "met": met[1:]}))


@contextmanager
def reading(data: Path, told: Path) -> Iterator[None]:
    """A reader meanwhile; what it found out is in `told` afterwards."""
    reader = CONTEXT.Process(target=poll_on, args=(data, told))
    reader.start()
    yield
    told.touch()
    reader.join(60)
    assert reader.exitcode == 0, "the reader met an error"


def refresh_on(home: Path, chance: Random, refreshes: int) -> tuple[int, int]:
    """A crawl, then refreshes day after day, some of them killed, with a reader meanwhile; (polls, snapshots that it met)."""
    site, told, killed = LivingSite(), home / "told", 0
    with site.server:
        must_end(crawling(home, site.server.proxy, "--lang", "en").end(), DONE)
        with reading(home / "data", told):
            for day in range(1, refreshes + 1):
                site.day = min(day, 2)
                run = refreshing(home, site.server.proxy, "--lang", "en", ahead=day * DAY)
                if chance.random() < SHARE_KILLED:
                    time.sleep(chance.uniform(0.5, 3))
                    run.send(9)
                killed += was_killed(run.end())
    found = json.loads(told.read_text())
    assert found["met"] == sorted(found["met"])
    print(f"{found['polls']} polls met {len(found['met'])} snapshots of {refreshes} refreshes, {killed} of them killed", flush=True)
    return found["polls"], len(found["met"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.readers", description=__doc__, allow_abbrev=False)
    parser.add_argument("--polls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    polls, chance = 0, Random(given.seed)
    while polls < given.polls:
        with TemporaryDirectory(prefix="readers-") as home:
            polls += refresh_on(Path(home), chance, 12)[0]
    print(f"{polls} polls, no error, no mix")
    return 0


if __name__ == "__main__":
    sys.exit(main())
