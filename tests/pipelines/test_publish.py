"""The dataset is a pure function of the set of captures."""

from __future__ import annotations

import errno
import os
import tempfile
from dataclasses import replace as replaced
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError
from alwaght_scraper.items import Outcome
from pipelines import parquet, schema, stage, union
from pipelines.read import Snapshot
from pipelines.schema import TABLES
from tests.pipelines.folding import contents, different_files, fold
from tests.pipelines.making import CALM, DAY_ONE, article_capture, captures, failed_capture, list_capture, make_entry
from tests.pipelines.model import dataset


@pytest.fixture(scope="module", autouse=True)
def small_parts():
    """Chunks, row groups and fan-in of a few rows, so that a dozen captures cross every border; no waiting for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "MAX_CAPTURES", 2)
        patch.setattr(stage, "FAN_IN", 2)
        patch.setattr(stage, "_NARROW_BATCH", 3)
        patch.setitem(stage._BATCH_ROWS, "revisions", 2)
        patch.setattr("pipelines.merged_tables._PORTION", 3)
        patch.setattr("pipelines.texts.PORTION", 2)
        patch.setattr(parquet, "_TEXT_BATCH", 2)
        patch.setattr(union, "GROUP_BYTES", 50)
        patch.setattr(parquet, "GROUP_BYTES", 30)
        patch.setattr(os, "fsync", lambda _: None)
        for name, table in TABLES.items():
            patch.setitem(schema.TABLES, name, replaced(table, group_rows=3))
        yield


@st.composite
def runs(draw):
    """A set of captures, and the same captures in another order, cut into runs, some of them repeated."""
    captured = draw(captures(max_size=8))
    again = draw(st.permutations(captured + draw(st.lists(st.sampled_from(captured), max_size=3) if captured else st.just([]))))
    cuts = sorted(draw(st.lists(st.integers(0, len(again)), max_size=3)))
    return captured, [again[start:end] for start, end in zip([0, *cuts], [*cuts, len(again)], strict=True)]


@given(runs())
@settings(CALM, max_examples=25)
def test_any_order_any_runs_any_repeats_give_the_same_bytes(case):
    captured, parts = case
    with tempfile.TemporaryDirectory() as folder:
        at_once = fold(Path(folder) / "once", captured)
        for part in parts:
            in_parts = fold(Path(folder) / "parts", part)
        assert different_files(in_parts, at_once) == []


@given(captures())
@settings(CALM, max_examples=25)
def test_every_table_is_what_a_plain_loop_over_the_captures_gives(captured):
    with tempfile.TemporaryDirectory() as folder:
        snapshot = fold(Path(folder), captured)
        expected = dataset(captured)
        for name in TABLES:
            assert snapshot.table(name).to_pylist() == expected[name], name


@given(captures(), captures())
@settings(CALM, max_examples=15)
def test_a_file_in_which_no_row_changes_is_the_same_file_on_disk(first, second):
    with tempfile.TemporaryDirectory() as folder:
        old = fold(Path(folder), first)
        new = fold(Path(folder), second)
        old_files, new_files = contents(old), contents(new)
        for name, data in new_files.items():
            if old_files.get(name) == data:
                assert (old.folder / name).samefile(new.folder / name), name


def test_a_run_without_news_makes_no_snapshot(tmp_path):
    captured = [article_capture(), failed_capture(Outcome.GONE, 6), list_capture([make_entry()])]
    first = fold(tmp_path, captured, journal={"a.warc.gz": 9})
    again = fold(tmp_path, captured[::-1], journal={"a.warc.gz": 9})
    assert again == first
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["000001"]
    assert not (tmp_path / "staging" / "run").exists()


def test_a_journal_that_is_further_on_is_news(tmp_path):
    fold(tmp_path, [article_capture()], journal={"a.warc.gz": 900, "b.warc.gz": 5})
    snapshot = fold(tmp_path, [], journal={"a.warc.gz": 70, "b.warc.gz": 8, "c.warc.gz": 1})
    assert snapshot.number == 2
    assert snapshot.manifest.journal == {"a.warc.gz": 900, "b.warc.gz": 8, "c.warc.gz": 1}


def test_an_empty_dataset_has_every_table(tmp_path):
    snapshot = fold(tmp_path, [])
    assert snapshot.manifest.counts == dict.fromkeys(TABLES, 0)
    assert [snapshot.table(name).schema.names for name in TABLES] == [table.schema.names for table in TABLES.values()]
    assert (snapshot.manifest.captured_from, snapshot.manifest.captured_until) == (None, None)


def test_the_manifest_follows_from_the_captures_alone(tmp_path):
    captured = [article_capture(when=DAY_ONE), list_capture([make_entry()], when=DAY_ONE + timedelta(days=3))]
    manifests = [(fold(tmp_path / name, captured[::step]).folder / "manifest.json").read_text() for name, step in (("a", 1), ("b", -1))]
    assert manifests[0] == manifests[1]
    assert '"captured_until": "2021-05-06T10:00:00+00:00"' in manifests[0]


def test_another_extractor_never_mixes_its_rows_with_old_ones(tmp_path):
    old = fold(tmp_path, [article_capture(5)], extractor="1")
    with pytest.raises(ConfigurationError, match="made by extractor 1, this is 2: run `alwaght rebuild`"):
        fold(tmp_path, [article_capture(6)], extractor="2")
    assert Snapshot.open(tmp_path) == old


def test_a_fresh_publish_holds_the_stage_and_nothing_else(tmp_path):
    fold(tmp_path, [article_capture(5), article_capture(6)], journal={"a": 9}, extractor="1")
    rebuilt = fold(tmp_path, [article_capture(6)], journal={"b": 2}, extractor="2", fresh=True)
    alone = fold(tmp_path / "alone", [article_capture(6)], journal={"b": 2}, extractor="2")
    assert different_files(rebuilt, alone) == []


def test_a_fresh_publish_mends_a_damaged_snapshot(tmp_path):
    good = fold(tmp_path, [article_capture(5)])
    expected = contents(good)
    path = good.paths("articles")[0]
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    mended = fold(tmp_path, [article_capture(5)], fresh=True)
    assert mended.number == 2
    assert contents(mended) == expected


@pytest.mark.parametrize("damage", ["missing", "short", "flipped"])
def test_a_damaged_file_stops_a_publish_that_needs_it_and_is_named(tmp_path, damage):
    old = fold(tmp_path, [article_capture(5)])
    path = old.paths("revisions")[0]
    data = bytearray(path.read_bytes())
    data[60] ^= 0x10
    path.unlink()
    if damage != "missing":
        path.write_bytes(data if damage == "flipped" else data[:-1])
    with pytest.raises(DamagedArchiveError, match=str(path)):
        fold(tmp_path, [article_capture(6)])
    assert (tmp_path / "current").resolve() == old.folder
    assert list((tmp_path / "snapshots").glob(".part-*")) == []


def test_a_missing_snapshot_is_named_and_only_a_rebuild_goes_on(tmp_path):
    old = fold(tmp_path, [article_capture(5)])
    old.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(DamagedArchiveError, match="000001, which is missing: run `alwaght rebuild`"):
        fold(tmp_path, [article_capture(5)])
    assert fold(tmp_path, [article_capture(5)], fresh=True).table("articles").num_rows == 1


def test_snapshot_numbers_grow_past_any_that_was_never_announced(tmp_path):
    fold(tmp_path, [article_capture(5)])
    (tmp_path / "snapshots" / "000007").mkdir()
    assert fold(tmp_path, [article_capture(6)]).folder.name == "000008"


def test_where_files_cannot_be_linked_they_are_copied(tmp_path, monkeypatch):
    fold(tmp_path, [article_capture(5)])

    def refused(_source, target, **_):
        raise PermissionError(errno.EPERM, "no links here", str(target))

    monkeypatch.setattr(os, "link", refused)
    snapshot = fold(tmp_path, [article_capture(10_005)])
    assert snapshot.table("articles").num_rows == 2
