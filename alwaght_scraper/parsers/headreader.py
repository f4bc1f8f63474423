"""What of a page is no line: its title, its styles, the scripts that hold its data, its forms, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable

from alwaght_scraper.parsers.blocks import Page, Style
from alwaght_scraper.parsers.display import PARTABLE, sheet_rules
from alwaght_scraper.parsers.linemaker import LineMaker
from alwaght_scraper.parsers.markup import Tag


class HeadReader(LineMaker):
    """Keeps what `<title>`, `<style>`, JSON-LD and `<textarea>` say, and every address that is linked to."""

    __slots__ = ("block_names", "hidden_names", "named", "raw", "raw_tag", "skipping")

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.hidden_names: set[str] = set()
        self.block_names: set[str] = set()
        self.named = False
        self.raw: list[str] | None = None
        self.raw_tag = ""
        self.skipping = 0

    def _follow(self, href: str | None) -> None:
        if href:
            self.page.hrefs.append(href)

    def obey(self, hidden_names: Iterable[str], block_names: Iterable[str]) -> None:
        """Minds the classes and ids that style sheets hide or give a line of their own."""
        self.hidden_names.update(hidden_names)
        self.block_names.update(block_names)
        self.named = bool(self.hidden_names or self.block_names)

    def _by_sheet(self, tag: Tag) -> tuple[int, bool]:
        """The styles of a tag and whether it has a line of its own, by the page's style sheets too."""
        added = tag.added if self.hidden_names.isdisjoint(tag.names) else tag.added | Style.HIDDEN
        return added, tag.is_block or (tag.kind in PARTABLE and not self.block_names.isdisjoint(tag.names))

    def _skip(self, tag: Tag) -> None:
        self.skipping = 1
        name, get = tag.name, tag.attributes.get
        if (
            name == "title"
            or (name == "style" and "print" not in get("media", ""))
            or (name == "script" and "ld+json" in get("type", "").lower())
        ):
            self.raw, self.raw_tag = [], name
        elif name == "textarea":
            self._flush(0)
            self.page.forms.append(len(self.lines))

    def _keep_raw(self) -> None:
        text = "".join(self.raw or ())
        self.raw = None
        if self.raw_tag == "style":
            self.obey(*sheet_rules(text))
        else:
            self.page.told.append((self.raw_tag, {"text": text}))
