"""What must hold after a fault, and what must hold once a run has come to its end."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as pads

from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.derive import derive, run_in
from alwaght_scraper.run_record import RunRecord
from pipelines.read import Snapshot
from tests.crawl.site_server import Hit
from tests.pipelines.folding import contents

OF_THE_VISIT = frozenset({
    "capture_id", "first_seen", "last_seen", "seen_at", "fetched_at", "first_known", "first_tried", "last_tried", "gone_since",
    "attempts", "warc_file", "warc_offset", "warc_length",
})  # fmt: skip
"""Columns that say when and in which capture something was seen; all else follows from the site."""
OF_THE_SITE = ("articles", "revisions", "glossary", "listings", "tags", "related", "coverage", "rejects")


def said(data: Path) -> dict[str, list[Any]]:
    """What the dataset says about the site, whenever it was read."""
    snapshot = Snapshot.open(data)
    rows = {name: snapshot.table(name).to_pylist() for name in OF_THE_SITE}
    return {
        name: sorted({repr({key: value for key, value in row.items() if key not in OF_THE_VISIT}) for row in table})
        for name, table in rows.items()
    }


def assert_readable(data: Path) -> None:
    """A dataset, if one was ever published, opens whole in pyarrow and DuckDB."""
    if not (data / "current").is_symlink():
        return
    folder = Snapshot.open(data).folder
    for table in (path for path in folder.iterdir() if path.is_dir()):
        rows = pads.dataset(table, format="parquet").to_table().num_rows
        counted = duckdb.connect().sql(f"SELECT count(*) FROM '{table}/*.parquet'").fetchall()
        assert counted == [(rows,)], table


def assert_complete(data: Path, expected: dict[str, list[Any]]) -> None:
    """The dataset says what an uninterrupted run's says, has each archived capture once, and follows from the captures."""
    assert_readable(data)
    found = said(data)
    for name, rows in expected.items():
        assert found[name] == rows, name
    archived = Counter(capture.capture_id for capture in WarcArchive(data / "captures").read({}))
    counted = Counter(Snapshot.open(data).table("captures").column("capture_id").to_pylist())
    assert archived == counted, "a capture was archived and lost, or invented"
    assert set(counted.values()) == {1}, "a capture is counted twice"
    assert contents(Snapshot.open(data)) == rebuilt(data), "a rebuild gives other bytes"
    assert [path.name for path in data.rglob("*") if ".part" in path.name or path.name.endswith(".open")] == []


def rebuilt(data: Path) -> dict[str, bytes]:
    """The files of the dataset that a rebuild makes of a copy of the captures."""
    fresh = data.with_name("rebuilt")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(data / "captures", fresh / "captures")
    with run_in(fresh, RunRecord.begin("rebuild", {})) as (archive, run):
        derive(fresh, archive, run, fresh=True)
    assert not run.damage, run.damage
    return contents(Snapshot.open(fresh))


def asked_again(hits: list[Hit], unlucky: tuple[str, ...]) -> int:
    """Requests for articles that had been asked for before, but for the unlucky ones; lists are read anew by every run."""
    counts = Counter(hit.path for hit in hits if "/News/" in hit.path and not any(part in hit.path for part in unlucky))
    return sum(number - 1 for number in counts.values())
