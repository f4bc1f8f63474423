"""From tags and texts to lines: what a browser makes of each; this is the hot path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from alwaght_scraper.parsers.blocks import TO_ARTICLE, Link, Page, Style
from alwaght_scraper.parsers.display import IS_BREAK, IS_CONTROL, IS_HEAD, IS_IMAGE, IS_LINK, IS_SKIPPED, IS_STYLED
from alwaght_scraper.parsers.headreader import HeadReader
from alwaght_scraper.parsers.markup import Tag
from alwaght_scraper.text import fold

INLINE, BLOCK, LINK, VOID, SKIPPED = range(5)
_BULLET: Final = 4
_LINKED, _HIDDEN, _PRE = int(Style.LINK), int(Style.HIDDEN), int(Style.PRE)
_ODD: Final = _HIDDEN | _PRE
_INLINE_KINDS: Final = (0, IS_STYLED)
_NOWHERE: Final = (-1, -1)
_FILLED: Final = frozenset({"a", "img", "amp-img"})


class Reader(HeadReader):
    """Takes start tags, end tags and texts; keeps one line in hand until an element or a `<br>` ends it.

    `open` are the elements that are open: name, the styles outside of each, what it is, and its box's parent.
    """

    __slots__ = ("bare", "last", "link_at", "link_tag", "open", "parents", "tags")

    def __init__(self) -> None:
        """Begins a page."""
        super().__init__(Page())
        page = self.page
        self.parents, self.tags, self.last = page.parents, page.tags, page.last
        self.open: list[tuple[str, int, int, int]] = []
        self.bare: tuple[str, int, int, int] | None = None
        self.link_at = _NOWHERE
        self.link_tag: Tag | None = None

    def start(self, tag: Tag) -> None:
        """Takes a start tag."""
        if self.skipping:
            self.skipping += 1
            self.open.append((tag.name, self.context, SKIPPED, 0))
            return
        kind, added, is_block = tag.kind, tag.added, tag.is_block
        if kind == IS_SKIPPED:
            self.open.append((tag.name, self.context, SKIPPED, 0))
            self._skip(tag)
            return
        if self.named and tag.names:
            added, is_block = self._by_sheet(tag)
        if is_block and not (tag.is_custom and self.text and self.text[-1][-1:] == " "):
            self._open_block(tag, added)
        elif kind in _INLINE_KINDS or tag.is_custom:
            if self.text:
                self.cuts.append(len(self.text))
            self.open.append((tag.name, self.context, INLINE, 0))
            self.context |= added
        elif kind == IS_LINK:
            self._open_link(tag, added)
        else:
            self._take_void(tag, added)

    def end(self) -> None:
        """Ends the innermost element."""
        _, context, kind, box = self.open.pop()
        if kind == BLOCK:
            self._leave_block(box)
            if not context & _LINKED:
                self.link = None
        elif kind == SKIPPED:
            self.skipping -= 1
            if not self.skipping and self.raw is not None:
                self._keep_raw()
            return
        elif kind == VOID:
            return
        elif kind == LINK and self.link is not None:
            if self.link_from == len(self.text) and not self.images and self.link_at == (len(self.tags), len(self.lines)):
                self.bare = self.link.href, len(self.tags), len(self.lines), len(self.text)
                self.cover = self._named_link(self.link.href)
            self._pour(self.link)
            self.link = None
        if self.text:
            self.cuts.append(len(self.text))
        self.context = context

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

    def close(self) -> Page:
        """Ends the page; what is open still is closed."""
        self._flush(0)
        end = len(self.last) - 1
        for _, _, kind, box in self.open:
            if kind == BLOCK:
                self.last[box] = end
        if self.box:
            self.last[self.box] = end
        self.last[0] = end
        self.page.settle()
        return self.page

    def pause(self) -> None:
        """Ends the line in hand, as the start of a block does."""
        if self.text or self.images or self.veiled:
            self._flush(0)
        else:
            self.gap = 0

    def resume(self, opens: Iterable[tuple[str, int, int]], boxes: Sequence[int], context: int, href: str | None) -> None:
        """Goes on at a place where these elements and boxes are open and no line is in hand."""
        outer = iter(boxes)
        self.open[:] = [(name, before, kind, next(outer) if kind == BLOCK else 0) for name, before, kind in opens]
        self.box, self.context, self.gap = boxes[-1], context, 0
        self.link, self.link_from = None if href is None else Link(href), 0
        self.link_at, self.bare, self.cover = _NOWHERE, None, None

    # -- opening and leaving --------------------------------------------------------------------------

    def _open_block(self, tag: Tag, added: int) -> None:
        href = None if self.bare is None else self._link_around(tag)
        self.pause()
        self.open.append((tag.name, self.context, BLOCK, self.box))
        self.context |= added
        self.parents.append(self.box)
        self.box = len(self.tags)
        self.tags.append(tag.name)
        self.last.append(-1)
        self.page.frame.append(tag.frame)
        if tag.name in _FILLED:
            self._fill_block(tag, added)
        elif href is not None:
            self.context |= _LINKED
            self.link, self.link_from = Link(href), 0

    def _leave_block(self, box: int) -> None:
        self.pause()
        self.last[self.box] = len(self.parents) - 1
        self.box = box

    def _fill_block(self, tag: Tag, added: int) -> None:
        """Makes a link or a picture of what a style has given a line of its own."""
        href = tag.attributes.get("href")
        if tag.name != "a":
            self._image(tag.attributes, added)
        elif href:
            self.context |= _LINKED
            self.link, self.link_from = Link(href), 0
            self._follow(href)

    def _link_around(self, tag: Tag) -> str | None:
        """The link to an article that was just ended for a table's sake: libxml2 lets no link hold one, browsers do."""
        href, *place = self.bare or ("",)
        self.bare = None
        return href if tag.name == "table" and self._is_at(place) and TO_ARTICLE.search(href) else None

    def _named_link(self, href: str) -> Link | None:
        """The link to an article that was just ended and holds nothing, by the name that it has for those who can't see."""
        get = self.link_tag.attributes.get if self.link_tag is not None and TO_ARTICLE.search(href) else None
        name = fold(get("aria-label") or get("title") or "") if get is not None else ""
        return Link(href, name) if name else None

    def is_bare(self) -> bool:
        """Whether a link has ended that holds nothing, so that what it means depends on what follows."""
        return self.cover is not None or (self.bare is not None and self._is_at([*self.bare[1:]]))

    def _is_at(self, place: list[int]) -> bool:
        return place == [len(self.tags), len(self.lines), len(self.text)] and self.link is None

    def _open_link(self, tag: Tag, added: int) -> None:
        href = tag.attributes.get("href")
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
        self.link_at, self.link_tag = (len(self.tags), len(self.lines)), tag
        self._follow(href)

    def _take_void(self, tag: Tag, added: int) -> None:
        """Takes an element without content: a break, a picture, what belongs into the head, an input."""
        self.open.append((tag.name, self.context, VOID, 0))
        if tag.kind == IS_BREAK:
            self._break()
        elif tag.kind == IS_IMAGE:
            self._image(tag.attributes, added)
        elif tag.kind == IS_HEAD:
            self.page.told.append((tag.name, tag.attributes))
            if tag.name == "area":
                self._follow(tag.attributes.get("href"))
        elif tag.kind == IS_CONTROL:
            self._take_input(tag.attributes.get("type", "").lower())

    def _take_input(self, kind: str) -> None:
        """Takes an input: an option's mark, or one for an address, which counts as a box that no line stands in."""
        if kind in {"radio", "checkbox"}:
            self.option = Style.OPTION
        elif kind == "email":
            self.parents.append(self.box)
            self.tags.append("input")
            self.last.append(len(self.tags) - 1)
