"""What pages by a thirteenth author taught: texts set out, linked, typed to a width, and articles pointed out in their midst."""

from __future__ import annotations

import pytest

from alwaght_scraper.parsers.ground import Ground
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.reader import read_page
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

FIRST, LAST = f"<p>{BODY} {NEXT}</p>", f"<p>{NEXT} {NEXT}</p>"
WHOLE = f"{BODY} {NEXT}"
RELATED = "<table><tr><td><a href=/en/News/7/x>Old Wells</a></td></tr><tr><td><a href=/en/News/8/x>Dry Springs</a></td></tr></table>"


def kinds(page: str) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in article(page).blocks]


def test_a_paragraph_that_is_one_link_to_another_article_is_a_paragraph() -> None:
    linked = "The mill had stood still since the summer of the long drought."
    found = article(f"<div>{HEAD}{RELATED}{FIRST}<p><a href=/en/News/9/x>{linked}</a></p>{LAST}{TAGS}</div>")
    assert (texts(found), [link.article_id for link in found.related]) == ([WHOLE, linked, f"{NEXT} {NEXT}"], [7, 8])


@pytest.mark.parametrize("title", ["The Mill Stands Still...", "Who Owns the Mill by the Old Ford?", "The Mill Stands Still"])
def test_a_title_that_is_one_link_to_another_article_is_none(title: str) -> None:
    found = article(f"<div>{HEAD}{FIRST}<p>See also:</p><p><a href=/en/News/9/x>{title}</a></p>{LAST}{TAGS}</div>")
    assert (texts(found), [link.article_id for link in found.related]) == ([WHOLE, f"{NEXT} {NEXT}"], [9])


def test_the_last_items_of_a_list_that_ends_a_text_are_no_names_of_what_follows() -> None:
    sources = "<h3>Sources</h3><ol><li>The Miller, 6 July 2015, p. 30</li><li>The Ferryman, 12 April 2018, p. 2</li></ol>"
    end = ["Sources", "The Miller, 6 July 2015, p. 30", "The Ferryman, 12 April 2018, p. 2"]
    assert texts(article(f"<div>{HEAD}{FIRST}{sources}{TAGS}</div>")) == [WHOLE, *end]
    link = "<div><a href=/en/News/7/x>Old Wells</a></div>"
    found = article(f"<div>{HEAD}{FIRST}{sources}{link}</div><h3>Comments</h3>")
    assert (texts(found), [link.article_id for link in found.related]) == ([WHOLE, *end], [7])


def test_a_word_of_word_s_own_elements_parts_no_line() -> None:
    page = f"<div>{HEAD}<p>{BODY} {NEXT} Then <st1:place-name w:st='on'>Basra</st1:place-name> followed.</p>{LAST}{TAGS}</div>"
    assert texts(article(page))[0] == f"{WHOLE} Then Basra followed."


def test_a_text_typed_to_a_width_has_no_breaks_but_between_its_paragraphs() -> None:
    rows = (
        "Alwaght- The ministers met again in the old town by the river and<br>"
        "talked of wheat, of water and of the long road that lies between<br>"
        "them. Basra, they said, was a city of both of them and would have to<br>"
        "remain one. None of those who had come from the villages around was<br>"
        "heard."
    )
    page = f"<div>{HEAD}<p>{rows}</p><p>The second day was short.<br>The third was long.</p>{TAGS}</div>"
    assert texts(article(page)) == [rows.replace("<br>", " "), "The second day was short.", "The third was long."]


def test_an_element_for_quotations_that_holds_the_text_is_its_margin() -> None:
    quote = "<blockquote>We shall build the mill again.</blockquote>"
    page = f"<div>{HEAD}<blockquote>{FIRST}{quote}<p>{NEXT}</p></blockquote>{TAGS}</div>"
    assert kinds(page) == [("paragraph", WHOLE), ("quote", "We shall build the mill again."), ("paragraph", NEXT)]


