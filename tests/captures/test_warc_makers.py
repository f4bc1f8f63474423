"""Whole WARC files made by other programs: warcio, wget."""

from __future__ import annotations

import gzip
import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from alwaght_scraper.captures.payload import decoded_body
from tests.captures.foreign import CHUNKED, DATE, PAGE, URL, read, sha1


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
