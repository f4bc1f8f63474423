"""What pages by a sixth author taught: notices set like articles, the day of the visit, sections beside dates, leads below pictures."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

VISIT = "Tuesday 3 February 2026"  # the day on which the little pages are captured
MENU = "<ul><li><a href=/en>Home</a></li><li><a href=/en/News>News</a></li><li><a href=/en/AboutUs>About</a></li></ul>"
SIDE = "".join(f"<p><a href=/en/News/{n}/x>Water in the Town {n}</a></p>" for n in range(7, 13))
PICTURE = "<img src=/upload/logo/2016317_1/4711.jpg width=400>"
LEAD = "Nobody in the two capitals wants to pay for the water."


def top(day: str) -> str:
    return f"<div>{SIDE}{MENU}<div>{day}</div></div>"


@pytest.mark.parametrize(
    ("title", "notice"), [("Error", "Sorry, this news item does not exist."), ("404", "Gone."), ("خطأ", "هذا الخبر غير موجود.")]
)
def test_a_notice_below_the_day_of_the_visit_is_no_article(title: str, notice: str) -> None:
    url = "http://alwaght.net/en/News/52466"
    assert read(f"{top(VISIT)}<div><h1>{title}</h1><p>{notice}</p></div>", url=url, title=title).outcome is Outcome.SOFT_404


def test_a_year_that_ends_in_404_is_no_notice() -> None:
    side = "<div><h4><a href=/fa/News/9/x>Two Towns</a></h4><p>شنبه 8 شهریور {}</p></div>"
    page = "<h1>A Quiet Border</h1><p>The wells of the old town were opened after nine years.</p>" + TAGS + side
    assert read(page.format(1404)).outcome is Outcome.OK
    assert read(page.format("404")).outcome is Outcome.SOFT_404


def test_an_article_may_say_of_something_that_it_does_not_exist() -> None:
    found = article(
        f"{HEAD}<p>{BODY}</p><p>The road that the map shows does not exist.</p><p>{NEXT}</p>{TAGS}", url="http://alwaght.net/en/News/52466"
    )
    assert found.title == "A Quiet Border"


def test_the_day_of_the_visit_above_the_title_is_no_date_of_the_article() -> None:
    page = f"<div><h1>A Quiet Border</h1><p>{BODY}</p><p>{NEXT}</p>{TAGS}</div>"
    found = article(top(VISIT) + page)
    assert (found.published, found.published_raw) == (None, VISIT)
    assert "visit" in (found.published_reason or "")
    assert article(top("Monday 14 March 2016") + page).published == date(2016, 3, 14)
    assert article(f"{top('')}<div><p>{VISIT}</p>{page[5:]}").published == date(2026, 2, 3)


@pytest.mark.parametrize("line", ["News Thursday 17 March 2016", "<b>News</b> Thursday 17 March 2016"])
def test_a_section_may_share_a_line_with_the_date(line: str) -> None:
    found = article(f"<p>{line}</p><h2>A Quiet Border</h2><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.category, found.published) == ("News", date(2016, 3, 17))
    assert article(f"<h2>A Quiet Border</h2><p>News date: 17 March 2016</p><p>{BODY}</p>{TAGS}").category is None


def test_titles_cut_to_the_same_words_are_no_term_of_the_glossary() -> None:
    cut = "".join(f"<li><a href=/en/News/{n}>Water in the ...</a></li>" for n in (7, 8))
    terms = "".join(
        f"<dt>{term}</dt><dt>{term}</dt><dd>Of what the {term} are, and who has dug them.</dd>" for term in ("Wells", "Mills", "Docks")
    )
    found = read(f"<h3>Most Viewed</h3><ol>{cut}</ol><h3>In Focus</h3><dl>{terms}</dl>{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert [entry.term for entry in found.glossary] == ["Wells", "Mills", "Docks"]


@pytest.mark.parametrize(
    "wrapped", ["<div><div>{}</div></div><div><div><p><i>{}</i></p></div></div>", "<div>{}</div><div><p><i>{}</i></p></div>"]
)
def test_a_sentence_below_a_picture_and_in_no_box_with_it_is_the_lead(wrapped: str) -> None:
    found = article(f"<div>{HEAD}{wrapped.format(PICTURE, LEAD)}<div><p>{BODY}</p><p>{NEXT}</p></div>{TAGS}</div>")
    assert (found.teaser, [image.caption for image in found.images]) == (LEAD, [None])
    boxed = f"<div><div>{PICTURE}</div><div><i>{LEAD}</i></div></div>"
    assert [image.caption for image in article(f"<div>{HEAD}{boxed}<div><p>{BODY}</p><p>{NEXT}</p></div>{TAGS}</div>").images] == [LEAD]


def test_a_short_sentence_may_follow_a_day_of_the_text() -> None:
    day = "Monday 14 March 2016"
    assert texts(article(f"{HEAD}<p>{BODY}</p><h4>{day}</h4><p>It rained.</p><p>{NEXT}</p>{TAGS}")) == [BODY, day, "It rained.", NEXT]


def test_a_link_that_is_never_closed_leaves_a_page_readable() -> None:
    menu = "<a href=/en><h3><a href=/en/AboutUs>About</a></h3><div>Home</div><div>News</div>"
    assert article(f"{menu}{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}").title == "A Quiet Border"


def test_blank_lines_part_the_paragraphs_of_a_text_that_has_no_other_marks() -> None:
    text = f"{BODY}\n\n{NEXT} See <a href=/en/News/7/x>the wells</a>.\n  \nWho Pays\n\n<b>Two</b> of nine\nwells are dry."
    found = article(f"{HEAD}<div class=pre-line>{text}</div>{TAGS}")
    assert texts(found) == [BODY, f"{NEXT} See the wells.", "Who Pays", "Two of nine wells are dry."]
    assert texts(article(f"{HEAD}<div>{BODY}\n\n{NEXT}</div>{TAGS}")) == [BODY, NEXT]
    assert texts(article(f"{HEAD}<div>{BODY}\n\n<b>He</b> left.</div>{TAGS}")) == [f"{BODY} He left."]


def test_line_ends_part_paragraphs_where_no_line_was_broken_at_a_margin() -> None:
    lines = [BODY, "Who Pays", f"{NEXT} {NEXT}", "Two of nine wells are dry.", NEXT]
    page = "{}<{}>{}</{}>{}"
    assert texts(article(page.format(HEAD, "div", "\n".join(lines), "div", TAGS))) == lines
    assert texts(article(page.format(HEAD, "p", "\n".join(lines), "p", TAGS))) == [" ".join(lines)]
    broken = f"{BODY}\n{NEXT[:60]}\n{NEXT[61:]}\nTwo of nine wells are dry.\n{NEXT}"
    assert len(texts(article(page.format(HEAD, "div", broken, "div", TAGS)))) == 1
