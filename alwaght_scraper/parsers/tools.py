"""Lines that do something or say who made the page: rows of share buttons, notices of advertisements, by-lines."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.counters import is_counter
from alwaght_scraper.parsers.sentences import STATED

_MAX_TOOL: Final = 40
_MAX_TOOLS: Final = 90
_SCRIPTS: Final = ("#", "javascript:")
_CHANNEL: Final = re.compile(
    r"(?:https?:)?//(?:www\.|m\.)?(?:"
    r"(?:t(?:elegram)?\.me|twitter\.com|x\.com|facebook\.com|instagram\.com|youtube\.com|wa\.me|(?:api|chat)\.whatsapp\.com)(?:/@?[\w.-]+)?"
    r"|(?:play\.google\.com|(?:apps|itunes)\.apple\.com)/[\w./-]*"
    r")/?(?:\?.*)?$",
    re.IGNORECASE,
)
"""A page of the site elsewhere, or its program in a store."""
_MAX_BYLINE: Final = 60
_MAX_BYLINE_WORDS: Final = 7
_SIZES: Final = frozenset({"a", "a+", "a-", "aa", "a-a", "a-aa", "aaa", "a-aa+", "a+aa-", "a+a-", "a-a+"})
_EDGES: Final = ".:,،()[]|/&›»>-–—"
_BYLINE: Final = re.compile(
    r"(?:written |posted |reported |story |text |words |report )?by:? (?-i:[A-Z]).*"
    r"|(?:authors?|writers?|reporter|correspondent|editors?|sources?|translators?|translated by|photographers?|photos? by)\s?:\s?\S.*"
    r"|بقلم\s?:?\s.*|(?:كتب|كتبت|الكاتب|إعداد|اعداد|المصدر|المحرر|ترجمة|المترجم|المراسل|تصوير)\s?:\s?\S.*"
    r"|(?:نویسنده|خبرنگار|منبع|مترجم|گزارشگر|عکاس|تهیه و تنظیم|گردآورنده|به قلم)\s?:\s?\S.*|به قلم\s.*",
    re.IGNORECASE,
)
_AGED: Final = re.compile(r"this (?:article|story|page|post) is (?:more than |over |about )?\d+ (?:year|month)s? old", re.IGNORECASE)
"""A warning that an article is old."""


def is_tool(line: Line) -> bool:
    """Whether a line does something and says nothing: a short link, a row of tools' names, or words that only tools are named by."""
    linked = line.links and line.style & Style.LINK
    if linked and (len(line.text) <= _MAX_TOOL or all(link.href.startswith("#") for link in line.links) or _joins_elsewhere(line)):
        return True
    if line.links and (_is_row_of_tools(line) or _does_things(line) or (not linked and _names_channels(line))):
        return True
    return len(line.text) <= _MAX_TOOLS and (_names_tools_only(line.text) or _is_row_of_parts(line.text))


def _does_things(line: Line) -> bool:
    """Whether a short line has several links and none of them leads away: `Font size smaller larger`."""
    leads = any(not link.href.startswith(_SCRIPTS) for link in line.links)
    return len(line.links) > 1 and len(line.text) <= _MAX_TOOLS and not leads and not line.text.endswith(STATED)


def _is_row_of_tools(line: Line) -> bool:
    """Whether a line says the names of tools and nothing else, as `Share: Facebook Twitter Print`."""
    rest = line.text
    for link in line.links:
        if labels.label_key(link.text) not in labels.TOOL_LABELS:
            return False
        rest = rest.replace(link.text, " ", 1)
    return labels.label_key(rest) in labels.TOOL_LABELS | {""} or _names_tools_only(rest)


def _joins_elsewhere(line: Line) -> bool:
    """Whether a line of links leads to channels and pages of the site elsewhere, and to no post there."""
    return len(line.text) <= _MAX_TOOLS and all(_CHANNEL.match(link.href) for link in line.links)


def _names_channels(line: Line) -> bool:
    """Whether a line is such links behind a name that is no sentence: `Get the app: Google Play`."""
    rest = line.text
    for link in line.links:
        rest = rest.replace(link.text, " ", 1)
    return _joins_elsewhere(line) and len(rest) <= _MAX_TOOL and not rest.strip().endswith(STATED)


def _is_row_of_parts(text: str) -> bool:
    """Whether bars part a line into names of tools and counts: `Printable version | Read 12 times`."""
    parts = text.split("|")
    return len(parts) > 1 and all(
        is_counter(part.strip()) or labels.label_key(part) in labels.TOOL_LABELS or _names_tools_only(part) for part in parts
    )


def _names_tools_only(text: str) -> bool:
    """Whether all words of a line are such as tools and advertisements are named by: `Click to share on Twitter (Opens in new window)`."""
    does, sizes = False, 0
    for word in [word.strip(_EDGES) for word in text.casefold().split()]:
        if word in labels.TOOL_WORDS:
            does = True
        elif word in _SIZES:
            sizes += 1
        elif word and word not in labels.WORDS_AT_TOOLS and not word.replace(",", "").isdecimal():
            return False
    return does or sizes > 1


def is_byline(text: str) -> bool:
    """Whether a line above the text says who wrote it or where it is from, or how old it is, and no more."""
    if len(text) > _MAX_BYLINE:
        return False
    if _AGED.fullmatch(text):
        return True
    return text[-1] not in ".!?؟" and len(text.split()) <= _MAX_BYLINE_WORDS and _BYLINE.fullmatch(text) is not None
