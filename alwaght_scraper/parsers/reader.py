"""From bytes to a `Page`. What pages have in common (menus, boxes, the glossary) is parsed once and remembered.

A page is parted before its `<div>`, `<li>` and `<tr>`. What such a stretch adds to a page depends on
its bytes and on the elements that are open before it and on nothing else, so a stretch seen twice is kept
with what it gave. The others are parsed by libxml2 with those elements opened anew; a comment put between
two stretches proves, by coming back as one, that no tag, comment or script was cut in two there.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

from lxml import etree

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.parsers.events import MARK, Reader
from alwaght_scraper.parsers.headreader import MAX_LINKS
from alwaght_scraper.parsers.linemaker import MAX_LINES
from alwaght_scraper.parsers.parts import Part, State

_PIECE: Final = re.compile(rb"<(?=(?:div|li|tr|DIV|LI|TR)[ >])")
_CLOSING: Final = re.compile(rb"</(?:[hH][tT][mM][lL]|[hH][eE][aA][dD](?![eE])|[bB][oO][dD][yY])")
_END: Final = re.compile(rb"(?:</(?:body|html)>\s*)+\0?", re.IGNORECASE)
_MARK: Final = MARK.encode()
_LAST: Final = b"\0"
_START: Final = State()
_MAX_PARTED: Final = 1 << 19
_MAX_TRIES: Final = 4
_MAX_KEPT: Final = 2 << 20
_MAX_GLUED: Final = 1 << 14
_MAX_STATES: Final = 3
_MIN_STRETCHES: Final = 8
_MIN_LENGTH: Final = 400
_Kept = tuple[tuple[State, Part], ...]


def read_page(html: bytes) -> Page:
    """The page in `html`, which is UTF-8.

    Raises:
        RejectedPage: when it is nothing that a person could read: a bomb of attributes or of lines.
    """
    if len(html) <= _MAX_PARTED and _MARK not in html and _LAST not in html:
        page = _MEMORY.page(html)
        if page is not None and len(page.lines) <= MAX_LINES and len(page.hrefs) < MAX_LINKS:
            return page
    return _whole(html)


def _whole(html: bytes) -> Page:
    """The page, parsed in one go."""
    reader = Reader(_START)
    try:
        parts = _events(html, reader)
    except etree.ParserError:
        parts = reader.close()
    except etree.XMLSyntaxError as error:
        parts = reader.close()
        if not parts[0].content.lines:
            raise RejectedPage(f"libxml2 can't read the page: {error.msg}") from error
    composer = _Composer()
    composer.add(parts[0])
    return composer.finish()


def _is_plain(html: bytes) -> bool:
    """Whether the end of the body is the end of all."""
    closing = _CLOSING.search(html)
    return closing is None or _END.fullmatch(html, closing.start()) is not None


def _events(html: bytes, reader: Reader) -> list[Part]:
    parser = etree.HTMLParser(target=cast("Any", reader), encoding="utf-8", huge_tree=True)
    return cast("list[Part]", etree.fromstring(html, parser))


class _Composer:
    """Puts parts together to a page; `boxes` are the open ones, outermost first."""

    __slots__ = ("boxes", "page")

    def __init__(self) -> None:
        self.page = Page()
        self.boxes = [0]

    def add(self, part: Part) -> None:
        """Adds what stands next on the page."""
        page, boxes, new = self.page, self.boxes, part.content
        base = len(page.tags)
        for box, last in part.closed:
            page.last[boxes[box]] = base + last
        if new.tags:
            page.tags += new.tags
            page.parents += [base + box if box >= 0 else boxes[box] for box in new.parents]
            page.last += [base + last for last in new.last]
            page.frame |= new.frame
        page.forms += [len(page.lines) + line for line in new.forms]
        page.lines += [line.moved(base + line.box if line.box >= 0 else boxes[line.box]) for line in new.lines]
        page.text_size += new.text_size
        page.hrefs |= new.hrefs
        if part.closed:
            del boxes[-len(part.closed) :]
        boxes += [base + box for box in part.opened]
        if new.title or new.meta or new.json_ld or new.base or new.canonical:
            self._add_head(new)

    def _add_head(self, new: Page) -> None:
        page = self.page
        page.title = page.title or new.title
        for name, content in new.meta.items():
            page.meta.setdefault(name, content)
        page.json_ld += new.json_ld
        page.canonical = page.canonical or new.canonical
        page.base = page.base or new.base

    def finish(self) -> Page:
        """The page, with what is open still closed."""
        last = self.page.last
        end = len(last) - 1
        for box in range(len(last)):
            if last[box] < box:
                last[box] = end
        last[0] = end
        return self.page


class _Unclear(Exception):  # noqa: N818 - no error: the page is parted elsewhere, or not at all
    """A page was parted where it can't be; `curable` when that was learnt, so that parting it anew may do."""

    def __init__(self, *, curable: bool = False) -> None:
        super().__init__()
        self.curable = curable


