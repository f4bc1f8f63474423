"""Printed dates: English, Arabic and Persian; Gregorian, Jalali and Hijri; any of the three digit sets.

Here a line is brought down to the date in it: without its label, its hour, its author and what else stands beside it.
What then remains is read by `date_forms`, or is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from alwaght_scraper.calendars import GREGORIAN, WEEKDAYS, plain_form, weekday_of
from alwaght_scraper.date_forms import Day, read_form

MAX_LENGTH: Final = 64
"""Longer strings are prose, and dateparser takes seconds on them."""

HINT: Final = re.compile(
    r"[12\u0660-\u0669\u06f0-\u06f9](?:(?<=[12])\d{3}|(?<=[^12])[\u0660-\u0669\u06f0-\u06f9]{3})"
)  # a set first: searched for at once

_LONGEST_WEEKDAY: Final = 20
_KNOWN: Final = re.compile(r"([A-Z][a-z]+day) (\d{1,2}) ([A-Z][a-z]+) ((?:19|20)\d\d)", re.ASCII)
"""The form that the site is known to print: `Friday 9 October 2015`."""
_PREFIX: Final = re.compile(
    r"(?:(?:publish(?:ed)?|publication|posted|added|created|written|date|news|release|last)"
    r"(?: (?:on|date|at|published|posted|by \D{1,30}? on))?"
    r"|(?:ال|ب)?تاریخ(?: (?:ال)?(?:نشر|خبر|اضافه|انتشار|درج|ثبت|ارسال))?|(?:تم )?(?:ال)?نشر(?: فی| بتاریخ)?"
    r"|(?:اضیف|کتب|حرر)ت? (?:فی|بتاریخ)|زمان (?:انتشار|درج)|(?:منتشر|درج|ارسال) شده در|on(?= ?:)) ?[:：-]? ?(?=[^\s|•·/–—])"
)
_BY: Final = re.compile(r"(?<=\d) (?:by|بقلم|بواسطه|توسط) \D{1,30}$")
_BY_NAME: Final = re.compile(r"\s+(?:by|بقلم|بواسطة|بواسطه|توسط)\s+\D{1,30}$", re.IGNORECASE)
_ZONE: Final = r"(?:\[?(?:gmt|utc|est|edt|cet|cest|bst|ist|irst|z|[+-]\d{2}:?\d{2})\]?)"
_CLOCK: Final = rf"(?:t|at |الساعه |ساعت )?(?<![\d.])\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?![\d.]) ?(?:[ap]\.?m\.?|[صم])? ?{_ZONE}?"
_HOUR: Final = re.compile(rf"\s*[-–|/@]? *{_CLOCK}\s*$")
_HOUR_FIRST: Final = re.compile(rf"{_CLOCK} *[-–|/]? (?=.*\d{{4}})")
_MONTH_COUNTED: Final = re.compile(r"\W*[^\W\d]+\W+\d{4}\s*[(\[]\s*\d{1,6}\s*[)\]]?\s*$")
"""A month and how many articles are of it, as archives list them: `October 2026 (13)`."""
_PIECES: Final = re.compile(r"\s*[|•·()–—]\s*|\s+[-/@]\s+|\s+(?=by )")
_BESIDE: Final = re.compile(
    rf"{_CLOCK}|[\d.]+ (?:reads?|views?|hits?|visits?|comments?|shares?|min(?:ute)?s?(?: read)?|(?:year|month|day|hour)s? ago|بازدید|نظر)"
    r"|(?:(?:news|article|post) ?)?(?:id|code|no)[:# ]*\d+|(?:کد|شناسه|رمز|رقم)(?: (?:ال)?خبر| مطلب)?[: ]*\d+"
    r"|(?:by|author|بقلم|نویسنده)[: ]+\D{1,30}|(?:last |first )?(?:updated?|modified|edited)\b.*\d.*|(?:اخر تحدیث|اخرین|بروزرسانی).*\d.*"
)
"""What may stand beside a date in its line, each parted from it by a mark."""
_SECOND: Final = re.compile(r"\s(?:[-–|/(]|الموافق(?: ل)?|برابر با)\s*(?=.*\d{4})")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed: its day, or why it has none. `has_hour` marks a clock, which articles never print."""

    raw: str
    day: date | None
    reason: str | None = None
    has_hour: bool = False


