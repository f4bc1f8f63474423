"""Digests and revisits in WARC files that others made."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from alwaght_scraper.captures.digests import is_digest_of
from alwaght_scraper.captures.payload import decoded_body
from tests.captures.foreign import CHUNKED, PAGE, URL, one, read, record, refused, response, sha1

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
