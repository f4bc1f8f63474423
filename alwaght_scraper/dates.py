"""Printed dates: English, Arabic and Persian; Gregorian, Jalali and Hijri; any of the three digit sets.

A table parser reads the forms that are known or usual; dateparser, held to what stands in the text,
reads the rest. No part is ever invented: a date without day, month or year is no date here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import jdatetime
from hijridate import Hijri

from alwaght_scraper.calendars import GREGORIAN, HIJRI, JALALI, WEEKDAYS, plain_form

MAX_LENGTH: Final = 64
"""Longer strings are prose, and dateparser takes seconds on them."""

_LONGEST_HIJRI_MONTH: Final = 30
_LONGEST_WEEKDAY: Final = 20
_WORD: Final = r"[^\W\d_]+(?:[ '’][^\W\d_]+)?"
_WEEKDAY: Final = r"(?:(?:یوم )?(?P<weekday>(?:سه|چهار|پنج|یک) شنبه|[^\W\d_]+)[ .]+)?"
_DAY_MONTH_YEAR: Final = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?:(?:من|of) )?(?P<month>{_WORD})\.?"
    rf"(?:[ ]?/[ ]?(?P<other>{_WORD}))?[ .-]+(?P<year>\d{{4}})"
    r"(?: ?(?P<era>م|ه|ه\.?|هـ|هجری|میلادی|ش|هش|ق|هق|ad))?\.?"
)
_MONTH_DAY_YEAR: Final = re.compile(rf"{_WEEKDAY}(?P<month>[a-z]+)\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<year>\d{{4}})")
_YEAR_MONTH_DAY: Final = re.compile(rf"{_WEEKDAY}(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})")
_DAY_MONTH_NUMBER: Final = re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<year>\d{{4}})")
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
_PIECES: Final = re.compile(r"\s*[|•·()–—]\s*|\s+[-/@]\s+|\s+(?=by )")
_BESIDE: Final = re.compile(
    rf"{_CLOCK}|[\d.]+ (?:reads?|views?|hits?|visits?|comments?|shares?|min(?:ute)?s?(?: read)?|(?:year|month|day|hour)s? ago|بازدید|نظر)"
    r"|(?:(?:news|article|post) ?)?(?:id|code|no)[:# ]*\d+|(?:کد|شناسه|رمز|رقم)(?: (?:ال)?خبر| مطلب)?[: ]*\d+"
    r"|(?:by|author|بقلم|نویسنده)[: ]+\D{1,30}|(?:last |first )?(?:updated?|modified|edited)\b.*\d.*|(?:اخر تحدیث|اخرین|بروزرسانی).*\d.*"
)
"""What may stand beside a date in its line, each parted from it by a mark."""

HINT: Final = re.compile(
    r"[12\u0660-\u0669\u06f0-\u06f9](?:(?<=[12])\d{3}|(?<=[^12])[\u0660-\u0669\u06f0-\u06f9]{3})"
)  # a set first: searched for at once
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
    return _read_known(text) or _read_any(text)


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
    if (found := _read_among(plain, text)) is not None:
        return found
    hourless = _without_hour(plain)
    found = _read_plain(hourless, text) or _read_pair(hourless, text)
    return found if found is None or hourless == plain else PrintedDate(found.raw, found.day, found.reason, has_hour=True)


def _without_hour(plain: str) -> str:
    return _HOUR.sub("", _HOUR_FIRST.sub("", plain, count=1))


def _read_among(plain: str, raw: str) -> PrintedDate | None:
    """A date among other facts of its line: the hour, a code, counters, who wrote it, when it was changed."""
    pieces, shown = _PIECES.split(plain), _PIECES.split(raw.strip("()[] "))
    kept = [place for place, piece in enumerate(pieces) if piece and not _BESIDE.fullmatch(piece)]
    if not kept or len(pieces) == 1:
        return None
    joined = " ".join(pieces[place] for place in kept)
    day = _without_hour(joined)
    if len(shown) == len(pieces) and kept == list(range(kept[0], kept[-1] + 1)):
        raw = raw[raw.index(shown[kept[0]]) : raw.rindex(shown[kept[-1]]) + len(shown[kept[-1]])]
    found = _read_plain(day, raw)
    has_hour = day != joined or any(re.fullmatch(_CLOCK, piece) for piece in pieces)
    return found and PrintedDate(found.raw, found.day, found.reason, has_hour=has_hour)


def _unlabelled(text: str, label: str, rest: str) -> str:
    """What a text prints behind its label, if that is what its plain form has there; else all of it."""
    behind = re.split("[:：]", text, maxsplit=1)[-1] if ":" in label or "：" in label else " ".join(text.split()[len(label.split()) :])
    behind = behind.strip(" ()[]")
    return behind if plain_form(behind) == rest else text


def _read_pair(plain: str, raw: str) -> PrintedDate | None:
    """Two calendars in one line: the Gregorian half if there is one, else the first."""
    halves = [half.strip(" )") for half in _SECOND.split(plain, maxsplit=1)]
    if len(halves) != 2:
        return None
    read = [_read_plain(half, raw) for half in halves]
    if not all(read):
        return None
    gregorian = [found for half, found in zip(halves, read, strict=True) if re.search(r"(?:19|20)\d{2}", half)]
    return (gregorian or read)[0]


def _read_plain(plain: str, raw: str) -> PrintedDate | None:
    for form in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        if match := form.fullmatch(plain):
            return _named(match, raw)
    if match := _YEAR_MONTH_DAY.fullmatch(plain):
        return _numbered(match, raw)
    if match := _DAY_MONTH_NUMBER.fullmatch(plain):
        return _day_first(match, raw)
    return _by_dateparser(plain, raw)


def _named(match: re.Match[str], raw: str) -> PrintedDate | None:
    parts = match.groupdict()
    weekday = _weekday(parts["weekday"])
    if parts["weekday"] and weekday is None:
        return None
    month = parts["month"].replace(" ", "").replace("'", "")
    other = (parts.get("other") or "").replace(" ", "")
    day, year = int(parts["day"]), int(parts["year"])
    if month in GREGORIAN and year >= 1900 and (not other or GREGORIAN.get(other) == GREGORIAN[month]):
        return _checked(raw, lambda: date(year, GREGORIAN[month], day), weekday)
    if month in JALALI and year < 1500:
        return _checked(raw, lambda: jdatetime.date(year, JALALI[month], day).togregorian(), weekday)
    if month in HIJRI and year < 1600:
        return _checked(raw, lambda: _hijri(year, HIJRI[month], day), weekday, slack=2)
    return None


def _numbered(match: re.Match[str], raw: str) -> PrintedDate | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    weekday = _weekday(match["weekday"])
    if match["weekday"] and weekday is None:
        return None
    if year >= 1900:
        return _checked(raw, lambda: date(year, month, day), weekday)
    if 1300 <= year < 1420:
        return _checked(raw, lambda: jdatetime.date(year, month, day).togregorian(), weekday)
    return PrintedDate(raw, None, f"the calendar of the year {year} cannot be told")


def _day_first(match: re.Match[str], raw: str) -> PrintedDate | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    weekday = _weekday(match["weekday"])
    if match["weekday"] and weekday is None:
        return None
    if year < 1900:
        return PrintedDate(raw, None, f"the calendar of the year {year} cannot be told")
    if month > 12 >= day:
        month, day = day, month
    elif day <= 12 and day != month and not _decides(year, month, day, weekday):
        return PrintedDate(raw, None, "day and month cannot be told apart")
    return _checked(raw, lambda: date(year, month, day), weekday)


def _decides(year: int, month: int, day: int, weekday: int | None) -> bool:
    return weekday is not None and date(year, month, day).isoweekday() == weekday != date(year, day, month).isoweekday()


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a day of the week and nothing else."""
    return len(text) <= _LONGEST_WEEKDAY and _weekday(plain_form(text).removeprefix("یوم ")) is not None


