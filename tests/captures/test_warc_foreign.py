"""WARC records that others made: every packing, header and block that is odd and legal, or neither."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.captures.warc import read_warc
from alwaght_scraper.errors import ConfigurationError, RejectedPage
from tests.captures.foreign import CHUNKED, PAGE, URL, one, read, record, refused, response


def test_a_plain_record_is_read_with_its_place(tmp_path: Path) -> None:
    capture = one(tmp_path, record(response()))
    assert (capture.url, capture.status, capture.payload, capture.source) == (URL, 200, PAGE, "warc")
    assert capture.fetched_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (capture.location.warc_file, capture.location.offset) == ("foreign.warc", 0)


PACKERS = {
    "plain": b"".join,
    "one member each": lambda records: b"".join(map(gzip.compress, records)),
    "one member for all": lambda records: gzip.compress(b"".join(records)),
    "two members": lambda records: gzip.compress(b"".join(records[:3])) + gzip.compress(b"".join(records[3:])),
    "plain, then packed": lambda records: b"".join(records[:4]) + b"".join(map(gzip.compress, records[4:])),
    "packed, then plain": lambda records: b"".join(map(gzip.compress, records[:4])) + b"".join(records[4:]),
}


@pytest.mark.parametrize("packing", PACKERS)
def test_every_way_of_packing_gives_the_same_captures(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "any-name.bin"
    path.write_bytes(PACKERS[packing]([record(response(PAGE + b"%d" % n)) for n in range(10)]))
    captures, damages = read(path)
    assert [capture.payload for capture in captures] == [PAGE + b"%d" % n for n in range(10)]
    assert damages == []
    assert all(capture.location is None for capture in captures) == (packing in {"one member for all", "two members"})


@pytest.mark.parametrize("extra", [b"sl" + b"\x08\x00" + bytes(8), bytes(4000)])
def test_gzip_members_with_optional_header_fields_are_read(tmp_path: Path, extra: bytes) -> None:
    path = tmp_path / "wget-like.warc.gz"
    members = []
    for number in range(60):
        plain = gzip.compress(record(response(PAGE * 30 + b"%d" % number)))
        members.append(plain[:3] + b"\x0c" + plain[4:10] + len(extra).to_bytes(2, "little") + extra + b"name\0" + plain[10:])
    path.write_bytes(b"".join(members))
    captures, damages = read(path)
    assert (len(captures), damages) == (60, [])


def test_chunks_left_in_a_payload_are_undone(tmp_path: Path) -> None:
    capture = one(tmp_path, record(response(CHUNKED, b"Transfer-Encoding: chunked", b"Content-Length: 9999")))
    assert (capture.payload, capture.failure) == (PAGE, None)
    assert capture.headers[0] == ("X-Crawl-Transfer-Encoding", "chunked")
    assert decoded_body(capture) == PAGE


def test_chunks_inside_content_coding_are_undone(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    chunked = b"%x\r\n%b\r\n0\r\nTrailer: x\r\n\r\n" % (len(packed), packed)
    capture = one(tmp_path, record(response(chunked, b"Transfer-Encoding: chunked", b"Content-Encoding: gzip")))
    assert decoded_body(capture) == PAGE


def test_a_payload_that_is_said_to_be_chunked_and_is_not_stays(tmp_path: Path) -> None:
    assert one(tmp_path, record(response(PAGE, b"Transfer-Encoding: chunked"))).payload == PAGE


@pytest.mark.parametrize("end", [5, 30, len(CHUNKED) - 7])
def test_a_chunked_body_cut_short_is_never_taken_for_whole(tmp_path: Path, end: int) -> None:
    capture = one(tmp_path, record(response(CHUNKED[:end], b"Transfer-Encoding: chunked")))
    assert capture.failure == "the chunked body is cut short"
    assert PAGE.startswith(capture.payload)
    with pytest.raises(RejectedPage, match="cut short"):
        decoded_body(capture)


@pytest.mark.parametrize("fields", [{"WARC_Truncated": "length"}, {"WARC_Segment_Number": "1"}])
def test_a_record_that_its_maker_cut_is_never_taken_for_whole(tmp_path: Path, fields: dict) -> None:
    assert one(tmp_path, record(response(), **fields)).failure


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ("2020-02-03T04:05:06.1Z", datetime(2020, 2, 3, 4, 5, 6, 100_000, UTC)),
        ("2020-02-03T04:05:06.123456789Z", datetime(2020, 2, 3, 4, 5, 6, 123_456, UTC)),
        ("2020-02-03T04:05Z", datetime(2020, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-02-03T04:05:06", datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ("2020-02-03T04:05:06+02:00", datetime(2020, 2, 3, 2, 5, 6, tzinfo=UTC)),
        ("2020-02-03", datetime(2020, 2, 3, tzinfo=UTC)),
        ("2020-02", datetime(2020, 2, 1, tzinfo=UTC)),
        ("2020", datetime(2020, 1, 1, tzinfo=UTC)),
    ],
)
def test_dates_of_any_precision_are_read(tmp_path: Path, date: str, when: datetime) -> None:
    assert one(tmp_path, record(response(), WARC_Date=date)).fetched_at == when


@pytest.mark.parametrize("date", ["yesterday", "", "2020-13-01T00:00:00Z", "2020-02-30", "0000-00-00T00:00:00Z", "1" * 500])
def test_a_record_without_a_date_is_told_of(tmp_path: Path, date: str) -> None:
    assert "is no date" in refused(tmp_path, record(response(), WARC_Date=date))


def test_a_record_without_an_address_is_told_of(tmp_path: Path) -> None:
    assert "WARC-Target-URI" in refused(tmp_path, record(response(), WARC_Target_URI=None))


def test_an_address_in_angle_brackets_is_read(tmp_path: Path) -> None:
    assert one(tmp_path, record(response(), WARC_Target_URI=f"<{URL}>")).url == URL


@pytest.mark.parametrize("block", [b"", b"garbage", b"HTTP/1.1 2x0\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n"])
def test_a_block_that_is_no_http_response_is_told_of(tmp_path: Path, block: bytes) -> None:
    assert refused(tmp_path, record(block)) == "its block is no HTTP response"


@pytest.mark.parametrize("status", [b"HTTP/1.0 200", b"HTTP/1.1 200 Very Fine", b"HTTP/2 200 ", b"ICY 200 OK", b"HTTP/1.1  200 OK"])
def test_status_lines_of_all_kinds_are_read(tmp_path: Path, status: bytes) -> None:
    assert one(tmp_path, record(response(status=status))).status == 200


def test_sloppy_header_lines_are_read(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\nContent-Type: text/html;\n\tcharset=utf-8\nno colon here\nX:\xff\n\n" + PAGE
    capture = one(tmp_path, record(block))
    assert capture.headers == (("Content-Type", "text/html; charset=utf-8"), ("X", "\xff"))
    assert capture.payload == PAGE


def test_other_kinds_of_records_are_passed_over(tmp_path: Path) -> None:
    others = [record(b"x: y\r\n", kind) for kind in ("warcinfo", "request", "metadata", "conversion", "continuation", "unheard-of")]
    assert one(tmp_path, b"".join(others) + record(response())).payload == PAGE


@pytest.mark.parametrize("url", ["dns:alwaght.net", "https://elsewhere.example/x", "ftp://alwaght.net/y", "urn:uuid:1"])
def test_addresses_of_all_kinds_are_handed_on(tmp_path: Path, url: str) -> None:
    capture = one(tmp_path, record(b"alwaght.net. 60 IN A 127.0.0.1", WARC_Target_URI=url, Content_Type="text/dns"))
    assert (capture.url, capture.status, capture.headers) == (url, 200, (("Content-Type", "text/dns"),))


def test_a_resource_is_a_saved_file(tmp_path: Path) -> None:
    capture = one(tmp_path, record(PAGE, "resource", Content_Type="text/html; charset=utf-8"))
    assert (capture.source, capture.status, capture.payload) == ("file", 200, PAGE)
    assert capture.header("content-type") == "text/html; charset=utf-8"


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir, lambda path: path.symlink_to("nowhere"), os.mkfifo])
def test_what_cannot_be_read_is_a_clear_error(tmp_path: Path, make) -> None:
    path = tmp_path / "x.warc.gz"
    make(path)
    with pytest.raises(ConfigurationError, match=r"cannot read .*x\.warc\.gz"):
        list(read_warc(path))
