"""Archives that the tests of this folder write and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.warc import Damage, WarcArchive, read_warc

WHEN = datetime(2024, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
PAGE = b"<html><body>" + b"<p>The council met on the quay.</p>" * 60 + b"</body></html>"
REQUEST = (("User-Agent", "a test"), ("Accept-Encoding", "gzip"))


def page(number: int = 1, payload: bytes = PAGE, **changes: object) -> Capture:
    given = {"url": f"http://alwaght.net/en/News/{number}/A-Slug", "fetched_at": WHEN + timedelta(seconds=number), "status": 200}
    return Capture(**{**given, "headers": (("Content-Type", "text/html"),), "payload": payload, **changes})  # type: ignore[arg-type]


def unwelcome(damage: Damage) -> None:
    raise AssertionError(damage)


def read(path: Path) -> list[Capture]:
    return list(read_warc(path, on_damage=unwelcome))


def types(path: Path) -> list[str]:
    return [record.type for record in read_records(path, on_damage=unwelcome)]


def write(folder: Path, *captures: Capture, run_id: str = "run", **options: int) -> tuple[list[Capture], list[Path]]:
    archive = WarcArchive(folder)
    with archive.writer(run_id, **options) as writer:
        written = [writer.write(capture) for capture in captures]
    return written, archive.files()
