"""Facts in rows, slides, and what else stands between a title and its text: three markups that nobody had looked into."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

DAY = date(2016, 3, 17)
NAME = "<h2>A Quiet Border</h2>"
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
FOCUS = "<div><b>Wells</b><h6>Wells</h6><p>Holes dug for water in dry lands.</p></div>"


def row(name: str, value: str) -> str:
    return f"<tr><td>{name}</td><td>{value}</td></tr>"


@pytest.mark.parametrize("facts", [("News Code:", "261308"), ("Source:", "the desk in the old town"), ("كاتب:", "سليم حداد")])
def test_a_row_of_name_and_value_above_the_text_is_no_text(facts: tuple[str, str]) -> None:
    found = article(f"{HEAD}<table>{row('Category:', 'Report')}{row(*facts)}</table>{TEXT}{TAGS}")
    assert (texts(found), found.category) == ([BODY, NEXT], "Report")


def test_a_row_in_the_text_is_text() -> None:
    found = article(f"{HEAD}{TEXT}<table>{row('Wells:', '12 in the north')}</table><p>{NEXT} Once more.</p>{TAGS}")
    assert "Wells:" in texts(found)


@pytest.mark.parametrize("name", ["Date", "Published:", "Posted on"])
def test_date_and_section_may_be_named_in_rows_below_the_text(name: str) -> None:
    rows = f"<dl><dt>{name}</dt><dd>Thursday 17 March 2016</dd><dt>Section</dt><dd><a href=/en/Section/4>Report</a></dd></dl>"
    found = article(f"<h1>A Quiet Border</h1><div>{TEXT}</div>{rows}{TAGS}")
    assert (found.published, found.category, texts(found)) == (DAY, "Report", [BODY, NEXT])


def test_two_named_dates_name_none() -> None:
    rows = "".join(f"<tr><td>Date:</td><td>{day} March 2016</td></tr>" for day in (16, 17))
    assert article(f"<h1>A Quiet Border</h1><div>{TEXT}</div><table>{rows}</table>{TAGS}").published is None


@pytest.mark.parametrize("count", ["{} / 3", "{} of 3", "Photo {}/3"])
def test_slides_have_captions_and_their_numbers_are_neither_caption_nor_text(count: str) -> None:
    names = ["Men at a well", "A road in spring", "The old harbour"]
    slides = "".join(
        f"<div><a href=/upload/{n}_big.jpg><img src=/upload/{n}.jpg></a><span>{count.format(n)}</span><p>{name}</p></div>"
        for n, name in enumerate(names, 1)
    )
    found = article(f"{HEAD}<div><b>Photo</b><b>Film</b></div><div>{slides}</div>{TEXT}{TAGS}")
    assert ([picture.caption for picture in found.images], texts(found)) == (names, [BODY, NEXT])


def test_many_slides_between_title_and_text_hide_no_title() -> None:
    slides = "".join(f"<div><img src=/upload/{n}.jpg><span>{n} / 9</span><p>Men at well number {n}</p></div>" for n in range(1, 10))
    found = article(f"<h1>A Quiet Border</h1><p>Thursday 17 March 2016</p>{slides}{TEXT}{TAGS}", url="http://alwaght.net/en/News/52466")
    assert (found.title, found.published, texts(found)) == ("A Quiet Border", DAY, [BODY, NEXT])


def test_tags_may_stand_between_title_and_date() -> None:
    found = article(f"<h1>A Quiet Border</h1><div>TAGS<a href=/en/Keywords/Water>Water</a></div><p>Thursday 17 March 2016</p>{TEXT}")
    assert (found.tags, found.published, texts(found)) == (("Water",), DAY, [BODY, NEXT])


def test_the_rule_says_where_tags_without_a_label_stand() -> None:
    tag = "<p><a href=/en/Keywords/Water>Water</a></p>"
    for page, where in ((f"{NAME}{tag}<p>Thursday 17 March 2016</p>{TEXT}", "before"), (f"{HEAD}{TEXT}{tag}", "after")):
        assert {rule.rule for rule in read(page).rules if rule.field == "tags"} == {f"links to tag lists {where} the text"}


def test_a_row_of_tools_around_a_date_is_no_title() -> None:
    tools = "<p><a href=https://t.me/x>Telegram</a> <a href=#>WhatsApp</a></p>"
    found = read(f"{tools}<p>Thursday 17 March 2016</p>{tools}<p>{NEXT}</p>").article
    assert found is None or "Telegram" not in found.title


def test_counters_with_a_bar_between_them_are_no_text() -> None:
    assert texts(article(f"{HEAD}<p>News code: 4711|Visits: 12</p>{TEXT}{TAGS}")) == [BODY, NEXT]


def test_the_gallery_below_a_glossary_is_no_term_and_no_definition() -> None:
    gallery = "<div>Gallery</div><div>Photo</div><div>Men at a well</div><div>Men at a well</div>"
    terms = [(entry.term, entry.definition) for entry in read(f"<div>In Focus{FOCUS}</div>{gallery}{HEAD}{TEXT}{TAGS}").glossary]
    assert terms == [("Wells", "Holes dug for water in dry lands.")]
    assert read(f"<div>In Focus</div>{gallery}{HEAD}{TEXT}{TAGS}").glossary == ()


def test_the_first_term_may_stand_right_behind_the_label() -> None:
    box = "<div><span>In Focus</span><a href=#f0>Wells</a><h6>Wells</h6><p>Holes dug for water in dry lands.</p></div>"
    more = "".join(f"<div><a href=#>{term}</a><h6>{term}</h6><p>A word of the old town.</p></div>" for term in ("Harbour", "Wheat"))
    terms = [entry.term for entry in read(f"{HEAD}{TEXT}{TAGS}{box}{more}").glossary]
    assert terms == ["Wells", "Harbour", "Wheat"]
