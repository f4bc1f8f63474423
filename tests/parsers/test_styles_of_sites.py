"""Frames and meta lines as portals, blogs, agencies and papers have them, each in the least markup that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

DAY = date(2016, 3, 17)
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
NAMED = "<h1>A Quiet Border</h1>"
DATED = f"{NAMED}<p>Thursday 17 March 2016</p>"
LEAD = "The ministers meet again, and the farmers have heard it all before."
LINK = "<a href=/en/Keywords/Water>Water</a>"


@pytest.mark.parametrize(
    "line", ["Posted on {} by webmaster", "{} by <a href=/author/admin>admin</a>", "News ID 52466 - {} - 14:23", "{} | 14:23"]
)
def test_the_printed_day_is_the_day_alone(line: str) -> None:
    found = article(f"{NAMED}<p>{line.format('Thursday 17 March 2016')}</p>{TEXT}{TAGS}")
    assert (found.published, found.published_raw, texts(found)) == (DAY, "Thursday 17 March 2016", [BODY, NEXT])


@pytest.mark.parametrize(
    "bar",
    [
        "<div><a href=/en>Alwaght | News &amp; Analysis Website</a> <span>Tuesday 3 February 2026</span></div>",
        "<div>Tuesday 3 February 2026 - 10:11</div><ul><li><a href=/en>Home</a></li></ul>",
    ],
)
def test_the_day_in_the_page_s_head_is_the_visit_s(bar: str) -> None:
    assert article(f"{bar}<div>{NAMED}{TEXT}{TAGS}</div>").published is None
    late = f"<div>{NAMED}<p>{LEAD}</p><p>By Sara Haddad</p><p>Thursday 17 March 2016</p><div>{TEXT}</div>{TAGS}</div>"
    found = article(bar + late)
    assert (found.published, found.teaser, texts(found)) == (DAY, LEAD, [LEAD, BODY, NEXT])


def test_a_date_in_the_box_of_the_title_comes_before_a_nearer_one_outside() -> None:
    page = f"<div>Tuesday 3 February 2026</div><div>{NAMED}<p>By Sara Haddad</p><p>Thursday 17 March 2016</p><div>{TEXT}</div></div>{TAGS}"
    assert article(page).published == DAY


@pytest.mark.parametrize("first", ["<a href=/en/C/1>World</a>", "<a href=/en>Home</a>"])
def test_the_last_link_of_a_menu_is_no_section(first: str) -> None:
    menu = f"<ul><li>{first}</li><li><a href=/en/C/2>Analysis</a></li></ul>"
    assert article(f"<header>{menu}</header><main>{DATED}{TEXT}{TAGS}</main>").category is None


def test_a_kicker_may_part_a_trail_from_the_title() -> None:
    trail = "<div><a href=/en>Home</a> &rsaquo; <a href=/en/C/2>Report</a></div><h4>A scholar of the region says:</h4>"
    assert article(f"<main>{trail}{DATED}{TEXT}{TAGS}</main>").category == "Report"


@pytest.mark.parametrize("category", ["News", None])
def test_what_a_post_is_filed_and_tagged_under_may_be_a_sentence_before_others(category: str | None) -> None:
    filed = " in <a href=/en/Category/4>News</a> and" if category else " and is"
    tagged = f"{filed} tagged {LINK}, {LINK.replace('Water', 'Wells')}"
    line = f"<p><small>This entry was posted{tagged}. Bookmark the <a href=/en/News/52466>permalink</a>.</small></p>"
    found = article(f"<h2>A Quiet Border</h2><small>Thursday 17 March 2016</small><div>{TEXT}{line}</div>")
    assert (found.tags, found.category, texts(found)) == (("Water", "Wells"), category, [BODY, NEXT])


@pytest.mark.parametrize("more", ["Continue reading &rarr;", "Read more &#187;", "[More]"])
def test_the_link_that_opens_an_article_is_no_part_of_its_snippet(more: str) -> None:
    cut = f"{NEXT[:90]} ..."
    link = "<a href=/en/News/{}>{}</a>"
    rows = "".join(f"<div><h3>{link.format(n, f'Old Wells {n}')}</h3><p>{cut} {link.format(n, more)}</p></div>" for n in (7, 8))
    assert [(entry.snippet, entry.is_cut) for entry in read(rows, url="http://alwaght.net/en/Keywords/Water").listing] == [(cut, True)] * 2


def test_a_lead_may_have_a_box_of_its_own() -> None:
    lead, body = f"<div><p>{LEAD}</p></div>", f"<div><p>{NEXT}</p><p>{NEXT} Once more.</p></div>"
    assert article(f"<div>{DATED}{lead}{body}{TAGS}</div>").teaser == LEAD


def test_rows_of_links_do_not_make_a_missing_page_an_article() -> None:
    links = "".join(f"<a href=/en/News/{n}>A very long name of an article of the old town, number {n}</a>" for n in range(20))
    notice = "<h2>Page not found</h2><p>There is no such page, or no longer.</p>"
    assert read(f"<ul><li><a href=/en/C/2>Analysis</a></li></ul>{notice}<div>{links}</div>").outcome is Outcome.SOFT_404


def test_a_box_named_like_a_section_below_the_text_is_none() -> None:
    side = "<div><div>Editor's Choice</div></div><div><div>News</div><h2><a href=/en/News/7>Old Wells</a></h2></div>"
    assert article(f"{HEAD}<div>{TEXT}</div>{side}<p>© 2016 Alwaght. All rights reserved.</p>").category is None


def test_the_link_that_opens_a_definition_is_no_part_of_it() -> None:
    terms = "".join(
        f"<div><a href=#>{term}</a><h6>{term}</h6><p>A word of the old town.</p><a href=/en/F/1>More</a></div>" for term in "XYZ"
    )
    assert [entry.definition for entry in read(f"<div>In Focus{terms}</div>{HEAD}{TEXT}{TAGS}").glossary] == ["A word of the old town."] * 3


def test_the_number_of_an_entry_is_no_part_of_its_title() -> None:
    link = "<a href=/en/News/{0}>Old Wells {0}</a>"
    rows = "".join(f"<div>{n}. {link.format(n)}<br>{link.format(n)}<br>Thursday 17 March 2016<br>{NEXT}</div>" for n in (7, 8))
    entries = read(rows, url="http://alwaght.net/en/Keywords/Water").listing
    assert [(entry.title, entry.published, entry.snippet) for entry in entries] == [(f"Old Wells {n}", DAY, NEXT) for n in (7, 8)]