def test_a_long_quotation_below_an_opening_stays_one() -> None:
    page = f"<div>{HEAD}<p>{BODY}</p><blockquote>{LAST}{LAST}{FIRST.replace('Alwaght- ', '')}</blockquote>{TAGS}</div>"
    assert [kind for kind, _ in kinds(page)] == ["paragraph", "quote", "quote", "quote"]


@pytest.mark.parametrize("label", ["Also on our pages", "Read also", "Top stories"])
def test_articles_pointed_out_within_a_text_are_not_its_related_content(label: str) -> None:
    box = f"<div><b>{label}</b><div><a href=/en/News/9/x>Old Mills</a></div></div>"
    found = article(f"<div>{HEAD}{RELATED}{FIRST}{box}{LAST}{TAGS}</div>")
    assert (texts(found), [link.article_id for link in found.related]) == ([WHOLE, f"{NEXT} {NEXT}"], [7, 8])


def test_related_content_is_that_wherever_it_stands_and_one_box_named_otherwise_where_it_is_alone() -> None:
    for label in ("Related Content", "Read also"):
        box = f"<div><b>{label}</b><div><a href=/en/News/9/x>Old Mills</a></div><div><a href=/en/News/10/x>New Mills</a></div></div>"
        assert [link.article_id for link in article(f"<div>{HEAD}{FIRST}{box}{LAST}{TAGS}</div>").related] == [9, 10]


@pytest.mark.parametrize("mark", ["h4", "b"])
def test_a_chronicle_has_days_for_sub_headings_before_and_after_the_article_s_own(mark: str) -> None:
    days = ("Friday 18 December 2015", "Sunday 19 June 2016")
    told = "".join(f"<p><{mark}>{day}</{mark}></p>{LAST}" for day in days)
    found = kinds(f"<div>{HEAD}{FIRST}{told}{TAGS}</div>")
    assert found[1:] == [pair for day in days for pair in (("heading", day), ("paragraph", f"{NEXT} {NEXT}"))]


def test_the_day_of_an_article_that_is_pointed_out_is_none_of_the_text() -> None:
    box = "<table><tr><td>Also of our pages</td></tr><tr><td><a href=/en/News/9/x>Old Mills</a><br>Sunday 17 January 2021</td></tr></table>"
    text = f"{WHOLE}<br><br>{NEXT}{NEXT}<br>{box}{NEXT}<br><br>{NEXT}{WHOLE}"
    page = f"<table><tr><td><table><tr><td>{HEAD}</td></tr><tr><td>{text}</td></tr></table></td></tr></table>"
    assert texts(article(f"<table><tr><td>{page}{TAGS}</td></tr></table>"))[2:] == [NEXT, NEXT + WHOLE]


@pytest.mark.parametrize(
    "line",
    [
        "<div>Share<a href=//t.me/share?url=x>Telegram</a><a href=//twitter.com/share>Twitter</a><span>Copy link</span></div>",
        "<p>Letters: <a href=#>small</a> <a href=#>medium</a> <a href='javascript:l()'>large</a></p>",
        "<p><a href=https://t.me/the_old_mill>All who care for the mill meet here and are welcome</a></p>",
        "<div>Loading the player...</div><div>00:00 / 02:31</div>",
        "<div>112 shares</div>",
        "<div>(47 votes)</div>",
        "<div>Read 2953 times</div>",
    ],
)
def test_what_does_or_counts_something_is_no_text(line: str) -> None:
    assert texts(article(f"<div>{HEAD}{FIRST}{line}{LAST}{TAGS}</div>")) == [WHOLE, f"{NEXT} {NEXT}"]


@pytest.mark.parametrize("line", ["73 prisoners released by the town", "Three years, two votes", "Read the letter of 1953"])
def test_words_that_only_look_like_counts_stay(line: str) -> None:
    assert texts(article(f"<div>{HEAD}{FIRST}<ul><li>{line}</li></ul>{LAST}{TAGS}</div>")) == [WHOLE, line, f"{NEXT} {NEXT}"]


