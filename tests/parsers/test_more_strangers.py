"""What pages by a fourth author who never saw the project taught, each in the least markup that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

ASIDE = "(The paper, which nobody signed, has nine pages.)"
ARABIC = "وبعد أسبوعين تغيّر كل شيء. فمن يدفع؟"
TITLES = ["Access Denied: Who Keeps the Wells", "Not Found in the Old Town", "A Dry Spring"]
TERMS = ["Wells", "Harbour", "Wheat", "New node"]


@pytest.mark.parametrize("text", [ASIDE, f"[{ASIDE[1:-1]}]", f"“{ASIDE}”", ARABIC])
def test_a_sentence_in_brackets_or_before_a_question_is_no_heading(text: str) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{text}</p><p>{NEXT} {NEXT}</p>{TAGS}")
    assert [block.kind for block in found.blocks if block.text == text] == ["paragraph"]


def test_a_date_within_a_sentence_stays_there_though_bold() -> None:
    text = "The paper, signed on Thursday <b>17 March 2016,</b> names no well."
    plain = text.replace("<b>", "").replace("</b>", "")
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{text}</p><p>{NEXT}</p>{TAGS}")) == [BODY, plain, NEXT]


@pytest.mark.parametrize("item", ["<div role=listitem>", "<div style='display:list-item'>"])
def test_items_and_headings_may_be_so_by_role_or_style(item: str) -> None:
    rows = "".join(f"{item}{text}</div>" for text in ("Wells for the old town.", "Wheat for the harbour."))
    found = article(f"{HEAD}<p>{BODY}</p><div role=heading>Who Pays:</div><div role=list>{rows}</div><p>{NEXT}</p>{TAGS}")
    assert [block.kind for block in found.blocks] == ["paragraph", "heading", "list_item", "list_item", "paragraph"]


def test_a_section_at_the_title_may_follow_the_name_of_an_empty_box() -> None:
    kicker = "<div><p><a href=/en/Category/4>News</a></p><h1>A Quiet Border</h1><p>Thursday 17 March 2016</p></div>"
    assert article(f"<div><h2>Editor's Choice</h2></div><div>{kicker}<p>{BODY}</p><p>{NEXT}</p>{TAGS}</div>").category == "News"
    boxes = "<h2>Editor's Choice</h2><h2>News</h2>"
    assert article(f"<div>{boxes}</div><div><h1>A Quiet Border</h1><p>Thursday 17 March 2016</p><p>{BODY}</p>{TAGS}</div>").category is None


@pytest.mark.parametrize("address", ["http://alwaght.net/en", "http://alwaght.net/en/Keywords/Water"])
def test_titles_that_a_list_links_to_may_say_what_blocked_pages_say(address: str) -> None:
    rows = "".join(f"<div><a href=/en/News/{n}>{title}</a></div>" for n, title in enumerate(TITLES, 7))
    found = read(f"<h2>Water</h2>{rows}", url=address)
    assert (found.outcome, len(found.links)) == (Outcome.OK, len(TITLES))
    assert read("<h2>Access Denied</h2><p>Your request was refused.</p><a href=/en>Home</a>", url=address).outcome is Outcome.BLOCKED


@pytest.mark.parametrize("title", TITLES)
def test_an_undated_article_may_be_named_like_a_missing_page(title: str) -> None:
    slug = title.replace(":", "").replace(" ", "-")
    side = f"<div>{''.join(f'<p><a href=/en/News/{n}>{other}</a></p>' for n, other in enumerate(TITLES, 7) if other != title)}</div>"
    page = f"{side}<h2>{title}</h2><p>{BODY}</p><p>{NEXT}</p>{TAGS}"
    assert article(page, url=f"http://alwaght.net/en/News/52466/{slug}", title=title).title == title


def test_a_title_printed_twice_below_the_glossary_is_none_of_its_terms() -> None:
    box = "".join(f"<dt>{term}</dt><dt>{term}</dt><dd>A word of the old town.</dd>" for term in TERMS)
    page = f"<div>In Focus<dl>{box}</dl></div><h2>A Quiet Border</h2><h5>A Quiet Border</h5><div><p>{BODY}</p><p>{NEXT}</p></div>{TAGS}"
    found = read(page)
    assert found.article is not None
    assert (found.article.title, [entry.term for entry in found.glossary]) == ("A Quiet Border", TERMS)


def test_a_map_may_be_named_by_its_picture() -> None:
    name = "Map of Latest Battlefield Developments in Syria and Iraq on alwaght.net"
    box = "<div><p>In Focus</p><p>Wells</p><p>Wells</p><p>A word of the old town.</p></div>"
    page = f"{box}<p><img src=/images/map.gif alt='{name}'></p><p>A Quiet Border</p><p>A Quiet Border</p><p>{BODY}</p><p>{NEXT}</p>{TAGS}"
    found = read(page)
    assert found.article is not None
    assert (found.article.title, [entry.term for entry in found.glossary]) == ("A Quiet Border", ["Wells"])


def test_pictures_of_words_in_the_comment_form_are_none_of_the_article() -> None:
    form = "".join(
        f"<div><img src=/images/{name}.gif>{field}</div>" for name, field in (("n1", "<input>"), ("n2", "<textarea></textarea>"))
    )
    assert article(f"{HEAD}<div><p>{BODY}</p><p>{NEXT}</p></div><form>{form}</form>").images == ()


def test_the_name_of_a_date_is_not_printed_with_it() -> None:
    found = article(f"<h2>A Quiet Border</h2><p>Published on: Thursday 17 March 2016</p><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.published, found.published_raw) == (date(2016, 3, 17), "Thursday 17 March 2016")
