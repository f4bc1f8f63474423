"""Steps to the articles before and after: links that lead on through the site, not to what is related."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box

_BACK: Final = "previous|prev|older|السابق|السابقة|قبلی|قبلي"
_ON: Final = "next|newer|التالي|التالية|بعدی|بعدي"
_NAMED: Final = r"(?:(?:ال)?(?:article|story|post|news|خبر|مقال|مقالة|موضوع|مطلب|نوشته)\s+)?"
_BEFORE: Final = re.compile(rf"(?:[«‹<←→]+\s*)?{_NAMED}(?:{_BACK})", re.IGNORECASE)  # a style sheet may part the word from the title
_AFTER: Final = re.compile(rf"(?:[»›>←→]+\s*)?{_NAMED}(?:{_ON})", re.IGNORECASE)
_LEFT: Final = "«‹<←"
_RIGHT: Final = "»›>→"
_ALONE: Final = re.compile(
    rf"[\s«‹<←→»›>]*{_NAMED}(?:{_BACK}|{_ON})(?:\s+(?:article|story|post|news|خبر|مقال|موضوع|مطلب))?(?:\s*[:：].*|[\s«‹<←→»›>]*)",
    re.IGNORECASE | re.DOTALL,
)


def find_steps(reading: Reading, span: Iterable[int]) -> frozenset[int]:
    """The lines whose links lead to the article before or after: named so alone, or two that say so side by side.

    A title may begin with `Next` as well, so such a word alone proves nothing without a mark, a line of its own or its counterpart.
    """
    found: set[int] = set()
    last: tuple[int, str] | None = None
    for place in span:
        for link in reading.lines[place].links:
            target = reading.target(link)
            if target is None or target.kind is not PageKind.ARTICLE:
                continue
            if _ALONE.fullmatch(link.text) or _is_named(reading, place):
                found.add(place)
            if last is not None and _are_pair(last[1], link.text):
                found.update((last[0], place))
            last = place, link.text
    return frozenset(found)


def _is_named(reading: Reading, place: int) -> bool:
    """Whether the line above a link says that it leads to the article before or after."""
    above = reading.lines[place - 1] if place else None
    return above is not None and not above.links and is_caption_of_box(above) and _ALONE.fullmatch(above.text) is not None


def _are_pair(first: str, second: str) -> bool:
    """Whether two links say `previous` and `next`, or point away from each other."""
    if first[:1] in _LEFT and second[-1:] in _RIGHT and not {*_RIGHT}.intersection(first) and not {*_LEFT}.intersection(second):
        return bool(first and second)  # and neither is set in quotation marks
    return any(_BEFORE.match(one) and _AFTER.match(other) for one, other in ((first, second), (second, first)))
