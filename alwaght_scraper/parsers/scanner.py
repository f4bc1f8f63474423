"""Reads plain markup without libxml2, several times as fast, and to the same events.

Plain is what a program or a careful hand writes, unclosed paragraphs and list items included; what ends
what is libxml2's own answer (`nesting`). Whatever is odd - a tag cut in two, text outside of the body, a
reference to no character - raises `NotPlainError`: such a page is libxml2's to read.

The page is UTF-8 with a character for each byte. It is cut at ASCII characters only, so what is cut out is UTF-8
too, and is decoded piece by piece on its way to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from alwaght_scraper.parsers.events import Reader
from alwaght_scraper.parsers.markup import RAW, EndTag, Tag, read_tag
from alwaght_scraper.parsers.nesting import end_passes, start_ends
from alwaght_scraper.parsers.references import NotPlainError, text_of

_REFERENCED: Final = frozenset({"textarea", "title"})
_IN_HEAD: Final = frozenset({"script", "style", "meta", "link", "title", "base"})
_COMMENT: Final = r"<!--(?!-?>)(?:[^-]|-(?!-))*+-->\s*"
_OPENING: Final = re.compile(
    rf"\s*(?:<\?xml[^<>]*>\s*)?(?:{_COMMENT})*+(?:<!doctype[^<>]*>\s*)?(?:{_COMMENT})*+(?=<html[\s>])", re.IGNORECASE | re.ASCII
)
_TAIL: Final = re.compile(
    rf"\s*(?:{_COMMENT}|</html\s*>\s*|<script(?![^<>]*json)[^<>]*>(?:[^<]|<(?!/|!--))*+</script\s*>\s*)*+", re.IGNORECASE | re.ASCII
)
_BLOCKS: Final = "div|table|tr|ul|section|article|aside|form"
_RAW_NAMES: Final = "|".join(sorted(RAW))
_PARTS: Final = re.compile(rf"<(?=({_BLOCKS}|{_BLOCKS.upper()})[ >]|!--|(?:{_RAW_NAMES}|{_RAW_NAMES.upper()})[\s/>])")
"""Where something new starts: an element that has a line of its own (group 1), a comment, an element of text.

