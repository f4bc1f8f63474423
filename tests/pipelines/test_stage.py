"""Staging: sorted, one row a key, in bounded memory; scratch that leaves nothing behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError, DiskFullError
from alwaght_scraper.items import Block, GlossaryEntry
from pipelines import parquet, stage, texts
from pipelines.merge import RULES
from pipelines.publish import publish
from pipelines.schema import TABLES
from pipelines.stage import STAGED, Stage
from tests.pipelines.making import DAY_ONE, article_capture, link_to


def pages(count, text="The pier opened."):
    for number in range(count):
        glossary = [GlossaryEntry("Pier", None, number % 10)]
        when = DAY_ONE + timedelta(seconds=number)
        yield article_capture(
            1 + number * 7919 % count, when=when, glossary=glossary, links=[link_to(5)], blocks=(Block("paragraph", text),)
        )


def staged_rows(staged, table):
    return [[row for batch in source for row in batch.to_pylist()] for source in staged.sources(table)]


def filled(folder, captured):
    staged = Stage(folder)
    for one in captured:
        staged.add(one)
    staged.close()
    return staged


def test_every_chunk_is_sorted_and_holds_each_key_once(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "MAX_CAPTURES", 10)
    staged = filled(tmp_path / "run", pages(45))
    for chunk in staged_rows(staged, "revisions"):
        keys = [(row["lang"], row["article_id"], row["content_hash"]) for row in chunk]
        assert keys == sorted(set(keys))
    assert [len(chunk) for chunk in staged_rows(staged, "glossary")] == [1] * 5


def test_while_its_block_lasts_arrow_keeps_no_memory_at_hand(tmp_path):
    before = pa.default_memory_pool().backend_name
    with Stage(tmp_path / "run"):
        assert pa.default_memory_pool().backend_name == "system"
    assert pa.default_memory_pool().backend_name == before


@pytest.mark.parametrize("first", ["alwaght_scraper.cli.main", "alwaght_scraper.crawl", "alwaght_scraper.settings", "alwaght_scraper"])
def test_what_starts_runs_lets_all_of_arrow_take_memory_from_the_system_and_what_analysts_import_does_not(first):
    """Parquet's pages come from the pool that Arrow chose when it was loaded, whatever pool Python names later."""
    code = f"import {first}, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert (ran.stdout == "system\n") == (first != "alwaght_scraper")


_A_RUN = """
import sys
from pathlib import Path
import pyarrow as pa
from pipelines.stage import Stage
with Stage(Path(sys.argv[1])):
    numbers = pa.table({"number": [1, 2]})
print("pandas" in sys.modules, numbers.to_pandas().number.tolist())
"""


def test_a_run_does_without_pandas_and_whoever_asks_for_a_frame_gets_one(tmp_path):
    ran = subprocess.run([sys.executable, "-c", _A_RUN, str(tmp_path / "run")], capture_output=True, text=True, check=True)
    assert ran.stdout == "False [1, 2]\n"


def test_full_levels_are_merged_so_that_few_files_stay_open(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "MAX_CAPTURES", 2)
    monkeypatch.setattr(stage, "FAN_IN", 4)
    staged = filled(tmp_path / "run", pages(200))
    chunks = staged_rows(staged, "captures")
    assert len(chunks) == 4  # 100 chunks of two, merged by four: 100 = 1 * 64 + 2 * 16 + 1 * 4
    assert sum(map(len, chunks)) == 200
    assert len(list((tmp_path / "run").glob("captures-*.arrow"))) == len(chunks)


def test_long_texts_are_spilled_sooner(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "MAX_BYTES", 5_000)
    staged = filled(tmp_path / "run", pages(6, text="x" * 2_600))
    assert [len(chunk) for chunk in staged_rows(staged, "captures")] == [2, 2, 2]


def test_staged_batches_have_the_staged_schema_and_no_body(tmp_path):
    staged = filled(tmp_path / "run", pages(3))
    for table in RULES:
        for source in staged.sources(table):
            assert all(batch.schema.equals(STAGED[table], check_metadata=False) for batch in source)
    assert "body" not in STAGED["revisions"].names


def peak_memory(folder, count):
    pool, usual = pa.proxy_memory_pool(pa.default_memory_pool()), pa.default_memory_pool()
    pa.set_memory_pool(pool)
    try:
        with filled(folder / "run", pages(count, text="pier " * 1_000)) as staged:
            publish(folder, staged, journal={}, extractor="1")
    finally:
        pa.set_memory_pool(usual)
    return pool.max_memory()


def test_memory_does_not_grow_with_the_number_of_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "MAX_CAPTURES", 25)
    monkeypatch.setattr(stage, "FAN_IN", 4)
    monkeypatch.setitem(stage._BATCH_ROWS, "revisions", 5)
    monkeypatch.setattr("pipelines.merged_tables._PORTION", 20)
    monkeypatch.setattr(texts, "PORTION", 20)
    monkeypatch.setattr(parquet, "_TEXT_BATCH", 20)
    for name in TABLES:
        monkeypatch.setitem(TABLES, name, replace(TABLES[name], group_rows=50))
    few, many = peak_memory(tmp_path / "few", 150), peak_memory(tmp_path / "many", 600)
    assert many < 1.5 * few


def test_an_old_runs_folder_is_begun_anew_and_removed_at_the_end(tmp_path):
    folder = tmp_path / "staging" / "run"
    folder.mkdir(parents=True)
    (folder / "left.arrow").write_text("torn")
    with Stage(folder) as staged:
        staged.add(article_capture())
        staged.close()
        assert not (folder / "left.arrow").exists()
    assert not folder.exists()


def refuse_writing(monkeypatch, number):
    def refused(path, *_, **__):
        raise OSError(number, "no", str(path))

    monkeypatch.setattr(Path, "open", refused)


@pytest.mark.parametrize(("number", "kind"), [
    (errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError), (errno.EACCES, ConfigurationError), (errno.EROFS, ConfigurationError),
    (errno.EIO, DamagedArchiveError),
])  # fmt: skip
def test_a_failing_disk_is_one_line_that_names_the_folder(tmp_path, monkeypatch, number, kind):
    staged = Stage(tmp_path / "run")
    staged.add(article_capture())
    refuse_writing(monkeypatch, number)
    with pytest.raises(kind, match=str(tmp_path / "run")) as caught:
        staged.close()
    assert "\n" not in str(caught.value)


def test_rows_that_could_not_be_written_are_written_by_the_next_try(tmp_path, monkeypatch):
    staged = Stage(tmp_path / "run")
    staged.add(article_capture())
    with monkeypatch.context() as full:
        refuse_writing(full, errno.ENOSPC)
        with pytest.raises(DiskFullError):
            staged.close()
    assert publish(tmp_path, staged, journal={}, extractor="1").table("articles").num_rows == 1


def test_a_folder_that_cannot_be_made_is_a_configuration_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="file"):
        Stage(tmp_path / "file" / "run")
