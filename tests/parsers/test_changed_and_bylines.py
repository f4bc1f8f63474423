"""What pages by a ninth author taught: when a page was changed, what blogs print around texts, tags beside icons, quoted titles."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

DAY = date(2016, 3, 17)
CHANGED = "Sunday 20 March 2016"
TEXT = f"<p>{BODY}</p><p>{NEXT}</p>"
TITLE = "<h1>A Quiet Border</h1>"
DATE = "<p>Thursday 17 March 2016</p>"


@pytest.mark.parametrize("name", ["Last updated", "Updated:", "Last modified on", "آخر تحديث", "آخرین به‌روزرسانی :"])
@pytest.mark.parametrize("printed", ["<div>{}<span> </span><span>{}</span></div>", "<dl><dt>{}</dt><dd>{}</dd></dl>", "<p>{} {}</p>"])
def test_the_day_of_a_change_is_neither_the_article_s_nor_text(printed: str, name: str) -> None:
    changed = printed.format(name, CHANGED)
    for page in (f"{TITLE}{DATE}{changed}{TEXT}{TAGS}", f"{DATE}{changed}{TITLE}{TEXT}{TAGS}", f"{TITLE}{changed}{DATE}{TEXT}{TAGS}"):
        found = article(page)
        assert (found.title, found.published, texts(found)) == ("A Quiet Border", DAY, [BODY, NEXT])
    assert article(f"{TITLE}{changed}{TEXT}{TAGS}").published is None


@pytest.mark.parametrize(
    "more", ["6 min read", "<a href=/author/5>By Sara Haddad</a> <span>6 min read</span>", f"Updated: <i>{CHANGED}</i>"]
)
def test_the_day_may_link_to_the_article_as_blogs_do(more: str) -> None:
    meta = f"<div><span><a href=/en/News/52466><time>Thursday 17 March 2016</time></a></span> <span>{more}</span></div>"
    found = article(f"{TITLE}{meta}{TEXT}{TAGS}")
    assert (found.published, texts(found)) == (DAY, [BODY, NEXT])


@pytest.mark.parametrize(
    "appeal", ["Get our weekly briefing by e-mail", "نشرتنا الأسبوعية عبر البريد الإلكتروني", "خبرنامه هفتگی با ایمیل"]
)
def test_an_appeal_between_two_paragraphs_is_no_text(appeal: str) -> None:
    box = f"<div><span>{appeal}</span><input type=email><button>Subscribe</button></div>"
    assert texts(article(f"{HEAD}<p>{BODY}</p>{box}<p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_tags_may_be_text_beside_icons_that_link_to_their_lists() -> None:
    icon = "<a href=/en/Keywords/{}><img src=/images/tag.gif alt=''></a>"
    tags = " ".join(f"<span>{tag} {icon.format(tag.lower().replace(' ', '%20'))}</span>" for tag in ("Water", "Old Wells"))
    assert article(f"{HEAD}{TEXT}<div><img src=/images/tags.gif alt='Tags :'> {tags}</div>").tags == ("Water", "Old Wells")
    other = article(f"{HEAD}{TEXT}<p>More {tags}</p>{TAGS}")
    assert other.tags == ("Water",)


def test_a_link_that_says_more_names_no_box() -> None:
    card = "<div><h2><a href=/en/News/{0}/x>Old Wells {0}</a></h2><p>They were dug by hand.</p><a href=/en/News/{0}/x>Read more</a></div>"
    assert article(f"{HEAD}{TEXT}{TAGS}{card.format(7)}{card.format(8)}").related == ()


def test_quoted_titles_one_after_another_lead_neither_back_nor_on() -> None:
    rows = "".join(f"<p><a href=/en/News/{number}/x>{title}</a></p>" for number, title in ((7, "«Not One Well»"), (8, "«Not One Word»")))
    assert [link.article_id for link in article(f"{HEAD}<p>Related Content</p>{rows}{TEXT}{TAGS}").related] == [7, 8]
    steps = "<p><a href=/en/News/7/x>« Old Wells</a></p><p><a href=/en/News/8/x>Old Words »</a></p>"
    assert article(f"{HEAD}{TEXT}{steps}{TAGS}").related == ()


def test_a_picture_may_part_a_text_in_two_boxes() -> None:
    halves = [f"<div>{BODY}<br><br>{NEXT}</div>", f"<div>{NEXT} Once more.<br><br>Nobody knows.</div>"]
    page = f"{TITLE}{DATE}{halves[0]}<p><img src=/upload/7.jpg></p>{halves[1]}<h3>Comments</h3><form><p>Name :</p><input></form>"
    assert texts(article(page)) == [BODY, NEXT, f"{NEXT} Once more.", "Nobody knows."]


def test_what_shares_a_line_with_a_picture_is_no_other_s_caption() -> None:
    row = "<div><img src=/upload/7.jpg></div><div><img src=/upload/8.jpg> The old mill</div><div><img src=/upload/9.jpg> The ford</div>"
    found = article(f"{HEAD}<p>{BODY}</p>{row}<p>{NEXT}</p>{TAGS}")
    assert [picture.caption for picture in found.images] == [None, "The old mill", "The ford"]


def test_the_head_s_description_makes_no_lead() -> None:
    page = f"<meta name=description content='{BODY[9:]}'>{HEAD}<p>{BODY[9:]}</p><p>{NEXT}</p>{TAGS}"
    assert article(page).teaser is None


def test_the_last_print_of_a_list_s_own_tag_names_its_list() -> None:
    row = "<tr><td><a href=/en/News/{0}/x>Old Wells {0}</a><br>Thursday 17 March 2016{1}</td></tr>"
    box = "<td><table><tr><th>{}</th></tr>{}</table></td>"
    boxes = box.format("Most Viewed", row.format(1, "")) + box.format("News", row.format(2, "") + row.format(3, ""))
    main = f"<td><h2>News</h2><table>{row.format(4, f'<br>{NEXT}')}{row.format(5, f'<br>{NEXT}')}</table></td>"
    found = read(f"<table><tr>{boxes}{main}</tr></table>", url="http://alwaght.net/en/Keywords/News")
    assert [entry.article_id for entry in found.listing] == [4, 5]


def test_a_box_of_the_frame_is_no_part_of_the_list_though_made_like_it() -> None:
    row = "<tr><td><a href=/en/News/{0}/x>Old Wells {0}</a><br>Thursday 17 March 2016{1}</td></tr>"
    box = f"<table><tr><th>Latest</th></tr>{''.join(row.format(number, '') for number in range(20, 26))}</table>"
    entries = "".join(row.format(number, f"<br>{NEXT}<br>{TAGS[3:-4]}") for number in (4, 5))
    main = f"<p>Map of Latest Battlefield Developments in Syria and Iraq on</p><table>{entries}</table>"
    found = read(f"<b>News</b>{box.replace('<th>Latest</th>', '<th>Dispatches</th>')}{main}", url="http://alwaght.net/en/Keywords/Water")
    assert [entry.article_id for entry in found.listing] == [4, 5]


@pytest.mark.parametrize("after", ["Nobody was surprised.", "He left."])
def test_a_heading_may_stand_above_a_sentence_shorter_than_itself(after: str) -> None:
    blocks = article(f"{HEAD}<p>{BODY}</p><p>What the ministers wanted</p><p>{after}</p><p>{NEXT}</p>{TAGS}").blocks
    kind = "heading" if after.count(" ") > 1 else "paragraph"
    assert [str(block.kind) for block in blocks] == ["paragraph", kind, "paragraph", "paragraph"]


INCHES = "<div style='border:solid 1pt;margin:0 0.6in'><p>{}</p></div>"


@pytest.mark.parametrize("box", [INCHES, "<table><tr><td><p>{}</p></td></tr></table>"])
def test_a_quotation_may_be_set_in_by_inches_or_by_a_table(box: str) -> None:
    said = "“We will not leave before the last well is dry, and nobody should doubt it.”"
    lead, text = f"<div>{NEXT} {NEXT}</div>", f"<p>{NEXT} {NEXT}</p>"
    page = f"<table><tr><td>{HEAD}{lead}<p>{BODY}</p>{text}{text}{box.format(said)}{text}{TAGS}</table>"
    assert [block.text for block in article(page).blocks if str(block.kind) == "quote"] == [said]