class _Memory:
    """What stretches of pages gave, by their bytes and the state before them; it changes speed only, no result.

    A stretch is kept from its second sight on. When there are too many, those of no use since the last
    time are forgotten. `glued` are stretches that go with the one before, since nothing can be parted there.
    """

    def __init__(self) -> None:
        self.young: dict[bytes, _Kept] = {}
        self.old: dict[bytes, _Kept] = {}
        self.glued: set[bytes] = set()
        self.states: dict[State, State] = {_START: _START}
        self.size = 0

    def page(self, html: bytes) -> Page | None:
        """The page in `html`, None when it can't be parted."""
        for _ in range(_MAX_TRIES):
            stretches = self._stretches(html)
            if len(stretches) < _MIN_STRETCHES or not self._ends_plainly(stretches[-1]):
                return None
            try:
                return self._composed(stretches)
            except _Unclear as unclear:
                if not unclear.curable:
                    return None
        return None

    def _stretches(self, html: bytes) -> list[bytes]:
        """The page in stretches of some length, each without the `<` before it; the last one is marked as such."""
        pieces = _PIECE.split(html)
        groups = [[pieces[0]]]
        size = _MIN_LENGTH
        for piece in pieces[1:]:
            if size < _MIN_LENGTH or piece in self.glued:
                groups[-1].append(piece)
                size += len(piece)
            else:
                groups.append([piece])
                size = len(piece)
        stretches = [b"<".join(group) for group in groups]
        stretches[-1] += _LAST
        return stretches

    def _ends_plainly(self, stretch: bytes) -> bool:
        """Whether nothing follows the end of the body, where libxml2 has more to go by than the open elements."""
        return stretch in self.young or _is_plain(stretch)

    def _composed(self, stretches: list[bytes]) -> Page:
        composer = _Composer()
        state: State | None = _START
        place = 0
        while state is not None:
            part = self._recall(stretches[place], state)
            if part is not None:
                composer.add(part)
                state = part.exit
                place += 1
                continue
            for part in self._read(stretches, place, state):
                composer.add(part)
                state, place = part.exit, part.number
        return composer.finish()

    def _recall(self, stretch: bytes, state: State) -> Part | None:
        for before, part in self._known(stretch) or ():
            if before is state:
                return part
        return None

    def _known(self, stretch: bytes) -> _Kept | None:
        """What a stretch gave in each state before it; None when it was never seen."""
        known = self.young.get(stretch)
        if known is None and (known := self.old.get(stretch)) is not None:
            self._keep(stretch, known)
        return known

    def _keep(self, stretch: bytes, known: _Kept) -> None:
        if stretch not in self.young:
            self.size += len(stretch)
        self.young[stretch] = known
        if self.size > _MAX_KEPT:
            self.old, self.young, self.size = self.young, {}, 0
            self.states = {_START: _START}
            self.glued = set() if len(self.glued) > _MAX_GLUED else self.glued

    def _read(self, stretches: list[bytes], start: int, state: State) -> list[Part]:
        """Parses from a stretch that is not known to the next one that is; what was seen before gets parts of its own."""
        seen = [self._known(stretches[start]) is not None]
        end = start + 1
        marks: list[int] = []
        while end < len(stretches) and not (known := self._known(stretches[end])):
            seen.append(known is not None)
            if seen[-1] or seen[-2]:
                marks.append(end)
            end += 1
        to_end = end == len(stretches)
        if not to_end:
            marks.append(end)
        reader = Reader(state, marks, to_end=to_end)
        parts = self._parse(reader, stretches, start, end, state)
        self._learn(reader, stretches, end)
        unsure = start or parts[0].number  # only what was read from the start of the page on is sure, whatever it holds
        if unsure >= 0 and not _is_plain(b"<".join(stretches[unsure:end])):
            raise _Unclear
        place = start
        for part in parts:
            part.exit = self.states.setdefault(part.exit, part.exit) if part.exit is not None else None
            if part.number < 0:
                part.number = end
            if part.number == place + 1 and seen[place - start]:
                known = self._known(stretches[place]) or ()
                self._keep(stretches[place], ((state, part), *known[:_MAX_STATES]))
            if part.exit is not None:
                state = part.exit
            place = part.number
        for stretch, was_seen in zip(stretches[start:end], seen, strict=True):
            if not was_seen:
                self._keep(stretch, ())
        return parts

    def _parse(self, reader: Reader, stretches: list[bytes], start: int, end: int, state: State) -> list[Part]:
        pieces = [b"<%b>" % tag.encode() for tag, _, _ in state.opens]
        for place in range(start, end):
            stretch = stretches[place]
            if place in reader.marks:
                pieces.append(b"<!--%b%d-->" % (_MARK, place))
            pieces.append(b"<" + stretch if place else stretch)
        if reader.marks[-1:] != [end]:
            pieces[-1] = pieces[-1].removesuffix(_LAST)
        else:
            pieces.append(b"<!--%b%d-->" % (_MARK, end))
        whole = b"".join(pieces)
        try:
            return _events(whole, reader)
        except (etree.LxmlError, RejectedPage) as error:
            raise _Unclear from error

    def _learn(self, reader: Reader, stretches: list[bytes], end: int) -> None:
        """Glues stretches where no part could end; raises `_Unclear` when that spoilt what was read."""
        met = {part.number for part in reader.parts}
        lost = [mark for mark in reader.marks if mark not in met]
        self.glued.update(_PIECE.split(stretches[mark].removesuffix(_LAST), 1)[0] for mark in lost)
        if not reader.valid:
            raise _Unclear
        if not reader.parts or reader.parts[-1].number not in {-1, end} or any(mark not in reader.refused for mark in lost):
            raise _Unclear(curable=True)


_MEMORY: Final = _Memory()
