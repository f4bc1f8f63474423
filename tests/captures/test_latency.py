"""How long an answer took stays with its record, and nothing else depends on it."""

from __future__ import annotations

import gzip
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from alwaght_scraper.capture_row import capture_row
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.warc import read_warc
from alwaght_scraper.parsers.extract import extract
from tests.captures.archiving import WHEN, page, write
from tests.pipelines.folding import different_files, fold
from tests.pipelines.making import article_capture

PAGE = page(latency_ms=412)
CONFIRMED = replace(PAGE, fetched_at=WHEN.replace(day=2), status=304, payload=b"", latency_ms=37)
AGAIN = replace(PAGE, fetched_at=WHEN.replace(day=3), latency_ms=0)
FAILED = page(4, b"", status=None, failure="timed out", latency_ms=10_000)


def archived(folder: Path, *captures: Capture) -> Path:
    _, (path,) = write(folder, *captures)
    return path


def test_every_answer_keeps_its_own_time_and_a_failure_has_none(tmp_path: Path) -> None:
    path = archived(tmp_path, PAGE, CONFIRMED, AGAIN, FAILED)
    assert [record.type for record in read_records(path)] == ["warcinfo", "response", "revisit", "revisit", "metadata"]
    assert [capture.latency_ms for capture in read_warc(path)] == [412, 37, 0, None]


def test_others_read_it_as_a_field_of_the_record(tmp_path: Path) -> None:
    path = archived(tmp_path, PAGE)
    with path.open("rb") as file:
        (told,) = (record.rec_headers.get_header("Capture-Latency-Ms") for record in ArchiveIterator(file) if record.rec_type == "response")
    assert told == "412"


@pytest.mark.parametrize("value", ["", "-5", "4.5", "1e3", "٤", "99999999999", "0x10", "12 ms"])
def test_a_value_that_is_no_count_of_milliseconds_is_none(tmp_path: Path, value: str) -> None:
    record = gzip.decompress(archived(tmp_path, PAGE).read_bytes()).replace(b"Ms: 412", f"Ms: {value}".encode())
    (tmp_path / "odd.warc").write_bytes(record)
    assert [capture.latency_ms for capture in read_warc(tmp_path / "odd.warc")] == [None]


def test_an_archive_made_before_gives_the_same_but_for_the_time(tmp_path: Path) -> None:
    path = archived(tmp_path, PAGE, CONFIRMED, AGAIN, FAILED)
    older = tmp_path / "older.warc"
    older.write_bytes(b"".join(line for line in BytesIO(gzip.decompress(path.read_bytes())) if not line.startswith(b"Capture-Latency-Ms")))
    before, now = (
        [replace(capture_row(capture, extract(capture)), warc_file="", warc_offset=0, warc_length=0) for capture in read_warc(file)]
        for file in (older, path)
    )
    assert {row.latency_ms for row in before} == {None}
    assert before == [replace(row, latency_ms=None) for row in now]


def test_no_table_but_captures_knows_of_it(tmp_path: Path) -> None:
    one = article_capture(5)
    measured = fold(tmp_path / "measured", [replace(one, row=replace(one.row, latency_ms=412))])
    unknown = fold(tmp_path / "unknown", [one])
    differing = [name for name in different_files(measured, unknown) if name.endswith(".parquet")]
    assert [name.split("/")[0] for name in differing] == ["captures"]
