"""Trails of links, tables within links, teasers of related articles, centered captions: what markups of two authors left unread."""

from __future__ import annotations

import pytest

from alwaght_scraper.parsers.reader import by_libxml2, by_scanner
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

DATED = "<h1>A Quiet Border</h1><p>Thursday 17 March 2016</p>"
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"


@pytest.mark.parametrize(
    ("trail", "category"),
    [
        ("<div><a href=/en>Home</a> / <a href=/en/Section/4>Interview</a></div>", "Interview"),
        ("<p>You are here: <a href=/en>Home</a> &raquo; <a href=/en/Section/4>Report</a> &raquo; A Quiet Border</p>", "Report"),
        ("<ol><li><a href=/en>Home</a><li><a href=/en/Section/4>Analysis</a></ol>", "Analysis"),
        ("<nav><a href=/en>Home</a> <a href=/en/Section/4>Opinion</a></nav>", "Opinion"),
        ("<div><a href=/en>Home</a> / <a href=/en/NewsCase/type/7>News</a></div>", None),
        ("<div><a href=/en>Home</a> | <a href=/a>About</a> | <a href=/n>News</a> | <a href=/c>Us</a> | <a href=/o>Opinion</a></div>", None),
        ("<div><a href=/en/NewsCase/type/7>Wells</a> / <a href=/en/Section/4>News</a></div>", None),
    ],
)  # fmt: skip
def test_the_last_crumb_of_a_trail_is_the_section_where_nothing_else_is(trail: str, category: str | None) -> None:
    assert article(f"<main>{trail}{DATED}{TEXT}{TAGS}</main>").category == category


def test_a_section_at_the_title_comes_before_the_last_crumb() -> None:
    trail = "<div><a href=/en>Home</a> / <a href=/en/Section/4>News</a></div>"
    assert article(f"{trail}<p>Interview</p>{DATED}{TEXT}{TAGS}").category == "Interview"


def test_the_name_of_an_empty_box_is_no_section_though_another_box_has_links() -> None:
    boxes = "<div><p>Editor's Choice</p><ul><li><a href=/en/News/7>Old Wells</a></ul></div><div><p>News</p><ul></ul></div>"
    assert article(f"<div>{boxes}</div><div>{DATED}{TEXT}{TAGS}</div>").category is None


@pytest.mark.parametrize("end", ["</table></a>", "</table>"])
def test_a_table_in_a_link_is_the_link(end: str) -> None:
    names = {7: "Old Wells", 8: "A Dry Spring"}
    rows = "".join(f"<a href='/en/News/{key}'><table><tr><td><td>{name}{end}" for key, name in names.items())
    page = f"<h1>A Quiet Border</h1><p>Thursday 17 March 2016</p><b>Related Content</b>{rows}<div>{TEXT}</div>{TAGS}"
    found = article(page)
    assert ({link.article_id: link.title for link in found.related}, texts(found)) == (names, [BODY, NEXT])


@pytest.mark.parametrize(
    "before", ["<a href=/en/News/7></a>Old Wells", "<a href=/en/News/7>Old Wells</a>", "<a href=#top></a>", "<a name=x></a>"]
)
def test_a_table_after_a_link_is_none(before: str) -> None:
    html = f"<html><body><div>{before}<table><tr><td>Wells</td></tr></table></div></body></html>".encode()
    for page in (by_libxml2(html), by_scanner(html)):
        assert [bool(line.links) for line in page.lines if line.text == "Wells"] == [False]


def test_a_page_with_no_link_is_the_sites_if_it_prints_its_address() -> None:
    page = f"<h3>A Quiet Border</h3><p>{BODY}</p><p>{NEXT}</p><p>Address: http://alwaght.net/en/News/52466</p>"
    assert texts(article(page, title="A Quiet Border")) == [BODY, NEXT]
    assert read(page.replace("alwaght.net", "example.org")).article is None


def test_the_teaser_of_the_last_related_article_is_no_text() -> None:
    cards = "".join(
        f"<article><h3><a href=/en/News/{n}>Old Wells {n}</a></h3><p>A word on wells, and why they are dry.</p></article>" for n in (7, 8)
    )
    found = article(f"{HEAD}<div>{TEXT}</div><section><h2>Related Content</h2>{cards}</section>{TAGS}")
    assert ([link.article_id for link in found.related], texts(found)) == ([7, 8], [BODY, NEXT])


def test_a_text_in_the_last_item_that_nobody_closed_is_text() -> None:
    short = ["The wells are dry.", "Nobody in the old town asks why they are."]
    page = f"{HEAD}<ul><b>Related Content</b><li><a href=/en/News/7>Old Wells</a><p>{short[0]}<p>{short[1]}"
    assert texts(article(page)) == short


@pytest.mark.parametrize(("picture", "plain"), [("align=center", ""), ("style='text-align: center'", "style='text-align: justify'")])
def test_a_line_centered_below_a_centered_picture_is_its_caption(picture: str, plain: str) -> None:
    shown = f"<p {picture}><img src=/upload/1.jpg></p><p {picture}>Men at a well in the old town</p>"
    body = f"<p {plain}>{BODY}</p>{shown}<p {plain}>{NEXT}</p>"
    for page in (body, f"<div align=center>{body}</div>" if plain else body):
        found = article(f"{HEAD}<div>{page}</div>{TAGS}")
        assert ([image.caption for image in found.images], texts(found)) == (["Men at a well in the old town"], [BODY, NEXT])


def test_two_sentences_beside_a_picture_are_text() -> None:
    text = "There is no water. Nobody in the old town asks why."
    found = article(f"{HEAD}<p><img src=/upload/1.jpg>{text}</p><p>{NEXT}</p>{TAGS}")
    assert (texts(found), found.images[0].caption) == ([text, NEXT], None)
