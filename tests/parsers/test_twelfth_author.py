"""What pages by a twelfth author taught: links that climb too few folders, counters, entries with counts, cards under empty links."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper import site
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

TITLE = "<h1>A Quiet Border</h1>"
DATE = "<p>Thursday 17 March 2016</p>"
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
PLAIN = "http://alwaght.net/en/News/52466"
LIST = "http://alwaght.net/en/Keywords/Water"
MILL, FORD = "/en/News/51/The-Old-Mill", "/en/News/52/The-Ford"


@pytest.mark.parametrize("climbs", ["", "./", "../", "../../", ".././/"])
@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("en/News/51/The-Old-Mill", "http://alwaght.net/en/News/51"),
        ("en/Keywords/Water", "http://alwaght.net/en/Keywords/Water"),
        ("ar/newscase/type/7", "http://alwaght.net/ar/NewsCase/type/7"),
    ],
)
def test_a_link_from_the_root_leads_there_however_few_folders_it_climbs(climbs: str, path: str, canonical: str) -> None:
    found = site.resolve(climbs + path, URL)
    assert found is not None
    assert found.canonical == canonical


def test_a_link_that_climbs_to_something_else_is_read_by_the_letter() -> None:
    found = site.resolve("../About/en/News/51", URL)
    assert found is not None
    assert found.article_id is None


def test_the_title_printed_once_more_does_not_hide_the_category_above_it() -> None:
    twice = f"<p><a href='..'>A Quiet Border</a></p>{DATE}<p>A Quiet Border</p>"
    assert article(f"<div><p>Analysis</p>{twice}{TEXT}{TAGS}</div>").category == "Analysis"


def test_a_number_between_category_and_date_does_not_hide_the_category() -> None:
    cells = "<tr><td>Analysis</td></tr><tr><td>News ID: 52466</td><td>Thursday 17 March 2016</td></tr>"
    assert article(f"<table>{cells}</table>{TITLE}{TEXT}{TAGS}").category == "Analysis"


@pytest.mark.parametrize(
    "line",
    [
        "<div>(47 votes)</div>",
        "<div>(60 أصوات)</div>",
        "<div>Read 2953 times</div>",
        "<div>Read <b>2953</b> times <span>Last modified on Friday 18 March 2016</span></div>",
        "<div><span>Hear this text</span><span>0:00 / 3:20</span></div>",
        "<div>شاهد <span>00:00 / 03:16</span></div>",
        "<div><span>Letters</span> <a href='#'>fewer</a> <a href='#'>more</a></div>",
    ],
)
@pytest.mark.parametrize("where", ["{line}<p>{one}</p><p>{two}</p>", "<p>{one}</p>{line}<p>{two}</p>", "<p>{one}</p><p>{two}</p>{line}"])
def test_what_counts_or_plays_is_no_text_wherever_it_stands(line: str, where: str) -> None:
    assert texts(article(f"<div>{HEAD}{where.format(line=line, one=BODY, two=NEXT)}{TAGS}</div>")) == [BODY, NEXT]


def test_a_sentence_that_counts_is_text() -> None:
    counting = "Read 2953 times, the letter says the same."
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{counting}</p><p>{NEXT}</p>{TAGS}")) == [BODY, counting, NEXT]


def test_a_word_before_a_date_in_its_printed_line_is_no_text() -> None:
    bar = "<div><span>Nr. 52466</span> <span>Published on 2016/03/17</span></div>"
    assert texts(article(f"<div>{HEAD}{bar}{TEXT}{TAGS}</div>")) == [BODY, NEXT]


def test_a_caption_in_bold_is_the_picture_s_where_they_have_a_table_to_themselves() -> None:
    table = "<table><tr><td><img src=/upload/7.jpg></td></tr><tr><td><b>The old mill</b></td></tr></table>"
    found = article(f"<div>{HEAD}{table}{TEXT}{TAGS}</div>")
    assert ([picture.caption for picture in found.images], texts(found)) == (["The old mill"], [BODY, NEXT])


def test_a_link_to_another_edition_is_no_caption() -> None:
    line = "<p>Read this page in: <a href=/ar/News/52470>العربية</a></p>"
    found = article(f"<div>{HEAD}<p><img src=/upload/7.jpg></p>{line}{TEXT}{TAGS}</div>")
    assert ([picture.caption for picture in found.images], texts(found)) == ([None], [BODY, NEXT])


def test_a_mark_that_links_to_its_own_heading_is_none_of_its_words() -> None:
    heading = "<h3 id=s1>After the talks<a href=#s1>#</a></h3>"
    assert texts(article(f"{HEAD}<p>{BODY}</p>{heading}<p>{NEXT}</p>{TAGS}")) == [BODY, "After the talks", NEXT]


@pytest.mark.parametrize("box", ["<center><table><tr><td>{}</td></tr></table></center>", "<div><div>{}</div></div>"])
@pytest.mark.parametrize(
    "words",
    [
        "We live on our readers. <a href=/donate>Give</a> or <a href=/tell>tell a friend</a>.",
        "Just in: <a href=/en/NewsCase/type/7>Will the old bridge hold another winter?</a>",
    ],
)
def test_a_line_in_a_box_of_another_make_that_asks_or_leads_on_is_no_text(words: str, box: str) -> None:
    assert texts(article(f"<div>{HEAD}<p>{BODY}</p>{box.format(words)}<p>{NEXT}</p>{TAGS}</div>")) == [BODY, NEXT]


def test_a_note_in_brackets_beside_an_advertisement_goes_with_it() -> None:
    ad = "<table><tr><td><small>Advertisement</small></td></tr><tr><td><img src=http://ads.example.org/b.gif></td></tr></table>"
    note = "<small>(the text goes on below)</small>"
    assert texts(article(f"<div>{HEAD}<p>{BODY}</p>{ad}{note}<p>{NEXT}</p>{TAGS}</div>")) == [BODY, NEXT]


def test_days_that_a_text_tells_of_are_no_readers_names_before_the_comments() -> None:
    days = f"<b>Day by day</b><br><br><b>3 March 2016</b><br><br>{NEXT}<br><br><b>9 March 2016</b><br><br>Nobody came."
    form = "<b>Comments</b><form>Name : <input><textarea></textarea></form>"
    found = article(f"<div>{HEAD}<div>{BODY}<br><br>{days}<br><br>{form}</div></div>")
    assert texts(found) == [BODY, "Day by day", "3 March 2016", NEXT, "9 March 2016", "Nobody came."]


def test_an_entry_with_a_count_behind_it_is_neither_title_nor_date() -> None:
    past = "".join(
        f"<tr><td><b>{day}</b></td></tr><tr><td><a href={href}>{title}</a> (8)</td></tr>"
        for day, href, title in (
            ("Friday 18 March 2016", MILL, "The Old Mill"),
            ("Thursday 17 March 2016", "/en/News/52466", "A Quiet Border"),
            ("Tuesday 8 March 2016", FORD, "The Ford"),
        )
    )
    found = article(f"<table>{past}</table><div>{DATE}<p><b>A Quiet Border</b></p>{TEXT}{TAGS}</div>", url=PLAIN, title="A Quiet Border")
    assert (found.title, found.published, texts(found)) == ("A Quiet Border", date(2016, 3, 17), [BODY, NEXT])


@pytest.mark.parametrize("name", ["Most read story of this week", "Latest from Alwaght", "الأكثر قراءة هذا الأسبوع"])
def test_a_box_below_the_related_articles_is_the_frame_s_by_how_its_name_begins(name: str) -> None:
    boxes = "".join(
        f"<div><b>{label}</b><div><a href={href}>Some title</a></div></div>" for label, href in (("Related Content", MILL), (name, FORD))
    )
    found = article(f"<div>{HEAD}{TEXT}{TAGS}<p>Comments</p></div><div>{boxes}</div>")
    assert [link.article_id for link in found.related] == [51]


def test_what_an_entry_of_the_related_articles_prints_below_its_link_is_no_text() -> None:
    entries = "".join(
        f"<div><h4><a href={href}>Some title</a></h4><p>{NEXT} {NEXT}</p><p>Friday 4 March 2016</p><p>In News</p></div>"
        for href in (MILL, FORD)
    )
    found = article(f"<article>{HEAD}<div><p>{BODY}</p><p>{BODY[9:]}</p><div><h3>Related Content</h3>{entries}</div></div>{TAGS}</article>")
    assert ([link.article_id for link in found.related], texts(found)) == ([51, 52], [BODY, BODY[9:]])


def test_a_question_set_as_the_other_headings_is_no_lead() -> None:
    found = article(f"{HEAD}<h4>Who asked for it?</h4><p>{BODY}</p><h4>After the talks</h4><p>{NEXT}</p>{TAGS}")
    assert (found.teaser, found.blocks[0].kind) == (None, "heading")


def test_an_empty_link_is_that_of_the_line_under_it_that_bears_its_name() -> None:
    cards = "".join(
        f"<div><a href={href} aria-label='{title}'></a><div>{title}</div><div>Friday 4 March 2016</div><div>{NEXT} ...</div></div>"
        for href, title in ((MILL, "The Old Mill"), (FORD, "The Ford"))
    )
    found = read(f"<h1>Water</h1><div>{cards}</div>", url=LIST)
    assert [(entry.article_id, entry.title, entry.published) for entry in found.listing] == [
        (51, "The Old Mill", date(2016, 3, 4)),
        (52, "The Ford", date(2016, 3, 4)),
    ]
    other = read(f"<h1>Water</h1><div><a href={MILL} aria-label='A gate'></a><div>The Old Mill</div><div>{NEXT} ...</div></div>", url=LIST)
    assert other.listing == ()
