"""Marks of list items: before the item in its line, or beside it in a cell or box of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from alwaght_scraper.parsers.blocks import Line

_BULLETS: Final = r"•·▪●◦‣■○►§\uf0b7\uf0a7"
BULLET: Final = re.compile(rf"[{_BULLETS}]\s*")
TYPED: Final = re.compile(r"(?:[(\[]?(\d{1,2})(?:\s?[.)\]]| ?-)|([-–—*+>»✓✔➤➢❖→]|o(?= [A-Z])))\s+(?=\S)")
"""What people type before the items of a list: a number, or a mark."""
_BARE: Final = re.compile(rf"[{_BULLETS}*+>–—-]")
_NUMBER: Final = re.compile(r"[(\[]?\d{1,2}[.)\]]")
_LONGEST: Final = 5
_LINES: Final = 2
"""Most lines of an item: another mark stands right below, for one alone may part two texts."""


def is_mark(text: str) -> bool:
    """Whether a text is a mark and nothing else; such a line is never shown as text."""
    return len(text) == 1 and _BARE.match(text) is not None


class Marks:
    """The lines of an article that are the numbers of items, and those that are items by a number or mark before them, by `id`."""

    __slots__ = ("items", "numbers")

    def __init__(self, lines: Sequence[Line], places: Sequence[int], marked: Sequence[int]) -> None:
        """Looks at the lines in `places`; `marked` are all that have a mark before them."""
        bare = [place for place in places if len(lines[place].text) <= _LONGEST and _NUMBER.fullmatch(lines[place].text)]
        numbers = _in_rows(bare, _LINES + 1)
        self.numbers = frozenset([id(lines[place]) for place in numbers])
        items = [*_in_rows(marked, _LINES), *(place + 1 for place in numbers)]
        self.items = frozenset([id(lines[place]) for place in items if place < len(lines)])


def _in_rows(places: Sequence[int], most: int) -> set[int]:
    """The places of which another one is not far."""
    return {place for pair in pairwise(places) if pair[1] - pair[0] <= most for place in pair}
