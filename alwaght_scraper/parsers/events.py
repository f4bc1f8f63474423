"""From parse events to lines: libxml2 calls the reader once per tag and text; this is the hot path."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Final

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Link, Page, Style
from alwaght_scraper.parsers.display import (
    IS_BLOCK,
    IS_BREAK,
    IS_HEAD,
    IS_IMAGE,
    IS_LINK,
    IS_SKIPPED,
    IS_STYLED,
    KIND_OF,
    STYLES_OF,
    styles_of,
)
from alwaght_scraper.parsers.headreader import HeadReader
from alwaght_scraper.parsers.parts import BLOCK, INLINE, LINK, VOID, Open, Part, State
from alwaght_scraper.text import fold

MARK: Final = "alwaght: a part of the page ends here "
"""A comment of this text and a number marks a place where the page may be parted."""

MAX_ATTRIBUTES: Final = 1000
_BULLET: Final = 4
_MAX_DEPTH: Final = 60
_NEVER: Final = 1 << 40

_BOLD, _LINKED, _HIDDEN, _PRE = int(Style.BOLD), int(Style.LINK), int(Style.HIDDEN), int(Style.PRE)
_ODD: Final = _HIDDEN | _PRE
_FONT_SIZES: Final = {
    **dict.fromkeys(("1", "-1", "-2", "-3"), Style.SMALL),
    **dict.fromkeys(("4", "5", "6", "+1", "+2", "+3"), Style.LARGE),
}
_FILLED: Final = frozenset({"a", "img", "amp-img"})
_PARTABLE: Final = frozenset({0, IS_STYLED, IS_LINK, IS_IMAGE})
"""Kinds of elements that a style can give a line of their own."""


class Reader(HeadReader):
    """Takes parse events; keeps one line in hand until an element or a `<br>` ends it.

    What was read up to each mark that stood at a good place is one of `parts`. The events must begin
    with the start of the elements that are open in `state`, and with nothing else.
    """

    __slots__ = (
        "last", "marks", "open", "parents", "part", "parts", "refused", "replayed", "tags", "to_end", "valid",
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
        """Takes a start tag."""
        if self.skipping:
            if self.skipping < 0:
                self._replay(tag)
            else:
                self.skipping += 1
            return
        kind, added = KIND_OF.get(tag, 0), 0
        if kind == IS_SKIPPED:
            self._skip(tag, attributes)
            return
        block = kind == IS_BLOCK or (kind == 0 and "-" in tag)
        if attributes:
            if len(attributes) > MAX_ATTRIBUTES:
                raise RejectedPage(f"a <{tag[:20]}> with {len(attributes)} attributes: no page for people")
            if self.named or "style" in attributes or "hidden" in attributes:
                added, parted = self._look(attributes)
                block = block or (parted and kind in _PARTABLE)
        if block:
            self._open_block(tag, attributes, added)
        elif kind == 0:
            if self.text:
                self.cuts.append(len(self.text))
            self.open.append((tag, self.context, INLINE, 0))
            self.context |= added
        elif kind == IS_LINK:
            self._open_link(attributes, added)
        else:
            self._open_special(kind, tag, attributes, added)

    def end(self, _tag: str) -> None:
        """Takes an end tag, written or not."""
        if self.skipping:
            if self.skipping < 0:
                self.valid = False
            self.skipping -= 1
            if not self.skipping and self.raw is not None:
                self._keep_raw()
            return
        if not self.open:
            return
        tag, context, kind, box = self.open.pop()
        if kind == BLOCK:
            self._leave_block(tag, box)
        elif kind == VOID:
            return
        elif kind == LINK and self.link is not None:
            self._pour(self.link)
            self.link = None
        if self.text:
            self.cuts.append(len(self.text))
        self.context = context

    def _leave_block(self, tag: str, box: int) -> None:
        if self.text or self.images or self.veiled:
            self._flush(0)
        else:
            self.gap = 0
        if tag == "a":
            self.link = None
        if self.box >= 0:
            self.last[self.box] = len(self.parents) - 1
        else:
            self.part.closed.append((self.box, len(self.parents) - 1))
        self.box = box

    def data(self, data: str) -> None:
        """Takes a text or a part of one."""
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
        """Takes a comment, which may be a mark."""
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
        added, block = styles_of(attributes.get("style", ""))
        if "hidden" in attributes:
            added |= _HIDDEN
        if self.named:
            names = [f".{name}" for name in attributes.get("class", "").split()]
            names.append(f"#{attributes.get('id', '')}")
            if not self.hidden_names.isdisjoint(names):
                added |= _HIDDEN
            block = block or not self.block_names.isdisjoint(names)
        return added, block

    def _open_block(self, tag: str, attributes: Mapping[str, str], added: int) -> None:
        if self.text or self.images or self.veiled:
            self._flush(0)
        else:
            self.gap = 0
        if tag == "dialog" and "open" not in (attributes or ()):
            added |= _HIDDEN
        self.open.append((tag, self.context, BLOCK, self.box))
        self.context |= added | STYLES_OF.get(tag, 0)
        self.parents.append(self.box)
        self.box = len(self.tags)
        self.tags.append(tag)
        self.last.append(-1)
        name = attributes.get("class")
        self.page.frame.add(f"{tag}.{name}" if name else tag)
        if tag in _FILLED:
            self._fill_block(attributes, added)

    def _fill_block(self, attributes: Mapping[str, str], added: int) -> None:
        """Makes a link or a picture of what a style has given a line of its own."""
        href = attributes.get("href")
        if self.tags[-1] != "a":
            self._image(attributes, added)
        elif href:
            self.context |= _LINKED
            self.link, self.link_from = Link(href), 0
            self._follow(href)

    def _open_special(self, kind: int, tag: str, attributes: Mapping[str, str], added: int) -> None:
        if kind == IS_STYLED:
            if tag == "font":
                added |= _FONT_SIZES.get(attributes.get("size", ""), 0)
            if self.text:
                self.cuts.append(len(self.text))
            self.open.append((tag, self.context, INLINE, 0))
            self.context |= added | STYLES_OF.get(tag, 0)
            return
        self.open.append((tag, self.context, VOID, 0))
        if kind == IS_BREAK:
            self._break()
        elif kind == IS_IMAGE:
            self._image(attributes, added)
        elif kind == IS_HEAD:
            self.page.note(tag, attributes)
            if tag == "area":
                self._follow(attributes.get("href"))

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
        self._follow(href)


# lxml asks for the signature at each parse; finding it anew takes as long as parsing 3 KB of HTML.
setattr(Reader.start, "__signature__", inspect.signature(Reader.start))  # noqa: B010
