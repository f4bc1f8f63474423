"""Polls within a text, another article in an empty template, leads by their boxes, tags that can't be told apart."""

from __future__ import annotations

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

PLAIN = "http://alwaght.net/en/News/52466"
RADIO = "<input type=radio name=v>"
ASKED = "Should the wells be dug by the town itself, or by the harbour?"


@pytest.mark.parametrize(
    "poll",
    [
        f"<div><b>Poll: more wells?</b><label>{RADIO}Yes</label><label>{RADIO}No</label></div>",
        f"<form><p>{ASKED}</p><ul><li>{RADIO}The town</li><li>{RADIO}The harbour</li></ul><input type=submit></form>",
        f"<table><tr><td>{ASKED}</td></tr><tr><td>{RADIO} Yes<br>{RADIO} No</td></tr></table>",
        "<p><input type='checkbox'> Send me news of wells</p>",
    ],
)
def test_a_poll_within_the_text_is_no_text(poll: str) -> None:
    assert texts(article(f"{HEAD}<div><p>{BODY}</p>{poll}<p>{NEXT}</p></div>{TAGS}")) == [BODY, NEXT]


def test_options_in_the_box_of_the_text_take_no_text_with_them() -> None:
    short = ["The wells are dry since the spring.", "Nobody in the old town asks why they are."]
    body = f"<p>{short[0]}</p><p>{RADIO} Yes</p><p>{short[1]}</p>"
    assert texts(article(f"{HEAD}<div>{body}</div>{TAGS}")) == short


def test_an_empty_template_followed_by_another_article_is_not_that() -> None:
    other = f"<div>News</div><h1>Old Wells Dug Anew</h1><div>Monday 31 July 2017</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}"
    page = f"<article><h1></h1></article><article>{other}</article>"
    found = read(page, url=f"{PLAIN}/A-Quiet-Border-In-Spring")
    assert (found.article, found.outcome) == (None, Outcome.SOFT_404)


def test_another_article_is_told_by_its_words_in_any_script() -> None:
    other = f"<div>تحلیل</div><h1>چاه‌های شهر کهنه دوباره کنده شد</h1><div>دوشنبه ۹ مرداد ۱۳۹۶</div><p>{BODY}</p><p>{NEXT}</p>"
    page = f"<article><h1></h1></article><article>{other}</article>"
    assert read(page, url="http://alwaght.net/fa/News/52466/مرز-آرام-بهار-سال").outcome is Outcome.SOFT_404
    assert read(page, url="http://alwaght.net/fa/News/52466/چاه‌های-شهر-بندر").outcome is Outcome.OK


@pytest.mark.parametrize(
    ("url", "title"),
    [(URL, "Alwaght"), (f"{PLAIN}/AboutUs", "Alwaght"), (f"{PLAIN}/One-Two-Three-Four", "Old Wells")],
)
def test_a_title_may_differ_from_a_short_address_or_be_vouched_for_by_the_head(url: str, title: str) -> None:
    page = f"<div>News</div><h1>Old Wells</h1><div>Monday 31 July 2017</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}"
    assert article(page, url=url, title=title).title == "Old Wells"


@pytest.mark.parametrize("rest", [f"<div>{NEXT}</div>", f"<div>{NEXT}</div><div>{NEXT} Once more.</div>"])
def test_a_sentence_beside_the_title_and_above_the_box_of_the_text_is_the_lead(rest: str) -> None:
    lead = "The two capitals talk of water again."
    found = article(f"<div><h1>A Quiet Border</h1><div>Thursday 17 March 2016</div><div>{lead}</div><div>{rest}</div></div>{TAGS}")
    assert found.teaser == lead
    flat = article(f"<div><h1>A Quiet Border</h1><div>Thursday 17 March 2016</div><div>{lead}</div>{rest}</div>{TAGS}")
    assert flat.teaser is None


@pytest.mark.parametrize("line", ["Tags: old wells", "Keywords: oil and gas", "کلیدواژه‌ها: نفت و گاز"])
def test_tags_that_cannot_be_told_apart_end_the_text_all_the_same(line: str) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>{line}</p><p>Printed at the old harbour</p>")
    assert (texts(found), found.tags) == ([BODY, NEXT], ())
    within = article(f"{HEAD}<p>{BODY}</p><p>{line}</p><p>{NEXT} {NEXT}</p>{TAGS}")
    assert texts(within)[-1] == f"{NEXT} {NEXT}"


def test_a_heading_may_stand_above_a_short_sentence() -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>Wells of the old town</p><p>Nobody believes in them.</p><p>{NEXT}</p>{TAGS}")
    assert [block.kind for block in found.blocks] == ["paragraph", "heading", "paragraph", "paragraph"]


def test_stars_to_rate_with_take_nothing_of_an_article_of_one_paragraph() -> None:
    stars = "<form>User Rating: <input type=radio name=r value=1> / 4</form>"
    assert texts(
        article(f"<table><tr><td>{HEAD}</td></tr><tr><td>{stars}</td></tr><tr><td>{BODY} {NEXT}</td></tr></table><h4>Comments</h4>")
    ) == [f"{BODY} {NEXT}"]


def test_a_first_paragraph_that_nobody_closed_is_no_lead_for_what_it_holds() -> None:
    text = f"<div><div>The two capitals talk of water again.<div>{NEXT}<div>{NEXT} Once more."
    assert article(f"<div><h1>A Quiet Border</h1><div>Thursday 17 March 2016</div>{text}{TAGS}").teaser is None
