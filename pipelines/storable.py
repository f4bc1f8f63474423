"""The text in items, and whether files can hold it: UTF-8 has no lone surrogates, and pages may."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, Final

from alwaght_scraper.items import Article, Block, FieldRule, GlossaryEntry, ListingEntry, Picture, RelatedLink
from alwaght_scraper.tables import CaptureRow

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _parts(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gives those fields of an item that can hold text."""
    names = [field.name for field in fields(kind) if "str" in field.type or "tuple" in field.type]
    first, *others = names
    return attrgetter(first, *others) if others else lambda item: (getattr(item, first),)


_PARTS: Final = {kind: _parts(kind) for kind in (Article, Block, CaptureRow, FieldRule, GlossaryEntry, ListingEntry, Picture, RelatedLink)}


def texts(item: Any) -> list[str]:
    """Every string in an item, however deep, in no particular order."""
    found: list[str] = []
    waiting = [item]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is str:
            found.append(value)
        elif kind is tuple:
            waiting += value
        elif parts := _PARTS.get(kind):
            waiting += parts(value)
    return found


def is_storable(item: Any) -> bool:
    """Whether a file can hold all text of an item."""
    return is_encodable("".join(texts(item)))


def is_encodable(text: str) -> bool:
    """Whether there is no lone surrogate in a text; a regular expression takes ten times as long to tell."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def without_surrogates(value: Any) -> Any:
    """An item, or a part of one, with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(without_surrogates, value))
    if type(value) not in _PARTS:
        return value
    return replace(value, **{field.name: without_surrogates(getattr(value, field.name)) for field in fields(value)})
