"""What the pages by a twelfth author taught next: series, sign-ups, leads above sub-headings, lists of nothing but titles."""

from __future__ import annotations

import pytest

from alwaght_scraper import labels
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
LIST = "http://alwaght.net/en/Keywords/Water"
MILL, FORD = "/en/News/51/The-Old-Mill", "/en/News/52/The-Ford"


def test_a_list_that_names_the_article_among_others_is_neither_text_nor_related() -> None:
    items = f"<li><a href={MILL}>The Old Mill</a></li><li>A Quiet Border</li><li><a href={FORD}>The Ford</a></li>"
    series = f"<div><p>This is the second of three parts on rivers.</p><ol>{items}</ol></div>"
    found = article(f"<main>{HEAD}{series}{TEXT}{TAGS}</main>")
    assert (texts(found), found.related, found.teaser) == ([BODY, NEXT], (), None)


@pytest.mark.parametrize("box", ["<div><div>{}</div>{}</div>", "<div><p>{}</p><div>{}</div></div>"])
def test_what_stands_with_an_input_for_an_address_is_no_text(box: str) -> None:
    form = box.format("Every morning", "<input type=email><button>OK</button>")
    page = f"<div>{HEAD}<div>{BODY * 2}</div>{form}<div>{NEXT}</div>{TAGS}</div>"
    assert texts(article(page)) == [BODY * 2, NEXT]
    assert texts(article(page.replace("type=email", "type=text"))) == [BODY * 2, "Every morning", NEXT]


def test_an_input_beside_the_paragraphs_takes_none_of_them_away() -> None:
    assert texts(article(f"<div>{HEAD}<p>{BODY * 2}</p><input type=email><p>{NEXT}</p>{TAGS}</div>")) == [BODY * 2, NEXT]


@pytest.mark.parametrize("heading", ["<h3>After the talks</h3>", "<p><b>After the talks</b></p>"])
@pytest.mark.parametrize("lead", ["<p><b>{}</b></p>", "<p>{}</p>"])
def test_a_lead_is_one_above_a_sub_heading_too(lead: str, heading: str) -> None:
    words = "The ministers meet again, and the farmers have heard it all before."
    found = article(f"{HEAD}{lead.format(words)}{heading}{TEXT}{TAGS}")
    assert (found.teaser, [block.kind for block in found.blocks]) == (words, ["paragraph", "heading", "paragraph", "paragraph"])


@pytest.mark.parametrize("line", ["Also read: <a href=/en/NewsCase/type/7>our dossier</a>", "بیشتر بخوانید: <a href=/en/Water>پرونده</a>"])
def test_a_label_of_related_articles_before_a_link_to_a_list_is_no_text(line: str) -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{line}</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_small_print_below_a_picture_is_a_caption_only_where_the_text_is_larger() -> None:
    line = "<p><small>Nobody answered the two letters.</small></p>"
    page = f"{HEAD}<div><img src=/upload/7.jpg></div>{line}<p><b>After the talks</b></p>{{}}{TAGS}"
    small = article(page.format(f"<p><small>{BODY} {NEXT}</small></p><p><small>{NEXT} {BODY}</small></p>"))
    assert (small.images[0].caption, texts(small)[0]) == (None, "Nobody answered the two letters.")


def test_a_term_s_second_print_may_begin_the_line_of_its_definition() -> None:
    terms = {"Old Mill": "A mill by the ford.", "Ford": "Where the river is shallow.", "Ferry": "A boat that crosses.", "Weir": ""}
    items = "".join(f"<li><button>{term}</button><div><b>{term}</b> {words}</div></li>" for term, words in terms.items())
    found = read(f"<h2>In Focus</h2><ul>{items}</ul><h2>Map of Latest Battlefield Developments</h2>{HEAD}{TEXT}{TAGS}")
    assert [(entry.term, entry.definition) for entry in found.glossary] == [(term, words or None) for term, words in terms.items()]


def _entries(*after: str) -> str:
    rows = ((MILL, "The Old Mill"), (FORD, "The Ford"), ("/en/News/53", "The Ferry"))
    return "".join(f"<li><h3><a href={href}>{title}</a></h3>{words}</li>" for (href, title), words in zip(rows, after, strict=True))


def test_entries_without_a_snippet_belong_to_the_list_around_them() -> None:
    snippet = f"<p>{NEXT} ...</p>"
    found = read(f"<h1>Water</h1><ul>{_entries('', snippet, snippet)}</ul>", url=LIST)
    assert [(entry.article_id, bool(entry.snippet)) for entry in found.listing] == [(51, False), (52, True), (53, True)]


def test_a_list_of_nothing_but_titles_is_the_one_below_the_name_of_its_tag() -> None:
    other = "<h2>Elsewhere</h2><p><a href=/en/News/54>The Bridge</a></p>"
    found = read(f"<div>{other}</div><div><h1>Water</h1><ul>{_entries('', '', '')}</ul></div>", url=LIST)
    assert [entry.article_id for entry in found.listing] == [51, 52, 53]


def test_a_link_that_opens_the_whole_of_an_entry_is_no_snippet() -> None:
    date = "<p>Friday 4 March 2016</p>"
    more = [f"{date}<a href={href}>Read more about {title}</a>" for href, title in ((MILL, "The Old Mill"), (FORD, "The Ford"))]
    found = read(f"<h1>Water</h1><ul>{_entries(*more, date)}</ul>", url=LIST)
    assert [entry.snippet for entry in found.listing] == [None, None, None]


