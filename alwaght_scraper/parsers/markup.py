"""Tags: what one says and what a browser makes of it, read once for each distinct spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Final

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Style
from alwaght_scraper.parsers.display import IS_BLOCK, KIND_OF, PARTABLE, STYLES_OF, styles_of
from alwaght_scraper.parsers.nesting import is_void
from alwaght_scraper.parsers.references import NotPlainError, value_of

MAX_ATTRIBUTES: Final = 1000
RAW: Final = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "xmp"})
"""Elements whose content is text, whatever it looks like."""

_SPECIAL: Final = RAW | {"html", "head", "body", "noframes", "plaintext", "frameset", "frame", "listing", "isindex"}
_LINK: Final = re.compile(r'a href="([^"&<>]*)"')
_START: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9:_.-]*(?=[\s/]|\Z)", re.ASCII)
_END: Final = re.compile(r"/([a-zA-Z][a-zA-Z0-9:_.-]*)\s*", re.ASCII)
_ATTRIBUTE: Final = re.compile(r"""[\s/]*([^\s/>"'=<]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""", re.ASCII)
_REST: Final = re.compile(r"[\s/]*", re.ASCII)
_NUMBERS: Final = re.compile(r"\d+")
_NONE: Final[Mapping[str, str]] = {}
_ENDS: Final[dict[str, dict[str, bool]]] = {name: {} for name in KIND_OF}
"""What each kind of element ends; names that a page makes up have theirs with their tags."""
_FONT_SIZES: Final = {
    **dict.fromkeys(("1", "-1", "-2", "-3"), Style.SMALL),
    **dict.fromkeys(("4", "5", "6", "+1", "+2", "+3"), Style.LARGE),
}


_ROLES: Final = {"heading": Style.HEADING, "listitem": Style.LIST, "blockquote": Style.QUOTE, "caption": Style.CAPTION}
"""What an element is by its ARIA role, whatever its name."""


class Tag:
    """A start tag; never changed once made, for all pages share it.

    `kind` is one of `display`'s; `added` are the styles that hold in its element; `is_block` says whether
    that has a line of its own; `names` are its class and id as selectors; `frame` is what it adds to the
    fingerprint of a layout; `is_custom` says that the name is the page's own
    (such an element has a line of its own but within a sentence), `is_closed` that the element ends at once, `is_special` that its content
    or its place is. `ends` keeps, for elements that were open before one of its name, whether it ended them.
    """

    __slots__ = ("added", "attributes", "ends", "frame", "is_block", "is_closed", "is_custom", "is_special", "kind", "name", "names")
    is_end: ClassVar = False

    def __init__(self, name: str, attributes: Mapping[str, str], *, is_closed: bool = False) -> None:
        if len(attributes) > MAX_ATTRIBUTES:
            raise RejectedPage(f"a <{name[:20]}> with {len(attributes)} attributes: no page for people")
        self.name, self.attributes, self.is_closed = name, attributes, is_closed
        self.is_special = name in _SPECIAL
        self.is_custom = "-" in name and ":" not in name and name not in KIND_OF  # `st1:place-name` is a word of a letter from Word
        self.kind = KIND_OF.get(name, IS_BLOCK if self.is_custom else 0)
        known = _ENDS.get(name)
        self.ends: dict[str, bool] = {} if known is None else known
        classes = attributes.get("class", "")
        frame = f"{name}.{classes}" if classes else name
        self.frame = frame if frame.isalpha() else _NUMBERS.sub("#", frame)
        self.names = tuple(f".{one}" for one in classes.split()) + ((f"#{attributes['id']}",) if "id" in attributes else ())
        added, parted = styles_of(attributes["style"]) if "style" in attributes else (0, False)
        self.added = added | STYLES_OF.get(name, 0) | self._by_attribute()
        self.is_block = self.kind == IS_BLOCK or (parted and self.kind in PARTABLE)

    def _by_attribute(self) -> int:
        """The styles that attributes other than `style` give."""
        if "hidden" in self.attributes or (self.name == "dialog" and "open" not in self.attributes):
            return Style.HIDDEN
        if "role" in self.attributes:
            return _ROLES.get(self.attributes["role"], 0)
        if "align" in self.attributes:
            return Style.CENTER if self.attributes["align"].lower() in {"center", "middle"} else Style.ALIGNED
        return _FONT_SIZES.get(self.attributes.get("size", ""), 0) if self.name == "font" else 0


class EndTag:
    """An end tag."""

    __slots__ = ("is_special", "name")
    is_end: ClassVar = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_special = name in {"html", "body"}


def read_tag(source: str) -> Tag | EndTag:
    """The tag that is written as `source` between `<` and `>`.

    Raises:
        NotPlainError: it is written in a way that is left to libxml2.
        RejectedPage: it is a bomb of attributes.
    """
    if link := _LINK.fullmatch(source):
        return Tag("a", {"href": link[1]})
    if found := _END.fullmatch(source):
        return EndTag(found[1].lower())
    start = _START.match(source)
    if start is None:
        raise NotPlainError
    name = start[0].lower()
    attributes, rest = _attributes(source, start.end()) if start.end() < len(source) else (_NONE, "")
    return Tag(name, attributes, is_closed=rest.endswith("/") or is_void(name))


def _attributes(source: str, place: int) -> tuple[Mapping[str, str], str]:
    """The attributes written from `place` on, and what follows the last one."""
    found: dict[str, str] = {}
    while (rest := _REST.match(source, place)) and rest.end() < len(source):
        match = _ATTRIBUTE.match(source, place)
        if match is None or not match[1].isascii() or len(found) > MAX_ATTRIBUTES:
            raise NotPlainError
        place = match.end()
        value = next((text for text in match.groups()[1:] if text is not None), "")
        found.setdefault(match[1].lower(), value_of(value) if "&" in value else value)
    return found, source[place:]
