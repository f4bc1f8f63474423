"""Printed dates: right in every calendar and digit set, or null with a reason; nothing is ever invented."""

from __future__ import annotations

import re
from datetime import date, timedelta

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper import dates
from alwaght_scraper.date_forms import read_form
from alwaght_scraper.dates import MAX_LENGTH, read_date

DAY = date(2016, 3, 17)
SAME_DAY = [
    "Thursday 17 March 2016",
    "thursday 17 march 2016",
    "17 March 2016",
    "Thursday, 17 March 2016",
    "Thursday, March 17, 2016",
    "March 17, 2016",
    "17th of March 2016",
    "17 Mar. 2016",
    "2016-03-17",
    "2016/03/17",
    "17/03/2016",
    "الخميس 17 مارس 2016",
    "الخميس 17 آذار 2016",
    "الخميس 17 آذار/مارس 2016",
    "الخميس، 17 آذار / مارس 2016",
    "الخميس ١٧ مارس ٢٠١٦",
    "يوم الخميس 17 مارس 2016",
    "17 مارس 2016 م",
    "8 جمادى الآخرة 1437",
    "الخميس 8 جمادى الثانية 1437 هـ",
    "الخميس 17 مارس 2016 - 8 جمادى الثانية 1437",
    "پنج‌شنبه 27 اسفند 1394",
    "پنجشنبه ۲۷ اسفند ۱۳۹۴",
    "پنج شنبه، ۲۷ اسفند ۱۳۹۴",
    "پنجشنبه ۱۷ مارس ۲۰۱۶",
    "۱۳۹۴/۱۲/۲۷",
    "1394/12/27",
]
LABELLED = [
    ("Date: ", "Thursday 17 March 2016"),
    ("Published on ", "17 March 2016"),
    ("Date posted:", "Thursday 17 March 2016"),
    ("Added on: ", "March 17, 2016"),
    ("تاريخ النشر: ", "الخميس 17 مارس 2016"),
    ("تم النشر بتاريخ ", "١٧ مارس ٢٠١٦"),
    ("أُضيف في ", "17 آذار 2016"),
    ("تاریخ انتشار : ", "پنج‌شنبه ۲۷ اسفند ۱۳۹۴"),
    ("تاریخ درج: ", "۱۳۹۴/۱۲/۲۷"),
]
NO_DATE = [
    "March",
    "2019",
    "1",
    "March 2016",
    "17 March",
    "The 17 March 2016",
    "In 2016 the war began",
    "Beirut 17 March 2016",
    "in 5 years",
    "9999999999",
    "12:30",
    "1,500",
    "Operation 17 March 2016 begins",
    "yesterday",
    "17 Merch 2016",
    "????????????????????????????????????????????????????????????2016",
    "",
    "كانون الثاني 2016",
    "اسفند 1394",
]
NULL_WITH_REASON = {
    "Friday 17 March 2016": "the weekday does not fit 2016-03-17",
    "31 February 2016": "no such day in the calendar",
    "30 February 2016": "no such day in the calendar",
    "31 اسفند 1394": "no such day in the calendar",
    "0/3/2016": "no such day in the calendar",
    "Thursday 3/0/2016": "no such day in the calendar",
    "03/04/2016": "day and month cannot be told apart",
    "1437-06-08": "the calendar of the year 1437 cannot be told",
}


@pytest.mark.parametrize("text", SAME_DAY)
def test_every_form_of_one_day_is_that_day(text: str) -> None:
    found = read_date(text)
    assert found is not None
    assert (found.day, found.raw) == (DAY, text)


@pytest.mark.parametrize(("label", "text"), LABELLED)
def test_the_name_of_a_date_is_no_part_of_it(label: str, text: str) -> None:
    found = read_date(f"{label}{text}")
    assert found is not None
    assert (found.day, found.raw) == (DAY, text)


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(("text", "reason"), NULL_WITH_REASON.items())
def test_an_impossible_date_keeps_its_text_and_says_why(text: str, reason: str) -> None:
    found = read_date(text)
    assert found is not None
    assert (found.day, found.reason, found.raw) == (None, reason, text)


def test_the_weekday_decides_a_numeric_date() -> None:
    found = read_date("Thursday 03/11/2016")
    assert found is not None
    assert found.day == date(2016, 11, 3)


def test_a_clock_is_marked() -> None:
    found = read_date("Thursday 17 March 2016 - 14:22")
    assert found is not None
    assert found.has_hour


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_every_day_in_the_known_form_is_read_and_every_wrong_weekday_refused(day: date) -> None:
    printed = f"{day:%A} {day.day} {day:%B} {day.year}"
    wrong = f"{day + timedelta(days=1):%A} {day.day} {day:%B} {day.year}"
    right, refused = read_date(printed), read_date(wrong)
    assert right is not None
    assert right.day == day
    assert refused is not None
    assert refused.day is None


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1000, 2999), st.sampled_from("-/."))
def test_numbers_beside_a_weekday_are_a_day_of_that_name_or_none_with_a_reason(first: int, second: int, year: int, mark: str) -> None:
    found = read_date(f"Monday {first}{mark}{second}{mark}{year}")
    assert found is not None
    assert found.reason if found.day is None else found.day.isoweekday() == 1


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_jalali_numbers_are_the_same_day_in_any_digits(day: date) -> None:
    jalali = jdatetime.date.fromgregorian(date=day)
    plain = f"{jalali.year}/{jalali.month:02}/{jalali.day:02}"
    persian = plain.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert [found and found.day for found in (read_date(plain), read_date(persian))] == [day, day]


WORDS = [
    *("March", "May", "Thursday", "17", "3", "2016", "1394", "03", "/", "-", ",", "of", "at", "BC", "12:30", "1437", "x", "99"),
    *("مارس", "آذر", "رجب", "الخميس"),
]


@given(st.lists(st.sampled_from(WORDS), max_size=7), st.sampled_from([" ", ""]))
def test_no_part_of_a_gregorian_day_is_invented(words: list[str], glue: str) -> None:
    text = glue.join(words)
    found = read_date(text)
    if found and found.day and str(found.day.year) in text:
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        assert found.day.day in numbers


@given(st.text(max_size=3 * MAX_LENGTH))
def test_no_text_raises(text: str) -> None:
    found = read_date(text)
    assert found is None or "".join(found.raw.split()) in "".join(text.split())


@given(
    st.sampled_from(("Monday", "Friday", "Sunday", "Doomsday", "friday")),
    st.integers(0, 33),
    st.sampled_from(("January", "February", "October", "october", "Brumaire")),
    st.integers(1890, 2110),
)
def test_the_known_form_is_read_as_the_rules_for_all_forms_read_it(weekday, day, month, year):
    text = f"{weekday} {day} {month} {year}"
    assert dates.read_date(text) == dates._read_any(text)


@pytest.mark.parametrize("text", ["2016 march 17", "2016 مارس 17"])
def test_no_date_depends_on_the_zone_of_the_machine(text: str, monkeypatch: pytest.MonkeyPatch):
    def refuse() -> None:
        raise AssertionError("the machine was asked for its zone")

    monkeypatch.setattr("dateparser.utils.get_localzone", refuse)
    found = read_form(text)
    assert found is not None
    assert found.day == DAY
