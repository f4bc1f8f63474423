"""Dates among other facts, notices at pictures, chronicles, leads above the date: habits of news sites of twenty years."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.dates import read_date
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, texts

DAY = date(2016, 3, 17)
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
LEAD = "The ministers meet again, and the farmers have heard it all before."
WELLS = "The wells of the old town were dug by hand, and nobody counts them."


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("Thursday / 17 March 2016 / 10:45", "Thursday / 17 March 2016"),
        ("MARCH 17, 2016 / 2:36 PM / 5 YEARS AGO", "MARCH 17, 2016"),
        ("News ID: 52466 - Thursday 17 March 2016 - 10:45", "Thursday 17 March 2016"),
        ("17 March 2016 (last updated: 18 March 2016)", "17 March 2016"),
        ("17 March 2016 - by Sara Haddad", "17 March 2016"),
        ("Posted on Thursday, March 17 2016 @ 10:23 EST by admin", "Thursday, March 17 2016"),
        ("شناسه خبر 52466 - پنجشنبه ۲۷ اسفند ۱۳۹۴ - ۱۴:۲۳", "پنجشنبه ۲۷ اسفند ۱۳۹۴"),
        ("Thu Mar 17, 2016 2:36 PM [GMT]", "Thu Mar 17, 2016 2:36 PM [GMT]"),
        ("Thu 17 Mar 2016 14.30 GMT", "Thu 17 Mar 2016 14.30 GMT"),
        ("12:45 GMT 17.03.2016", "12:45 GMT 17.03.2016"),
        ("2016-03-17T10:45:00+03:30", "2016-03-17T10:45:00+03:30"),
    ],
)
def test_a_date_is_found_among_the_facts_of_its_line(line: str, raw: str) -> None:
    found = read_date(line)
    assert found is not None
    assert (found.day, found.raw) == (DAY, raw)
    shown = article(f"<h2>A Quiet Border</h2><p>{line}</p>{TEXT}{TAGS}")
    assert (shown.published, texts(shown)) == (DAY, [BODY, NEXT])


@pytest.mark.parametrize(
    "line", ["Last updated - 18 March 2016", "Beirut - 18 March 2016", "A talk of 18 March 2016 - on wells", "News · 2016"]
)
def test_a_date_among_other_words_is_none(line: str) -> None:
    assert read_date(line) is None


@pytest.mark.parametrize("notice", ["© AFP 2016 / Thomas Hill", "© Reuters", "Copyright Reuters"])
@pytest.mark.parametrize("shown", ["<div><img src=/upload/1.jpg><p>{}</p></div>", "<p><img src=/upload/1.jpg></p><p>{}</p>"])
def test_a_photographers_notice_ends_no_text(notice: str, shown: str) -> None:
    found = article(f"{HEAD}{shown.format(notice)}{TEXT}{TAGS}")
    assert ([image.caption for image in found.images], texts(found)) == ([notice], [BODY, NEXT])
    assert texts(article(f"{HEAD}{TEXT}<p>{notice}</p><p>The desk in the old town</p>")) == [BODY, NEXT]


@pytest.mark.parametrize("mark", ["<h3>{}</h3>", "<p><b>{}</b></p>", "<p>{}</p>"])
def test_days_of_a_chronicle_are_text(mark: str) -> None:
    days = ["4 May 2011", "6 June 2013"]
    found = article(f"{HEAD}<div><p>{BODY}</p>{mark.format(days[0])}<p>{NEXT}</p>{mark.format(days[1])}<p>{WELLS}</p></div>{TAGS}")
    assert texts(found) == [BODY, days[0], NEXT, days[1], WELLS]


def test_a_name_above_a_day_makes_it_a_comments() -> None:
    comment = "<div><b>Omar</b><i>4 May 2017</i><p>I was there, and the wells were dry, whatever is said about it.</p></div>"
    assert texts(article(f"{HEAD}<div>{TEXT}</div>{comment}{comment}")) == [BODY, NEXT]


@pytest.mark.parametrize("twice", [True, False])
def test_a_sentence_between_title_and_date_is_the_lead(*, twice: bool) -> None:
    again = "<h3>A Quiet Border</h3>" if twice else ""
    found = article(f"<h1>A Quiet Border</h1><h4>{LEAD}</h4><p>Thursday 17 March 2016</p>{again}<div>{TEXT}</div>{TAGS}")
    assert (found.title, found.published, found.teaser, texts(found)) == ("A Quiet Border", DAY, LEAD, [LEAD, BODY, NEXT])


def test_a_sentence_below_a_picture_there_is_none() -> None:
    shown = f"<p><img src=/upload/1.jpg></p><p>{WELLS}</p>"
    found = article(f"<h1>A Quiet Border</h1>{shown}<p>Thursday 17 March 2016</p><div>{TEXT}</div>{TAGS}")
    assert (found.teaser, texts(found)) == (None, [BODY, NEXT])


def test_links_to_other_editions_are_no_related_articles() -> None:
    links = "<div><a href=/ar/News/7>العربية</a> | <a href=/fa/News/8>فارسی</a></div>"
    found = article(f"{HEAD}{links}{TEXT}{TAGS}")
    assert (found.related, texts(found)) == ((), [BODY, NEXT])
