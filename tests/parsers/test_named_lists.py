"""What pages by a fourteenth author taught: tag lists below their own name, and rows of tools, stores and counts within texts."""

from __future__ import annotations

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

LIST = "http://alwaght.net/en/Keywords/Water"
FIRST, LAST = f"<p>{BODY} {NEXT}</p>", f"<p>{NEXT} {NEXT}</p>"


def listed(body: str) -> list[int | None]:
    return [entry.article_id for entry in read(body, url=LIST).listing]


def test_titles_that_are_links_to_articles_are_no_terms_of_the_glossary_though_printed_twice() -> None:
    focus = "<h3>In Focus</h3>" + "".join(
        f"<div><a href=/en/NewsCase/type/{number}>{term}</a></div><div>{term}</div><p>A word of the farmers by the river.</p>"
        for number, term in enumerate(("Mill", "Ford", "Weir"))
    )
    entries = "".join(f"<td><a href=/en/News/{number}/x>Old Wells {number}</a><div>Old Wells {number}</div></td>" for number in (7, 8, 9))
    assert listed(f"<div>{focus}</div><table><tr>{entries}</tr></table>") == [7, 8, 9]


def test_the_list_below_its_own_name_is_the_page_s_where_it_is_longer_than_the_one_that_says_more() -> None:
    boxed = "".join(f"<dt><a href=/en/News/{number}/x>Dry Springs {number}</a></dt><dd>{NEXT}</dd>" for number in (21, 22))
    entries = "".join(f"<li><a href=/en/News/{number}/x>Old Wells {number}</a></li>" for number in (7, 8, 9, 10))
    assert listed(f"<dl>{boxed}</dl><h2>Water</h2><ul>{entries}</ul>") == [7, 8, 9, 10]


def test_entries_without_a_day_at_the_ends_of_a_named_list_are_entries() -> None:
    days = ("", "<i>Friday 18 March 2016</i>", "<i>Thursday 17 March 2016</i>", "")
    entries = "".join(f"<li><a href=/en/News/{number}/x>Old Wells {number}</a> {day}</li>" for number, day in enumerate(days, 7))
    assert listed(f"<h2>Water</h2><ul>{entries}</ul>") == [7, 8, 9, 10]


@pytest.mark.parametrize(
    "row",
    [
        "<div>Printable version | E-mail this | Viewed 8242 times</div>",
        "<div>Take it <a href=//play.google.com/store/apps/details?id=x>Android</a> <a href=//apps.apple.com/app/id7>iPhone</a></div>",
        "<div>Listen to this article 0:00 / 4:27 1x</div>",
        "<div>Turn the page: <a href=/en/News/9/x>Old Mills</a></div>",
    ],
)
def test_a_row_of_such_things_is_no_text(row: str) -> None:
    assert texts(article(f"<div>{HEAD}{FIRST}{row}{LAST}{TAGS}</div>")) == [f"{BODY} {NEXT}", f"{NEXT} {NEXT}"]


def test_bars_and_links_do_not_make_a_sentence_a_row_of_tools() -> None:
    said = "The miller said | so they say | that nobody would come, as <a href=https://twitter.com/miller>he wrote</a>."
    plain = "The miller said | so they say | that nobody would come, as he wrote."
    assert texts(article(f"<div>{HEAD}{FIRST}<p>{said}</p>{LAST}{TAGS}</div>")) == [f"{BODY} {NEXT}", plain, f"{NEXT} {NEXT}"]


def test_a_short_article_above_more_teasers_than_it_has_paragraphs_is_no_list() -> None:
    cards = "".join(
        f"<article><h4><a href=/en/News/{number}/x>Old Wells {number}</a></h4><p>{NEXT} {NEXT}</p></article>" for number in range(7, 11)
    )
    frame = "".join(f"<div><a href=/en/Section/{number}>Part {number}</a></div>" for number in range(1, 7))
    page = f"{frame}<div><h1>A Quiet Border</h1><p>Thursday 17 March 2016</p>{FIRST}</div><div><h3>More of it</h3>{cards}</div>"
    found = read(page, url="http://alwaght.net/en/News/52466")
    assert (str(found.outcome), found.article and texts(found.article)) == ("ok", [f"{BODY} {NEXT}"])
