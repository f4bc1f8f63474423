"""The names of months and weekdays: English, Arabic and Persian; Gregorian, Jalali and Hijri; any of the three digit sets."""

from __future__ import annotations

import unicodedata
from typing import Final

_DIGITS: Final = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_LETTERS: Final = {
    ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک", ord("ة"): "ه", ord("أ"): "ا", ord("إ"): "ا", ord("آ"): "ا", ord("ٱ"): "ا",
    ord("ـ"): None, ord("\u200c"): None, ord("\u200e"): None, ord("\u200f"): None, ord("،"): " ", ord(","): " ",
    **dict.fromkeys(range(0x64B, 0x653)), **dict.fromkeys(range(0x202A, 0x202F)), **dict.fromkeys(range(0x2066, 0x206A)),
}  # fmt: skip


def plain_form(text: str) -> str:
    """A text as dates are compared: without case, marks and spellings of one letter, its digits 0-9."""
    return " ".join(text.translate(_DIGITS).translate(_LETTERS).casefold().split())


def _table(text: str) -> dict[str, int]:
    """The names of a table: one number a line, its spellings parted by bars."""
    rows = enumerate(text.strip().splitlines(), 1)
    return {plain_form(name).replace(" ", ""): number for number, row in rows for name in row.split("|")}


GREGORIAN: Final = _table(
    """
    january | jan | يناير | كانون الثاني | ژانویه | ژانويه
    february | feb | فبراير | شباط | فوریه
    march | mar | مارس | آذار | اذار
    april | apr | أبريل | ابريل | إبريل | نيسان | آوریل
    may | مايو | أيار | ايار | مه | می
    june | jun | يونيو | يونيه | حزيران | ژوئن
    july | jul | يوليو | يوليه | تموز | ژوئیه | جولای | ژوئيه
    august | aug | أغسطس | اغسطس | آب | اوت | آگوست
    september | sep | sept | سبتمبر | أيلول | ايلول | سپتامبر
    october | oct | أكتوبر | اكتوبر | تشرين الأول | اکتبر
    november | nov | نوفمبر | تشرين الثاني | نوامبر
    december | dec | ديسمبر | كانون الأول | دسامبر
    """
)
JALALI: Final = _table(
    """
    فروردین
    اردیبهشت
    خرداد
    تیر
    مرداد | امرداد
    شهریور
    مهر
    آبان
    آذر
    دی
    بهمن
    اسفند
    """
)
HIJRI: Final = _table(
    """
    محرم | المحرم | محرم الحرام
    صفر | صفر المظفر
    ربيع الأول | ربيع الاول | ربیع‌الاول
    ربيع الثاني | ربيع الآخر | ربیع‌الثانی
    جمادى الأولى | جمادى الاول | جمادی‌الاول
    جمادى الآخرة | جمادى الثانية | جمادی‌الثانی | جمادى الاخرة | جمادى الآخر
    رجب | رجب المرجب
    شعبان | شعبان المعظم
    رمضان | رمضان المبارك
    شوال | شوال المكرم
    ذو القعدة | ذي القعدة | ذیقعده | ذوالقعده
    ذو الحجة | ذي الحجة | ذیحجه | ذوالحجه
    """
)
WEEKDAYS: Final = _table(
    """
    monday | mon | الاثنين | الإثنين | دوشنبه
    tuesday | tue | tues | الثلاثاء | سه‌شنبه | سه شنبه
    wednesday | wed | الأربعاء | الاربعاء | چهارشنبه | چهار شنبه
    thursday | thu | thur | thurs | الخميس | پنجشنبه | پنج شنبه | پنج‌شنبه
    friday | fri | الجمعة | جمعه | آدینه
    saturday | sat | السبت | شنبه
    sunday | sun | الأحد | یکشنبه | یک شنبه
    """
)


def weekday_of(name: str) -> int | None:
    """The number of a day of the week, Monday 1, by its name in plain form; None when it is no such name."""
    return WEEKDAYS.get(name.replace(" ", ""))
