"""The article's text: lines joined where a break is only a line break, and what kind of block each is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import Block, BlockKind
from alwaght_scraper.parsers.blocks import BESIDE, NO_BOX, Line, Page, Style, dateline, may_open_body, opens_body
from alwaght_scraper.parsers.comments import without_comments
from alwaght_scraper.parsers.facts import (
    counts_above,
    is_appeal,
    is_counter,
    is_fact,
    is_number_of,
    is_stamp,
    leads_to_copy,
    names_tools,
    states_fact,
)
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import INNER_STOP, Reading, is_caption_of_box, is_text
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.section import is_section, labelled_section
from alwaght_scraper.text import comparison_key

_END_MARKS: Final = ".!?؟…۔:;؛\"”’»)'"
_STOPS: Final = (".", "!", "…", "۔", ":", "،", ",", ";", "؛")
_SENTENCE_ENDS: Final = (".", "!", "?", "؟", "…", "۔")
_CLOSERS: Final = '"”’»)]'
_QUOTES: Final = "\"“”'‘’«„"
_BULLET: Final = re.compile(r"[•·▪●◦‣■○►§\uf0b7\uf0a7]\s*")
_MAX_HEADING: Final = 100
_MAX_MARKED_HEADING: Final = 200
_MAX_HEADING_WORDS: Final = 14
_MIN_TEASER: Final = 60
_LEAD_STYLES: Final = Style.BOLD | Style.ITALIC | Style.HEADING | Style.LARGE
_WRAPPED: Final = 60
_NAMES: Final = 2
_TABS: Final = frozenset(first + second for first in labels.GALLERY_LABELS for second in labels.GALLERY_LABELS)
"""The gallery's names in one line, as tabs that only a style sheet parts."""
_JUNK_LABELS: Final = labels.TOOL_LABELS | labels.FORM_LABELS | labels.SITE_TITLES | _TABS
_MAX_TOOL: Final = 40
_ALIKE: Final = 2


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks, the teaser among them and the dateline, each with its rule."""

    blocks: tuple[Block, ...]
    teaser: str | None
    teaser_rule: str
    dateline: str | None


class _Text:
    """One block in the making."""

    __slots__ = ("kind", "line", "place", "text")

    def __init__(self, text: str, line: Line, place: int) -> None:
        self.text, self.line, self.place = text, line, place
        self.kind = BlockKind.PARAGRAPH


def read_body(reading: Reading, heading: Heading, region: Region, claims: Claims, taken: frozenset[int]) -> Body:
    """The body of an article; `taken` are lines that are captions or related articles."""
    places = [place for place in range(region.start, region.end) if place not in region.foreign and place not in taken]
    places = _kept(reading, heading, region, places)
    while places and (_names_what_follows(reading, region, places[-1]) or (region.by_landmark and is_section(reading.lines[places[-1]]))):
        places.pop()  # the printed name of tags or comments, whatever the word, or the section's
    if region.rule == "the comments":
        places = without_comments(reading, places)
    if region.tags_at is None:
        places = _trimmed(reading, heading, places)
    texts = _joined(reading, places)
    teaser, rule = _teaser(reading, heading, texts, claims)
    _set_kinds(reading.page, texts, heading, reading, teaser)
    blocks = tuple(Block(text.kind.value, text.text) for text in texts)
    return Body(blocks, texts[0].text if teaser else None, rule, _dateline(texts))


def _names_what_follows(reading: Reading, region: Region, last: int) -> bool:
    """Whether the last line of a text is the name of what ends it: right above a landmark, or a heading or colon that leads nowhere."""
    line = reading.lines[last]
    leads_nowhere = line.text[-1] in ":：" or bool(line.style & Style.HEADING)
    return is_caption_of_box(line) and (leads_nowhere or (region.by_landmark and last >= region.end - _NAMES))


def _kept(reading: Reading, heading: Heading, region: Region, places: list[int]) -> list[int]:
    """The lines that are text: no tools, no counters, and nothing that only repeats the heading."""
    kept: list[int] = []
    for place in places:
        line = reading.lines[place]
        if not line.text or line.label in _JUNK_LABELS or is_counter(line.text) or _is_tool(line) or is_appeal(line):
            continue
        if (
            labelled_section(reading, line)
            or is_stamp(line.text)
            or is_number_of(line.text)
            or leads_to_copy(reading, line)
            or names_tools(reading, place, region)
        ):
            continue
        if not kept and (line.text == heading.title or place in reading.dates or is_section(line) or is_fact(line)):
            continue
        if not kept and (_is_beside_date(reading, place) or counts_above(line) or states_fact(reading, place)):
            continue
        if place in reading.dates or not any(character.isalnum() for character in line.text):
            continue
        kept.append(place)
    return kept


def _is_beside_date(reading: Reading, place: int) -> bool:
    """Whether a line shares its printed line with a date and says a word on it: minutes to read, number of visits, place."""
    line = reading.lines[place]
    if line.gap != BESIDE or len(line.text) > _MAX_TOOL or line.opens or _stops(line.text):
        return False
    first = place
    while reading.lines[first].gap == BESIDE:
        first -= 1
        if first in reading.dates:
            return True
    return False


def _is_tool(line: Line) -> bool:
    """Whether a line is a short link that does something (share, print, enlarge), a row of such links, or leads to a part of the page."""
    if not line.links:
        return False
    if line.style & Style.LINK and (len(line.text) <= _MAX_TOOL or all(link.href.startswith("#") for link in line.links)):
        return True
    return _is_row_of_tools(line)


def _is_row_of_tools(line: Line) -> bool:
    """Whether a line says the names of tools and nothing else, as `Share: Facebook Twitter Print`."""
    rest = line.text
    for link in line.links:
        if labels.label_key(link.text) not in labels.TOOL_LABELS:
            return False
        rest = rest.replace(link.text, " ", 1)
    return labels.label_key(rest) in labels.TOOL_LABELS | {""}


def _trimmed(reading: Reading, heading: Heading, places: list[int]) -> list[int]:
    """Without tags to end the text, what follows the box that holds most of it is frame."""
    if not places:
        return places
    page, lines = reading.page, reading.lines
    box = lines[max(places, key=lambda place: len(lines[place].text))].box
    while box and page.parents[box] and not any(page.holds(page.parents[box], lines[place].box) for place in heading.places):
        box = page.parents[box]
    inside = [place for place in places if page.holds(box, lines[place].box)]
    weight = sum(len(lines[place].text) for place in inside)
    if 2 * weight < sum(len(lines[place].text) for place in places) or len(inside) < 2:
        return places
    return [place for place in places if place <= inside[-1]]


# --- lines to texts -----------------------------------------------------------------------------


def _joined(reading: Reading, places: list[int]) -> list[_Text]:
    """Lines to texts: a single break inside a sentence is a blank."""
    texts: list[_Text] = []
    for place in places:
        line = reading.lines[place]
        if texts and line.gap == 1 and texts[-1].line.box == line.box and texts[-1].place == place - 1 and _runs_on(texts[-1], line):
            texts[-1] = _Text(f"{texts[-1].text} {line.text}", texts[-1].line, place)
        else:
            texts.append(_Text(line.text, line, place))
    return texts


def _runs_on(before: _Text, line: Line) -> bool:
    if before.text[-1] in _END_MARKS or _BULLET.match(line.text) or (before.line.style ^ line.style) & Style.BOLD:
        return False
    first = line.text[0]
    return first.islower() or (len(before.text) > _WRAPPED and not first.isupper() and first.isalpha() and opens_body(before.text) is False)


# --- teaser and dateline ------------------------------------------------------------------------


def _teaser(reading: Reading, heading: Heading, texts: list[_Text], claims: Claims) -> tuple[bool, str]:
    """Whether the first text is a lead paragraph, and by which rule."""
    if len(texts) < 2 or may_open_body(texts[0].text):
        return False, "none: the text opens at once"
    first = texts[0]
    sentence = len(first.text) >= _MIN_TEASER or _stops(first.text)
    if sentence and may_open_body(texts[1].text):
        return True, "the paragraph before the dateline"
    if claims.description and comparison_key(claims.description) == comparison_key(first.text):
        return True, "the head's description"
    marked = first.line.style & _LEAD_STYLES and not texts[1].line.style & _LEAD_STYLES
    if sentence and marked and not first.line.style & Style.QUOTE:
        return True, "the first paragraph, set apart by its print"
    if first.text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS) and _stands_apart(reading, heading, texts):
        return True, "the first paragraph, set apart by its box"
    return False, "none: no lead paragraph"


def _stands_apart(reading: Reading, heading: Heading, texts: list[_Text]) -> bool:
    """Whether the first text shares a box with the title that the text is not in, or stands in one of another make than the paragraphs."""
    page, first = reading.page, texts[0].line.box
    for place in heading.places:
        shared = page.common_box(first, reading.lines[place].box)
        if shared != NO_BOX and not any(page.holds(shared, text.line.box) for text in texts[1:]):
            return True
    plain = [text.line for text in texts[1:] if is_text(text.line) and not text.line.style & (Style.LIST | Style.QUOTE)]
    shapes = Counter(page.shape(line.box) for line in plain)
    return page.shape(first) not in shapes and any(count >= _ALIKE and 4 * count >= 3 * len(plain) for count in shapes.values())


def _dateline(texts: list[_Text]) -> str | None:
    for text in texts[:3]:
        if (found := dateline(text.text)) is not None:
            return found.strip() or None
    return None


# --- kinds --------------------------------------------------------------------------------------


def _set_kinds(page: Page, texts: list[_Text], heading: Heading, reading: Reading, teaser: bool) -> None:
    for number, text in enumerate(texts):
        following = texts[number + 1] if number + 1 < len(texts) else None
        if number == 0 and teaser:
            continue
        if _inside(page, text, reading, heading, "li") or _BULLET.match(text.text):
            text.kind = BlockKind.LIST_ITEM
            text.text = _BULLET.sub("", text.text, count=1) if _BULLET.match(text.text) else text.text
        elif _inside(page, text, reading, heading, "blockquote") or _set_in(text):
            text.kind = BlockKind.QUOTE
        elif _is_heading(text, following, texts[number - 1] if number else None):
            text.kind = BlockKind.HEADING


def _inside(page: Page, text: _Text, reading: Reading, heading: Heading, tag: str) -> bool:
    """Whether a text stands in an element that does not hold the heading as well (such an element is layout)."""
    wanted = Style.LIST if tag == "li" else Style.QUOTE
    if not text.line.style & wanted:
        return False
    if not any(reading.lines[place].style & wanted for place in heading.places):
        return True
    box = text.line.box
    while box and page.tags[box] != tag:
        box = page.parents[box]
    return bool(box) and not any(page.holds(box, reading.lines[place].box) for place in heading.places)


def _set_in(text: _Text) -> bool:
    return bool(text.line.style & Style.INDENT) and text.text[0] in _QUOTES and text.text.rstrip(".")[-1] in _QUOTES


def _is_heading(text: _Text, following: _Text | None, before: _Text | None) -> bool:
    """A sub-heading: marked as one, printed bold, or a short line of its own above a longer one."""
    style, words = text.line.style, text.text
    if following is None or opens_body(words):
        return False
    if style & Style.HEADING and len(words) <= _MAX_MARKED_HEADING:
        return True
    if _stops(words) or len(words) > _MAX_HEADING + 50 * bool(style & Style.BOLD):
        return bool(style & Style.BOLD) and words.endswith(":") and len(words) <= _MAX_HEADING
    if style & Style.BOLD:
        return True
    return _plain_heading(text, following, before)


def _stops(text: str) -> bool:
    """Whether a text ends as sentences do and headings don't, in quotation marks or brackets too."""
    return text.endswith(_STOPS) or text.rstrip(_CLOSERS).endswith((".", "!", "…", "۔"))


def _plain_heading(text: _Text, following: _Text, before: _Text | None) -> bool:
    words = text.text
    if len(words) > _MAX_HEADING or len(words.split()) > _MAX_HEADING_WORDS or words[0] in _QUOTES or words[-1] in '"”’»':
        return False
    if (
        words[0].islower()
        or INNER_STOP.search(words)
        or following.line.style & Style.LIST
        or (not following.line.prose and len(following.text) < 1.5 * len(words))
    ):
        return False
    return before is None or before.text[-1] in _END_MARKS or len(before.text) > _MAX_HEADING or before.kind is not BlockKind.PARAGRAPH
