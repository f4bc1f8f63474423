"""Pages made to hurt: too large to store, so made when needed.

Run as a program (`python -m tests.parsers.hostile_pages NAME`) it reads one of them under limits of
memory and processor time and prints what came of it as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import zlib
from collections.abc import Callable

from alwaght_scraper.captures.capture import Capture, Headers
from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page

ADDRESS_SPACE = 3 << 30
PROCESSOR_SECONDS = 40
HTML: Headers = (("Content-Type", "text/html; charset=utf-8"),)


def whole_page() -> Page:
    """The readable page around or beside which the trouble stands."""
    return article_page("portal", "hostile", weight=0.0)


def _inside(trouble: bytes) -> bytes:
    return whole_page().payload.replace(b'<div id="left">', trouble + b'<div id="left">', 1)


def _bomb(times: int = 1) -> bytes:
    packed = b""
    for round_ in range(times):
        pack = zlib.compressobj(9, wbits=31)
        source = [bytes(1 << 20)] * 300 if round_ == 0 else [packed]
        packed = b"".join(map(pack.compress, source)) + pack.flush()
    return packed


PAGES: dict[str, Callable[[], bytes]] = {
    "10_mb_of_nested_divs": lambda: _inside(b"<div>" * 2_000_000),
    "200_000_attributes": lambda: _inside(b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b"></p>"),
    "50_mb_of_text": lambda: _inside(b"<p>" + b"word " * 10_000_000 + b"</p>"),
    "1_mb_of_less_than": lambda: _inside(b"<" * 1_000_000),
    "nothing_but_less_than": lambda: b"<" * 1_000_000,
    "open_comments": lambda: _inside(b"<!--" * 250_000),
    "50_000_dates": lambda: _inside(b"<p>Thursday 17 March 2016</p>" * 50_000),
    "50_000_links": lambda: _inside(b"".join(b'<a href="/en/News/%d">Title</a> ' % n for n in range(1, 50_000))),
    "20_000_repeated_terms": lambda: _inside(
        b"<h3>In Focus</h3>" + b"".join(b"<p>T%d</p><p>T%d</p><p>Text.</p>" % (n, n) for n in range(20_000))
    ),
    "20_000_titles": lambda: _inside(b"<h2>The Same Title Again and Again</h2>" * 20_000),
    "1_mb_title": lambda: _inside(b"<h2>" + b"Title " * 170_000 + b"</h2>"),
    "100_000_open_bolds": lambda: _inside(b"<b><i>" * 100_000),
    "5_000_nested_tables": lambda: _inside(b"<table><tr><td>" * 5_000),
    "1_mb_of_references": lambda: _inside(b"<p>" + b"&amp;" * 200_000 + b"</p>"),
    "digits_and_blanks": lambda: _inside(b"<p>" + b"1 " * 500_000 + b"</p><p>" + b" " * 500_000 + b"</p>"),
    "gzip_bomb": _bomb,
    "gzip_bomb_in_gzip": lambda: _bomb(2),
}
CODED: dict[str, Headers] = {
    "gzip_bomb": (*HTML, ("Content-Encoding", "gzip")),
    "gzip_bomb_in_gzip": (*HTML, ("Content-Encoding", "gzip, gzip")),
}


def _used() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(name: str) -> int:
    from alwaght_scraper.parsers.extract import extract

    page = whole_page()
    extract(page.capture())  # what is loaded once does not count
    hostile = Capture(page.url, page.fetched_at, 200, CODED.get(name, HTML), PAGES[name]())
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    before = _used()
    result = extract(hostile)
    article = result.article
    told = {
        "outcome": result.outcome,
        "reason": result.reason,
        "title": article.title if article else None,
        "texts": [block.text for block in article.blocks] if article else [],
        "grown_mb": _used() - before,
    }
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
