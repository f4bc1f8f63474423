"""What pages by an eighth author taught: lists in cells, layouts that center or indent all, frames whose boxes are empty."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

OTHER = "http://alwaght.net/en/News/52466"
QUOTATION = "“Nobody asked us where the wells are,” the mayor said."
LONGER = f"Nobody was surprised. {NEXT}"
ITEMS = ["water for the lower fields", "a road that is open in winter"]
LINKS = "".join(f"<p><a href=/en/News/{number}/Old-Wells>Old Wells {number}</a></p>" for number in (7, 8, 9))


def kinds(body: str) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in article(body).blocks]


@pytest.mark.parametrize("marks", ["•", "*", "–", "(1) (2)", "1. 2."])
@pytest.mark.parametrize("row", ["<table><tr><td>{}</td><td>{}</td></tr></table>", "<div><span></span><div>{}</div><div>{}</div></div>"])
def test_items_may_have_their_marks_in_cells_of_their_own(row: str, marks: str) -> None:
    marked = zip(marks.split() * 2, ITEMS, strict=False)
    rows = "".join(row.format(mark, item) for mark, item in marked)
    items = [("list_item", item) for item in ITEMS]
    assert kinds(f"{HEAD}<p>{BODY}</p>{rows}<p>{NEXT}</p>{TAGS}") == [("paragraph", BODY), *items, ("paragraph", NEXT)]


def test_one_mark_alone_parts_two_texts() -> None:
    assert kinds(f"{HEAD}<p>{BODY}</p><p>•</p><p>{NEXT}</p>{TAGS}") == [("paragraph", BODY), ("paragraph", NEXT)]


def test_where_all_text_is_set_in_no_quotation_is_told_by_that() -> None:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in (BODY, QUOTATION, NEXT))
    page = f"<div style='margin:0 40px'>{HEAD}<table>{rows}</table>{TAGS}</div>"
    assert ("paragraph", QUOTATION) in kinds(page)
    framed = page.replace(QUOTATION, f"<table><tr><td>{QUOTATION}</td></tr></table>")
    assert ("quote", QUOTATION) in kinds(framed)


@pytest.mark.parametrize("end", ["", f"<p align=justify>{NEXT}</p>"])
def test_a_paragraph_below_a_picture_is_no_caption_because_the_frame_centers_it(end: str) -> None:
    body = f"<p align=justify>{BODY}</p><p align=justify>{NEXT}</p><p><img src=/upload/7.jpg></p><p>{LONGER}</p>"
    found = article(f"<center>{HEAD}{body}{end}{TAGS}</center>")
    assert [picture.caption for picture in found.images] == [None]
    assert texts(found)[:3] == [BODY, NEXT, LONGER]


def test_the_section_is_set_unlike_the_names_of_empty_boxes() -> None:
    boxes = "<b>Editor's Choice</b><br><b>Most Viewed</b><br>Day Week Month<hr>"
    assert article(f"{boxes}<small>News</small><br>{HEAD}<p>{BODY}</p>{TAGS}").category == "News"
    assert article(f"{boxes}<b>News</b><br>{HEAD}<p>{BODY}</p>{TAGS}").category is None
    assert article(f"<b>News</b><br>{boxes}<b>News</b><br>{HEAD}<p>{BODY}</p>{TAGS}").category == "News"


@pytest.mark.parametrize("title", ["Alwaght: A Quiet Border", "A Quiet Border|Alwaght"])
def test_the_site_s_name_in_the_head_may_stand_close_to_the_title(title: str) -> None:
    found = article(f"<h4>A Quiet Border</h4><p>{BODY[9:]}</p><p>{NEXT}</p>{TAGS}", url=OTHER, title=title)
    assert found.title == "A Quiet Border"


def test_an_article_below_its_related_ones_is_no_list() -> None:
    teasers = "".join(f"<div><a href=/en/News/{number}>A Well {number}</a><br>{NEXT[:90]}.</div>" for number in range(20, 30))
    body = f"<p>Analysis</p><h2>A Quiet Border</h2><p>Related Content</p>{LINKS}<p>{BODY}</p><p>{NEXT}</p>"
    found = article(f"{teasers}{body}{TAGS}", url=OTHER)
    assert (found.title, texts(found)) == ("A Quiet Border", [BODY, NEXT])


@pytest.mark.parametrize("print_date", ["", "<p>Thursday 17 March 2016</p>", "<h4>- printed Friday 13 May 2016</h4>"])
@pytest.mark.parametrize("dated", ["", "<p>Thursday 17 March 2016</p>"])
def test_a_copy_to_be_printed_adds_nothing_wherever_it_stands(dated: str, print_date: str) -> None:
    title, text = "<h2>A Quiet Border</h2>", f"<p>{BODY}</p><p>{NEXT}</p>"
    to_read = f"<div>{title}{dated}<p>Related Content</p>{LINKS}{text}{TAGS}<p>Comments</p><p>© Alwaght 2016</p></div>"
    to_print = f"<div>{title}{print_date}{text}<p>Source: Alwaght</p></div>"
    for page in (to_read + to_print, to_print + to_read):
        found = article(page, url=OTHER, title="A Quiet Border - Alwaght")
        assert (texts(found), found.tags, len(found.related)) == ([BODY, NEXT], ("Water",), 3)
        assert found.published == (date(2016, 3, 17) if "17" in dated + print_date else None)


def test_a_page_called_missing_is_so_however_long_it_explains_itself() -> None:
    notice = "The page you asked for was moved, renamed or taken away, or it has never been here at all; we are sorry for that."
    page = f"<p>Thursday 17 March 2016</p><h2>Page not found</h2><p>{notice}</p><p>Please go back to the first page.</p>{LINKS}"
    assert read(page, url=OTHER, title="Page not found").outcome is Outcome.SOFT_404


def test_the_first_paragraph_may_lack_the_elements_of_the_others() -> None:
    assert article(f"{HEAD}<div>{BODY[9:]}<div>{NEXT}</div><div>{LONGER}</div></div>{TAGS}").teaser is None


def test_the_first_of_two_paragraphs_made_alike_is_no_lead() -> None:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in ("A Quiet Border", "Thursday 17 March 2016", BODY[9:], NEXT))
    assert article(f"<table>{rows}</table>{TAGS}", title="A Quiet Border").teaser is None
