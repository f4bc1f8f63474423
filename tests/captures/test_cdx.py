"""CDXJ: the keys, lines and order that pywb and cdxj-indexer expect."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.cdx import PackedLines, cdx_path, read_cdx
from alwaght_scraper.captures.recovery import index_warc
from alwaght_scraper.captures.surt import surt_key
from alwaght_scraper.captures.warc import WarcArchive

KEYS = {
    "http://alwaght.net/en/News/52466/A-Quiet-Border": "net,alwaght)/en/news/52466/a-quiet-border",
    "https://www.alwaght.net/en/Keywords/Federal%20Government//1": "net,alwaght)/en/keywords/federal%20government/1",
    "http://alwaght.com/ar/News/5/%D8%A7%D9%84?": "com,alwaght)/ar/news/5/%d8%a7%d9%84",
    "http://alwaght.net": "net,alwaght)/",
    "http://alwaght.net/en/": "net,alwaght)/en",
    "http://alwaght.net:8080/a?b=2&a=1&c": "net,alwaght:8080)/a?a=1&b=2&c",
    "https://alwaght.net:443/A/../b/./c": "net,alwaght)/b/c",
    "http://user:word@alwaght.net/x#y": "net,alwaght)/x",
    "http://alwaght.net/a%2fb%25%41~": "net,alwaght)/a/b%25a~",
    "http://alwaght.net/x?q=A b&Z=1": "net,alwaght)/x?q=a%20b&z=1",
    "http://WWW2.Alwaght.NET/?a=1&PHPSESSID=12345678901234567890123456789012&b": "net,alwaght)/?a=1&b",
    "http://1.2.3.4/x": "4,3,2,1)/x",
    "dns:alwaght.net": "dns:alwaght.net",
}


@pytest.mark.parametrize("url", KEYS)
def test_keys_are_those_of_the_surt_library(url: str) -> None:
    assert surt_key(url) == KEYS[url]


@given(st.text(max_size=60) | st.text(max_size=60).map("http://alwaght.net/{}".format) | st.text(max_size=20).map("http://{}/".format))
def test_any_address_has_a_key_of_one_word(url: str) -> None:
    key = surt_key(url)
    assert key
    assert key.split() == [key]


def captures() -> list[Capture]:
    when = datetime(2024, 5, 1, 7, 8, 9, 999_999, tzinfo=UTC)
    html = (("Content-Type", "text/html; charset=utf-8"),)
    return [
        Capture("http://alwaght.net/en/News/2", when, 200, html, b"<p>two</p>" * 200),
        Capture("http://alwaght.net/en/News/1", when, 200, html, b"<p>one</p>" * 200),
        Capture("http://alwaght.net/en/News/10", when, 404, html, b"<p>one</p>" * 200),
        Capture("http://alwaght.net/en/News/1", when, 304),
        Capture("http://alwaght.net/en/News/3", when, None, failure="reset"),
        Capture("http://alwaght.net/en", when, 200, html, b"<p>saved</p>", "file"),
        Capture("http://alwaght.net/x", when, 204),
    ]


def test_the_index_names_each_record_once_in_byte_order(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run") as writer:
        written = [writer.write(capture) for capture in captures()]
    (path,) = archive.files()
    lines = cdx_path(path).read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    found = {json.loads(line.split(b" ", 2)[2])["offset"]: line for line in lines}
    assert set(found) == {str(capture.location.offset) for capture in written if capture.status is not None}
    line = found[str(written[1].location.offset)].decode()
    key, when, fields = line.split(" ", 2)
    assert (key, when) == ("net,alwaght)/en/news/1", "20240501070809")
    assert json.loads(fields) == {
        "url": "http://alwaght.net/en/News/1",
        "mime": "text/html",
        "status": "200",
        "digest": f"sha256:{written[1].payload_sha256}",
        "length": str(written[1].location.length),
        "offset": str(written[1].location.offset),
        "filename": "run.warc.gz",
    }
    kinds = {fields["offset"]: (fields.get("mime"), fields.get("status")) for _, fields in read_cdx(path)}
    places = [str(capture.location.offset) for capture in written]
    assert [kinds.get(place) for place in places] == [
        ("text/html", "200"),
        ("text/html", "200"),
        ("warc/revisit", "404"),
        ("warc/revisit", "304"),
        None,
        ("text/html", None),
        (None, "204"),
    ]


def test_an_index_made_from_the_file_equals_the_writers(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run") as writer:
        for capture in captures():
            writer.write(capture)
    (path,) = archive.files()
    lines = cdx_path(path).read_bytes()
    cdx_path(path).unlink()
    index_warc(path)
    assert cdx_path(path).read_bytes() == lines


@pytest.mark.parametrize("count", [0, 1, 499, 500, 1234])
def test_packed_lines_come_out_as_they_went_in(count: int) -> None:
    lines = [f'net,alwaght)/en/news/{number} 20261127000000 {{"offset": "{number}"}}\n' for number in range(count)]
    packed = PackedLines()
    for line in lines:
        packed.add(line)
    assert list(packed) == lines


def test_the_index_of_a_long_run_is_that_of_its_file(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run") as writer:
        for number in range(1100):
            writer.write(Capture(f"http://alwaght.net/en/News/{1 + number * 7919 % 1100}", datetime.now(UTC), 404))
    (path,) = archive.files()
    written = cdx_path(path).read_bytes()
    index_warc(path)
    assert cdx_path(path).read_bytes() == written
