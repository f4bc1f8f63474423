"""A page as a sequence of blocks: what a reader sees, line by line, with where each line stands.

The blocks come straight from libxml2's parse events. No tree is built, so nothing of libxml2's depth
limit (which silently drops all text below 256 elements) applies, memory stays small, and one pass
over the page is all the work there is. This is the hot path: it runs once per element.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

NO_BOX: Final = 0


class Style:
    """What holds for all the text of a line: bits of a plain int (an IntFlag costs 20 times as much here)."""

    BOLD: Final = 1
    ITALIC: Final = 2
    SMALL: Final = 4
    LINK: Final = 8
    HEADING: Final = 16
    LIST: Final = 32
    QUOTE: Final = 64
    CAPTION: Final = 128
    HIDDEN: Final = 256
    TIME: Final = 512
    INDENT: Final = 1024
    PRE: Final = 2048


@dataclass(slots=True)
class Link:
    """A link of a block: its address as written and its text."""

    href: str
    text: str = ""


@dataclass(slots=True)
class Image:
    """A picture as written."""

    src: str
    alt: str
    width: str
    height: str
    link: str | None


@dataclass(slots=True)
class Line:
    """One block of a page.

    `box` numbers the nearest block-level element in page order; `style` holds what is true of all the
    text; `gap` counts the `<br>` before it (0 at the start of an element); `runs` are the texts of its
    inline parts, kept only where one of them may be a date.
    """

    text: str
    box: int
    style: int
    gap: int
    links: list[Link]
    images: list[Image]
    runs: tuple[str, ...] = ()
    stamp: str | None = None

    @property
    def hidden(self) -> bool:
        """Whether a browser would not show the block."""
        return bool(self.style & Style.HIDDEN)

    @property
    def link_only(self) -> bool:
        """Whether all the text stands in links."""
        return bool(self.style & Style.LINK)


@dataclass(slots=True)
class Page:
    """A parsed page: its lines, its boxes, and what its head says.

    Boxes are numbered in page order, so box `b` holds exactly the boxes `b..last[b]`.
    """

    lines: list[Line] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [NO_BOX])
    tags: list[str] = field(default_factory=lambda: ["#page"])
    last: list[int] = field(default_factory=lambda: [NO_BOX])
    frame: set[str] = field(default_factory=set)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    canonical: str | None = None
    base: str | None = None
    lang: str | None = None
    hrefs: dict[str, None] = field(default_factory=dict)
    forms: list[int] = field(default_factory=list)
    text_size: int = 0

    def holds(self, box: int, inner: int) -> bool:
        """Whether `box` is `inner` or encloses it."""
        return box <= inner <= self.last[box]

    def common_box(self, first: int, second: int) -> int:
        """The innermost box that encloses both."""
        while not self.holds(first, second):
            first = self.parents[first]
        return first

    def shape(self, box: int, depth: int = 6) -> tuple[str, ...]:
        """The tags of the innermost `depth` boxes around a line: alike for lines of the same make."""
        shape: list[str] = []
        while box != NO_BOX and len(shape) < depth:
            shape.append(self.tags[box])
            box = self.parents[box]
        return tuple(shape)
