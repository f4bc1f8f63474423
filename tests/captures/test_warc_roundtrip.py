"""What is written is what is read: capture for capture, byte for byte, by this reader and by others."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.warc import WarcArchive
from tests.captures.archiving import PAGE, REQUEST, page, read, types, unwelcome, write

URLS = st.builds("http://alwaght.net/{}".format, st.text(max_size=40))
HEADERS = st.lists(st.tuples(st.text(max_size=15), st.text(max_size=40)), max_size=6).map(tuple)
CAPTURES = st.builds(
    Capture,
    url=URLS,
    fetched_at=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    status=st.none() | st.integers(100, 599),
    headers=HEADERS,
    payload=st.binary(max_size=600)
    | st.sampled_from([b"<p>The same body again.</p>", b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n\r\nWARC/1.1\r\n", b"\n\n"]),
    source=st.sampled_from(["live", "replay", "warc", "file"]),
    failure=st.none() | st.text(max_size=60),
    latency_ms=st.none() | st.integers(0, 10**9 - 1),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(captures=st.lists(CAPTURES, max_size=6), request_headers=HEADERS)
def test_captures_come_back_as_the_writer_returned_them(captures: list[Capture], request_headers: tuple, tmp_path_factory) -> None:
    archive = WarcArchive(tmp_path_factory.mktemp("archive"))
    with archive.writer("run") as writer:
        written = [writer.write(capture, request_headers) for capture in captures]
    assert list(archive.read({}, on_damage=unwelcome)) == written
    assert [archive.load(capture.location) for capture in written] == written


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(capture=CAPTURES)
def test_nothing_but_what_no_record_can_hold_is_changed(capture: Capture, tmp_path_factory) -> None:
    (written,), _ = write(tmp_path_factory.mktemp("archive"), capture)
    assert (written.fetched_at, written.status, written.source) == (capture.fetched_at, capture.status, capture.source)
    assert written.payload == (capture.payload if capture.status is not None else b"")
    again = replace(written, location=None)
    (rewritten,), _ = write(tmp_path_factory.mktemp("archive"), again)
    assert replace(rewritten, location=None) == again


@pytest.mark.parametrize(
    "headers",
    [
        (("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Empty", "")),
        (("Content-Type", "text/html; charset=windows-1256"), ("X-Latin", "caf\xe9 \x80")),
        (("ETag", 'W/"x:y"'), ("Date", "Wed, 01 May 2024 12:30:15 GMT")),
    ],
)
def test_headers_keep_order_case_repeats_and_bytes(tmp_path: Path, headers: tuple) -> None:
    _, (path,) = write(tmp_path, page(headers=headers))
    assert [capture.headers for capture in read(path)] == [headers]
    assert b"caf\xe9 \x80" in gzip.decompress(path.read_bytes()) or "X-Latin" not in dict(headers)


@pytest.mark.parametrize("end", ["WARC/1.0", "WARC/1.1"])
def test_an_address_or_a_failure_may_end_as_a_record_begins(tmp_path: Path, end: str) -> None:
    captures = [
        page(url=f"http://alwaght.net/en/News/1/{end}"),
        page(url="http://alwaght.net/en/News/2", failure=f"cut off, it said {end}"),
    ]
    written, (path,) = write(tmp_path, *captures)
    assert list(read(path)) == list(written)


def test_unsafe_headers_cannot_break_out_of_the_record(tmp_path: Path) -> None:
    evil = (("X-A", "1\r\n\r\nWARC/1.1\r\nWARC-Type: response"), ("Bad Name", "x"), ("X\r\nY", "z"), ("", "none"))
    (written,), (path,) = write(tmp_path, page(url="http://alwaght.net/en/News/1\r\nWARC-Type: warcinfo", headers=evil))
    assert types(path) == ["warcinfo", "response"]
    assert written.url == "http://alwaght.net/en/News/1%0D%0AWARC-Type:%20warcinfo"
    assert written.headers == (("X-A", "1    WARC/1.1  WARC-Type: response"),)


def test_transfer_coding_is_renamed_since_the_payload_has_none(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(payload=b"5\r\nlooks chunked", headers=(("Transfer-Encoding", "chunked"),)))
    assert written.headers == (("X-Crawl-Transfer-Encoding", "chunked"),)
    assert read(path)[0].payload == b"5\r\nlooks chunked"


def test_a_file_opens_with_warcinfo_and_pairs_requests_with_responses(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run") as writer:
        writer.write(page(1), REQUEST)
        writer.write(page(2, payload=PAGE + b"2"))
    records = list(read_records(tmp_path / "run.warc.gz", on_damage=unwelcome))
    assert [record.type for record in records] == ["warcinfo", "request", "response", "response"]
    info, request, response, _ = (record.fields for record in records)
    assert info["warc-filename"] == "run.warc.gz"
    assert request["warc-concurrent-to"] == response["warc-record-id"]
    assert response["warc-warcinfo-id"] == info["warc-record-id"]
    assert response["warc-date"] == "2024-05-01T12:30:16.123456Z"
    assert b"GET /en/News/1/A-Slug HTTP/1.1\r\nHost: alwaght.net\r\nUser-Agent: a test\r\n" in records[1].block


def test_a_fetch_without_response_is_a_metadata_record_that_indexers_leave_out(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(status=None, payload=b"half", failure="timed out\nafter 30 s"))
    assert (written.failure, written.payload, written.headers) == ("timed out after 30 s", b"", ())
    (_, record) = read_records(path, on_damage=unwelcome)
    assert (record.type, record.fields["content-type"]) == ("metadata", "application/warc-fields")
    assert path.with_name("run.warc.gz.cdxj").read_bytes() == b""


def test_a_saved_file_is_a_resource_record(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(source="file"))
    assert types(path) == ["warcinfo", "resource"]
    assert read(path) == [written]


def everything(folder: Path) -> list[Path]:
    """One record of each kind, in two runs."""
    captures = [page(1), page(2), page(3, b"", status=301, headers=(("Location", "/en"),)), page(4, status=None, failure="reset")]
    write(folder, *captures, page(5, PAGE + b"5", source="file"), page(6, gzip.compress(PAGE), headers=(("Content-Encoding", "gzip"),)))
    archive = WarcArchive(folder)
    with archive.writer("run-2") as writer:
        writer.write(page(1, b"", status=304), REQUEST)
        writer.write(page(7, headers=(("Transfer-Encoding", "chunked"), ("X-Latin", "caf\xe9"))), REQUEST)
        writer.write(page(8, b"\x00\xff" * 500), REQUEST)
    return archive.files()


def test_warcio_check_passes_on_every_kind_of_record(tmp_path: Path) -> None:
    files = everything(tmp_path)
    run = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("digest pass") >= 9
    assert "failed" not in run.stdout


def test_warcio_reads_the_same_payloads(tmp_path: Path) -> None:
    for path in everything(tmp_path):
        ours = {capture.location.offset: capture for capture in read(path)}
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                if record.rec_type in {"response", "resource"}:
                    payload = record.raw_stream.read()
                    capture = ours[records.get_record_offset()]  # warcio reads to the record's end to tell
                    assert (payload, record.rec_headers["WARC-Target-URI"]) == (capture.payload, capture.url)
