"""When a page was changed or printed: dates that are not the article's."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper.dates import HINT

_MAX_STAMP: Final = 80
_NAME: Final = (
    r"(?:this (?:article|page|story) was )?(?:last |first )?(?:updated?|modified|edited|revised|printed|retrieved|accessed)\b"
    r"|(?:آخر|تم) (?:ال)?(?:تحديث|تعديل)|تاريخ (?:الطباعة|التحديث)|آخرین (?:به\u200c?روزرسانی|بروزرسانی|ویرایش|تغییر)"
    r"|(?:به\u200c?روز|بروز)رسانی|تاریخ (?:چاپ|به\u200c?روزرسانی)"
)
_STAMP: Final = re.compile(_NAME, re.IGNORECASE)
_LABEL: Final = re.compile(rf"(?:{_NAME})(?: (?:on|at|في|در))?\s*[:：]?", re.IGNORECASE)


def is_stamp(text: str) -> bool:
    """Whether a line says when the page was changed or printed, and no more."""
    if len(text) > _MAX_STAMP or text.endswith(".") or HINT.search(text) is None:
        return False
    return _STAMP.match(text) is not None


def names_stamp(text: str) -> bool:
    """Whether a line is the name of such a date, which follows."""
    return len(text) <= _MAX_STAMP and _LABEL.fullmatch(text) is not None
