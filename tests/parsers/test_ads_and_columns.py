"""What pages by a tenth author taught: advertisements within texts, captions in columns, tables of facts, articles one below the other."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

TITLE = "<h1>A Quiet Border</h1>"
DATE = "<p>Thursday 17 March 2016</p>"
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
AD = "<a href=http://ads.example.org/7>Old mills for sale</a>"


@pytest.mark.parametrize(
    "box",
    [
        "<div><small>{}</small><div>{}</div></div>",
        "<aside><h6>{}</h6><p>{}</p></aside>",
        "<table><tr><td><font size=1>{}</font><br>{}</td></tr></table>",
        "<div><b>{}:</b> {}</div>",
        "<x-ad><small>{}</small>{}</x-ad>",
        "<div><div>{}</div><a href=http://ads.example.org><img src=http://ads.example.org/b.gif></a><div>{}</div></div>",
    ],
)
@pytest.mark.parametrize("label", ["Advertisement", "إعلان", "تبلیغات"])
def test_an_advertisement_is_no_text_whatever_box_it_stands_in(label: str, box: str) -> None:
    assert texts(article(f"<div>{HEAD}<p>{BODY}</p>{box.format(label, AD)}<p>{NEXT}</p>{TAGS}</div>")) == [BODY, NEXT]


@pytest.mark.parametrize("box", ["<form><div><b>{}</b></div><div>{}</div><input type=email></form>", "<aside><h3>{}</h3><p>{}</p></aside>"])
def test_what_is_printed_with_an_appeal_is_no_text(box: str) -> None:
    appeal = box.format("Get our weekly newsletter", "Enter your address to receive the best of the week every Friday.")
    assert texts(article(f"<div>{HEAD}<p>{BODY}</p>{appeal}<p>{NEXT}</p>{TAGS}</div>")) == [BODY, NEXT]


@pytest.mark.parametrize("row", ["Share 8834 views 11 min read", "مشاركة 3,221 مشاهدة مدة القراءة: 5 دقائق", "Share: 12 visits"])
def test_a_row_of_tools_and_counts_above_the_text_is_none_of_it(row: str) -> None:
    tool, _, counts = row.partition(" ")
    assert texts(article(f"{HEAD}<div><a href='#'>{tool}</a> {counts}</div>{TEXT}{TAGS}")) == [BODY, NEXT]


def test_a_short_text_in_one_box_with_an_appeal_is_not_taken_for_one() -> None:
    text = "<p>Nobody was hurt at the old mill.</p><p>Follow us on Telegram</p>"
    assert texts(article(f"{HEAD}<div>{text}</div>{TAGS}")) == ["Nobody was hurt at the old mill."]


def test_a_label_of_advertisements_without_a_box_takes_no_paragraph_with_it() -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>Advertisement</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_pictures_in_a_row_have_their_captions_in_the_row_below() -> None:
    pictures = "<tr><td><img src=/upload/7.jpg></td><td><img src=/upload/8.jpg></td></tr>"
    table = f"<table>{pictures}<tr><td>The old mill</td><td>The ford</td></tr></table>"
    found = article(f"{HEAD}<p>{BODY}</p>{table}<p>{NEXT}</p>{TAGS}")
    assert ([picture.caption for picture in found.images], texts(found)) == (["The old mill", "The ford"], [BODY, NEXT])


def test_rows_of_two_short_cells_above_the_text_are_facts() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in (("Category", "Analysis"), ("Code", "4711"), ("Read", "938"))
    )
    lead = "The ministers meet again, and the farmers have heard it all before."
    found = article(f"{HEAD}<table>{rows}</table><p><b>{lead}</b></p>{TEXT}{TAGS}")
    assert (found.teaser, texts(found), found.category) == (lead, [lead, BODY, NEXT], "Analysis")


def test_the_tags_of_the_next_article_are_not_this_one_s() -> None:
    following = f"<article><h2>Old Wells</h2><p>Friday 18 March 2016</p><p>{NEXT} {NEXT}</p>{TAGS}</article>"
    form = "<h3>Comments</h3><form><p>Name :</p><p>Email :</p><input></form>"
    assert article(f"<article>{TITLE}{DATE}{TEXT}{form}</article>{following}").tags == ()
    assert article(f"<article>{TITLE}{DATE}{TEXT}{form}{TAGS}</article>{following}").tags == ("Water",)


def test_who_says_so_may_stand_before_the_day_below_the_title() -> None:
    assert article(f"{TITLE}<address><a href=/en>Alwaght</a> <time>Thursday 17 March 2016</time></address>{TEXT}{TAGS}").published == date(
        2016, 3, 17
    )


def test_crumbs_may_stand_between_two_prints_of_the_title() -> None:
    bar = "<div><span>A Quiet Border</span> <span>Thursday 17 March 2016</span></div>"
    crumbs = "<div><a href=/en>Home</a> / <a href=/en/Section/2>Report</a></div>"
    assert article(f"{bar}<main>{crumbs}{TITLE}{DATE}{TEXT}{TAGS}</main>").category == "Report"


@pytest.mark.parametrize("card", ["<dd>{}<i>Friday 18 March 2016</i><div>{}</div></dd>", "<div><img src=/x.jpg><h4>{}</h4><p>{}</p></div>"])
def test_related_articles_may_have_long_teasers(card: str) -> None:
    cards = "".join(card.format(f"<a href=/en/News/{number}/x>Old Wells {number}</a>", f"{NEXT} {NEXT}") for number in (7, 8))
    found = article(f"<div>{HEAD}{TEXT}{TAGS}</div><div><h3>Related Content</h3>{cards}</div><h3>Comments</h3>")
    assert ([link.article_id for link in found.related], texts(found)) == ([7, 8], [BODY, NEXT])


def test_words_that_lead_on_may_touch_the_titles() -> None:
    steps = "<a href=/en/News/7/x><i>Previous</i><b>Old Wells</b></a> <a href=/en/News/8/x><i>Next</i><b>Dry Springs</b></a>"
    assert article(f"<div>{HEAD}{TEXT}{TAGS}<div>{steps}</div></div><h3>Comments</h3>").related == ()


def test_a_box_of_news_below_the_text_is_none_of_it() -> None:
    links = "".join(f"<p>* <a href=/en/News/{number}/x>Old Wells {number}</a></p>" for number in (7, 8, 9))
    assert texts(article(f"{HEAD}{TEXT}<div>News</div>{links}<div>Alwaght | News &amp; Analysis Website</div>")) == [BODY, NEXT]


def test_a_notice_of_rights_may_stand_behind_a_link() -> None:
    page = f"{HEAD}{TEXT}<footer><a href=https://t.me/x>Telegram</a> All Rights Reserved</footer>"
    assert texts(article(page)) == [BODY, NEXT]


def test_a_mark_behind_the_word_that_says_more_makes_it_no_title() -> None:
    row = "<div><i>Thursday 17 March 2016</i><a href=/en/News/{0}/x>Old Wells {0}</a><p>{1} ...</p><a href=/en/News/{0}/x>More ▸</a></div>"
    found = read("".join(row.format(number, NEXT) for number in (7, 8)), url="http://alwaght.net/en/Keywords/Water").listing
    assert [(entry.title, str(entry.published)) for entry in found] == [("Old Wells 7", "2016-03-17"), ("Old Wells 8", "2016-03-17")]


def test_a_title_may_be_broken_in_a_box_of_its_own_above_the_date() -> None:
    title = "<div>A Quiet<br>Border</div>"
    other = "http://alwaght.net/en/News/52466"
    assert article(f"<div>Report</div>{title}<div>Thursday 17 March 2016</div>{TEXT}{TAGS}", url=other).title == "A Quiet Border"


@pytest.mark.parametrize("title", ["«No Well»: A Dry Spring", "A Dry «Spring»", "«No Well»"])
def test_a_title_keeps_its_quotation_marks_beside_a_date(title: str) -> None:
    row = f"<dt><a href=/en/News/7/x>{title}</a> <i>Thursday 17 March 2016</i></dt><dd>{NEXT}</dd>"
    found = read(f"<dl>{row}</dl>", url="http://alwaght.net/en/Keywords/Water").listing
    assert [(entry.title, str(entry.published)) for entry in found] == [(title, "2016-03-17")]


def test_the_name_of_a_table_of_contents_is_no_caption() -> None:
    contents = "<div><p>In this article</p><ul><li><a href=#p1>Who Pays</a></li><li><a href=#p2>Who Waits</a></li></ul></div>"
    found = article(f"{HEAD}<div><img src=/upload/7.jpg></div>{contents}{TEXT}{TAGS}")
    assert ([picture.caption for picture in found.images], texts(found)) == ([None], [BODY, NEXT])
