"""Tools that are words only, by-lines, typed lists, tags in sentences, days for machines: habits of news sites of twenty years."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.parsers.extract import extract
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, texts

DAY = date(2016, 3, 17)
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
ITEMS = ["A full count of the wells", "An end to the toll", "Wheat until the harvest"]
LINKS = "<a href=/en/Keywords/Water>Water</a>{}<a href=/en/Keywords/Old%20Wells>Old Wells</a>"


@pytest.mark.parametrize(
    "line",
    [
        "<p><a href='?share=x'>Click to share on Twitter (Opens in new window)</a></p>",
        "<p><span>Share on Facebook</span> <span>Share on Twitter</span></p>",
        "<div>Share <b>12</b></div>",
        "<p>Story continues below advertisement</p>",
        "<p>Like Loading...</p>",
        "<p>Short URL:</p>",
        "<p>Text size A A A</p>",
        "<p>مشاركة على فيسبوك</p>",
        "<p>اشتراک‌گذاری در تلگرام</p>",
        "<p><a href=/en/News/52466/A-Quiet-Border>A permanent link to this page for those who quote it</a></p>",
    ],
)
def test_lines_that_only_name_tools_are_no_text(line: str) -> None:
    for page in (f"{HEAD}{line}{TEXT}{TAGS}", f"{HEAD}<p>{BODY}</p>{line}<p>{NEXT}</p>{TAGS}", f"{HEAD}{TEXT}{line}{TAGS}"):
        assert texts(article(page)) == [BODY, NEXT]


@pytest.mark.parametrize("words", ["The share of the town in the wells", "Print and be read", "Facebook in the old town"])
def test_words_that_also_tools_have_are_text_among_others(words: str) -> None:
    assert words in texts(article(f"{HEAD}<p>{BODY}</p><p>{words}</p><p>{NEXT} {NEXT}</p>{TAGS}"))


@pytest.mark.parametrize(
    "line",
    ["By Sara Haddad", "Author: Sara Haddad", "Source: Alwaght", "بقلم: سليم حداد", "نویسنده: سلیم حداد", "★★★★☆ 4.2 (12 votes)",
     "No comments", "1,204 views", "Date: 94/12/27", "This article is more than 5 years old"],
)  # fmt: skip
def test_who_wrote_it_and_what_is_counted_above_the_text_are_no_text(line: str) -> None:
    assert texts(article(f"{HEAD}<p>{line}</p>{TEXT}{TAGS}")) == [BODY, NEXT]


def test_a_heading_above_the_text_is_text_though_it_begins_like_a_by_line() -> None:
    for words in ("By the old wells", "Sources of the old town", "No way back"):
        assert texts(article(f"{HEAD}<p>{words}</p>{TEXT}{TAGS}")) == [words, BODY, NEXT]


@pytest.mark.parametrize(
    "typed", ["{n}. {x}", "{n}) {x}", "({n}) {x}", "{n} - {x}", "- {x}", "– {x}", "* {x}", "✓ {x}", "o&nbsp;&nbsp; {x}"]
)
@pytest.mark.parametrize("glue", ["</p><p>", "<br>"])
def test_lines_in_a_row_with_a_typed_mark_are_items_of_a_list(typed: str, glue: str) -> None:
    rows = glue.join(typed.format(n=n, x=item) for n, item in enumerate(ITEMS, 1))
    found = article(f"{HEAD}<p>{BODY}</p><p>{rows}</p><p>{NEXT}</p>{TAGS}")
    assert [(block.kind, block.text) for block in found.blocks][1:-1] == [("list_item", item) for item in ITEMS]


def test_a_mark_by_itself_and_counted_headings_are_no_list() -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>1. The wells</p><p>{NEXT}</p><p>2. The toll</p><p>- {NEXT}</p>{TAGS}")
    assert [block.kind for block in found.blocks] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert [block.text for block in found.blocks][1:] == ["1. The wells", NEXT, "2. The toll", f"- {NEXT}"]


@pytest.mark.parametrize(
    "line",
    [
        f"<p>Labels: {LINKS.format(', ')}</p>",
        f"<p>Tags: {LINKS.format(' (12) ')} (3)</p>",
        f"<p>Tags + {LINKS.format(' + ')}</p>",
        f"<p>This entry was posted in <a href=/en/Category/4>News</a> and tagged {LINKS.format(' and ')}.</p>",
    ],
)
def test_tags_may_be_counted_added_up_or_told_in_a_sentence(line: str) -> None:
    found = article(f"{HEAD}{TEXT}{line}")
    assert (found.tags, texts(found)) == (("Water", "Old Wells"), [BODY, NEXT])
    assert found.category == ("News" if "posted" in line else None)


@pytest.mark.parametrize("line", ["<p>in <a href=/en/Category/4>Analysis</a></p>", "<p>News Service: Analysis</p>", "<p>#Analysis</p>"])
def test_a_section_may_be_named_by_a_word_or_a_mark(line: str) -> None:
    found = article(f"<h2>A Quiet Border</h2><p>Thursday 17 March 2016</p>{line}{TEXT}{TAGS}")
    assert (found.category, texts(found)) == ("Analysis", [BODY, NEXT])


@pytest.mark.parametrize(
    "card",
    ["<div>{}<p>Nobody has counted them since the spring.</p></div>", "<p>Analysis: {}</p>", "<p>(See also {})</p>"],
)
def test_related_articles_may_have_teasers_sections_or_brackets(card: str) -> None:
    cards = "".join(card.format(f"<a href=/en/News/{n}>Old Wells {n}</a>") for n in (7, 8))
    for page in (
        f"{HEAD}<h4>Related Content</h4>{cards}<div>{TEXT}</div>{TAGS}",
        f"{HEAD}<div>{TEXT}</div><h4>Related Content</h4>{cards}{TAGS}",
    ):
        found = article(page)
        assert ([link.article_id for link in found.related], texts(found)) == ([7, 8], [BODY, NEXT])


@pytest.mark.parametrize(
    "told",
    ["name=date", "name='DC.date.issued'", "property='og:article:published_time'"],
)
def test_a_day_that_only_the_head_tells_is_taken(told: str) -> None:
    head = f"<head><title>A Quiet Border</title><meta {told} content=2016-03-17></head>"
    page = f"<html>{head}<body><p>Alwaght</p><h1>A Quiet Border</h1>{TEXT}{TAGS}</body></html>"
    address = "http://alwaght.net/en/News/52466/A-Quiet-Border"
    found = extract(
        Capture(address, datetime.fromisoformat("2026-02-03T00:00:00+00:00"), 200, (("Content-Type", "text/html"),), page.encode())
    )
    assert found.article is not None
    assert found.article.published == DAY


def test_a_time_for_machines_tells_no_day_since_any_card_may_have_one() -> None:
    found = article(f"<h1>A Quiet Border</h1><p><time datetime='2016-03-17T10:45:00Z' pubdate>five years ago</time></p>{TEXT}{TAGS}")
    assert (found.published, texts(found)) == (None, [BODY, NEXT])


def test_a_picture_may_wait_behind_any_name() -> None:
    found = article(f"{HEAD}<p><img src=/images/blank.gif data-echo=/upload/logo/1.jpg></p>{TEXT}{TAGS}")
    assert [image.url for image in found.images] == ["http://alwaght.net/upload/logo/1.jpg"]


def test_a_date_below_a_list_of_links_is_the_title_s_where_it_shares_its_box() -> None:
    side = "<div><ul><li><a href=/en/News/7>Old Wells</a></li></ul></div>"
    page = f"<div><p>Thursday 17 March 2016</p><h4>A talk on the border</h4><h1>A Quiet Border</h1>{TEXT}{TAGS}</div>"
    found = article(side + page)
    assert (found.title, found.published) == ("A Quiet Border", DAY)


@pytest.mark.parametrize("link", ["<p><a href=#c>Comments</a></p>", "<p><a href=#c>Comments (3)</a></p>"])
def test_a_link_down_to_the_comments_ends_no_text(link: str) -> None:
    assert texts(article(f"{HEAD}{link}{TEXT}<h4>Comments</h4>")) == [BODY, NEXT]