def _weekday(name: str | None) -> int | None:
    return WEEKDAYS.get(name.replace(" ", "")) if name else None


def _hijri(year: int, month: int, day: int) -> date:
    """The day of a Hijri date; a 30th that the Umm al-Qura calendar lacks is the day after its 29th, as in tabular calendars."""
    last = Hijri(year, month, 1).month_length()
    gregorian = Hijri(year, month, min(day, last) if day <= _LONGEST_HIJRI_MONTH else day).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day) + timedelta(days=max(0, day - last))


def _checked(raw: str, make: object, weekday: int | None, slack: int = 0) -> PrintedDate:
    """The date that `make()` gives, if it exists and falls on `weekday`.

    `slack` days either way are allowed where a calendar is kept by sighting, so that the printed
    weekday decides.
    """
    try:
        day = make()  # type: ignore[operator]
    except (ValueError, OverflowError):
        return PrintedDate(raw, None, "no such day in the calendar")
    if weekday is None:
        return PrintedDate(raw, day)
    for shift in sorted(range(-slack, slack + 1), key=abs):
        if (day + timedelta(days=shift)).isoweekday() == weekday:
            return PrintedDate(raw, day + timedelta(days=shift))
    return PrintedDate(raw, None, f"the weekday does not fit {day.isoformat()}")


_NUMBERS: Final = re.compile(r"\d+")
_SETTINGS: Final = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
_DATE_WORDS: Final = frozenset({*WEEKDAYS, *GREGORIAN, "of", "the", "من"})
_MONTH_WORD: Final = re.compile("|".join(sorted(GREGORIAN, key=len, reverse=True)))


def _by_dateparser(plain: str, raw: str) -> PrintedDate | None:
    """What dateparser makes of a rare form, if every part of the date stands in the text and every word belongs to one."""
    words = plain.split()
    numbers = [int(number) for number in _NUMBERS.findall(plain)]
    if len(words) > 5 or len(numbers) != 2 or not _MONTH_WORD.search("".join(words)):
        return None
    if not all(word.strip(".") in _DATE_WORDS or _NUMBERS.search(word) for word in words):
        return None  # asked first: dateparser takes milliseconds, and every reader's comment begins with a name and a date
    import dateparser  # noqa: PLC0415 (0.1 s to import, and few runs meet such a date)

    found = dateparser.parse(plain, languages=["en", "ar", "fa"], settings=_SETTINGS)
    if found is None or found.year not in numbers or found.day not in numbers or found.year < 1900:
        return None
    return PrintedDate(raw, found.date())