In lower or upper case; a flag that ignores case would make this search ten times as slow.
"""
_RAW: Final = re.compile(rf"<({_RAW_NAMES})(?=[\s/>])", re.IGNORECASE | re.ASCII)
_RAW_ENDS: Final = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE | re.ASCII) for name in RAW}
_TAG: Final = re.compile(r"""[^"'>]*+(?:(?:"[^"]*+"|'[^']*+')[^"'>]*+)*+>""")
"""A tag to its end: `>` in a quoted value is none."""
_MAX_TAG: Final = 1 << 16
_MAX_KEPT: Final = 1 << 13
_MAX_ENDS: Final = 1 << 10
_LONG: Final = 400
_HEAD: Final = Tag("head", {})
_BODY: Final = Tag("body", {})

_tags: Final[dict[str, Tag | EndTag]] = {}
"""Tags by their source. It changes speed only: a source always gives the same tag."""


def starts_block(html: str, place: int) -> bool:
    """Whether an element that has a line of its own starts here."""
    found = _PARTS.match(html, place)
    return found is not None and found[1] is not None


def _decoded(source: str) -> str:
    return source if source.isascii() else source.encode("latin-1").decode("utf-8")


def _tag(source: str) -> Tag | EndTag:
    if len(source) > _LONG:
        return read_tag(_decoded(source))
    tag = _tags.get(source)
    if tag is None:
        if len(_tags) >= _MAX_KEPT:
            _tags.clear()
        tag = _tags[source] = read_tag(_decoded(source))
    return tag


def _after_declaration(piece: str) -> str:
    """What stands after a `<![if ...]>`, which browsers take for a comment."""
    source, whole, text = piece.partition(">")
    if not whole or not source.startswith("![") or source.startswith("![CDATA["):
        raise NotPlainError
    return text


class Scanner:
    """A page on its way into a `Reader`, from one place where a block may start to the next."""

    __slots__ = ("_has_body", "_has_head", "_html", "_pieces", "_reader", "at_block", "place")

    def __init__(self, html: str, reader: Reader) -> None:
        """Prepares to read `html`, a character for each byte; raises `NotPlainError` when it does not begin like a page."""
        opening = _OPENING.match(html)
        if opening is None or "\0" in html or "\v" in html:
            raise NotPlainError
        self._html = html
        self._reader = reader
        self._has_head = self._has_body = False
        self._pieces: Iterator[str] = iter(())
        self.place = opening.end()
        self.at_block = False

    def read_on(self) -> None:
        """Reads from `place` to where something new may start; raises `NotPlainError`, or `RejectedPage` for a bomb."""
        if self._html.startswith("<!--", self.place):
            self._comment()
        elif raw := _RAW.match(self._html, self.place):
            self._raw(raw[1].lower())
        else:
            self._next_pieces()
            taken: Iterator[str] | None = None
            while taken is not self._pieces:  # a tag may have taken more in hand
                taken = self._pieces
                self._take(taken)

    def _next_pieces(self) -> None:
        """Takes in hand what stands between here and the next block, comment or element of text, parted at each `<`."""
        start = self.place
        following = _PARTS.search(self._html, start + 1)
        self.place = following.start() if following else len(self._html)
        self.at_block = following is not None and following[1] is not None
        self._pieces = iter(self._html[start : self.place].split("<"))
        text = next(self._pieces)
        if text:
            self._text(text)

    def _take(self, pieces: Iterator[str]) -> None:
        reader, stack = self._reader, self._reader.open
        for piece in pieces:
            source, whole, text = piece.partition(">")
            tag = _tags.get(source) if whole else None
            if tag is None:
                tag, text = self._unseen(piece)
            if tag is None:
                pass
            elif tag.is_special:
                text = self._special(tag, text)
            elif tag.is_end:
                if stack[-1][0] == tag.name:
                    reader.end()
                else:
                    self._end_further_out(tag.name)
            elif isinstance(tag, Tag):
                if tag.ends.get(stack[-1][0], True) or len(stack) == 1:
                    self._make_room(tag)
                reader.start(tag)
                if tag.is_closed:
                    reader.end()
            if text and (reader.text or reader.context or not text.isspace()):  # else it is a blank between two elements
                self._text(text)

    def _text(self, source: str) -> None:
        if self._has_body:
            text = _decoded(source)
            self._reader.data(text_of(text) if "&" in text else text)
        elif not source.isspace():
            raise NotPlainError

    # -- where an element goes ------------------------------------------------------------------------

    def _make_room(self, tag: Tag) -> None:
        """Ends the elements that a start tag ends, and opens the head or the body where nobody has."""
        stack = self._reader.open
        while self._is_ended(tag, stack[-1][0]):
            self._reader.end()
        if len(stack) > 1:
            return
        if tag.name not in _IN_HEAD:
            self._open_body(_BODY)
        elif not self._has_head and not self._has_body:
            self._open_head(_HEAD)

    @staticmethod
    def _is_ended(tag: Tag, inner: str) -> bool:
        ended = tag.ends.get(inner)
        if ended is None:
            if len(tag.ends) >= _MAX_ENDS:
                tag.ends.clear()
            ended = tag.ends[inner] = start_ends(tag.name, inner)
        return ended

    def _open_head(self, tag: Tag) -> None:
        if self._has_head or self._has_body or len(self._reader.open) != 1:
            raise NotPlainError
        self._has_head = True
        self._reader.start(tag)

    def _open_body(self, tag: Tag) -> None:
        if self._reader.open and self._reader.open[-1][0] == "head":
            self._reader.end()
        if self._has_body or len(self._reader.open) != 1:
            raise NotPlainError
        self._has_body = True
        self._reader.start(tag)

    def _end_further_out(self, name: str) -> None:
        """Takes an end tag that is not the innermost element's: it ends one further out, or is ignored."""
        stack = self._reader.open
        for place in range(len(stack) - 1, 0, -1):
            inner = stack[place][0]
            if inner == name:
                for _ in range(len(stack) - place):
                    self._reader.end()
                return
            if not end_passes(name, inner):
                return

    # -- what is no plain tag -------------------------------------------------------------------------

    def _special(self, tag: Tag | EndTag, text: str) -> str:
        """Takes a tag whose place is its own; gives the text after it."""
        if isinstance(tag, EndTag):
            return self._finish(text)
        if tag.is_closed:
            raise NotPlainError
        if tag.name == "html" and not self._reader.open:
            self._reader.start(tag)
        elif tag.name == "head":
            self._open_head(tag)
        elif tag.name == "body":
            self._open_body(tag)
        else:
            raise NotPlainError
        return text

    def _finish(self, text: str) -> str:
        """Takes the end of the body: what follows it must be nothing that shows."""
        rest = "<".join((text, *self._pieces)) + self._html[self.place :]
        if not self._has_body or not _TAIL.fullmatch(rest):
            raise NotPlainError
        self.place = len(self._html)
        return ""

    def _comment(self) -> None:
        end = self._html.find("-->", self.place + 4)
        content = self._html[self.place + 4 : end]
        if end < 0 or content.startswith((">", "->")) or "--!" in content:
            raise NotPlainError
        self.place = end + 3
        self.at_block = False

    def _raw(self, name: str) -> None:
        """Takes an element whose content is text, whatever it looks like."""
        opening = _TAG.match(self._html, self.place)
        end = opening and _RAW_ENDS[name].search(self._html, opening.end())
        if opening is None or end is None:
            raise NotPlainError
        tag, start = _tag(self._html[self.place + 1 : opening.end() - 1]), opening.end()
        if not isinstance(tag, Tag) or tag.is_closed:
            raise NotPlainError
        content = self._html[start : end.start()]
        if "<!--" in content and "<script" in content.lower():
            raise NotPlainError
        if tag.ends.get(self._reader.open[-1][0], True) or len(self._reader.open) == 1:
            self._make_room(tag)
        self._reader.start(tag)
        text = _decoded(content)
        self._reader.data(text_of(text) if name in _REFERENCED and "&" in text else text)
        self._reader.end()
        self.place = end.end()
        self.at_block = False

    def _unseen(self, piece: str) -> tuple[Tag | EndTag | None, str]:
        """The tag at the start of a piece, None where there is none, and the text after it."""
        mark = piece[:1]
        if mark == "!":
            return None, _after_declaration(piece)
        if mark == "?":
            raise NotPlainError
        if mark != "/" and not (mark.isascii() and mark.isalpha()):
            return None, f"<{piece}"
        while (whole := _TAG.match(piece)) is None:
            if len(piece) > _MAX_TAG:
                raise NotPlainError
            piece += "<" + self._next_piece()
        return _tag(whole[0][:-1]), piece[whole.end() :]

    def _next_piece(self) -> str:
        """The piece that goes on a tag which was cut in a quoted value; raises `NotPlainError` at the end of the page."""
        piece = next(self._pieces, None)
        if piece is None:
            if self.place == len(self._html):
                raise NotPlainError
            self._next_pieces()
            piece = next(self._pieces)
        return piece
