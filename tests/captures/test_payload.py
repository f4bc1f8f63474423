"""`decoded_body`: every content coding undone, nothing half-read taken for whole, no bomb swallowed."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper.captures.capture import Capture, Headers
from alwaght_scraper.captures.inflate import gzipped
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.errors import RejectedPage

PAGE = b"<!DOCTYPE html><html><body>" + b"".join(b"<p>Paragraph %d about a quiet harbour.</p>" % n for n in range(900)) + b"</body></html>"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}

PACKED = {coding: pack(PAGE) for coding, pack in PACKERS.items()}


def capture(payload: bytes, *headers: tuple[str, str], source: str = "live", failure: str | None = None) -> Capture:
    when = datetime(2024, 5, 1, 12, tzinfo=UTC)
    return Capture("http://alwaght.net/en/News/1", when, 200, headers, payload, source, failure)


def coded(payload: bytes, *codings: str) -> Capture:
    return capture(payload, ("Content-Encoding", ", ".join(codings)))


@pytest.mark.parametrize("coding", PACKERS)
def test_each_coding_is_undone(coding: str) -> None:
    assert decoded_body(coded(PACKERS[coding](PAGE), coding)) == PAGE


def test_deflate_without_its_wrapping_is_undone() -> None:
    assert decoded_body(coded(raw_deflate(PAGE), "deflate")) == PAGE


@settings(deadline=None)
@given(st.binary(max_size=3000), st.lists(st.sampled_from(sorted(PACKERS)), max_size=4))
def test_stacked_codings_are_undone_in_reverse(body: bytes, codings: list[str]) -> None:
    body = b"<p>" + body  # what starts with a gzip header is unpacked, announced or not
    packed = body
    for coding in codings:
        packed = PACKERS[coding](packed)
    assert decoded_body(coded(packed, *codings)) == body


def test_codings_in_several_headers_stack_too() -> None:
    twice = capture(brotli.compress(gzip.compress(PAGE)), ("content-encoding", "GZIP"), ("Content-Encoding", "identity, Br"))
    assert decoded_body(twice) == PAGE


def test_without_a_coding_the_payload_is_the_body() -> None:
    assert decoded_body(capture(PAGE)) == PAGE
    assert decoded_body(capture(b"")) == b""
    assert decoded_body(coded(b"", "gzip")) == b""


@pytest.mark.parametrize("coding", [*PACKERS, "utf-8", "compress"])
def test_plain_markup_that_is_said_to_be_packed_is_taken_as_it_is(coding: str) -> None:
    assert decoded_body(coded(b"\xef\xbb\xbf\n" + PAGE, coding)) == b"\xef\xbb\xbf\n" + PAGE


def test_gzip_that_nothing_announces_is_unpacked() -> None:
    assert decoded_body(capture(gzip.compress(PAGE))) == PAGE
    assert decoded_body(coded(gzip.compress(gzip.compress(PAGE)), "gzip")) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_streams_that_follow_one_another_are_one_body(coding: str) -> None:
    pack = PACKERS[coding]
    assert decoded_body(coded(pack(PAGE[:700]) + pack(b"") + pack(PAGE[700:]), coding)) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_padding_behind_the_end_is_no_harm(coding: str) -> None:
    assert decoded_body(coded(PACKERS[coding](PAGE) + b"\0" * 600, coding)) == PAGE


@pytest.mark.parametrize("coding", PACKERS)
def test_a_stream_cut_anywhere_is_rejected_as_cut_short(coding: str) -> None:
    packed = PACKED[coding]
    for end in [*range(12, len(packed), max(1, len(packed) // 60)), *range(len(packed) - 9, len(packed))]:
        with pytest.raises(RejectedPage, match=f"the {coding} body is cut short"):
            decoded_body(coded(packed[:end], coding))


def test_a_cut_inside_the_second_gzip_part_is_seen() -> None:
    packed = gzip.compress(PAGE[:700]) + gzip.compress(PAGE[700:])
    with pytest.raises(RejectedPage, match="cut short"):
        decoded_body(coded(packed[:-3], "gzip"))


def test_a_wrong_checksum_is_damage() -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-6] ^= 1
    with pytest.raises(RejectedPage, match="the gzip body is damaged"):
        decoded_body(coded(bytes(packed), "gzip"))


@settings(deadline=None)
@given(st.sampled_from(sorted(PACKERS)), st.data())
def test_a_damaged_stream_never_raises_anything_but_a_rejection(coding: str, data: st.DataObject) -> None:
    packed = bytearray(PACKED[coding])
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    try:
        decoded_body(coded(bytes(packed), coding))
    except RejectedPage as rejection:
        assert "\n" not in str(rejection)


def test_unknown_coding_of_binary_data_is_named() -> None:
    with pytest.raises(RejectedPage, match="'lzw2'"):
        decoded_body(coded(bytes(range(256)), "lzw2"))


def test_absurdly_many_codings_are_refused() -> None:
    with pytest.raises(RejectedPage, match="9 times over"):
        decoded_body(coded(PAGE, *["gzip"] * 9))


def test_a_body_of_endless_empty_parts_is_refused() -> None:
    with pytest.raises(RejectedPage, match="more than 1000 parts"):
        decoded_body(coded(gzip.compress(b"") * 5000, "gzip"))


def test_fewer_bytes_than_announced_is_truncation() -> None:
    with pytest.raises(RejectedPage, match="truncated: 9 of 10 bytes came"):
        decoded_body(capture(b"<p>nine</", ("Content-Length", "10")))


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Length", "7"),),
        (("Content-Length", "99"), ("Transfer-Encoding", "chunked")),
        (("Content-Length", "99"), ("X-Crawl-Transfer-Encoding", "chunked")),
        (("Content-Length", "many"),),
        (("Content-Length", ""),),
        (("Content-Length", "\u0669\u0669\u0669"),),
    ],
)
def test_a_length_that_does_not_count_these_bytes_is_no_truncation(headers: Headers) -> None:
    assert decoded_body(capture(b"<p>body", *headers)) == b"<p>body"


def test_a_saved_file_has_no_announced_length() -> None:
    assert decoded_body(capture(PAGE, ("Content-Length", "999999999"), source="file")) == PAGE


def test_a_failure_is_the_reason() -> None:
    with pytest.raises(RejectedPage, match="the connection was reset"):
        decoded_body(capture(PAGE, failure="the connection was reset"))


def test_a_body_over_the_limit_is_rejected_packed_or_not() -> None:
    for body in (capture(PAGE), coded(gzip.compress(PAGE), "gzip")):
        assert decoded_body(body, limit=len(PAGE)) == PAGE
        with pytest.raises(RejectedPage, match="more than"):
            decoded_body(body, limit=len(PAGE) - 1)


def bombs() -> dict[str, tuple[tuple[str, ...], bytes]]:
    """A quarter of a gigabyte of blanks in a few kilobytes, packed in every way."""
    blanks = b" " * (1 << 28)
    outer = gzipped(blanks)
    return {
        "gzip": (("gzip",), outer),
        "nested": (("gzip", "gzip"), gzipped(outer)),
        "inner": (("gzip", "br"), brotli.compress(outer, quality=5)),
        "br": (("br",), brotli.compress(blanks, quality=1)),
        "zstd": (("zstd",), zstd.compress(blanks)),
        "deflate": (("deflate",), zlib.compress(blanks, 1)),
        "unannounced": ((), outer),
    }


BOMB_SCRIPT = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.errors import RejectedPage
def peak():  # in KiB; getrusage would tell the parent's peak, which a child inherits
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = peak()
for path in map(Path, sys.argv[1:]):
    codings = path.suffix[1:].replace("-", ", ")
    headers = (("Content-Encoding", codings),) if codings != "none" else ()
    try:
        decoded_body(Capture("http://alwaght.net/en/News/1", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, path.read_bytes()))
    except RejectedPage as rejection:
        print(path.name, rejection)
print((peak() - before) // 1024)
"""


def test_bombs_are_rejected_with_little_memory(tmp_path) -> None:
    paths = []
    for name, (codings, payload) in bombs().items():
        paths.append(tmp_path / f"{name}.{'-'.join(codings) or 'none'}")
        paths[-1].write_bytes(payload)
    run = subprocess.run([sys.executable, "-c", BOMB_SCRIPT, *map(str, paths)], capture_output=True, text=True, check=True)
    *rejections, extra_mib = run.stdout.splitlines()
    assert [line.split(" ", 1)[1] for line in rejections] == ["the body unpacks to more than 32 MiB"] * len(paths)
    assert int(extra_mib) <= 100
