"""More traps: what pages of other makes taught about tags, captions, tools, buttons and lists."""

from __future__ import annotations

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

GLOSSARY = "".join(
    f"<p>{term}</p><p>{term}</p><p>{NEXT} A word on {term} that is long enough to be taken for running text by its mere length.</p>"
    for term in ("Kurds", "ISIS", "NATO", "Resistance")
)


@pytest.mark.parametrize(
    "label", ["Tags :", "", "<h4>Related Content</h4><p><a href=/en/News/7/Old-Wells>Old Wells</a></p><b>Keywords</b>"]
)
def test_tags_may_stand_below_the_box_of_the_article(label: str) -> None:
    tags = "<a href=/en/Keywords/Water>Water</a> <a href=/en/Keywords/Oil%20Deal>Oil Deal</a>"
    found = article(
        f"<p>Most Viewed</p><p>In Focus</p><p>Somewhere</p><p>Else</p><article>{HEAD}<p>{BODY}</p><p>{NEXT}</p></article>"
        f"<div>{label}</div><div>{tags}</div><h4>Comments</h4><form>Name : <input></form>"
    )
    assert (found.tags, texts(found)) == (("Water", "Oil Deal"), [BODY, NEXT])


def test_a_cloud_of_topics_among_the_frames_boxes_is_not_the_tags() -> None:
    cloud = "<h4>Hot topics</h4><a href=/en/Keywords/Water>Water</a> <a href=/en/Keywords/Oil>Oil</a>"
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><h4>Comments</h4><form><input></form><p>Most Viewed</p><p>Day Week Month</p>{cloud}")
    assert found.tags == ()


def test_a_label_of_tags_with_none_below_takes_no_other_words() -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>Tags :</p><hr><p>Alwaght | News &amp; Analysis Website</p>")
    assert found.tags == ()


def test_a_row_of_tools_is_no_text() -> None:
    tools = (
        "<span>Share</span><a href=http://facebook.com/x>Facebook</a> <a href=http://t.me/x>Telegram</a> <a href=/en/Print/52466>Print</a>"
    )
    found = article(f"{HEAD}<div>{tools}</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert texts(found) == [BODY, NEXT]


def test_a_caption_belongs_to_the_nearest_picture() -> None:
    pictures = "<figure><img src=/upload/1.jpg></figure><figure><img src=/upload/2.jpg><figcaption>A well by the road</figcaption></figure>"
    found = article(f"{HEAD}{pictures}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert [picture.caption for picture in found.images] == [None, "A well by the road"]


def test_a_short_paragraph_with_a_picture_at_its_end_is_no_caption() -> None:
    short = "Nobody in the town had asked for a fence."
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>{short}<x-photo><img src=/upload/1.jpg></x-photo></p><p>{NEXT}</p>{TAGS}")
    assert (texts(found), found.images[0].caption) == ([BODY, NEXT, short, NEXT], None)


def test_terms_of_the_glossary_may_stand_on_buttons() -> None:
    terms = "".join(f"<h3><button>{term}</button></h3><div><p>{term}</p><p>A word on it.</p></div>" for term in ("Kurds", "NATO"))
    found = read(f"<h4>In Focus</h4>{terms}{HEAD}<p>{BODY}</p><button>Copy the link</button><p>{NEXT}</p>{TAGS}")
    assert [(entry.term, entry.definition) for entry in found.glossary] == [("Kurds", "A word on it."), ("NATO", "A word on it.")]
    assert found.article is not None and texts(found.article) == [BODY, NEXT]


def test_the_glossarys_words_do_not_make_an_article_of_a_missing_page() -> None:
    frame = f"<a href=/en/>Home</a><p>In Focus</p>{GLOSSARY}<p>New node</p><p>New node</p>"
    page = f"{frame}<h2>404</h2><p>The page that you look for was not found.</p>"
    assert read(page, title="404").outcome is Outcome.SOFT_404


LIST = "http://alwaght.net/en/Keywords/Water"


def test_entries_of_a_tag_list_below_an_empty_glossary_are_no_terms() -> None:
    entry = f"<li><a href=/en/News/7/Old-Wells><b>Old Wells</b></a><p>Old Wells</p><p>Monday 7 March 2016</p><p>{NEXT}</p></li>"
    found = read(f"<p>In Focus</p><ul>{entry}</ul>", url=LIST)
    assert (found.glossary, [listed.title for listed in found.listing]) == ((), ["Old Wells"])


def test_a_link_that_opens_the_article_is_no_part_of_its_snippet() -> None:
    entry = (
        f"<h3><a href=/en/News/7/x>Old Wells</a></h3><p>Monday 7 March 2016</p><p>{NEXT[:90]} ... <a href=/en/News/7/x>Read more</a></p>"
    )
    (listed,) = read(f"<div>{entry}</div>", url=LIST).listing
    assert (listed.snippet, listed.is_cut) == (f"{NEXT[:90]} ...", True)
