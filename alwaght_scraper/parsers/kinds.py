"""What kind of block each text of an article is: by its element, its print, or what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from alwaght_scraper.items import BlockKind
from alwaght_scraper.parsers.blocks import Line, Page, Style, opens_body
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.margins import Margins
from alwaght_scraper.parsers.marks import BULLET, TYPED, Marks
from alwaght_scraper.parsers.sentences import CLOSERS, INNER_STOP, STATED

END_MARKS: Final = ".!?؟…۔:;؛\"”’»)'"
_STOPS: Final = (*STATED, ":", "،", ",", ";", "؛")
_QUOTES: Final = "\"“”'‘’«„"
_QUOTATION: Final = re.compile(r".+[\"”’»]\W{0,2}(?:[^\"“”«»]{0,80})?", re.DOTALL)
"""Words in quotation marks and, behind them, who said so at most."""
_SPEECH: Final = re.compile(r"[^:：?؟.]{1,30}[:：]\s+\S.*[?؟.!]", re.DOTALL)
"""What somebody says or asks in an interview, the name before it."""
_DEPTH: Final = 64
"""Boxes by which quotations are told: a table inside of another is like the outer one by its innermost six."""
_MIN_SENTENCE: Final = 3
_MAX_HEADING: Final = 100
_MAX_MARKED_HEADING: Final = 200
_MAX_HEADING_WORDS: Final = 14


class Text:
    """One block in the making."""

    __slots__ = ("kind", "line", "place", "text")

    def __init__(self, text: str, line: Line, place: int) -> None:
        self.text, self.line, self.place = text, line, place
        self.kind = BlockKind.PARAGRAPH


def set_kinds(page: Page, texts: list[Text], heading: Heading, reading: Reading, marks: Marks, teaser: bool) -> None:
    """Tells headings, quotations and list items from paragraphs; with a teaser, the first text is that."""
    _set_typed_items(texts)
    prose = [text.line for text in texts if text.line.prose and text.text[0] not in _QUOTES]
    margins = Margins(page, [reading.lines[place].box for place in heading.places], [(text.line, len(text.text)) for text in texts])
    for number, text in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else None
        if (number == 0 and teaser) or text.kind is BlockKind.LIST_ITEM:
            continue
        if _inside(page, text, margins, "li") or BULLET.match(text.text) or id(text.line) in marks.items:
            text.kind = BlockKind.LIST_ITEM
            text.text = BULLET.sub("", text.text, count=1) if BULLET.match(text.text) else text.text
        elif _inside(page, text, margins, "blockquote") or _set_in(page, text, prose):
            text.kind = BlockKind.QUOTE
        elif _is_heading(text, following, texts[number - 1] if number else None):
            text.kind = BlockKind.HEADING


def _set_typed_items(texts: list[Text]) -> None:
    """Makes list items of two texts or more in a row that begin with the same mark, or are counted on, without what was typed."""
    marks = [None if text.line.style & (Style.HEADING | Style.BOLD) else TYPED.match(text.text) for text in texts]
    items = [number for number in range(len(texts)) if _goes_with(marks, number, -1) or _goes_with(marks, number, 1)]
    for number in items:
        mark = marks[number]
        if mark is not None:
            texts[number].kind, texts[number].text = BlockKind.LIST_ITEM, texts[number].text[mark.end() :]


def _goes_with(marks: list[re.Match[str] | None], number: int, step: int) -> bool:
    """Whether a text's typed mark goes on that of the text before or after it."""
    mark = marks[number]
    other = marks[number + step] if 0 <= number + step < len(marks) else None
    if mark is None or other is None:
        return False
    return mark[2] == other[2] if mark[2] else bool(other[1]) and int(other[1]) == int(mark[1]) + step


def _inside(page: Page, text: Text, margins: Margins, tag: str) -> bool:
    """Whether a text stands in an element made for items or quotations that is no more than layout."""
    if not text.line.style & (Style.LIST if tag == "li" else Style.QUOTE):
        return False
    box = text.line.box
    while box and page.tags[box] != tag:
        box = page.parents[box]
    return not margins.are(box)


def _set_in(page: Page, text: Text, prose: list[Line]) -> bool:
    """Whether a text is a quotation that is set in as not all running text is, or unlike all paragraphs, most of which are alike."""
    if text.text[0] not in _QUOTES or not _QUOTATION.fullmatch(text.text):
        return False
    if text.line.style & Style.INDENT and not all(line.style & Style.INDENT for line in prose):
        return True
    shapes = Counter(page.shape(line.box, _DEPTH) for line in prose)
    is_usual = any(4 * count >= 3 * len(prose) for count in shapes.values())
    return is_usual and page.shape(text.line.box, _DEPTH) not in shapes


def _is_heading(text: Text, following: Text | None, before: Text | None) -> bool:
    """A sub-heading: marked as one, printed bold, or a short line of its own above a longer one."""
    style, words = text.line.style, text.text
    if following is None or opens_body(words) or _SPEECH.fullmatch(words):
        return False
    if style & Style.HEADING and len(words) <= _MAX_MARKED_HEADING:
        return True
    if stops(words) or len(words) > _MAX_HEADING + 50 * bool(style & Style.BOLD):
        return bool(style & Style.BOLD) and words.endswith(":") and len(words) <= _MAX_HEADING
    if style & Style.BOLD:
        return True
    return _plain_heading(text, following, before)


def _is_too_short(words: str, following: Text) -> bool:
    """Whether a text is too short for a heading above it, and no sentence."""
    size = len(following.text)
    is_sentence = following.text.endswith(STATED) and len(following.text.split()) >= _MIN_SENTENCE
    return not following.line.prose and size < 1.5 * len(words) and not is_sentence


def stops(text: str) -> bool:
    """Whether a text ends as sentences do and headings don't, in quotation marks or brackets too."""
    return text.endswith(_STOPS) or text.rstrip(CLOSERS).endswith(STATED)


def _plain_heading(text: Text, following: Text, before: Text | None) -> bool:
    words = text.text
    if len(words) > _MAX_HEADING or len(words.split()) > _MAX_HEADING_WORDS or words[0] in _QUOTES or words[-1] in '"”’»':
        return False
    if words[0].islower() or INNER_STOP.search(words) or following.line.style & Style.LIST or _is_too_short(words, following):
        return False
    return before is None or before.text[-1] in END_MARKS or len(before.text) > _MAX_HEADING or before.kind is not BlockKind.PARAGRAPH
