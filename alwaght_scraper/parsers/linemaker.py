"""The line in hand: text, links and pictures gathered until an element or a `<br>` ends them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from alwaght_scraper.dates import HINT, read_date
from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import NO_BOX, Image, Line, Link, Page, Style
from alwaght_scraper.parsers.parting import MAX_TERM, paragraphs, parted, printed_twice
from alwaght_scraper.parsers.sentences import STOPS
from alwaght_scraper.text import fold

MAX_LINES: Final = 20_000
_INDENT: Final = "\u00a0\u00a0"
_MAX_RUNS_LENGTH: Final = 300
_MAX_ENTRY_LENGTH: Final = 800  # an entry of a list: its title twice, its date, its snippet
_ALL: Final = 65535
_HIDDEN, _HEADING, _LINKED, _FLOWS = int(Style.HIDDEN), int(Style.HEADING), int(Style.LINK), int(Style.FLOWS)
_ROW_END: Final = "\n"
_NARROWEST: Final = 50
_WIDEST: Final = 100
_ENDS: Final = "".join(STOPS) + ":"
_ITEM: Final = re.compile(r"(?:\d{1,2}[.)]|[-–—*•·>+])\s|[^\w\s\"'“”‘’«»(\[$€£]{2}")
_BULLET: Final = 4
_PLACEHOLDER: Final = re.compile(r"blank|placeholder|spacer|loading|loader|transparent|1x1|pixel|lazy", re.IGNORECASE)
_PICTURE: Final = re.compile(r"^[^\s,<>{}]+\.(?:jpe?g|png|webp|gif)(?:\?\S*)?$", re.IGNORECASE)
_IMAGE_SOURCES: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "src")


class LineMaker:
    """Makes the lines of `page`; `box` and `context` (the styles that hold here) are those of the place that is being read."""

    __slots__ = (
        "box",
        "context",
        "cover",
        "cuts",
        "gap",
        "images",
        "lines",
        "link",
        "link_from",
        "links",
        "option",
        "page",
        "style",
        "text",
        "veiled",
    )

    def __init__(self, page: Page) -> None:
        self.page, self.lines = page, page.lines
        self.text: list[str] = []
        self.cuts: list[int] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.box, self.context = NO_BOX, 0
        self.link: Link | None = None
        self.link_from = 0
        self.cover: Link | None = None
        self.veiled: list[str] = []
        self._fresh_line(0)

    def _fresh_line(self, gap: int) -> None:
        self.text.clear()
        self.cuts.clear()
        self.links.clear()
        self.images.clear()
        self.style = _ALL
        self.option = 0
        self.gap = gap

    def _break(self) -> None:
        if self.context & _HEADING:
            if self.text:
                self.text.append(" ")
            return
        gap = self.gap
        if self.images or self.veiled or any(not text.isspace() for text in self.text):
            gap = 0
        self._flush(gap + 1)

    def _image(self, attributes: Mapping[str, str], added: int) -> None:
        get = attributes.get
        src = ""
        for name in _IMAGE_SOURCES:
            source = get(name)
            if source and (source := source.strip()) and not source.startswith("data:"):
                src = source
                break
        if not src or _PLACEHOLDER.search(src):
            src = next((value for name, value in attributes.items() if name.startswith("data-") and _PICTURE.search(value)), src)
        if not src and (srcset := get("srcset") or get("data-srcset")):
            src = srcset.split(",", 1)[0].split()[0] if srcset.strip() else ""
        if (self.context | added) & _HIDDEN:
            return
        link = self.link.href if self.link else None
        self.images.append(Image(src, fold(get("alt", "")), get("width", ""), get("height", ""), link))

    def _pour(self, link: Link) -> None:
        """Gives the line in hand the part of an open link that stands in it."""
        text = "".join(self.text[self.link_from :])
        if text and not text.isspace():
            self.links.append(Link(link.href, fold(text)))
        self.link_from = len(self.text)

    def _odd_text(self, data: str) -> None:
        """Text that a browser hides, or that keeps its own line breaks."""
        if self.context & _HIDDEN:
            self.veiled.append(data)
            return
        for number, row in enumerate(data.split("\n")):
            if number:
                self._end_row()
            if not row or row.isspace():
                if row and self.text and self.text[-1] != _ROW_END:
                    self.text.append(row)
                continue
            if self.text and self.text[-1] == _ROW_END and not self._goes_on(row):
                self._break()
            self.text.append(row)
            if len(row) > _BULLET or any(map(str.isalnum, row)):
                self.style &= self.context

    def _end_row(self) -> None:
        """Ends a row of text that keeps its own line breaks; whether the line ends there, the next row tells."""
        if self.text and self.text[-1] != _ROW_END:
            self.text.append(_ROW_END)
            return
        if self.text:
            self._break()
        self._break()

    def _goes_on(self, row: str) -> bool:
        """Whether the row before was broken at a margin, as in text of a fixed width, so that its line goes on in `row`."""
        if self.context & _FLOWS or self.style & _LINKED:
            return False
        length, last = 0, self.text[-2].rstrip()
        for piece in reversed(self.text[:-1]):
            if piece == _ROW_END:
                break
            length += len(piece)
        first = row.lstrip()
        begins = _ITEM.match(first) is None
        return begins and length >= _NARROWEST and (length <= _WIDEST or last[-1:] not in _ENDS) and read_date(first) is None

    def _flush(self, gap: int) -> None:
        """Ends the line in hand and starts the next, which stands `gap` line breaks below."""
        if self.link is not None:
            self._pour(self.link)
            self.link_from = 0
        if self.veiled:
            self._flush_veiled()
        if self.text or self.images:
            text = fold(self.text[0] if len(self.text) == 1 else "".join(self.text))
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
        is_short = len(text) < (_MAX_ENTRY_LENGTH if self.links else _MAX_RUNS_LENGTH)
        may_be_dated = is_short and HINT.search(text) is not None
        if is_short and self.cuts and (may_be_dated or self._is_twice(text)):
            edges = [0, *self.cuts, len(self.text)]
            pieces = ("".join(self.text[a:b]) for a, b in pairwise(edges))
            runs = tuple(piece for piece in map(fold, pieces) if piece)
        if self.cover is not None and text:
            self._uncover(text)
        style = (self.style if text else self.context) | self.option
        gap = self.gap
        if gap == 1 and self.text and self.text[0].lstrip(" \t\r\n").startswith(_INDENT):
            gap = 2  # an indented line begins a paragraph
        line = Line(text, self.box, style, gap, tuple(self.links), tuple(self.images), runs if len(runs) > 1 else (), dated=may_be_dated)
        if may_be_dated:
            line.parts = parted(line)
        if not line.parts and line.prose and any("\n" in piece for piece in self.text):
            line.parts = paragraphs(line, "".join(self.text), self.page.tags[self.box])
        line.prints = printed_twice(line)
        self.lines.append(line)

    def _uncover(self, text: str) -> None:
        """Gives a line the link that is laid over it: an empty one right before it, whose own name is what the line says."""
        if self.cover is not None and self.cover.text == text and not self.links:
            self.links.append(self.cover)
            self.style |= _LINKED
        self.cover = None

    def _is_twice(self, text: str) -> bool:
        """Whether the first inline part of a line is printed twice in it, as the terms of a glossary are."""
        first = fold("".join(self.text[: self.cuts[0]]))
        return (
            0 < len(first) <= MAX_TERM and text.startswith(first) and text.startswith(first, len(first) + (text[len(first) :][:1] == " "))
        )

    def _flush_veiled(self) -> None:
        text = fold("".join(self.veiled))
        self.veiled = []
        if text:
            line = Line(text, self.box, _HIDDEN, 0, (), ())
            line.prints = printed_twice(line)
            self.lines.append(line)
