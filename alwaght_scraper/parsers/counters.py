"""What a page counts and measures beside a text: visits, votes, minutes to read, numbers of pictures, a player's clock."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import is_weekday
from alwaght_scraper.parsers.blocks import Line, Style

_EDGES: Final = ":,.()[]"
_MAX_COUNTERS: Final = 200
_MAX_FACT: Final = 30
_NUMBER_OF: Final = re.compile(
    r"(?:(?:photo|image|picture|slide|page|صورة|صفحة|عکس|تصویر|صفحه)\s*)?[\d٠-٩۰-۹]{1,3}\s*(?:/|of|من|از)\s*[\d٠-٩۰-۹]{1,3}", re.IGNORECASE
)
_BARS: Final = re.compile(r"\s*[|·•]\s*")
_COUNTER: Final = re.compile(
    r"(?:(?:reading|read) time|مدة القراءة|وقت القراءة|زمان (?:مطالعه|خواندن))\s*[:：]?\s*[\d٠-٩۰-۹]+"
    r" ?(?:min(?:ute)?s?|دقائق|دقيقة|دقیقه)?|"
    r"[\d,٠-٩۰-۹]+ (?:visits?|views?|hits?|reads?|comments?|shares?|likes?|votes?|min(?:ute)?s?(?: read)?|مشاهدة|قراءة|تعليق|بازدید)|"
    r"(?:news ?(?:id|code)|id|code|visits?|views?|hits?|reads?|comments?|کد خبر|رمز الخبر|"
    r"(?:عدد )?(?:المشاهدات|القراءات|الزيارات)|بازدید)\s*[:：]?\s*[\d,٠-٩۰-۹]+",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"([^\d:：.]{2,30})[:：]\s*(?:[\d,.٬/٠-٩۰-۹-]+(?:\s*/\s*\d+)?|/\s*\d+)(?:\s*\([^)]{1,20}\))?"
    r"|(.{1,20}?)\s+[\d,٠-٩۰-۹]{1,7}"
)
_BRACKETED: Final = re.compile(r"[(\[]\s*\d[\d,.٬]*\s+[^\W\d]{2,20}\s*[)\]]")
_TIMES: Final = re.compile(r"[^\W\d]{2,12} \d[\d,.٬]* (?:times?|مرات|مرة|بار|دفعه)", re.IGNORECASE)
_RATED: Final = re.compile(r"[^\W\d]{2,20}\s?[:：]\s*\d[\d.,/]*\s*[(\[]\s*\d[\d,.٬]*\s+[^\W\d]{2,20}\s*[)\]]")
_ROW: Final = re.compile(r"\d{1,2}(?: \d{1,2}){2,}")
_PLAYED: Final = re.compile(r".{0,45}?\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d(?:\s\S{1,4}){0,2}", re.DOTALL)


def is_counter(text: str) -> bool:
    """Whether a text is numbers with their names, as `News code: 4711 | Visits: 12`, and no more."""
    return len(text) <= _MAX_COUNTERS and all(map(_counts, _BARS.split(text)))


def _counts(piece: str) -> bool:
    return any(form.fullmatch(piece) is not None for form in (_COUNTER, _BRACKETED, _TIMES, _RATED))


def is_count(text: str) -> bool:
    """Whether a text is any of these, or a row of numbers to choose from, and no more."""
    return is_counter(text) or is_number_of(text) or is_player(text) or _ROW.fullmatch(text) is not None


def counts_above(line: Line) -> bool:
    """Whether a line above the text says how often something was done: `Rating: 4.5/5 (12 votes)`, `Tweet 12`."""
    found = _NUMBERED.fullmatch(line.text)
    return found is not None and (found[1] is not None or labels.label_key(found[2]) in labels.TOOL_LABELS)


def is_number_of(text: str) -> bool:
    """Whether a text counts pictures or pages: `1 / 7`, `Photo 3 of 12`."""
    return _NUMBER_OF.fullmatch(text) is not None


def is_player(text: str) -> bool:
    """Whether a text is a player's: how much was played, of how much, and its name at most, as `Listen 0:00 / 3:20`."""
    return ":" in text and _PLAYED.fullmatch(text) is not None


def is_fact(line: Line) -> bool:
    """Whether a line above the text is a number or code (`541w / ALW050`), or the name of a day beside its date."""
    if len(line.text) > _MAX_FACT or line.style & Style.TIME:
        return bool(line.style & Style.TIME)
    words = [word.strip(_EDGES) for word in line.text.casefold().split() if any(map(str.isalnum, word))]
    counts = all(any(map(str.isdigit, word)) or word == "no" or (number and word in labels.UNITS) for number, word in enumerate(words))
    return counts or is_weekday(line.text)
