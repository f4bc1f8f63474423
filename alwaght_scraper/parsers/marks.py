"""Marks of list items: before the item in its line, or beside it in a cell or box of their own."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from alwaght_scraper.parsers.blocks import Page

_BULLETS: Final = r"•·▪●◦‣■○►§\uf0b7\uf0a7"
BULLET: Final = re.compile(rf"[{_BULLETS}]\s*")
TYPED: Final = re.compile(r"(?:[(\[]?(\d{1,2})(?:\s?[.)\]]| ?-)|([-–—*+>»✓✔➤➢❖→]|o(?= [A-Z])))\s+(?=\S)")
"""What people type before the items of a list: a number, or a mark."""
_BARE: Final = re.compile(rf"[{_BULLETS}*+>–—-]|[(\[]?\d{{1,2}}[.)\]]")
_LONGEST: Final = 5
_NEAR: Final = 3


class Marks:
    """The lines of a page that are nothing but marks, and those that are marked so, by `id`."""

    __slots__ = ("items", "marks")

    def __init__(self, page: Page) -> None:
        """Looks for marks of which another one of the kind stands two or three lines on; one alone may part two texts."""
        lines = page.lines
        bare = [place for place, line in enumerate(lines) if 0 < len(line.text) <= _LONGEST and _BARE.fullmatch(line.text)]
        pairs = [pair for pair in pairwise(bare) if 1 < pair[1] - pair[0] <= _NEAR and _are_alike(*(lines[place].text for place in pair))]
        found = {place for pair in pairs for place in pair if place + 1 < len(lines)}
        self.marks = frozenset(id(lines[place]) for place in found)
        self.items = frozenset(id(lines[place + 1]) for place in found)


def _are_alike(one: str, other: str) -> bool:
    return one == other or (len(one) > 1 and len(other) > 1)
