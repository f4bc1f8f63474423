"""WARC files that others made: wget, warcio, hand-made oddities."""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.server
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.digests import is_digest_of
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.captures.warc import Damage, read_warc
from alwaght_scraper.errors import ConfigurationError, RejectedPage

URL = "http://alwaght.net/en/News/7/A-Slug"
PAGE = b"<html><p>The envoy left by the river gate.</p></html>"
CHUNKED = b"a\r\n<html><p>T\r\n2a;x=y\r\nhe envoy left by the river gate.</p></html\r\n1\r\n>\r\n0\r\n\r\n"
DATE = "2020-02-03T04:05:06Z"


def read(path: Path) -> tuple[list[Capture], list[Damage]]:
    damages: list[Damage] = []
    return list(read_warc(path, on_damage=damages.append)), damages


def record(block: bytes, kind: str = "response", **fields: str | None) -> bytes:
    known = {"WARC-Type": kind, "WARC-Target-URI": URL, "WARC-Date": DATE, "Content-Type": "application/http; msgtype=response"}
    known |= {"Content-Length": str(len(block))} | {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items() if value is not None)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, *headers: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return b"".join([status, b"\r\n", *(header + b"\r\n" for header in headers), b"\r\n", body])


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def one(tmp_path: Path, data: bytes) -> Capture:
    path = tmp_path / "foreign.warc"
    path.write_bytes(data)
    (capture,), damages = read(path)
    assert damages == []
    return capture


