"""Small archives as crawls leave them, made without a crawl: captures of several days, published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive
from tests.cli.pages import article
from tests.cli.ran import Ran

DAY_ONE = datetime(2024, 3, 1, 6, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'))
SITE = "http://alwaght.net"


def page(number: int, title: str, day: int = 0, *, lang: str = "en", html: str | None = None) -> Capture:
    """A visit to an article."""
    text = article(number, title).replace("/en", f"/{lang}") if html is None else html
    return Capture(f"{SITE}/{lang}/News/{number}", DAY_ONE + timedelta(days=day, seconds=number), 200, HTML, text.encode())


def answer(number: int, status: int | None, day: int) -> Capture:
    """A visit that brought no page."""
    failure = "timed out after 30 s" if status is None else None
    return Capture(
        f"{SITE}/en/News/{number}", DAY_ONE + timedelta(days=day, seconds=number), status, HTML if status else (), failure=failure
    )


def run(data: Path, name: str, *captures: Capture) -> Sequence[Capture]:
    """One run's captures, archived and not yet published."""
    with WarcArchive(data / "captures").writer(name) as writer:
        return [writer.write(capture, (("User-Agent", "test"),)) for capture in captures]


def archived(data: Path, alwaght: Callable[..., Ran]) -> Path:
    """Four articles, one of them edited, one seen again unchanged, one gone; a failure; a revisit; two WARC files."""
    run(
        data,
        "run-1",
        page(1, "The Ferry Leaves at Dawn"),
        page(2, "Lemons Grow Dear"),
        page(3, "A Doctor for the Island"),
        page(4, "عبّارة الفجر", lang="ar"),
        answer(9, None, 0),
    )
    edited = article(2, "Lemons Grow Dear Again").replace("forty crates", "fifty crates")
    run(data, "run-2", page(1, "The Ferry Leaves at Dawn", 1), page(2, "", 1, html=edited), answer(3, 404, 1), answer(1, 304, 2))
    ran = alwaght("rebuild", "--data", data)
    assert ran.code == 0, ran.err
    return data


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, links left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()
    }