def test_a_question_of_the_agency_is_no_dateline_and_no_heading() -> None:
    ask, say = "Alwaght: Who owns the mill by the old ford?", f"Owner: {NEXT} {NEXT}"
    found = article(f"<div>{HEAD}<p><b>{ask}</b></p><p>{say}</p>{TAGS}</div>")
    assert (found.dateline, [(str(block.kind), block.text) for block in found.blocks]) == (None, [("paragraph", ask), ("paragraph", say)])


def test_counts_between_two_prints_of_a_title_do_not_part_them() -> None:
    counts = "<p>News ID: 52466</p><p>Views: 1318</p><p>A-AA+</p>"
    page = f"<div>Report</div><p>Old Wells</p><p>Thursday 17 March 2016</p>{counts}<p>Old Wells</p>{FIRST}{LAST}{TAGS}"
    title = read(page, url="http://alwaght.net/en/News/52466").rules[0]
    assert (title.field, title.rule.partition(",")[0]) == ("title", "repeated around the date")


def test_where_the_newsroom_s_pictures_stand_others_are_the_page_s_own() -> None:
    other = "<img src=/images/qr.png><div>On your phone</div>"
    found = article(f"<div>{HEAD}{FIRST}<p><img src=/upload/logo/7.jpg></p><div>{other}</div>{LAST}{TAGS}</div>")
    assert [picture.url for picture in found.images] == ["http://alwaght.net/upload/logo/7.jpg"]
    assert [picture.url for picture in article(f"<div>{HEAD}{FIRST}<div>{other}</div>{LAST}{TAGS}</div>").images] == [
        "http://alwaght.net/images/qr.png"
    ]


def test_a_teaser_that_leads_where_its_title_leads_is_no_paragraph() -> None:
    teaser = "The mill had stood still since the summer of the long drought."
    box = f"<div><a href=/en/News/9/x>Old Mills</a></div><div><a href=/en/News/9/x>{teaser}</a></div>"
    page = f"<div>{HEAD}<div>{WHOLE}</div><div>Also of our pages</div>{box}<div>{NEXT} {NEXT}</div>{TAGS}</div>"
    assert texts(article(page)) == [WHOLE, f"{NEXT} {NEXT}"]


def test_captions_made_alike_below_their_pictures_are_captions_however_long() -> None:
    long = f"The old mill by the ford, which nobody has seen at work since the drought. {NEXT}"
    pictures = "".join(f"<div><img src=/upload/{number}.jpg><br>{long}</div>" for number in (7, 8))
    found = article(f"<div>{HEAD}{FIRST}{pictures}{LAST}{TAGS}</div>")
    assert ([picture.caption for picture in found.images], texts(found)) == ([long, long], [WHOLE, f"{NEXT} {NEXT}"])


def test_headlines_that_run_through_one_line_of_the_frame_are_no_title() -> None:
    run = " *** ".join(f"<a href=/en/News/{number}/x>Old Wells {number}</a> (Friday)" for number in (7, 8, 9))
    ground = Ground(Reading(read_page(f"<div>{run}</div><p>Old Mills</p>".encode()), URL), frozenset())
    assert [ground.may_be_title(place) for place in (0, 1)] == [False, True]


@pytest.mark.parametrize("row", ["<p>Rate this article:</p>", "<p>1 2 3 4 5</p>", "<p>Average: 3.8 (41 votes)</p>"])
def test_what_asks_for_a_rating_and_counts_it_is_no_text(row: str) -> None:
    assert texts(article(f"<div>{HEAD}{FIRST}{row}{LAST}{TAGS}</div>")) == [WHOLE, f"{NEXT} {NEXT}"]


def test_a_count_below_a_picture_is_no_caption() -> None:
    found = article(f"<div>{HEAD}{FIRST}<div><img src=/upload/7.jpg><div>112 shares</div></div>{LAST}{TAGS}</div>")
    assert ([picture.caption for picture in found.images], texts(found)) == ([None], [WHOLE, f"{NEXT} {NEXT}"])