@pytest.mark.parametrize("row", ["Gallery Photo Film", "Photo / Film", "معرض الصور صور فيديو", "گالری عکس | فیلم", "Gallery"])
def test_the_gallery_s_names_in_one_line_end_a_list(row: str) -> None:
    assert labels.names_gallery(row)
    found = read(f"<h1>Water</h1><div><h3><a href={MILL}>The Old Mill</a></h3><p>The Old Mill</p></div><p>{row}</p><p>{NEXT}</p>", url=LIST)
    assert [entry.snippet for entry in found.listing] == [None]


def test_a_caption_that_begins_as_the_gallery_does_is_none_of_its_names() -> None:
    assert not labels.names_gallery("Photo of a border town")


def test_dated_links_below_the_name_of_a_frame_s_box_are_not_related() -> None:
    dated = "".join(f"<li>Friday 4 March 2016 <a href={href}>Some title</a></li>" for href in (MILL, FORD))
    form = "<h3>Comments</h3><form>Name : <input>Email : <input></form>"
    found = article(f"<main>{HEAD}{TEXT}<div><h3>Latest from Alwaght</h3><ul>{dated}</ul></div>{form}</main>")
    assert (found.related, texts(found)) == ((), [BODY, NEXT])


@pytest.mark.parametrize(
    "cite", ["Alwaght (2016). “A Quiet Border”. http://alwaght.net/en/News/52466", "@misc{alwaght52466, title={A Quiet Border}}"]
)
def test_how_to_cite_an_article_is_none_of_its_text(cite: str) -> None:
    assert texts(article(f"<main>{HEAD}{TEXT}<section><h4>Cite this page</h4><p>{cite}</p></section></main>")) == [BODY, NEXT]


def test_what_follows_a_quotation_that_is_most_of_a_text_is_text() -> None:
    quotation = f"<blockquote><p>{NEXT} {NEXT}</p><p>{NEXT} {BODY[9:]}</p></blockquote>"
    page = f"<main>{HEAD}<div>{BODY}</div>{quotation}<div>Nobody answered the two letters.</div><h4>Comments</h4></main>"
    assert texts(article(page))[-1] == "Nobody answered the two letters."


def _past(count: int) -> str:
    days = "".join(f"<p><b>{day} March 2015</b></p><p><a href=/en/News/{day}>Story {day}</a> ({day})</p>" for day in range(11, 11 + count))
    return f"<p>Past Articles</p>{days}"


def test_a_frame_with_dated_entries_and_no_text_is_no_article() -> None:
    guests = "<p><b>Online</b></p><p>There are 25 guests and 3 members online now.</p><p>You can register for nothing by clicking here</p>"
    page = f"<p>Wednesday 3 February 2016</p><p><b>Modules</b></p><p><a href=/en>Home</a></p><p><a href=AboutUs>About Us</a></p>{guests}"
    assert read(page + _past(6)).article is None
    teasers = "".join(
        f"<b>What Story {n} Wants</b><br>{n} times: {NEXT} {BODY[9:]} <a href=/en/News/{n}>More</a><br><br>" for n in (31, 32)
    )
    assert read(f"<div>Editor's Choice<br>{teasers}</div>{page}{_past(6)}").article is None
    missing = read(f"{page}<p>Page not found</p>{_past(6)}")
    assert (missing.article, missing.reason is not None and "not found" in missing.reason) == (None, True)


def test_a_list_below_its_tag_s_name_goes_before_fuller_boxes_without_one() -> None:
    flash = "".join(f"<li><a href=/en/News/{n}>Story {n}</a><div>{NEXT}</div></li>" for n in (61, 62, 63))
    own = f"<p>Friday 4 March 2016</p><h3><a href={MILL}>The Old Mill</a></h3><p>{NEXT} ...</p>"
    found = read(f"<ul>{flash}</ul><div><h2>Water</h2><div>{own}</div></div>", url=LIST)
    assert [entry.article_id for entry in found.listing] == [51]


def test_a_heading_between_boxes_ends_an_entry() -> None:
    date = "<p>Friday 4 March 2016</p>"
    other = f"<h3>Recent Comments</h3><ul><li>Hasan on the mill, <a href={FORD}>The Ford</a> and the long road</li></ul>"
    found = read(f"<h1>Water</h1><div>{_entries(date, date, date)}</div>{other}", url=LIST)
    assert [entry.snippet for entry in found.listing] == [None, None, None]


def test_a_paragraph_that_nobody_closed_makes_no_lead_of_the_one_above_it() -> None:
    sections = f"<section><h3>After the talks</h3><p>{NEXT}</section><section><h3>What they cost</h3><p>{BODY[9:]}</section>"
    found = article(f"<main><article><header>{HEAD}</header><p>{NEXT}<p>{BODY[9:]}{sections}</article>{TAGS}</main>")
    assert (found.teaser, len(found.blocks)) == (None, 6)


def test_a_month_of_the_archive_with_its_count_is_neither_title_nor_day() -> None:
    counts = {"November": 65, "October": 13, "September": 84}
    months = "".join(f"<li><a href=/en/2025/{name}>{name} 2025</a> ({count})</li>" for name, count in counts.items())
    page = f"<div><h2>Archives</h2><ul>{months}</ul></div><p>{NEXT}</p>"
    assert read(page, url="http://alwaght.net/en/News/52466").article is None
