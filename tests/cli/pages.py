"""Small pages of known content for the command line to chew on; their markup is invented."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

CHANGED = datetime(2024, 5, 5, 12, tzinfo=UTC)


def article(number: int, title: str, *, address: str | None = "") -> str:
    """An article page; `address` "" is the right one, None leaves it out."""
    url = f"http://alwaght.net/en/News/{number}" if address == "" else address
    link = f'<link rel="canonical" href="{url}">' if url else ""
    return f"""<!DOCTYPE html><html><head><title>{title} - Alwaght</title>{link}</head><body>
<a href="/en">Alwaght</a><h1>{title}</h1><p>Thursday 17 March 2016</p><h2>{title}</h2>
<p>Alwaght- The ferry left at dawn with forty crates of lemons and the only doctor of the island on board.</p>
<p>By noon the harbour office had counted the crates twice and found one more than the papers allowed.</p>
<p>Tags : <a href="/en/Keywords/Ferry">Ferry</a> <a href="/en/Keywords/Lemon%20Trade">Lemon Trade</a></p></body></html>"""


def save(path: Path, content: str | bytes) -> Path:
    """Write a file that was last changed on a known day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (CHANGED.timestamp(), CHANGED.timestamp()))
    return path


def warc(path: Path, pages: dict[str, str], *, per_record: bool = True) -> Path:
    """A foreign WARC file of 200 responses."""
    records = []
    for number, (url, html) in enumerate(pages.items()):
        body = html.encode()
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-01-0{number + 1}T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    return save(path, b"".join(map(gzip.compress, records)) if per_record else b"".join(records))
