"""What stands within a text and is none of it by its make alone: none of these words is in any list of labels."""

from __future__ import annotations

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, texts

FIRST, LAST = f"<p>{BODY}</p>", f"<p>{NEXT}</p>"


@pytest.mark.parametrize(
    "box",
    [
        "<aside><h5>Millers of the valley</h5><p>They meet on the first Monday of each month.</p></aside>",
        "<aside><div>Millers of the valley</div></aside>",
        "<form><p>Millers meet on Mondays, and you may come as well.</p><input name=q></form>",
        "<nav><div>Upstream</div><div>Downstream</div></nav>",
        "<footer><p>Millers of the valley</p></footer>",
        "<div><fieldset><legend>Water levels</legend><div>Low</div></fieldset></div>",
        "<div><a href=http://mills.example.org/>A map of all the mills that still stand by the river</a></div>",
    ],
)
def test_a_box_made_for_something_else_is_no_text_whatever_it_says(box: str) -> None:
    assert texts(article(f"<div>{HEAD}{FIRST}{box}{LAST}{TAGS}</div>")) == [BODY, NEXT]


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        ("<aside><p>We shall build the mill again, said the owner.</p></aside>", "We shall build the mill again, said the owner."),
        ("<aside><blockquote>The mill is all we have</blockquote></aside>", "The mill is all we have"),
        ("<div><h3>The mill and its owner</h3></div>", "The mill and its owner"),
        ("<p><a href=http://mills.example.org/>A map of all the mills that still stand by the river</a></p>", None),
    ],
)
def test_what_is_set_out_from_a_text_or_made_like_it_stays(box: str, kept: str | None) -> None:
    kept = kept or "A map of all the mills that still stand by the river"
    assert texts(article(f"<div>{HEAD}{FIRST}{box}{LAST}{TAGS}</div>")) == [BODY, kept, NEXT]


def test_a_page_whose_text_stands_in_such_an_element_is_read() -> None:
    page = f"<form><aside>{HEAD}{FIRST}<p>The mill stood still that day.</p>{LAST}{TAGS}</aside></form>"
    assert texts(article(page)) == [BODY, "The mill stood still that day.", NEXT]


def test_the_first_of_two_whole_articles_is_the_page_s_though_only_the_next_has_a_dateline() -> None:
    whole = "<article><a href=/en/Section/2>Report</a><h1>{}</h1><p>{} March 2016</p><p>{}</p>" + 9 * f"<p>{NEXT} {NEXT}</p>" + "</article>"
    page = whole.format("A Quiet Border", "Thursday 17", NEXT) + whole.format("Old Wells", "Friday 18", BODY)
    found = article(page, url="http://alwaght.net/en/News/52466")
    assert (found.title, str(found.published)) == ("A Quiet Border", "2016-03-17")


@pytest.mark.parametrize(
    "said",
    [
        "The owner said: <a href=/en/News/9/x>We shall build the mill again before the river rises.</a>",
        "<a href=https://twitter.com/miller/status/7>All who care for the mill may come to the ford on Monday</a>",
    ],
)
def test_words_that_are_linked_to_where_they_were_said_stay(said: str) -> None:
    plain = said.partition("<")[0] + said.partition(">")[2].replace("</a>", "")
    assert texts(article(f"<div>{HEAD}{FIRST}<p>{said}</p>{LAST}{TAGS}</div>")) == [BODY, plain, NEXT]


@pytest.mark.parametrize(("number", "year"), [(2016, "2016"), (52466, "524660")])
def test_a_paragraph_that_names_title_and_a_number_is_no_note_on_how_to_cite(number: int, year: str) -> None:
    told = f"His book A Quiet Border sold {year} copies before anyone had read it."
    page = f"<div>{HEAD}{FIRST}<p>{told}</p>{LAST}{TAGS}</div>"
    assert texts(article(page, url=f"http://alwaght.net/en/News/{number}/A-Quiet-Border")) == [BODY, told, NEXT]