def refused(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "foreign.warc"
    path.write_bytes(data)
    captures, (damage,) = read(path)
    assert captures == []
    assert (damage.offset, damage.length) == (0, len(data))
    return damage.reason


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


# --- digests ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "SHA-256"])
@pytest.mark.parametrize("written", [bytes.hex, lambda raw: base64.b32encode(raw).decode(), lambda raw: base64.b64encode(raw).decode()])
def test_digests_are_understood_however_they_are_written(name: str, written) -> None:
    value = written(hashlib.new(name.lower().replace("-", ""), PAGE, usedforsecurity=False).digest())
    assert is_digest_of(f"{name}:{value}", PAGE) is True
    assert is_digest_of(f"{name}:{value}", PAGE + b"!") is False
    assert is_digest_of(f"{name}:{value.rstrip('=')}", PAGE) is True


@pytest.mark.parametrize("digest", ["", "sha1", "sha1:", "sha1:????", "crc9:00", "sha1:" + "0" * 33, "sha256:" + "zz" * 32])
def test_a_digest_that_is_not_understood_proves_nothing(tmp_path: Path, digest: str) -> None:
    assert is_digest_of(digest, PAGE) is None
    assert one(tmp_path, record(response(), WARC_Block_Digest=digest, WARC_Payload_Digest=digest)).payload == PAGE


def test_a_wrong_digest_is_told_of(tmp_path: Path) -> None:
    assert "WARC-Block-Digest" in refused(tmp_path, record(response(), WARC_Block_Digest=sha1(b"other")))
    assert "WARC-Payload-Digest" in refused(tmp_path, record(response(), WARC_Payload_Digest=sha1(b"other")))


@pytest.mark.parametrize("digest", [sha1(PAGE), sha1(CHUNKED)])
def test_a_payload_digest_with_or_without_chunks_is_right(tmp_path: Path, digest: str) -> None:
    assert one(tmp_path, record(response(CHUNKED, b"Transfer-Encoding: chunked"), WARC_Payload_Digest=digest)).payload == PAGE


# --- revisits -----------------------------------------------------------------------------------


def revisit(block: bytes = b"", digest: str = sha1(PAGE), **fields: str | None) -> bytes:
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    known = {"WARC_Profile": profile, "WARC_Payload_Digest": digest, "WARC_Date": "2021-01-01T00:00:00Z", "WARC_Target_URI": URL + "/2"}
    return record(block, "revisit", **{**known, **fields})


def test_a_revisit_has_its_own_head_and_its_originals_payload(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    original = record(response(PAGE, b"ETag: 1"), WARC_Payload_Digest=sha1(PAGE))
    path.write_bytes(original + revisit(response(b"", b"ETag: 2", status=b"HTTP/1.1 203 OK")) + revisit())
    (_, full, bare), damages = read(path)
    assert damages == []
    assert (full.url, full.status, full.headers, full.payload) == (URL + "/2", 203, (("ETag", "2"),), PAGE)
    assert (bare.status, bare.headers, bare.payload) == (200, (("ETag", "1"),), PAGE)
    assert full.fetched_at.year == 2021


def test_a_revisit_of_a_chunked_original_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    original = record(response(CHUNKED, b"Transfer-Encoding: chunked"), WARC_Payload_Digest=sha1(CHUNKED))
    path.write_bytes(original + revisit(response(b"", b"Transfer-Encoding: chunked"), digest=sha1(CHUNKED)))
    (_, capture), _ = read(path)
    assert decoded_body(capture) == PAGE


ELSEWHERE = {"WARC_Refers_To_Filename": "../../etc/passwd", "WARC_Refers_To_File_Offset": "0"}


@pytest.mark.parametrize("fields", [{}, {"WARC_Payload_Digest": None}, ELSEWHERE])
def test_a_revisit_without_its_original_is_told_of_and_no_body_made_up(tmp_path: Path, fields: dict) -> None:
    assert "cannot be found" in refused(tmp_path, revisit(response(b""), **fields))


def test_a_revisit_that_names_a_wrong_place_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    other = record(response(b"another page"), WARC_Payload_Digest=sha1(b"another page"))
    path.write_bytes(other + revisit(WARC_Refers_To_Filename="x.warc", WARC_Refers_To_File_Offset="0"))
    captures, damages = read(path)
    assert [capture.payload for capture in captures] == [b"another page"]
    assert "cannot be found" in damages[0].reason


@pytest.mark.parametrize("block", [b"", response(b"", status=b"HTTP/1.1 304 Not Modified")])
def test_a_304_needs_no_original(tmp_path: Path, block: bytes) -> None:
    profile = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
    capture = one(tmp_path, revisit(block, WARC_Profile=profile))
    assert (capture.status, capture.payload) == (304, b"")


# --- other writers ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_packed", [True, False])
def test_files_made_by_warcio_are_read(tmp_path: Path, is_packed: bool) -> None:
    path = tmp_path / "warcio.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed, warc_version="1.0")
        writer.write_record(writer.create_warcinfo_record("x", {"software": "a test"}))
        for number in range(5):
            http_headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("X-N", str(number))], protocol="HTTP/1.0")
            body = PAGE + b"%d" % number
            made = writer.create_warc_record(f"{URL}{number}", "response", BytesIO(body), len(body), http_headers=http_headers)
            writer.write_record(made)
        digest = sha1(PAGE + b"3")
        http_headers = StatusAndHeaders("200 OK", [("X-N", "again")], protocol="HTTP/1.0")
        writer.write_record(writer.create_revisit_record(f"{URL}-again", digest, f"{URL}3", DATE, http_headers))
    captures, damages = read(path)
    assert damages == []
    assert [capture.payload[-1:] for capture in captures] == [b"0", b"1", b"2", b"3", b"4", b"3"]
    assert captures[5].headers == (("X-N", "again"),)


class _Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path.endswith("chunked"):
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(CHUNKED)
            return
        body = gzip.compress(PAGE) if self.path.endswith("gzip") else PAGE
        if self.path.endswith("gzip"):
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def local_site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
@pytest.mark.parametrize("option", ["--warc-compression", "--no-warc-compression"])
def test_files_made_by_wget_are_read(tmp_path: Path, local_site: str, option: str) -> None:
    urls = [f"{local_site}/en/News/{kind}" for kind in ("plain", "chunked", "gzip")]
    command = ["wget", "-q", "-e", "robots=off", "--warc-file=made", "--delete-after", "--header=Accept-Encoding: gzip", option, *urls]
    subprocess.run([part for part in command if part != "--warc-compression"], cwd=tmp_path, check=True, timeout=60)
    (path,) = tmp_path.glob("made.warc*")
    captures, damages = read(path)
    assert damages == []
    fetched = {capture.url: decoded_body(capture) for capture in captures if capture.url.startswith("http")}
    assert fetched == dict.fromkeys(urls, PAGE)


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir, lambda path: path.symlink_to("nowhere"), os.mkfifo])
def test_what_cannot_be_read_is_a_clear_error(tmp_path: Path, make) -> None:
    path = tmp_path / "x.warc.gz"
    make(path)
    with pytest.raises(ConfigurationError, match=r"cannot read .*x\.warc\.gz"):
        list(read_warc(path))
