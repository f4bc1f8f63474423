"""Traps that once misled the parser, each in the least markup that shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Outcome
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.parsers.reader import read_page
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts


def test_the_articles_own_entry_in_a_list_is_not_its_heading() -> None:
    box = "".join(
        f"<li><a href=/en/News/{number}/x>{name}</a></li><li>Monday 7 March 2016</li>"
        for number, name in ((1, "Another Story"), (52466, "A Quiet Border"), (3, "A Third Story"))
    )
    found = article(f"<ul>{box}</ul>{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.published, texts(found)) == (date(2016, 3, 17), [BODY, NEXT])


def test_the_same_reader_commenting_twice_is_no_title_around_a_date() -> None:
    comment = "<p><b>Lina</b></p><p>Friday 18 March 2016</p><p>I was there, and it was not quiet at all that day.</p>"
    found = article(f"{HEAD}<p>{BODY}</p>{TAGS}<h4>Comments</h4>{comment * 3}<form><textarea></textarea></form>", url=URL.rsplit("/", 1)[0])
    assert (found.title, found.published) == ("A Quiet Border", date(2016, 3, 17))


def test_a_menu_of_topics_after_the_comments_is_not_the_tags() -> None:
    menu = "".join(
        f"<p><a href=/en/Keywords/T{number}>Topic {number}</a></p><p><a href=/en/NewsCase/type/1>Case</a></p>" for number in range(9)
    )
    found = article(
        f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><h4>Comments</h4><form>Name : Email :<textarea></textarea></form><p>Gallery</p>{menu}"
    )
    assert found.tags == ()


@pytest.mark.parametrize("name", ["Related Content", "إقرأ أيضاً", "More on this"])
def test_related_articles_are_found_whatever_their_box_is_called(name: str) -> None:
    found = article(f"{HEAD}<h4>{name}</h4><p><a href=/en/News/7/Old-Wells>Old Wells</a></p><p>{BODY}</p>{TAGS}")
    assert [(link.article_id, link.title) for link in found.related] == [(7, "Old Wells")]
    assert texts(found) == [BODY]


def test_a_label_drawn_as_a_picture_is_no_picture_of_the_article() -> None:
    found = article(f"{HEAD}<h4><img src=/img/rel.png></h4><p><a href=/en/News/7/Old-Wells>Old Wells</a></p><p>{BODY}</p>{TAGS}")
    assert found.images == ()


def test_a_link_or_picture_with_a_line_of_its_own_stays_what_it_is() -> None:
    page = read_page(b"<p>a <a href=/en/News/7 style='display:block'>Old Wells</a> b <img style='display:block' src=/upload/1.jpg> c</p>")
    assert [(line.text, [link.href for link in line.links], [image.src for image in line.images]) for line in page.lines] == [
        ("a", [], []),
        ("Old Wells", ["/en/News/7"], []),
        ("b", [], []),
        ("", [], ["/upload/1.jpg"]),
        ("c", [], []),
    ]


def test_a_date_that_ends_a_sentence_stays_in_it() -> None:
    text = "Alwaght- The fort was handed over on 4 June 2012."
    found = article(f"{HEAD}<p>Alwaght- The fort was handed over on <strong>4 June 2012.</strong></p><p>{NEXT}</p>{TAGS}")
    assert texts(found) == [text, NEXT]


def test_title_and_date_in_one_line_are_told_apart() -> None:
    found = article(f"<div><b>A Quiet Border</b> <font size=1>Thursday 17 March 2016</font></div><p>{BODY}</p>{TAGS}")
    assert (found.title, found.published) == ("A Quiet Border", date(2016, 3, 17))


def test_a_wrong_weekday_or_a_future_day_is_null_with_the_text_kept() -> None:
    wrong = article(f"{HEAD.replace('Thursday', 'Friday')}<p>{BODY}</p>{TAGS}")
    future = article(f"{HEAD.replace('Thursday 17 March 2016', 'Thursday 17 March 2033')}<p>{BODY}</p>{TAGS}")
    assert (wrong.published, wrong.published_raw) == (None, "Friday 17 March 2016")
    assert (future.published, future.published_reason) == (None, "lies after the day of the capture")


def test_a_date_of_a_neighbouring_list_is_not_the_articles() -> None:
    box = "<p><a href=/en/News/1/x>Another Story</a></p><p>Monday 7 March 2016</p>" * 2
    found = article(f"{box}<h2>A Quiet Border</h2><h3>A Quiet Border</h3><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.published, found.published_reason) == (None, "no date line at the title")


def test_an_acronym_that_doubles_is_one_term() -> None:
    terms = "".join(f"<p>{term}</p><p>{term}</p><p>A word of explanation for it.</p>" for term in ("Kurds", "ISIS", "NATO"))
    found = read(
        f"<h4>In Focus</h4>{terms}<p>New node</p><p>New node</p><p>Map of Latest Battlefield Developments</p>{HEAD}<p>{BODY}</p>{TAGS}"
    )
    assert [(entry.term, entry.definition is None) for entry in found.glossary] == [
        ("Kurds", False),
        ("ISIS", False),
        ("NATO", False),
        ("New node", True),
    ]


def test_a_list_of_teasers_in_place_of_the_article_is_no_article() -> None:
    entries = "".join(f"<p><a href=/en/News/{n}/x>Story number {n}</a></p><p>Monday 7 March 2016</p><p>{NEXT}</p>" for n in range(1, 9))
    assert read(entries).outcome in {Outcome.SOFT_404, Outcome.REJECTED}


def test_a_page_cut_off_in_its_text_is_rejected_and_unclosed_markup_is_not() -> None:
    whole = f"<html><body><p>Alwaght</p>{HEAD}<p>{BODY}</p><p>{NEXT}"
    seen = datetime(2026, 2, 3, tzinfo=UTC)
    cut, unclosed = (extract(Capture(URL, seen, 200, (), page.encode())) for page in (whole, whole + TAGS))
    assert (cut.outcome, unclosed.outcome) == (Outcome.REJECTED, Outcome.OK)


@pytest.mark.parametrize(
    "line", ["<p>A Quiet Border</p><p>Thursday 17 March 2016</p>", "<p>Related Content</p>", "<p>Thursday 17 March 2016</p>"]
)
def test_thousands_of_landmarks_cost_what_their_number_costs(line: str) -> None:
    assert read(f"{HEAD}<p>{BODY}</p>{line * 4000}").outcome in set(Outcome)


def test_a_bare_not_found_page_is_a_soft_404() -> None:
    page = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p></body></html>"
    assert extract(Capture(URL, datetime(2026, 2, 3, tzinfo=UTC), 200, (), page)).outcome is Outcome.SOFT_404
