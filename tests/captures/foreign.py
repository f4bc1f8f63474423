"""Records as others write them, and what this reader makes of them."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import Damage, read_warc

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
