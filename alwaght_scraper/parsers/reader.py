"""From bytes to a `Page`: libxml2's parse events turned into lines as they come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Image, Line, Link, Page, Style
from alwaght_scraper.parsers.display import BLOCKS, SKIPPED, hides, looks, parts, sheet_rules
from alwaght_scraper.text import fold

MAX_ATTRIBUTES: Final = 1000
MAX_LINES: Final = 50_000
MAX_LINKS: Final = 5000
MAX_RUNS_LENGTH: Final = 300
_MARK: Final = 4

_SKIP, _BLOCK, _LINK, _IMAGE, _BREAK, _STYLED, _HEAD, _CONTROL = range(1, 9)
_KIND: Final[dict[str, int]] = {
    **dict.fromkeys(SKIPPED, _SKIP),
    **dict.fromkeys(BLOCKS, _BLOCK),
    **dict.fromkeys(("b", "strong", "i", "em", "small", "time", "font", "q", "cite"), _STYLED),
    "a": _LINK, "img": _IMAGE, "amp-img": _IMAGE, "br": _BREAK, "meta": _HEAD, "link": _HEAD, "base": _HEAD, "input": _CONTROL,
}  # fmt: skip
_STYLES: Final[dict[str, int]] = {
    "b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "small": Style.SMALL, "time": Style.TIME,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Style.HEADING),
    "li": Style.LIST,
    "blockquote": Style.QUOTE, "figcaption": Style.CAPTION, "pre": Style.PRE, "listing": Style.PRE, "xmp": Style.PRE,
}  # fmt: skip
_BOLD, _LINKED, _HIDDEN, _PRE, _HEADING = int(Style.BOLD), int(Style.LINK), int(Style.HIDDEN), int(Style.PRE), Style.HEADING
_ALL: Final = 4095
_SMALL_SIZES: Final = frozenset({"1", "-1", "-2", "-3"})
_DATED: Final = re.compile(r"[12]\d{3}|[\u0660-\u0669\u06f0-\u06f9]{4}")
_DIGITS: Final = re.compile(r"\d+")
_NOTHING: Final[Mapping[str, str]] = {}
_IMAGE_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "src")


def read_page(html: bytes) -> Page:
    """The page in `html`, which is UTF-8.

    Raises:
        RejectedPage: when it is nothing that a person could read: a bomb of attributes or of lines.
    """
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    try:
        page: Page = etree.fromstring(html, parser)
    except etree.ParserError:
        return reader.close()
    except etree.XMLSyntaxError as error:
        if reader.page.lines:
            return reader.close()
        raise RejectedPage(f"libxml2 can't read the page: {error.msg}") from error
    return page


class _Reader:
    """Takes parse events; keeps one line in hand until an element or a `<br>` ends it."""

    def __init__(self) -> None:
        self.page = page = Page()
        self.lines, self.parents, self.tags, self.last = page.lines, page.parents, page.tags, page.last
        self.frame = page.frame
        self.open: list[tuple[int, int, int] | None] = []
        self.skipping = 0
        self.raw: list[str] | None = None
        self.raw_tag = ""
        self.context = 0
        self.box = 0
        self.hidden_names: set[str] = set()
        self.block_names: set[str] = set()
        self.link: Link | None = None
        self.link_from = 0
        self._fresh_line(0)

    def _fresh_line(self, gap: int) -> None:
        self.text: list[str] = []
        self.style = _ALL
        self.cuts: list[int] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.gap = gap
        self.stamp: str | None = None
        self.veiled: list[str] = []

    # -- events, called by libxml2 ----------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.skipping:
            self.skipping += 1
            return
        kind = _KIND.get(tag, 0)
        if kind == _SKIP:
            self._skip(tag, attributes)
            return
        added = 0
        block = kind == _BLOCK or (kind == 0 and "-" in tag)
        if attributes:
            if len(attributes) > MAX_ATTRIBUTES:
                raise RejectedPage(f"a <{tag[:20]}> with {len(attributes)} attributes: no page for people")
            added = self._look(tag, attributes)
            if added < 0:
                added, block = ~added, True
        if block:
            self._open_block(tag, attributes, added)
        elif kind == 0:
            self._open_inline(added)
        else:
            self._open_special(kind, tag, attributes, added)

    def end(self, _tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
            if not self.skipping and self.raw is not None:
                self._keep_raw()
            return
        saved = self.open.pop() if self.open else None
        if saved is None:
            return
        context, box, was_link = saved
        if box >= 0:
            self._flush(0)
            self.last[self.box] = len(self.parents) - 1
            self.box = box
        if was_link and self.link is not None:
            self._close_link()
        if self.text:
            self.cuts.append(len(self.text))
        self.context = context

    def data(self, data: str) -> None:
        if self.skipping:
            if self.raw is not None:
                self.raw.append(data)
            return
        context = self.context
        if context & (_HIDDEN | _PRE):
            self._odd_text(data)
            return
        self.text.append(data)
        if self.style & ~context and (len(data) > _MARK or any(map(str.isalnum, data))) and not data.isspace():
            self.style &= context

    def close(self) -> Page:
        """Ends the page; libxml2 calls it last."""
        self._flush(0)
        self.last[0] = len(self.parents) - 1
        for box in range(len(self.last)):
            if self.last[box] < box:
                self.last[box] = len(self.parents) - 1
        return self.page

    # -- opening ----------------------------------------------------------------------------------

    def _look(self, tag: str, attributes: Mapping[str, str]) -> int:
        """The styles that attributes add; its complement (negative) when they also make a line of its own."""
        added = 0
        block = False
        get = attributes.get
        if style := get("style"):
            if hides(style):
                added = _HIDDEN
            bold, italic, small, indent = looks(style)
            added |= bold * _BOLD | italic * Style.ITALIC | small * Style.SMALL | indent * Style.INDENT
            block = parts(style)
        if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
            added |= _HIDDEN
        if self.hidden_names or self.block_names:
            names = [f".{name}" for name in get("class", "").split()]
            names.append(f"#{get('id', '')}")
            if not self.hidden_names.isdisjoint(names):
                added |= _HIDDEN
            block = block or not self.block_names.isdisjoint(names)
        return ~added if block else added

    def _open_block(self, tag: str, attributes: Mapping[str, str], added: int) -> None:
        self._flush(0)
        added |= _STYLES.get(tag, 0)
        self.open.append((self.context, self.box, 0))
        self.context |= added
        self.parents.append(self.box)
        self.box = len(self.tags)
        self.tags.append(tag)
        self.last.append(-1)
        name = attributes.get("class") if attributes else None
        self.frame.add(f"{tag}.{name}" if name else tag)
        if tag == "html" and attributes:
            self.page.lang = self.page.lang or attributes.get("lang")

    def _open_inline(self, added: int) -> None:
        if self.text:
            self.cuts.append(len(self.text))
        self.open.append((self.context, -1, 0))
        self.context |= added

    def _open_special(self, kind: int, tag: str, attributes: Mapping[str, str], added: int) -> None:
        if kind == _STYLED:
            if tag == "font" and attributes.get("size") in _SMALL_SIZES:
                added |= Style.SMALL
            if tag == "time" and (stamp := attributes.get("datetime")):
                self.stamp = self.stamp or stamp
            self._open_inline(added | _STYLES.get(tag, 0))
            return
        if kind == _LINK:
            self._open_link(attributes, added)
            return
        self.open.append(None)
        if kind == _BREAK:
            self._break()
        elif kind == _IMAGE:
            self._image(attributes, added)
        elif kind == _HEAD:
            self._head(tag, attributes)

    def _open_link(self, attributes: Mapping[str, str], added: int) -> None:
        href = attributes.get("href")
        if self.text:
            self.cuts.append(len(self.text))
        if not href:
            self.open.append((self.context, -1, 0))
            self.context |= added
            return
        self.open.append((self.context, -1, 1))
        self.context |= added | _LINKED
        self.link = Link(href)
        self.link_from = len(self.text)
        if len(self.page.hrefs) < MAX_LINKS:
            self.page.hrefs[href] = None

    def _close_link(self) -> None:
        link = self.link
        if link is not None:
            self._pour(link)
            self.link = None

    def _pour(self, link: Link) -> None:
        """Gives the line in hand the part of an open link that stands in it."""
        text = "".join(self.text[self.link_from :])
        if text and not text.isspace():
            self.links.append(Link(link.href, fold(text)))
        self.link_from = len(self.text)

    def _skip(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.skipping = 1
        if (tag == "title" and not self.page.title) or (tag == "style" and "print" not in attributes.get("media", "")) or (tag == "script" and "ld+json" in attributes.get("type", "").lower()):
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
        else:
            self.page.json_ld.append(text)

    def _break(self) -> None:
        if self.context & _HEADING:
            self.text.append(" ")
            return
        gap = self.gap
        if any(not text.isspace() for text in self.text) or self.images or self.veiled:
            gap = 0
        self._flush(gap + 1)

    def _image(self, attributes: Mapping[str, str], added: int) -> None:
        get = attributes.get
        sources = [get(name, "").strip() for name in _IMAGE_SOURCES]
        src = next((source for source in sources if source and not source.startswith("data:")), "")
        if not src and (srcset := get("srcset") or get("data-srcset")):
            src = srcset.split(",", 1)[0].split()[0] if srcset.strip() else ""
        if (self.context | added) & _HIDDEN:
            return
        link = self.link.href if self.link else None
        self.images.append(Image(src, fold(get("alt", "")), get("width", ""), get("height", ""), link))

    def _head(self, tag: str, attributes: Mapping[str, str]) -> None:
        get = attributes.get
        if tag == "meta":
            name = (get("property") or get("name") or get("itemprop") or "").strip().lower()
            if name and (content := get("content")):
                self.page.meta.setdefault(name, fold(content))
        elif tag == "base":
            self.page.base = self.page.base or get("href")
        elif "canonical" in get("rel", "").lower().split():
            self.page.canonical = self.page.canonical or get("href")

    # -- lines ------------------------------------------------------------------------------------

    def _odd_text(self, data: str) -> None:
        """Text that a browser hides, or that keeps its own line breaks."""
        if self.context & _HIDDEN:
            self.veiled.append(data)
            return
        for number, row in enumerate(data.split("\n")):
            if number:
                self._break()
            self.text.append(row)
            if not row.isspace() and row:
                self.style &= self.context

    def _flush(self, gap: int) -> None:
        """Ends the line in hand and starts the next, which stands `gap` line breaks below."""
        if self.link is not None:
            self._pour(self.link)
            self.link_from = 0
        if self.veiled:
            self._flush_veiled()
        if self.text or self.images:
            text = fold("".join(self.text))
            if text or self.images:
                self._emit(text)
            elif not gap:
                gap = self.gap if self.gap and not self.text else 0
            self._fresh_line(gap)
        else:
            self.gap = gap

    def _emit(self, text: str) -> None:
        if len(self.lines) >= MAX_LINES:
            raise RejectedPage(f"more than {MAX_LINES} lines of text: no page for people")
        runs: tuple[str, ...] = ()
        if self.cuts and len(text) < MAX_RUNS_LENGTH and _DATED.search(text):
            edges = [0, *self.cuts, len(self.text)]
            pieces = ("".join(self.text[a:b]) for a, b in zip(edges, edges[1:], strict=False))
            runs = tuple(piece for piece in map(fold, pieces) if piece)
        style = self.style if text else self.context
        self.lines.append(Line(text, self.box, style, self.gap, self.links, self.images, runs if len(runs) > 1 else (), self.stamp))
        self.page.text_size += len(text)

    def _flush_veiled(self) -> None:
        text = fold("".join(self.veiled))
        self.veiled = []
        if text:
            self.lines.append(Line(text, self.box, _HIDDEN, 0, [], []))


def frame_name(name: str) -> str:
    """A `tag.class` without numbers, which differ from page to page."""
    return _DIGITS.sub("#", name)
