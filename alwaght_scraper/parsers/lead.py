"""How a text begins: its lead paragraph and its dateline."""

from __future__ import annotations

from collections import Counter
from typing import Final

from alwaght_scraper.parsers.blocks import NO_BOX, Style, dateline, may_open_body
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.kinds import Text, stops
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.sentences import ends_sentence

_MIN_TEASER: Final = 60
_MIN_LEAD: Final = 40
"""A line right above the dateline is a lead from fewer characters on: hardly a sub-heading stands there."""
_LEAD_STYLES: Final = Style.BOLD | Style.ITALIC | Style.HEADING | Style.LARGE
_ALIKE: Final = 2
_WRAPPERS: Final = 20
_ASKED: Final = ("?", "؟")


def find_lead(reading: Reading, heading: Heading, texts: list[Text]) -> tuple[bool, str]:
    """Whether the first text is a lead paragraph, and by which rule."""
    if len(texts) < 2 or may_open_body(texts[0].text):
        return False, "none: the text opens at once"
    first = texts[0]
    if first.text.endswith(_ASKED) and _is_made_like_headings(reading, texts):
        return False, "none: the text opens with a heading"
    sentence = len(first.text) >= _MIN_TEASER or stops(first.text)
    second = next((text for text in texts[1:] if is_text(text.line)), texts[1])  # a sub-heading may stand between
    if (sentence or len(first.text) >= _MIN_LEAD) and may_open_body(second.text):
        return True, "the paragraph before the dateline"
    marked = first.line.style & _LEAD_STYLES and not second.line.style & _LEAD_STYLES
    if sentence and marked and not first.line.style & Style.QUOTE:
        return True, "the first paragraph, set apart by its print"
    if ends_sentence(first.text) and _stands_apart(reading, heading, texts):
        return True, "the first paragraph, set apart by its box"
    return False, "none: no lead paragraph"


def _is_made_like_headings(reading: Reading, texts: list[Text]) -> bool:
    """Whether the first text is set as a heading, and a later one as well, in the same element."""
    page, first = reading.page, texts[0].line
    headings = [text.line for text in texts if text.line.style & Style.HEADING]
    return first in headings and any(page.tags[line.box] == page.tags[first.box] for line in headings if line is not first)


def _stands_apart(reading: Reading, heading: Heading, texts: list[Text]) -> bool:
    """Whether the first text shares a box with the title that the text is not in, or stands in one of another make than the paragraphs."""
    page, first = reading.page, texts[0].line.box
    if any(text.line.box != first and page.holds(first, text.line.box) for text in texts[1:]):
        return False  # an editor puts each paragraph but the first in an element of its own
    for place in heading.places:
        shared = page.common_box(first, reading.lines[place].box)
        if shared != NO_BOX and not any(page.holds(shared, text.line.box) for text in texts[1:]):
            return True
    if _stands_above_box(reading, heading, first, [text.line.box for text in texts[1:]]):
        return True
    plain = [text.line for text in texts[1:] if is_text(text.line) and not text.line.style & (Style.LIST | Style.QUOTE)]
    shapes = Counter(page.shape(line.box) for line in plain)
    return page.shape(first) not in shapes and any(count >= _ALIKE and 4 * count >= 3 * len(plain) for count in shapes.values())


def _stands_above_box(reading: Reading, heading: Heading, first: int, boxes: list[int]) -> bool:
    """Whether the first text stands beside the heading, and all the others further in, in a box of their own."""
    page = reading.page
    if len(boxes) == 1 and page.shape(first) == page.shape(boxes[0]):
        return False
    box = page.parents[boxes[0]] if len(boxes) == 1 else boxes[0]
    for other in boxes:
        box = page.common_box(box, other)
    if page.tags[box] == "p" and any(other != box for other in boxes):
        return False  # a paragraph that nobody closed
    outer = page.parents[first]
    for _ in range(_WRAPPERS):
        if outer == NO_BOX or page.parents[outer] == NO_BOX or not _holds_nothing_else(reading, outer, first):
            break
        outer = page.parents[outer]
    beside = any(page.holds(outer, reading.lines[place].box) for place in heading.places)
    return (
        beside
        and outer != NO_BOX
        and box not in (outer, NO_BOX)
        and page.holds(outer, box)
        and not (page.holds(box, first) or page.holds(first, box))
    )


def _holds_nothing_else(reading: Reading, box: int, inner: int) -> bool:
    """Whether a box is no more than a wrapper of another one."""
    return not any(reading.page.holds(box, line.box) and not reading.page.holds(inner, line.box) for line in reading.lines if line.text)


def find_dateline(texts: list[Text]) -> str | None:
    """The dateline that one of the first texts begins with, a lead may stand before it; None where there is none."""
    for text in texts[:3]:
        if (found := dateline(text.text)) is not None:
            return found.strip() or None
    return None
