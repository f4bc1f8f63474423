"""When a page was changed or printed: dates that are not the article's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import HINT
from alwaght_scraper.parsers.blocks import Line

_MAX_STAMP: Final = 80
_STAMP: Final = re.compile(
    r"(?:this (?:article|page|story) was )?(?:last |first )?(?:updated?|modified|edited|revised|printed|retrieved|accessed)\b"
    r"|(?:آخر|تم) (?:ال)?(?:تحديث|تعديل)|تاريخ (?:الطباعة|التحديث)|آخرین (?:به\u200c?روزرسانی|بروزرسانی|ویرایش|تغییر)"
    r"|(?:به\u200c?روز|بروز)رسانی|تاریخ (?:چاپ|به\u200c?روزرسانی)",
    re.IGNORECASE,
)

_COUNTED: Final = re.compile(r"[^\W\d]{2,12} \d[\d,.٬]* [^\W\d]{2,12}[ |·,-]+")
"""How often a page was read, which may stand before that in its line."""


def is_stamp(text: str) -> bool:
    """Whether a line says when the page was changed or printed, and no more."""
    if len(text) > _MAX_STAMP or text.endswith(".") or HINT.search(text) is None:
        return False
    counted = _COUNTED.match(text)
    return _STAMP.match(text, counted.end() if counted else 0) is not None


def stamps_of(lines: Sequence[Line], dates: Iterable[int]) -> frozenset[int]:
    """The dates that follow a name which says that the page was changed then, and these names, by their places."""
    changed = [date for date in dates if date and lines[date - 1].label in labels.CHANGE_LABELS]
    return frozenset([*changed, *(date - 1 for date in changed)])
