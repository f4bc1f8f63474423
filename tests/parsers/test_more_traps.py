"""More traps: what pages of other makes taught about tags, captions, tools, buttons and lists."""

from __future__ import annotations

import pytest

from alwaght_scraper.items import Outcome
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

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


@pytest.mark.parametrize("again", ["", "<b>A Quiet Border in the Very Long North</b><br>"])
def test_a_title_that_a_break_parts_is_one(again: str) -> None:
    head = f"<b>A Quiet Border in</b><br><b>the Very Long North</b><br><i>Thursday 17 March 2016</i><br>{again}"
    url = "http://alwaght.net/en/News/52466/" + ("" if again else "A-Quiet-Border-in-the-Very-Long-North")
    found = article(f"<div>{head}</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}", url=url)
    assert (found.title, texts(found)) == ("A Quiet Border in the Very Long North", [BODY, NEXT])


def test_a_title_that_a_break_parts_is_known_by_its_beginning_in_the_head() -> None:
    head = "<b>A Quiet Border in</b><br><b>the Very Long North</b><br><i>Thursday 17 March 2016</i>"
    url = "http://alwaght.net/en/News/52466"
    found = article(f"<div>{head}</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}", url=url, title="A Quiet Border in the Ve...")
    assert found.title == "A Quiet Border in the Very Long North"


def test_a_name_that_nothing_follows_is_no_text() -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>Words to search for :</p><div><h4>Gallery</h4></div>")) == [BODY, NEXT]


def test_the_heads_title_is_told_from_a_site_name_of_two_parts() -> None:
    found = article(
        f"<div>A Quiet Border</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}",
        url="http://alwaght.net/en/News/52466",
        title="Alwaght | News &amp; Analysis Website - A Quiet Border",
    )
    assert found.title == "A Quiet Border"


def test_words_beside_the_date_are_no_text() -> None:
    beside = "<div><span>Thursday 17 March 2016</span> <span>8 min read</span> <span>310 seen</span></div>"
    assert texts(article(f"<h1>A Quiet Border</h1>{beside}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_a_dated_box_of_related_articles_does_not_end_the_text() -> None:
    box = "".join(
        f"<div><a href=/en/News/{number}/x><h4>{name}</h4></a><time>Monday 7 March 2016</time></div>"
        for number, name in ((7, "Old Wells"), (8, "New Wells"))
    )
    found = article(f"{HEAD}<div><p>{BODY}</p><p>{NEXT}</p><aside><p>Related Content</p>{box}</aside><p>{NEXT}</p></div>{TAGS}")
    assert (texts(found), [link.article_id for link in found.related], found.tags) == ([BODY, NEXT, NEXT], [7, 8], ("Water",))


def test_links_between_tags_and_comments_are_related_whatever_their_name() -> None:
    box = "<h4>Out of the same valley</h4><p><a href=/en/News/7/Old-Wells>Old Wells</a></p>"
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}{box}<h4>Comments</h4><form><input></form>")
    assert [(link.article_id, link.title) for link in found.related] == [(7, "Old Wells")]


def test_tags_named_as_such_may_follow_the_comments_box() -> None:
    page = (
        f"<p>Most Viewed</p><p>In Focus</p><p>Here</p><p>There</p><div>{HEAD}<p>{BODY}</p><p>{NEXT}</p></div><h4>Comments</h4>"
        "<form>Name : <input></form><div>Tags : <a href=/en/Keywords/Water>Water</a>, <a href=/en/Keywords/Oil>Oil</a></div>"
    )
    assert article(page).tags == ("Water", "Oil")


def test_a_lead_in_italics_below_the_pictures_box_is_no_caption() -> None:
    lead = "Two ministers, one table and no map: what was said at the border."
    found = article(f"{HEAD}<div><img src=/upload/1.jpg></div><p><em>{lead}</em></p><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.teaser, texts(found), found.images[0].caption) == (lead, [lead, BODY, NEXT], None)


def test_an_advertisements_placeholder_is_no_text() -> None:
    found = article(f"{HEAD}<p>{BODY}</p><amp-ad><div placeholder>Loading the advertisement</div></amp-ad><p>{NEXT}</p>{TAGS}")
    assert texts(found) == [BODY, NEXT]


def test_an_arabic_date_may_have_its_name_before_it() -> None:
    url = "http://alwaght.net/ar/News/52466"
    assert str(article(HEAD.replace("Thursday 17", "التاريخ: 17") + f"<p>{BODY}</p>{TAGS}", url=url).published) == "2016-03-17"


def test_a_reader_who_comments_twice_is_no_title_where_the_head_says_nothing() -> None:
    links = "".join(
        f"<div><img src=/t/{n}.jpg></div><p><a href=/en/News/{n}/x>Story {n}</a></p><p>Monday 7 March 2016</p>" for n in range(2, 9)
    )
    comment = "<div><span>Lina</span> <time>Friday 18 March 2016</time></div><p>I was there, and it was not quiet at all.</p>"
    page = (
        f"<h1>A Quiet Border</h1><p>Thursday 17 March 2016</p><p>Related Content</p>{links}<div><p>{BODY[9:]}</p><p>{NEXT}</p></div>"
        f"<h4>Comments (2)</h4>{comment * 2}<form><textarea></textarea></form>"
    )
    found = article(page, url=URL.rsplit("/", 1)[0])
    assert (found.title, len(found.related)) == ("A Quiet Border", 7)


def test_links_in_a_short_line_of_words_are_not_related_articles() -> None:
    line = "the <a href=/en/News/7/x>siege</a> and the <a href=/en/News/8/x>port</a>"
    found = article(f"{HEAD}<p>{BODY}</p><ul><li>{line}</li><li>the long road</li></ul><p>{NEXT}</p>{TAGS}")
    assert (found.related, texts(found)) == ((), [BODY, "the siege and the port", "the long road", NEXT])


def test_a_title_printed_large_over_two_lines_needs_no_other_word_for_it() -> None:
    head = "<font size=5><b>A Quiet Border in</b></font><br><font size=5><b>the Very Long North</b></font><br>Thursday 17 March 2016<br>"
    found = article(f"<div>{head}</div><p>{BODY}</p><p>{NEXT}</p>{TAGS}", url="http://alwaght.net/en/News/52466")
    assert found.title == "A Quiet Border in the Very Long North"


@pytest.mark.parametrize("counter", ["5,391 reads", "12 comments"])
def test_a_count_of_readers_is_no_text(counter: str) -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><ul><li>{counter}</li></ul>")) == [BODY, NEXT]


def test_a_name_drawn_below_the_text_is_no_picture_of_the_article() -> None:
    found = article(f"{HEAD}<img src=/pic/1.jpg><p>{BODY}</p><p>{NEXT}</p><div><img src=/pic/t_tags.gif></div><form>Name : <input></form>")
    assert [picture.url for picture in found.images] == ["http://alwaght.net/pic/1.jpg"]
