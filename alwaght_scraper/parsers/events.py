"""From parse events to lines: libxml2 calls the reader once per tag and text; this is the hot path."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Link, Page, Style
from alwaght_scraper.parsers.display import BLOCKS, SKIPPED, hides, looks, parts, sheet_rules
from alwaght_scraper.parsers.linemaker import LineMaker
from alwaght_scraper.text import fold

MARK: Final = "alwaght: a part of the page ends here "
"""A comment of this text and a number marks a place where the page may be parted."""

MAX_ATTRIBUTES: Final = 1000
MAX_LINKS: Final = 5000
_BULLET: Final = 4
_MAX_DEPTH: Final = 60
_NEVER: Final = 1 << 40

INLINE, BLOCK, LINK, VOID = range(4)
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
_BOLD, _LINKED, _HIDDEN, _PRE = int(Style.BOLD), int(Style.LINK), int(Style.HIDDEN), int(Style.PRE)
_ODD: Final = _HIDDEN | _PRE
_SMALL_SIZES: Final = frozenset({"1", "-1", "-2", "-3"})

Open = tuple[str, int, int]
"""An element that is open: its tag, the styles that hold outside of it, and what it is (INLINE, BLOCK, LINK or VOID)."""


@dataclass(frozen=True, slots=True)
class State:
    """All that decides how the rest of a page is read: the open elements, the open link's address, what style sheets said."""

    opens: tuple[Open, ...] = ()
    context: int = 0
    href: str | None = None
    hidden_names: frozenset[str] = frozenset()
    block_names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Part:
    """What one stretch of a page adds to it.

    Boxes that the stretch opens are numbered from 0; those open before it are -1 (the innermost), -2 and
    so on. `closed` says which of the latter end in it, after how many boxes of its own; `opened` lists
    the boxes of its own that stay open; `exit` is the state after it, None at the end of the page.
    """

    content: Page = field(default_factory=lambda: Page(parents=[], tags=[], last=[]))
    closed: list[tuple[int, int]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    exit: State | None = None
    number: int = -1


@lru_cache(maxsize=4096)
def _of_style(style: str) -> tuple[int, bool]:
    """The styles that an inline style adds, and whether it gives its element a line of its own."""
    bold, italic, small, indent = looks(style)
    added = hides(style) * _HIDDEN | bold * _BOLD | italic * Style.ITALIC | small * Style.SMALL | indent * Style.INDENT
    return added, parts(style)


class Reader(LineMaker):
    """Takes parse events; keeps one line in hand until an element or a `<br>` ends it.

    What was read up to each mark that stood at a good place is one of `parts`. The events must begin
    with the start of the elements that are open in `state`, and with nothing else.
    """

    __slots__ = (
        "block_names", "hidden_names", "last", "marks", "named", "open", "parents", "part", "parts", "raw", "raw_tag", "refused", "replayed",
        "skipping", "tags", "to_end", "valid",
    )  # fmt: skip

    def __init__(self, state: State, marks: Sequence[int] = (), *, to_end: bool = True) -> None:
        """Reads on from `state` past `marks` (numbers, rising), to the end of the page or else to the last mark."""
        self.parts: list[Part] = []
        self.refused: list[int] = []
        self.marks, self.to_end, self.valid = marks, to_end, True
        self.hidden_names, self.block_names = set(state.hidden_names), set(state.block_names)
        self.named = bool(self.hidden_names or self.block_names)
        self.replayed = state.opens
        self.skipping = -len(state.opens)
        self.raw: list[str] | None = None
        self.raw_tag = ""
        super().__init__(Page(), -1, state.context, None if state.href is None else Link(state.href))
        self._begin_part(state.opens)

    def _begin_part(self, opens: Sequence[Open]) -> None:
        self.part = part = Part()
        self.page = page = part.content
        self.lines, self.parents, self.tags, self.last = page.lines, page.parents, page.tags, page.last
        self.box = -1
        box = -1 - sum(kind == BLOCK for _, _, kind in opens)
        self.open: list[tuple[str, int, int, int]] = []
        for tag, context, kind in opens:
            self.open.append((tag, context, kind, box))
            box += kind == BLOCK

    # -- events, called by libxml2 ----------------------------------------------------------------

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.skipping:
            if self.skipping < 0:
                self._replay(tag)
            else:
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
            if self.named or "style" in attributes or "hidden" in attributes:
                added, parted = self._look(attributes)
                block = block or parted
        if block:
            self._open_block(tag, attributes, added)
        elif kind == 0:
            if self.text:
                self.cuts.append(len(self.text))
            self.open.append((tag, self.context, INLINE, 0))
            self.context |= added
        elif kind == _LINK:
            self._open_link(attributes, added)
        else:
            self._open_special(kind, tag, attributes, added)

    def end(self, _tag: str) -> None:
        if self.skipping:
            if self.skipping < 0:
                self.valid = False
            self.skipping -= 1
            if not self.skipping and self.raw is not None:
                self._keep_raw()
            return
        if not self.open:
            return
        _, context, kind, box = self.open.pop()
        if kind == BLOCK:
            if self.text or self.images or self.veiled:
                self._flush(0)
            else:
                self.gap = 0
            if self.box >= 0:
                self.last[self.box] = len(self.parents) - 1
            else:
                self.part.closed.append((self.box, len(self.parents) - 1))
            self.box = box
        elif kind == VOID:
            return
        elif kind == LINK and self.link is not None:
            self._pour(self.link)
            self.link = None
        if self.text:
            self.cuts.append(len(self.text))
        self.context = context

    def data(self, data: str) -> None:
        if self.skipping:
            if self.raw is not None:
                self.raw.append(data)
            return
        context = self.context
        if context & _ODD:
            self._odd_text(data)
        elif self.text:
            self.text.append(data)
            if self.style & ~context and (len(data) > _BULLET or any(map(str.isalnum, data))) and not data.isspace():
                self.style &= context
        elif not data.isspace():
            self.text.append(data)
            if len(data) > _BULLET or any(map(str.isalnum, data)):
                self.style &= context

    def comment(self, text: str) -> None:
        if self.marks and text.startswith(MARK):
            self._mark(int(text[len(MARK) :]))

    def close(self) -> list[Part]:
        """Ends the page, where it is to be read to its end; libxml2 calls it last."""
        if self.to_end and self.skipping >= 0 and self.valid:
            self.to_end = False
            self._flush(0)
            self.parts.append(self.part)
        return self.parts

    # -- parts ------------------------------------------------------------------------------------

    def _replay(self, tag: str) -> None:
        """Checks that an element open before this stretch is open again."""
        self.valid = self.valid and tag == self.replayed[self.skipping][0]
        self.skipping += 1

    def _mark(self, number: int) -> None:
        """Ends the part in hand, if what follows can be read without knowing more than a `State`."""
        opens = self.open
        bare = self.images and not fold("".join(self.text))
        if bare or self.skipping or not 1 < len(opens) <= _MAX_DEPTH or opens[0][0] != "html" or opens[1][0] != "body":
            self.refused.append(number)
            return
        self._flush(0)
        part = self.part
        part.number = number
        part.opened = [box for _, _, kind, box in opens if kind == BLOCK and box >= 0]
        if self.box >= 0:
            part.opened.append(self.box)
        kept: list[Open] = [(tag, context, kind) for tag, context, kind, _ in opens]
        href = None if self.link is None else self.link.href
        part.exit = State(tuple(kept), self.context, href, frozenset(self.hidden_names), frozenset(self.block_names))
        self.parts.append(part)
        self._begin_part(kept)
        if number == self.marks[-1] and not self.to_end:
            self.skipping = _NEVER

    # -- opening ----------------------------------------------------------------------------------

    def _look(self, attributes: Mapping[str, str]) -> tuple[int, bool]:
        """The styles that attributes add, and whether they make a line of its own."""
        get = attributes.get
        style = get("style")
        added, block = _of_style(style) if style else (0, False)
        if "hidden" in attributes:
            added |= _HIDDEN
        if self.named:
            names = [f".{name}" for name in get("class", "").split()]
            names.append(f"#{get('id', '')}")
            if not self.hidden_names.isdisjoint(names):
                added |= _HIDDEN
            block = block or not self.block_names.isdisjoint(names)
        return added, block

    def _open_block(self, tag: str, attributes: Mapping[str, str], added: int) -> None:
        if self.text or self.images or self.veiled:
            self._flush(0)
        else:
            self.gap = 0
        if tag == "dialog" and attributes and "open" not in attributes:
            added |= _HIDDEN
        self.open.append((tag, self.context, BLOCK, self.box))
        self.context |= added | _STYLES.get(tag, 0)
        self.parents.append(self.box)
        self.box = len(self.tags)
        self.tags.append(tag)
        self.last.append(-1)
        name = attributes.get("class") if attributes else None
        self.page.frame.add(f"{tag}.{name}" if name else tag)
        if tag == "html" and attributes:
            self.page.lang = self.page.lang or attributes.get("lang")

    def _open_special(self, kind: int, tag: str, attributes: Mapping[str, str], added: int) -> None:
        if kind == _STYLED:
            if tag == "font" and attributes.get("size") in _SMALL_SIZES:
                added |= Style.SMALL
            if self.text:
                self.cuts.append(len(self.text))
            self.open.append((tag, self.context, INLINE, 0))
            self.context |= added | _STYLES.get(tag, 0)
            return
        self.open.append((tag, self.context, VOID, 0))
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
            self.open.append(("a", self.context, INLINE, 0))
            self.context |= added
            return
        self.open.append(("a", self.context, LINK, 0))
        self.context |= added | _LINKED
        self.link = Link(href)
        self.link_from = len(self.text)
        if len(self.page.hrefs) < MAX_LINKS:
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


setattr(Reader.start, "__signature__", inspect.signature(Reader.start))  # noqa: B010 - lxml asks for it at each parse, and finding it takes as long as 3 KB of HTML
