"""The forms of printed dates: day, month and year by name or number, in one of three calendars, with or without their weekday.

dateparser, held to what stands in the text, reads what no form here has. No part is ever invented: a date without day,
month or year is no date here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import jdatetime
from hijridate import Hijri

from alwaght_scraper.calendars import GREGORIAN, HIJRI, JALALI, WEEKDAYS, weekday_of

_LONGEST_HIJRI_MONTH: Final = 30
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


@dataclass(frozen=True, slots=True)
class Day:
    """What a text shaped like a date says: the day, or why there is none."""

    day: date | None
    reason: str | None = None


def read_form(plain: str) -> Day | None:
    """The day that the whole of a text (as `plain_form` gives it) is; None when it is something else."""
    for form, read in _FORMS:
        if match := form.fullmatch(plain):
            weekday = weekday_of(match["weekday"] or "")
            return None if match["weekday"] and weekday is None else read(match, weekday)
    return _by_dateparser(plain)


def _named(match: re.Match[str], weekday: int | None) -> Day | None:
    parts = match.groupdict()
    month = parts["month"].replace(" ", "").replace("'", "")
    other = (parts.get("other") or "").replace(" ", "")
    day, year = int(parts["day"]), int(parts["year"])
    if month in GREGORIAN and year >= 1900 and (not other or GREGORIAN.get(other) == GREGORIAN[month]):
        return _checked(lambda: date(year, GREGORIAN[month], day), weekday)
    if month in JALALI and year < 1500:
        return _checked(lambda: jdatetime.date(year, JALALI[month], day).togregorian(), weekday)
    if month in HIJRI and year < 1600:
        return _checked(lambda: _hijri(year, HIJRI[month], day), weekday, slack=2)
    return None


def _year_first(match: re.Match[str], weekday: int | None) -> Day:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if year >= 1900:
        return _checked(lambda: date(year, month, day), weekday)
    if 1300 <= year < 1420:
        return _checked(lambda: jdatetime.date(year, month, day).togregorian(), weekday)
    return Day(None, f"the calendar of the year {year} cannot be told")


def _day_first(match: re.Match[str], weekday: int | None) -> Day:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if year < 1900:
        return Day(None, f"the calendar of the year {year} cannot be told")
    if month > 12 >= day:
        month, day = day, month
    elif 0 < day <= 12 and month > 0 and day != month and not _decides(year, month, day, weekday):
        return Day(None, "day and month cannot be told apart")
    return _checked(lambda: date(year, month, day), weekday)


def _decides(year: int, month: int, day: int, weekday: int | None) -> bool:
    return weekday is not None and date(year, month, day).isoweekday() == weekday != date(year, day, month).isoweekday()


def _hijri(year: int, month: int, day: int) -> date:
    """The day of a Hijri date; a 30th that the Umm al-Qura calendar lacks is the day after its 29th, as in tabular calendars."""
    last = Hijri(year, month, 1).month_length()
    gregorian = Hijri(year, month, min(day, last) if day <= _LONGEST_HIJRI_MONTH else day).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day) + timedelta(days=max(0, day - last))


def _checked(make: Callable[[], date], weekday: int | None, slack: int = 0) -> Day:
    """The day that `make()` gives, if it exists and falls on `weekday`.

    `slack` days either way are allowed where a calendar is kept by sighting, so that the printed
    weekday decides.
    """
    try:
        day = make()
    except (ValueError, OverflowError):
        return Day(None, "no such day in the calendar")
    if weekday is None:
        return Day(day)
    for shift in sorted(range(-slack, slack + 1), key=abs):
        if (day + timedelta(days=shift)).isoweekday() == weekday:
            return Day(day + timedelta(days=shift))
    return Day(None, f"the weekday does not fit {day.isoformat()}")


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Day | None]], ...]] = (
    (_DAY_MONTH_YEAR, _named),
    (_MONTH_DAY_YEAR, _named),
    (_YEAR_MONTH_DAY, _year_first),
    (_DAY_MONTH_NUMBER, _day_first),
)


_NUMBERS: Final = re.compile(r"\d+")
_SETTINGS: Final = {
    "DATE_ORDER": "DMY",
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "PARSERS": ["absolute-time"],
    "TIMEZONE": "UTC",  # else it asks for the machine's own, which is no matter for a day, and fails where TZ names none
}
_DATE_WORDS: Final = frozenset({*WEEKDAYS, *GREGORIAN, "of", "the", "من"})
_MONTH_WORD: Final = re.compile("|".join(sorted(GREGORIAN, key=len, reverse=True)))


def _by_dateparser(plain: str) -> Day | None:
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
    return Day(found.date())
