"""What of a page is no line: its title, its styles, the scripts that hold its data, its forms, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from alwaght_scraper.parsers.display import sheet_rules
from alwaght_scraper.parsers.linemaker import LineMaker
from alwaght_scraper.text import fold

MAX_LINKS: Final = 5000
"""Addresses kept of one page; the site's pages have a few hundred."""


class HeadReader(LineMaker):
    """Keeps what `<title>`, `<style>`, JSON-LD and `<textarea>` say, and every address that is linked to."""

    __slots__ = ("block_names", "hidden_names", "named", "raw", "raw_tag", "skipping")

    hidden_names: set[str]
    block_names: set[str]
    named: bool
    raw: list[str] | None
    raw_tag: str
    skipping: int

    def _follow(self, href: str | None) -> None:
        if href and len(self.page.hrefs) < MAX_LINKS:
            self.page.hrefs[href] = None

    def _skip(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.skipping = 1
        get = attributes.get
        if (
            (tag == "title" and not self.page.title)
            or (tag == "style" and "print" not in get("media", ""))
            or (tag == "script" and "ld+json" in get("type", "").lower())
        ):
            self.raw, self.raw_tag = [], tag
        elif tag == "textarea":
            self._flush(0)
            self.page.forms.append(len(self.lines))

    def _keep_raw(self) -> None:
        text = "".join(self.raw or ())
        self.raw = None
        if self.raw_tag == "title":
            self.page.title = fold(text)
        elif self.raw_tag == "style":
            hidden, block = sheet_rules(text)
            self.hidden_names |= hidden
            self.block_names |= block
            self.named = bool(self.hidden_names or self.block_names)
        else:
            self.page.json_ld.append(text)
