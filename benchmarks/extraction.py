"""How fast and how right `extract` is beside other ways to read the same pages: `python -m benchmarks.extraction`.

Two sets of pages of about 70 KB, of which the article is about 15 %: with one frame around all of them, as a
crawl of one day sees them, and with boxes of their own around each. Every page is read once. The contenders
take turns, ten pages each, in CPU time, so that what else the machine does hits them alike. Python looks for cycles of
garbage as rarely as in a run, for all of them.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

import newspaper
import trafilatura
from lxml import etree
from trafilatura.settings import Document

from alwaght_scraper.dates import read_date
from alwaght_scraper.garbage import rarely_collected
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.model import Page
from alwaght_scraper.text import fold
from benchmarks.pages import LANG, pages

TURN: Final = 10
WARM_UP: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What a contender found on a page."""

    title: str | None
    published: date | None
    paragraphs: tuple[str, ...]


Contender = Callable[[Page], Found | None]


# --- contenders ---------------------------------------------------------------------------------


def parse_only(page: Page) -> None:
    """The yardstick: libxml2 builds its tree and nothing is read from it."""
    etree.fromstring(page.payload, etree.HTMLParser(encoding="utf-8"))


def this_project(page: Page) -> Found | None:
    """`extract`, with everything that it gives: glossary, links, tags, related articles, rules."""
    article = extract(page.capture()).article
    return None if article is None else Found(article.title, article.published, tuple(block.text for block in article.blocks))


_TITLE: Final = etree.XPath("string(//h2[@class='newsTitle'])")
_DATE: Final = etree.XPath("string(//span[@class='date'])")
_TEXT: Final = etree.XPath("string()")
_BLOCKS: Final = etree.XPath("//div[@class='newsText']//p | //div[@class='newsText']/div[@class='lead']")


def xpath_only(page: Page) -> Found:
    """Three paths for a markup that is known beforehand; reads no other."""
    tree = etree.fromstring(page.payload, etree.HTMLParser(encoding="utf-8"))
    printed = read_date(fold(str(_DATE(tree))))
    texts = (fold(str(_TEXT(block))) for block in cast("list[Any]", _BLOCKS(tree)))
    return Found(fold(str(_TITLE(tree))), printed.day if printed else None, tuple(text for text in texts if text))


def by_trafilatura(page: Page) -> Found | None:
    """Trafilatura with its defaults."""
    found = trafilatura.bare_extraction(page.payload, url=page.url, with_metadata=True)
    if not isinstance(found, Document):
        return None
    day = read_date(found.date or "")
    return Found(found.title, day.day if day else None, tuple(filter(None, map(fold, (found.text or "").split("\n")))))


def by_newspaper(page: Page) -> Found:
    """newspaper4k with its defaults."""
    article = newspaper.article(page.url, input_html=page.payload.decode("utf-8"), language=LANG)
    day = article.publish_date.date() if article.publish_date else None
    return Found(article.title, day, tuple(filter(None, map(fold, article.text.split("\n")))))


CONTENDERS: Final[dict[str, Callable[[Page], Found | None]]] = {
    "lxml, parse only": parse_only,
    "this project": this_project,
    "XPath for this markup": xpath_only,
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
}


# --- measuring ----------------------------------------------------------------------------------


def turns(items: Sequence[Page]) -> Iterator[Sequence[Page]]:
    """The pages in blocks; in each, every contender has its turn."""
    return (items[start : start + TURN] for start in range(0, len(items), TURN))


def seconds(items: Sequence[Page]) -> dict[str, float]:
    """CPU seconds that each contender takes for all pages, each read once."""
    spent: dict[str, float] = defaultdict(float)
    for block in turns(items):
        for name, read in CONTENDERS.items():
            start = time.process_time()
            for page in block:
                read(page)
            spent[name] += time.process_time() - start
    return spent


def f1(expected: Sequence[str], found: Sequence[str]) -> float:
    """How well two lists of paragraphs agree: 1 when each is found whole and nothing else is."""
    common = sum((Counter(expected) & Counter(found)).values())
    return 2 * common / max(1, len(expected) + len(found))


def accuracy(read: Contender, items: Sequence[Page]) -> tuple[float, float, float]:
    """Shares of right titles and dates, and the mean F1 of paragraphs."""
    rows: list[tuple[bool, bool, float]] = []
    for page in items:
        found, wanted = read(page) or Found(None, None, ()), page.expected.article
        if wanted is not None:
            texts = [block.text for block in wanted.blocks]
            rows.append((fold(found.title or "") == wanted.title, found.published == wanted.published, f1(texts, found.paragraphs)))
    titles, dates, paragraphs = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return titles, dates, paragraphs


def report(name: str, items: Sequence[Page]) -> None:
    """Prints one table."""
    warm, timed = items[:WARM_UP], items[WARM_UP:]
    for page in warm:
        this_project(page)
    spent = seconds(timed)
    size = sum(len(page.payload) for page in timed) / len(timed)
    print(f"\n{name}: {len(timed)} pages of {size / 1000:.0f} KB, after {len(warm)} others\n")
    print(f"{'':24}{'pages/s':>9}{'of parsing':>12}{'title':>8}{'date':>8}{'paragraphs':>12}")
    for contender, read in CONTENDERS.items():
        speed = f"{contender:24}{len(timed) / spent[contender]:9.0f}{spent['lxml, parse only'] / spent[contender]:11.3f}x"
        scores = "" if read is parse_only else "{:8.1%}{:8.1%}{:12.1%}".format(*accuracy(read, timed[:TURN]))
        print(speed + scores)


def main() -> None:
    """Runs both sets and prints their tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=80, help="pages of each set that are timed")
    count: int = parser.parse_args().pages + WARM_UP
    logging.disable(logging.ERROR)
    compiled = not str(sys.modules[extract.__module__].__file__).endswith(".py")
    print("the project's parsers are " + ("compiled (`make fast`)" if compiled else "in Python, as without `make fast`"))
    with rarely_collected():
        report("One frame around all pages", pages(count, same_frame=True))
        report("Boxes of its own around each page", pages(count, same_frame=False))


if __name__ == "__main__":
    main()
