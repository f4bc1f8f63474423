"""Habits of content systems and of whoever keeps copies of pages, each in the least markup that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper import site
from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

RELATED = "<h4>Related Content</h4><p><a href=/en/News/7/Old-Wells>Old Wells</a></p>"
COPY = "https://web.archive.org/web/20190302030405"


@pytest.mark.parametrize(
    "steps",
    [
        "<a href=/en/News/8/A>&lt; Previous</a></p><p><a href=/en/News/9/B>Next &gt;</a>",
        "<a href=/en/News/8/A><span>Previous</span> A Dry Well</a><a href=/en/News/9/B><span>Next</span> A Long Road</a>",
        "<a href=/en/News/8/A>« A Dry Well</a></p><p><a href=/en/News/9/B>A Long Road »</a>",
        "<a href=/ar/News/8/A>السابق بئر جافة</a></p><p><a href=/ar/News/9/B>التالي طريق طويل</a>",
        "<b>Previous post</b></p><p><a href=/en/News/8/A>A Dry Well</a>",
        "<a href=/en/News/8/A>Previous article: A Dry Well</a>",
    ],
)
def test_the_articles_before_and_after_are_not_related(steps: str) -> None:
    page = f"{HEAD}{{}}<p>{BODY}</p><p>{NEXT}</p>{TAGS}<p>{steps}</p><h4>Comments</h4><form><textarea></textarea></form>"
    assert article(page.format("")).related == ()
    assert [link.article_id for link in article(page.format(RELATED)).related] == [7]


def test_a_related_title_may_begin_with_next() -> None:
    found = article(f"{HEAD}{RELATED}<p><a href=/en/News/8/x>Next Week’s Talks</a></p><p>{BODY}</p>{TAGS}")
    assert [link.title for link in found.related] == ["Old Wells", "Next Week’s Talks"]


@pytest.mark.parametrize(
    "appeal",
    [
        "Subscribe to our newsletter",
        "Subscribe to our newsletterSend",
        "Follow us on Telegram",
        "اشترك في النشرة البريدية",
        "عضویت در خبرنامه",
    ],
)
def test_what_asks_readers_to_sign_up_is_no_text(appeal: str) -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><div><h4>{appeal}</h4><input></div><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_a_sentence_about_a_newsletter_is_text() -> None:
    told = "Subscribers of the newsletter in the capital were told to stay at home."
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{told}</p><p>{NEXT}</p>{TAGS}")) == [BODY, told, NEXT]


@pytest.mark.parametrize(
    "line",
    ["Thursday 17 March 2016 | Views: 1,204 | News ID: 52466", "Analysis | Thursday 17 March 2016", "Thursday 17 March 2016 | Ali, Basra"],
)
def test_bars_part_a_date_from_what_stands_beside_it(line: str) -> None:
    found = article(f"<h2>A Quiet Border</h2><p>{line}</p><h3>A Quiet Border</h3><p>{BODY}</p>{TAGS}")
    assert (found.published, found.published_raw, texts(found)) == (date(2016, 3, 17), "Thursday 17 March 2016", [BODY])


def test_whoever_posted_it_is_no_part_of_the_date() -> None:
    found = article(f"<h2>A Quiet Border</h2><small>Posted on Thursday 17 March 2016 by admin</small><p>{BODY}</p>{TAGS}")
    assert (found.title, found.published) == ("A Quiet Border", date(2016, 3, 17))


@pytest.mark.parametrize("count", ["المشاهدات : 1720", "Rating: 4.5/5 (12 votes)", "رمز الخبر: 52466", "Tweet 12"])
def test_a_count_above_the_text_is_no_heading(count: str) -> None:
    assert texts(article(f"{HEAD}<div>{count}</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_the_name_of_a_tool_or_a_row_of_links_is_no_caption() -> None:
    picture = "<div><img src=/upload/logo/1.jpg>{}</div>"
    shared = article(f"{HEAD}{picture.format('')}<div>Share</div><p>{BODY}</p>{TAGS}")
    boxed = article(f"{HEAD}{picture.format('<div><b>Read also</b><a href=/en/News/7/x>Old Wells</a></div>')}<p>{BODY}</p>{TAGS}")
    assert [(found.images[0].caption, texts(found)) for found in (shared, boxed)] == [(None, [BODY])] * 2


def test_a_caption_above_related_links_stays_the_pictures() -> None:
    box = "<div><b>Related Articles</b><a href=/en/News/7/x>Old Wells</a></div>"
    found = article(f"{HEAD}<aside><img src=/upload/logo/1.jpg><em>The harbour</em>{box}</aside><p>{BODY}</p>{TAGS}")
    assert ([image.caption for image in found.images], [link.title for link in found.related]) == (["The harbour"], ["Old Wells"])


def test_a_writers_portrait_is_no_picture_of_the_article() -> None:
    assert article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><div><img src=/avatar/1.png><h4>Sara</h4></div>").images == ()


@pytest.mark.parametrize("copy", [COPY, f"{COPY}fw_", "/web/20190302030405", "//web.archive.org/web/2019"])
def test_links_of_a_copy_in_the_wayback_machine_lead_where_they_led(copy: str) -> None:
    link = f"{copy}/http://alwaght.com/en"
    found = article(
        f"{HEAD}<h4>Related Content</h4><p><a href={link}/News/7/x>Old Wells</a></p>"
        f"<img src=/web/20190302030405im_/http://alwaght.com/upload/logo/1.jpg><p>{BODY}</p>"
        f"<p>Tags : <a href={link}/Keywords/Water>Water</a></p>"
    )
    assert (found.tags, [link.article_id for link in found.related]) == (("Water",), [7])
    assert [image.url for image in found.images] == ["http://alwaght.net/upload/logo/1.jpg"]


@pytest.mark.parametrize("href", ["https://evil.example/web/2019/http://alwaght.net/en/News/7", f"{COPY}/http://evil.example/en/News/7"])
def test_a_copy_elsewhere_or_of_another_site_is_not_the_sites(href: str) -> None:
    assert site.resolve(href, URL) is None


def test_a_captcha_in_the_comment_form_blocks_nothing() -> None:
    short = "Alwaght- The bridge is open."
    page = f"{HEAD}<p>{short}</p>{TAGS}<h4>Comments</h4><form><textarea></textarea><fieldset>CAPTCHA 4 + 7 = <input></fieldset></form>"
    assert texts(article(page)) == [short]


def test_a_bread_crumb_is_no_category() -> None:
    crumb = "<ul><li><a href=/en>Home</a></li><li><a href=/en/NewsCase/type/1>News</a></li></ul>"
    assert article(f"{crumb}{HEAD}<p>{BODY}</p>{TAGS}").category is None
    assert article(f"{crumb}<p>Analysis</p>{HEAD}<p>{BODY}</p>{TAGS}").category == "Analysis"


def test_a_caption_that_the_gallery_prints_twice_is_no_title() -> None:
    gallery = "<h4>Gallery</h4><p>Photo</p><p>Film</p><p>Boats at dawn</p><p>Boats at dawn</p>"
    found = read(f"{gallery}<p>Powered by a system that is free for everyone.</p>")
    assert (found.article, found.outcome is Outcome.OK) == (None, False)


def test_a_sentence_that_begins_with_the_address_words_is_no_title() -> None:
    teaser = "A quiet border was promised to the two towns by the river."
    rows = "".join(f"<h3><a href=/en/News/{number}/x>Story {number}</a></h3><p>{teaser}</p>" for number in range(1, 9))
    assert read(rows, url="http://alwaght.net/en/News/52466/A-quiet-border-was").article is None


def test_the_name_of_the_next_box_is_no_snippet() -> None:
    row = "<td><a href=/en/News/7/x>Old Wells</a><br><b>Old Wells</b><br>Thursday 17 March 2016</td><td><b>Poll</b></td>"
    found = read(f"<table><tr>{row}</tr></table>", url="http://alwaght.net/en/Keywords/Water")
    assert [(entry.title, entry.snippet) for entry in found.listing] == [("Old Wells", None)]


def test_entries_of_a_list_are_links_where_the_link_holds_the_date_as_well() -> None:
    names = ("A Quiet Border", "Another Story", "A Quiet Border", "A Third Story")
    box = "".join(
        f"<dd><a href=/en/News/{52466 if name in HEAD else number}/x>{name} <span>Monday 7 March 2016</span></a></dd>"
        for number, name in enumerate(names, 1)
    )
    found = article(f"<dl>{box}</dl>{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}", url=URL.rsplit("/", 1)[0])
    assert (found.published, texts(found), found.tags) == (date(2016, 3, 17), [BODY, NEXT], ("Water",))


@pytest.mark.parametrize("name", ["Latest News", "آخر الأخبار", "آخرین اخبار"])
def test_the_latest_news_between_tags_and_comments_are_not_related(name: str) -> None:
    box = f"<h3>{name}</h3><h5><a href=/en/News/7/x>Old Wells</a></h5><p>Monday 7 March 2016</p>"
    assert article(f"{HEAD}<p>{BODY}</p>{TAGS}{box}<h4>Comments</h4><form><textarea></textarea></form>").related == ()


def test_a_line_between_picture_and_text_is_the_caption() -> None:
    lead = "Two towns have waited for this day since the bridge was closed in winter."
    rows = ("<img src=/upload/logo/1.jpg>", "The harbour", lead, BODY)
    found = article(f"{HEAD}<table>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>{TAGS}")
    assert ([image.caption for image in found.images], texts(found)) == (["The harbour"], [lead, BODY])


LIST = "http://alwaght.net/en/Keywords/Water"
ENTRIES = ((7, "Old Wells", "Thursday 17 March 2016"), (8, "A Dry Spring", "Friday 18 March 2016"), (9, "Rain", "Sunday 20 March 2016"))
DAYS = [date(2016, 3, 17), date(2016, 3, 18), date(2016, 3, 20)]


@pytest.mark.parametrize("snippet", ["", "Alwaght- The wells of the old town were opened again after ..."])
@pytest.mark.parametrize("count", [1, 3])
def test_dates_above_the_titles_of_a_list_are_their_own(snippet: str, count: int) -> None:
    rows = "".join(
        f"<div><i>{day}</i><h3><a href=/en/News/{number}/x>{name}</a></h3><p>{snippet}</p></div>" for number, name, day in ENTRIES[:count]
    )
    found = read(f"<div>{rows}</div>", url=LIST)
    assert [(entry.published, entry.snippet) for entry in found.listing] == [(day, snippet or None) for day in DAYS[:count]]


def test_a_link_around_a_whole_entry_holds_its_date_too() -> None:
    snippet = "Alwaght- The wells of the old town were opened again after ..."
    rows = "".join(f"<a href=/en/News/{n}/x><h4>{name}</h4><h5>{name}</h5><p>{day}</p><p>{snippet}</p></a>" for n, name, day in ENTRIES)
    found = read(rows, url=LIST)
    assert [(entry.title, entry.published, entry.snippet) for entry in found.listing] == [
        (name, day, snippet) for (_, name, _), day in zip(ENTRIES, DAYS, strict=True)
    ]


def test_a_list_below_the_glossary_is_none_of_the_frames_boxes() -> None:
    box = "".join(f"<div><a href=/en/News/{n}1/x>Other {name}</a><p>{day}</p></div>" for n, name, day in ENTRIES)
    glossary = "<h3>In Focus</h3><p>NATO</p><p>NATO</p><p>An alliance of many states.</p>"
    main = "<h2><a href=/en/News/7/x>Old Wells</a></h2><i>Thursday 17 March 2016</i>"
    found = read(f"<h4>Most Viewed</h4>{box}{glossary}<section>{main}</section>", url=LIST)
    assert [entry.title for entry in found.listing] == ["Old Wells"]


def test_titles_that_a_list_prints_twice_are_no_glossary() -> None:
    rows = "".join(
        f"<h2><a href=/en/News/{n}/x>{name}</a></h2><h3>{name}</h3><p><i>{day}</i> / seen by many readers</p>" for n, name, day in ENTRIES
    )
    found = read(rows, url=LIST)
    assert (found.glossary, [entry.title for entry in found.listing]) == ((), [name for _, name, _ in ENTRIES])


@pytest.mark.parametrize("second", ["<a href=/en/News/{n}/x>{name}</a>", "<span>{name}</span>", ""])
def test_an_entry_whose_parts_stand_in_one_line_is_told_apart(second: str) -> None:
    snippet = (
        "Alwaght- The wells of the old town were opened again after a long winter, and those who had left came back to drink. The road ..."
    )
    rows = "".join(
        f"<li><a href=/en/News/{n}/x>{name}</a> {second.format(n=n, name=name)} <em>{day}</em> <span>{snippet}</span></li>"
        for n, name, day in ENTRIES
    )
    found = read(f"<ul>{rows}</ul>", url=LIST)
    assert [(entry.title, entry.published, entry.snippet) for entry in found.listing] == [
        (name, day, snippet) for (_, name, _), day in zip(ENTRIES, DAYS, strict=True)
    ]


@pytest.mark.parametrize("rest", ["", f" {NEXT} {NEXT} <a href=/en/News/7/x>An older report</a> says so."])
def test_a_date_in_bold_that_opens_a_paragraph_stays_in_it(rest: str) -> None:
    told = f"<b>12 May 2015</b> The first convoy crossed the river. {NEXT}{rest}"
    found = article(f"{HEAD}<p>{BODY}</p><p>{told}</p><p>{NEXT}</p>{TAGS}")
    assert texts(found)[1].startswith("12 May 2015 The first convoy")
    assert len(found.blocks) == 3


def test_a_heading_with_no_text_below_it_names_the_tools() -> None:
    tools = "<h5>Page actions</h5><ul><li><a href=/mail>Send to a friend</a></li><li><a href=/print>Print</a></li><li>RSS</li></ul>"
    assert texts(article(f"{HEAD}<p>{BODY}</p>{tools}<h4>Comments</h4><form><textarea></textarea></form>")) == [BODY]
