"""From bytes to a `Page`: plain markup by the project's own scanner, everything else by libxml2.

Both feed the same `Reader`, and to the same effect (a test holds them to it), so which of them reads a
page decides its speed and nothing else. libxml2 builds no tree here: its depth limit, which drops all
text below 256 elements without a word, holds for trees only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from lxml import etree

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.parsers.composer import Composer
from alwaght_scraper.parsers.events import Reader
from alwaght_scraper.parsers.markup import Tag
from alwaght_scraper.parsers.references import NotPlainError
from alwaght_scraper.parsers.stretches import Memory

_MAX_SCANNED: Final = 1 << 20
_MEMORY: Final = Memory()


def read_page(html: bytes) -> Page:
    """The page in `html`, which is UTF-8.

    Raises:
        RejectedPage: when it is nothing that a person could read: a bomb of attributes or of lines.
    """
    if len(html) > _MAX_SCANNED:
        return by_libxml2(html)
    try:
        return by_scanner(html)
    except NotPlainError:
        return by_libxml2(html)


def by_scanner(html: bytes) -> Page:
    """The page in plain markup; raises `NotPlainError` for any other."""
    source = html.decode("latin-1")  # a character for each byte: searched and cut several times as fast as wide characters
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    return Composer(source, _MEMORY).page()


def by_libxml2(html: bytes) -> Page:
    """The page in any markup.

    Raises:
        RejectedPage: when libxml2 can read none of it.
        MemoryError: when there was no memory for the whole page, which libxml2 may pass over: it ends the page there.
    """
    events = _Events()
    parser = etree.HTMLParser(target=cast("Any", events), encoding="utf-8", huge_tree=True)
    try:
        page = cast("Page", etree.fromstring(html, parser))
    except etree.ParserError:
        page = events.close()
    except etree.XMLSyntaxError as error:
        page = events.close()
        if not page.lines:
            raise RejectedPage(f"libxml2 can't read the page: {error.msg}") from error
    else:
        if events.are_open:  # at a page's end libxml2 ends all elements
            raise MemoryError
    return page


class _Events:
    """The parser target that libxml2 calls, once for each tag and text."""

    def __init__(self) -> None:
        self._reader = Reader()
        self.data = self._reader.data

    @property
    def are_open(self) -> bool:
        """Whether elements have begun that have not ended."""
        return bool(self._reader.open)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._reader.start(Tag(name, attributes))

    def end(self, _name: str) -> None:
        if self._reader.open:
            self._reader.end()

    def close(self) -> Page:
        return self._reader.close()
