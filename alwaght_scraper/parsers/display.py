"""What a browser would show: elements by kind, and the few style rules that hide or part text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from alwaght_scraper.parsers.blocks import Style

SKIPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "textarea", "select", "svg", "math", "iframe", "object", "canvas", "audio",
     "video", "noframes", "applet", "xml", "title", "datalist", "amp-ad", "amp-embed", "amp-iframe", "amp-video", "amp-audio"}
)  # fmt: skip
"""Elements whose content is no text of the page."""

BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
     "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
     "thead", "tr", "ul", "frameset", "multicol", "listing", "xmp", "plaintext"}
)  # fmt: skip
"""Elements that start a line of their own."""

IS_SKIPPED, IS_BLOCK, IS_LINK, IS_IMAGE, IS_BREAK, IS_STYLED, IS_HEAD, IS_CONTROL = range(1, 9)
KIND_OF: Final[dict[str, int]] = {
    **dict.fromkeys(SKIPPED, IS_SKIPPED),
    **dict.fromkeys(BLOCKS, IS_BLOCK),
    **dict.fromkeys(("b", "strong", "i", "em", "small", "big", "time", "font", "q", "cite", "button"), IS_STYLED),
    **dict.fromkeys(("meta", "link", "base", "area"), IS_HEAD),
    "a": IS_LINK, "img": IS_IMAGE, "amp-img": IS_IMAGE, "br": IS_BREAK, "input": IS_CONTROL,
}  # fmt: skip
PARTABLE: Final = frozenset({0, IS_STYLED, IS_LINK, IS_IMAGE})
"""Kinds of elements that a style can give a line of their own."""
STYLES_OF: Final[dict[str, int]] = {
    "b": Style.BOLD, "strong": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "small": Style.SMALL, "big": Style.LARGE,
    "time": Style.TIME,
    "button": Style.HIDDEN,  # what it does is no text of the page, but a glossary's terms may stand on buttons
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Style.HEADING),
    "li": Style.LIST, "center": Style.CENTER,
    "blockquote": Style.QUOTE, "figcaption": Style.CAPTION, "pre": Style.PRE, "listing": Style.PRE, "xmp": Style.PRE,
}  # fmt: skip

_COMMENT: Final = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_TOKEN: Final = re.compile(r"[{}]")
_SIMPLE: Final = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)", re.IGNORECASE)
_HIDES: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PARTS: Final = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|list-item|table|table-row|table-cell)\b", re.IGNORECASE)
_BOLD: Final = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_ITALIC: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_SMALL: Final = re.compile(
    r"font-size\s*:\s*(?:small|x-small|xx-small|smaller|(?:[4-9]|1[01])(?:\.\d+)?p[xt]|0?\.\d+r?em|[4-8]\d%)", re.IGNORECASE
)
_INDENT: Final = re.compile(
    r"(?:margin|padding)(?:-left|-right|-inline-start)?\s*:\s*(?:\d+[a-z]*\s+)?(?:[2-9]\d|1\d\d)(?:\.\d+)?p[xt]"
    r"|(?:margin|padding)[\w-]*\s*:\s*(?:[\d.]+[a-z]*\s+)?(?:[2-9](?:\.\d+)?r?em|(?:0?\.[3-9]|[1-9])[\d.]*in|[1-9][\d.]*cm)",
    re.IGNORECASE,
)
_CENTER: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ALIGNED: Final = re.compile(r"text-align\s*:\s*(?:justify|left|right|start|end)", re.IGNORECASE)
_LIST_ITEM: Final = re.compile(r"display\s*:\s*list-item", re.IGNORECASE)
_KEEPS_BREAKS: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)\b", re.IGNORECASE)
_FLOWS: Final = re.compile(r"white-space\s*:\s*(?:pre-|break)", re.IGNORECASE)
_FOR_PRINT: Final = re.compile(r"\s*@media[^{]{0,200}\bprint\b", re.IGNORECASE)
_MAX_SHEET: Final = 200_000


def hides(style: str) -> bool:
    """Whether an inline style keeps its element from being shown."""
    return _HIDES.search(style) is not None


def parts(style: str) -> bool:
    """Whether an inline style gives its element a line of its own."""
    return _PARTS.search(style) is not None


@lru_cache(maxsize=1 << 12)
def styles_of(style: str) -> tuple[int, bool]:
    """The styles (bits of `Style`) that an inline style adds, and whether it gives its element a line of its own."""
    added = (
        hides(style) * Style.HIDDEN
        | (_BOLD.search(style) is not None) * Style.BOLD
        | (_ITALIC.search(style) is not None) * Style.ITALIC
        | (_SMALL.search(style) is not None) * Style.SMALL
        | (_INDENT.search(style) is not None) * Style.INDENT
        | (_CENTER.search(style) is not None) * Style.CENTER
        | (_ALIGNED.search(style) is not None) * Style.ALIGNED
        | (_LIST_ITEM.search(style) is not None) * Style.LIST
        | (_KEEPS_BREAKS.search(style) is not None) * Style.PRE
        | (_FLOWS.search(style) is not None) * Style.FLOWS
    )
    return added, parts(style)


@lru_cache(maxsize=64)
def sheet_rules(sheet: str) -> tuple[frozenset[str], frozenset[str]]:
    """The single classes and ids (`.x`, `#y`) that a style sheet hides, and those it gives a line of their own.

    Rules for print only are left out: they say what paper shows. Only plain selectors count; what a
    combination of selectors hides can't be known without a browser.
    """
    hidden: set[str] = set()
    block: set[str] = set()
    for selectors, declarations in _rules(_COMMENT.sub(" ", sheet[:_MAX_SHEET])):
        target = hidden if hides(declarations) else block if parts(declarations) else None
        if target is None:
            continue
        names = [_SIMPLE.fullmatch(selector.strip()) for selector in selectors.split(",")]
        target.update(name[1] for name in names if name)
    return frozenset(hidden), frozenset(block)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The (selectors, declarations) of a sheet, those for print only left out."""
    open_blocks: list[str] = []
    start = 0
    for token in _TOKEN.finditer(sheet):
        before = sheet[start : token.start()].strip()
        start = token.end()
        if token[0] == "{":
            open_blocks.append(before.rpartition(";")[2])
        elif open_blocks:
            selectors = open_blocks.pop()
            if not any(_FOR_PRINT.match(outer) for outer in open_blocks[:4]):
                yield selectors, before