def looks_dated(text: str) -> bool:
    """Whether a short text holds four digits in a row that can be a year; a cheap test before `read_date`."""
    return len(text) <= MAX_LENGTH and HINT.search(text) is not None


@lru_cache(maxsize=1 << 14)
def read_date(text: str) -> PrintedDate | None:
    """The date that the whole of `text` is; None when the text is something else.

    A text that is shaped like a date but is none (30 February, a wrong weekday) comes back with
    `day` None and a reason.
    """
    if not looks_dated(text):
        return None
    return _read_known(text) or (None if _MONTH_COUNTED.fullmatch(text) else _read_any(text))


def _read_known(text: str) -> PrintedDate | None:
    """The date of a text in the known form, all of it right; None leaves the text to the rules for all forms."""
    known = _KNOWN.fullmatch(text)
    month = GREGORIAN.get(known[3].lower()) if known else None
    if known is None or month is None:
        return None
    try:
        day = date(int(known[4]), month, int(known[2]))
    except ValueError:
        return None
    return PrintedDate(text, day) if day.isoweekday() == WEEKDAYS.get(known[1].lower()) else None


def _read_any(text: str) -> PrintedDate | None:
    plain = plain_form(text).strip("()[] ")
    prefix = _PREFIX.match(plain)
    if prefix:
        plain = plain[prefix.end() :]
        text = _unlabelled(text, prefix[0], plain)
        if author := _BY.search(plain):
            plain, text = plain[: author.start()], _BY_NAME.sub("", text)
    if (among := _read_among(plain, text)) is not None:
        return among
    hourless = _without_hour(plain)
    found = read_form(hourless) or _read_pair(hourless)
    return None if found is None else PrintedDate(text, found.day, found.reason, has_hour=hourless != plain)


def _unlabelled(text: str, label: str, rest: str) -> str:
    """What a text prints behind its label, if that is what its plain form has there; else all of it."""
    behind = re.split("[:：]", text, maxsplit=1)[-1] if ":" in label or "：" in label else " ".join(text.split()[len(label.split()) :])
    behind = behind.strip(" ()[]")
    return behind if plain_form(behind) == rest else text


def _without_hour(plain: str) -> str:
    return _HOUR.sub("", _HOUR_FIRST.sub("", plain, count=1))


def _read_among(plain: str, raw: str) -> PrintedDate | None:
    """A date among other facts of its line: the hour, a code, counters, who wrote it, when it was changed."""
    pieces, shown = _PIECES.split(plain), _PIECES.split(raw.strip("()[] "))
    kept = [place for place, piece in enumerate(pieces) if piece and not _BESIDE.fullmatch(piece)]
    if not kept or len(pieces) == 1:
        return None
    joined = " ".join(pieces[place] for place in kept)
    hourless = _without_hour(joined)
    found = read_form(hourless)
    if found is None:
        return None
    if len(shown) == len(pieces) and kept == list(range(kept[0], kept[-1] + 1)):
        raw = raw[raw.index(shown[kept[0]]) : raw.rindex(shown[kept[-1]]) + len(shown[kept[-1]])]
    has_hour = hourless != joined or any(re.fullmatch(_CLOCK, piece) for piece in pieces)
    return PrintedDate(raw, found.day, found.reason, has_hour=has_hour)


def _read_pair(plain: str) -> Day | None:
    """Two calendars in one line: the Gregorian half if there is one, else the first."""
    halves = [half.strip(" )") for half in _SECOND.split(plain, maxsplit=1)]
    if len(halves) != 2:
        return None
    read = [read_form(half) for half in halves]
    if not all(read):
        return None
    gregorian = [found for half, found in zip(halves, read, strict=True) if re.search(r"(?:19|20)\d{2}", half)]
    return (gregorian or read)[0]


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a day of the week and nothing else."""
    return len(text) <= _LONGEST_WEEKDAY and weekday_of(plain_form(text).removeprefix("یوم ")) is not None
