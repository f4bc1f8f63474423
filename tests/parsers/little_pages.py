"""Pages in the least markup that shows a trap, and what the parser reads from them."""

from __future__ import annotations

from datetime import UTC, datetime

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Article, Extraction
from alwaght_scraper.parsers.extract import extract

URL = "http://alwaght.net/en/News/52466/A-Quiet-Border"
BODY = "Alwaght- The two ministers met again in the border town and talked about water, wheat and the long road between them for hours."
NEXT = "A second meeting is planned for the spring, and nobody in the two capitals wants to say who asked for it or what it will cost."
HEAD = "<h2>A Quiet Border</h2><p>Thursday 17 March 2016</p><h3>A Quiet Border</h3>"
TAGS = "<p>Tags : <a href=/en/Keywords/Water>Water</a></p>"


def read(body: str, *, url: str = URL, title: str = "Alwaght") -> Extraction:
    page = f"<html><head><title>{title}</title></head><body><p>Alwaght | News &amp; Analysis Website</p>{body}</body></html>"
    return extract(Capture(url, datetime(2026, 2, 3, tzinfo=UTC), 200, (("Content-Type", "text/html"),), page.encode()))


def article(body: str, *, url: str = URL, title: str = "Alwaght") -> Article:
    found = read(body, url=url, title=title)
    assert found.article is not None, found.reason
    return found.article


def texts(found: Article) -> list[str]:
    return [block.text for block in found.blocks]
