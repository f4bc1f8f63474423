"""A page as a sequence of blocks: what a reader sees, line by line, with where each line stands.

The blocks come straight from libxml2's parse events. No tree is built, so nothing of libxml2's depth
limit (which silently drops all text below 256 elements) applies and memory stays small. What the
rules ask of a line again and again (its label, its date, whether it is prose) is told once, here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from alwaght_scraper.dates import PrintedDate, looks_dated, read_date
from alwaght_scraper.labels import DATELINE, label_key
from alwaght_scraper.text import fold

NO_BOX: Final = 0
BESIDE: Final = -1
"""The gap of a line that is printed beside the line before it."""

MAX_LINKS: Final = 5000
"""Addresses kept of one page; the site's pages have a few hundred."""

TO_ARTICLE: Final = re.compile(r"/news/+\d", re.IGNORECASE)
"""What an address of an article holds, told before it is known where the page lies."""

_MAX_LABEL: Final = 60
_MAX_ALT: Final = 80
_LONG: Final = 160
_WORD: Final = re.compile(r"\w")
_OPENING: Final = frozenset("aAام -–—")
"""With what a dateline may begin; asked first, since hardly a line does."""
_LOST_NAME: Final = re.compile(r"\s*[-–—]")


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
    LARGE: Final = 4096
    FLOWS: Final = 8192
    CENTER: Final = 16384
    ALIGNED: Final = 32768
    OPTION: Final = 65536


@dataclass(slots=True, init=False)
class Link:
    """A link of a block: its address as written and its text."""

    href: str
    text: str

    def __init__(self, href: str, text: str = "") -> None:  # by hand, since mypyc leaves a generated one in Python
        self.href, self.text = href, text


@dataclass(slots=True)
class Image:
    """A picture as written."""

    src: str
    alt: str
    width: str
    height: str
    link: str | None


def _head(text: str) -> str:
    first = _WORD.search(text[:8])
    return first[0].casefold()[:1] if first else ""


def dateline(text: str) -> str | None:
    """The dateline that a text begins with, its name printed or lost; None where there is none."""
    found = DATELINE.match(text) if text[:1] in _OPENING else None
    return found[0] if found else None


def opens_body(text: str) -> bool:
    """Whether a text begins with the dateline, its name printed."""
    return dateline(text) is not None and not _LOST_NAME.match(text)


def may_open_body(text: str) -> bool:
    """Whether a text begins with the dateline, or with its dash alone."""
    return dateline(text) is not None


class Line:
    """One block of a page; never changed once made, for pages share what their frames share.

    `box` numbers the nearest block-level element in page order; `style` holds what is true of all the
    text; `gap` counts the `<br>` before it (0 at the start of an element, `BESIDE` in the same printed line); `runs` are the texts of its
    inline parts, kept only where one of them may be a date. The rest follows from these: `label` is what
    the line (or else its picture's alt text) says as a label, empty when too long for one; `date` the
    date that it is; `opens` whether it begins with the dateline; `prose` whether it is surely running
    text: long, or opened by the agency's mark, and no link; `head` its first letter or digit without case,
    if one stands near its start. `parts` are the lines that stand for it where it is a title and a date in one,
    `prints` its texts where it is a term printed twice; whoever makes the line sets them.
    """

    __slots__ = ("box", "date", "gap", "head", "images", "label", "links", "opens", "parts", "prints", "prose", "runs", "style", "text")

    date: PrintedDate | None
    opens: bool
    head: str
    prose: bool
    label: str
    parts: tuple[Line, ...]
    prints: tuple[str, ...]

    def __init__(
        self,
        text: str,
        box: int,
        style: int,
        gap: int,
        links: tuple[Link, ...],
        images: tuple[Image, ...],
        runs: tuple[str, ...] = (),
        known: Line | None = None,
        *,
        dated: bool = True,
    ) -> None:
        """Makes a line; `known` is the same line in another box, whose facts hold for this one; without `dated` it holds no year."""
        self.text, self.box, self.style, self.gap = text, box, style, gap
        self.links, self.images, self.runs = links, images, runs
        if known is None:
            self._judge(dated)
        else:
            self.date, self.opens, self.head, self.prose, self.label = known.date, known.opens, known.head, known.prose, known.label
            self.parts = tuple([part.moved(box) for part in known.parts]) if known.parts else ()
            self.prints = known.prints

    def _judge(self, dated: bool) -> None:
        text, images = self.text, self.images
        self.date = read_date(text) if dated and looks_dated(text) else None
        first = text[:1]
        self.opens = opens_body(text)
        self.head = first.casefold()[:1] if first.isalnum() else _head(text)
        self.prose = not self.style & Style.LINK and (self.opens or len(text) > _LONG)
        shown = text or (next((image.alt for image in images if image.alt and "/upload/" not in image.src), "") if images else "")
        self.label = label_key(shown) if len(shown) <= (_MAX_LABEL if text else _MAX_ALT) else ""
        self.parts = ()
        self.prints = ()

    def moved(self, box: int) -> Line:
        """The same line in another box."""
        return Line(self.text, box, self.style, self.gap, self.links, self.images, self.runs, self)


@dataclass(slots=True)
class Page:
    """A parsed page: its lines, its boxes, and what its head says.

    Boxes are numbered in page order, so box `b` holds exactly the boxes `b..last[b]`.
    """

    lines: list[Line] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [NO_BOX])
    tags: list[str] = field(default_factory=lambda: ["#page"])
    last: list[int] = field(default_factory=lambda: [NO_BOX])
    frame: list[str] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    canonical: str | None = None
    base: str | None = None
    hrefs: list[str] = field(default_factory=list)
    forms: list[int] = field(default_factory=list)
    told: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    shapes: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def settle(self) -> None:
        """Takes what the head told, in the order in which it did; the first word on a thing is the last."""
        for tag, told in self.told:
            self._note(tag, told.get)
        self.hrefs = list(dict.fromkeys(self.hrefs))[:MAX_LINKS]
        self.frame = sorted(set(self.frame))

    def _note(self, tag: str, get: Callable[..., str]) -> None:
        if tag == "meta":
            name = (get("property", "") or get("name", "") or get("itemprop", "")).strip().lower()
            if name and (content := get("content", "")):
                self.meta.setdefault(name, fold(content))
        elif tag == "base":
            self.base = self.base or get("href", "")
        elif tag == "link" and "canonical" in get("rel", "").lower().split():
            self.canonical = self.canonical or get("href", "")
        elif tag == "title":
            self.title = self.title or fold(get("text"))
        elif tag == "script":
            self.json_ld.append(get("text"))

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
        key = box, depth
        if (known := self.shapes.get(key)) is not None:
            return known
        shape: list[str] = []
        while box != NO_BOX and len(shape) < depth:
            shape.append(self.tags[box])
            box = self.parents[box]
        self.shapes[key] = tuple(shape)
        return self.shapes[key]
