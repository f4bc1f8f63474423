"""What pages by a fifth author taught: accounts by days, quotations by their make, links and boxes that were never closed."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper import site
from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

DAYS = ["Sunday 13 March 2016", "Monday 14 March 2016"]
LATER = "Saturday 19 March 2016"
QUOTATION = "“Nobody asked us where the wells are,” the mayor said."
FORM = "<form><p>Name :</p><p>Email :</p><p>* Text :</p><textarea></textarea></form>"
OPEN_BOX = "<div><div>{}</div><div><a href=/en/News/5/A-Dry-Spring>A Dry Spring</a></div>"
UNCLOSED = OPEN_BOX.format("Editor's Choice") + OPEN_BOX.format("Most Viewed") + "<div><div>In Focus</div>"
TERM = "<div>Wells<div>Wells</div><div>Where water stands below the ground, and nobody has dug.</div></div>"


@pytest.mark.parametrize("day", ["<h4>{}</h4>", "<p><b>{}</b></p>", "<div>{}</div>"])
def test_days_before_the_article_are_the_texts_own(day: str) -> None:
    body = f"<p>{BODY}</p>{day.format(DAYS[0])}<p>{NEXT}</p>{day.format(DAYS[1])}<p>{NEXT}</p>"
    assert texts(article(f"{HEAD}{body}{TAGS}")) == [BODY, DAYS[0], NEXT, DAYS[1], NEXT]


def test_without_a_date_of_the_article_days_made_like_its_text_are_its_own() -> None:
    body = f"<p>{BODY}</p><p>{DAYS[0]}</p><p>{NEXT}</p>"
    assert texts(article(f"<h1>A Quiet Border</h1>{body}{TAGS}", title="A Quiet Border")) == [BODY, DAYS[0], NEXT]


@pytest.mark.parametrize("comment", [f"<div>Reem<br>{LATER}<p>{NEXT}</p></div>", f"<div>Reem <i>{DAYS[0]}</i><p>{NEXT}</p></div>"])
def test_days_of_what_readers_wrote_end_the_text(comment: str) -> None:
    assert texts(article(f"<div>{HEAD}<p>{BODY}</p><p>{BODY}</p></div><div>{comment}</div>{FORM}")) == [BODY, BODY]


def test_what_a_reader_wrote_is_no_tag() -> None:
    comments = f"<h4>Comments</h4><p>Reem</p><p>{LATER}</p><p>Tags: water, lies</p>{FORM}"
    assert article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{comments}").tags == ()
    assert article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><h4>Comments</h4><p>Tags: water, wells</p>").tags == ("water", "wells")


@pytest.mark.parametrize("box", ["<div style='margin: 10px 40px'>{}</div>", "<x-pull>{}</x-pull>", "<div><div>{}</div></div>"])
def test_a_quotation_may_be_told_by_how_it_is_set(box: str) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{box.format(QUOTATION)}<p>{BODY}</p>{TAGS}")
    assert [block.kind for block in found.blocks] == ["paragraph", "paragraph", "quote", "paragraph"]


@pytest.mark.parametrize("text", [f"{QUOTATION} {NEXT} {NEXT}", NEXT])
def test_a_paragraph_that_only_opens_with_a_quotation_is_none(text: str) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{BODY}</p><div>{text}</div><p>{BODY}</p>{TAGS}")
    assert {block.kind for block in found.blocks} == {"paragraph"}
    found = article(f"{HEAD}<p>{BODY}</p><p>{BODY}</p><p>{QUOTATION}</p><p>{BODY}</p>{TAGS}")
    assert {block.kind for block in found.blocks} == {"paragraph"}


def test_a_menu_is_no_list_of_articles_though_made_like_one() -> None:
    menu = "<ul><li><a href=/en>Home</a></li><li><a href=/en/ContactUs>Contact Us</a></li></ul>"
    related = "<h4>Related Content</h4><ul><li><a href=/en/News/7/A-Dry-Spring>A Dry Spring</a></li></ul>"
    found = article(
        f"{menu}<p>{DAYS[1]}</p><h2>A Quiet Border</h2>{related}<p>{BODY}</p><p>{NEXT}</p>{TAGS}", url="http://alwaght.com/en/news/52466"
    )
    assert (found.published, [link.article_id for link in found.related]) == (date(2016, 3, 14), [7])


@pytest.mark.parametrize("base", ["http://alwaght.net/en/", "http://alwaght.net/en/News/9/A-Dry-Spring"])
@pytest.mark.parametrize(("href", "canonical"), [("en/News/7/A-Dry-Spring", "en/News/7"), ("ar/Keywords/a//2", "ar/Keywords/a//2")])
def test_links_from_the_root_may_lack_their_first_slash(base: str, href: str, canonical: str) -> None:
    found = site.resolve(href, base)
    assert found is not None
    assert found.canonical == f"{site.ORIGIN}/{canonical}"


def test_entries_below_boxes_that_were_never_closed_are_the_pages_own_list() -> None:
    rows = "".join(
        f"<div><a href=/en/News/{n}/x>Water in the {place}</a></div><div><a href=/en/News/{n}/x>Water in the {place}</a></div>"
        f"<div>{DAYS[1]}</div><div>{NEXT} ...</div>"
        for n, place in enumerate(("Old Town", "Harbour"), 7)
    )
    found = read(f"{UNCLOSED}{TERM}<div>Keyword: Water{rows}", url="http://alwaght.net/en/Keywords/Water")
    assert [(entry.article_id, entry.published) for entry in found.listing] == [(7, date(2016, 3, 14)), (8, date(2016, 3, 14))]


def test_a_home_page_of_teasers_is_no_article_though_it_has_a_heading() -> None:
    rows = "".join(f"<h4><a href=/en/News/{n}>Water in the Town {n}</a></h4><p>{DAYS[0]}</p><p>{NEXT}</p>" for n in range(7, 12))
    assert read(f"<h1>The Latest from the Wells</h1>{rows}").outcome is Outcome.SOFT_404


def test_a_question_right_above_the_dateline_is_a_lead() -> None:
    lead = "The wells are open again; who pays for the water?"
    found = article(f"{HEAD}<p><b>{lead}</b></p><p>Alwaght- {BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.teaser, found.blocks[0].kind) == (lead, "paragraph")
