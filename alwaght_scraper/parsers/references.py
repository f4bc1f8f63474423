"""Character references (`&amp;`, `&#8217;`) undone as libxml2 and browsers undo them."""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import Final

_NUMERIC: Final = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}))?(;?)")
_NAMED: Final = re.compile(r"&([a-zA-Z][a-zA-Z0-9]*)(;|=)?")
_SPACES: Final = frozenset((9, 10, 13))
_NONCHARACTERS: Final = range(0xFDD0, 0xFDF0)
_SURROGATES: Final = range(0xD800, 0xE000)


class NotPlainError(Exception):
    """Markup that is left to libxml2; nothing is wrong with it for a user."""


def text_of(source: str) -> str:
    """Text as shown of text as written.

    Raises:
        NotPlainError: a reference names no character that a page could print.
    """
    if "&#" in source:
        _check_numbers(source)
    return html.unescape(source)


def value_of(source: str) -> str:
    """An attribute's value; there, what only begins like a reference is none: `?a=1&copy=2` stays.

    Raises:
        NotPlainError: as for text.
    """
    if "&#" in source:
        _check_numbers(source)
        source = _NUMERIC.sub(lambda found: html.unescape(found[0]), source)
    return _NAMED.sub(_named, source)


def _named(found: re.Match[str]) -> str:
    name, mark = found[1], found[2] or ""
    if mark == ";":
        return html5.get(f"{name};", found[0])
    return found[0] if mark or name not in html5 else html5[name]


def _check_numbers(source: str) -> None:
    for decimal, hexadecimal, end in _NUMERIC.findall(source):
        code = int(decimal) if decimal else int(hexadecimal or "0", 16)
        printable = code >= 0x20 and code != 0x7F and code <= 0x10FFFF and code & 0xFFFE != 0xFFFE
        if not end or not (printable or code in _SPACES) or code in _NONCHARACTERS or code in _SURROGATES:
            raise NotPlainError
