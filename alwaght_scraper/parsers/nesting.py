"""Which tags end which elements, as libxml2 decides it: asked of libxml2 itself, once for each pair.

So whoever reads markup without it nests elements as it does, whatever version is installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, cast

from lxml import etree

_PAIRS: Final = 1 << 13
_SIGN: Final = "x"
_UNKNOWN: Final = "unheard"
"""The name of no element: it ends none and is ended by none but those around it."""
_OUTERMOST: Final = frozenset({"html", "head", "body"})


class _Order:
    """A parser target that keeps what begins (`+name`), ends (`-name`) and stands there (text)."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        self.seen.append(f"+{tag}")

    def end(self, tag: str) -> None:
        self.seen.append(f"-{tag}")

    def data(self, data: str) -> None:
        self.seen.append(data)

    def close(self) -> list[str]:
        return self.seen


@lru_cache(maxsize=_PAIRS)
def is_void(name: str) -> bool:
    """Whether an element of that name never has content."""
    return name not in _OUTERMOST and _before(f"<body><{name}>{_SIGN}", f"-{name}", _SIGN)


@lru_cache(maxsize=_PAIRS)
def start_ends(name: str, inner: str) -> bool:
    """Whether the start tag `name` ends the element `inner` that is open before it."""
    outer = "" if inner == "head" else "<body>"
    return inner not in {"html", "body"} and _before(f"{outer}<{inner}><{name}>", f"-{inner}", f"+{name}", last=True)


@lru_cache(maxsize=_PAIRS)
def end_passes(name: str, inner: str) -> bool:
    """Whether the end tag `name`, of an element further out, ends `inner` on its way; otherwise it is ignored."""
    between = f"<{_UNKNOWN}>" if start_ends(inner, name) else ""  # else it would have ended the outer one itself
    return name in _OUTERMOST or _before(f"<body><{name}>{between}<{inner}></{name}>{_SIGN}", f"-{inner}", _SIGN)


def _before(markup: str, first: str, second: str, *, last: bool = False) -> bool:
    """Whether `first` happens before `second` (before the `last` one, if so asked)."""
    parser = etree.HTMLParser(target=cast("Any", _Order()), encoding="utf-8")
    seen = cast("list[str]", etree.fromstring(f"<html>{markup}", parser))
    if first not in seen or second not in seen:
        return False
    place = len(seen) - 1 - seen[::-1].index(second) if last else seen.index(second)
    return seen.index(first) < place
