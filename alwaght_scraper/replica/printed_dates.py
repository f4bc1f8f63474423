"""Dates as pages print them: English as seen on the site, Arabic and Persian in their usual forms."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

import jdatetime

_EN_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_AR_DAYS: Final = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_AR_MONTHS: Final = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
_LEVANT_MONTHS: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
_FA_DAYS: Final = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه")
_FA_MONTHS: Final = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
_ARABIC_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def english_date(day: date) -> str:
    """`Thursday 17 March 2016`: the one form that the English edition prints."""
    return f"{_EN_DAYS[day.weekday()]} {day.day} {_EN_MONTHS[day.month - 1]} {day.year}"


def arabic_date(day: date, rng: Random) -> str:
    """Weekday, day, month and year with either family of month names and either set of digits."""
    months = rng.choice((_AR_MONTHS, _LEVANT_MONTHS))
    text = f"{_AR_DAYS[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}"
    return text.translate(_ARABIC_DIGITS) if rng.random() < 0.4 else text


def persian_date(day: date) -> str:
    """A Jalali date with Persian digits."""
    jalali = jdatetime.date.fromgregorian(date=day)
    return f"{_FA_DAYS[day.weekday()]} {jalali.day} {_FA_MONTHS[jalali.month - 1]} {jalali.year}".translate(_PERSIAN_DIGITS)


def printed_date(day: date, lang: str, rng: Random) -> str:
    """`day` in one of the forms of the language."""
    if lang == "en":
        return english_date(day)
    return arabic_date(day, rng) if lang == "ar" else persian_date(day)
