"""What pages by a third author who never saw the project taught, each in the least markup that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, URL, article, read, texts

DAY = date(2016, 3, 17)
NAME = "<h2>A Quiet Border</h2>"
LONG = "The Very Long Road From the Wells of the Old Town to the Harbour and Back Again in the Spring of a Year That Nobody Looks Back On"
RELATED = [(7, "Old Wells"), (8, "A Dry Spring")]


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("<p>Analysis / Thursday 17 March 2016</p>", "Analysis"),
        ("<p>Thursday 17 March 2016 - 23:53 — Report</p>", "Report"),
        ("<p>17 March 2016 in Analysis</p>", "Analysis"),
        ("<p>Interview · Thursday 17 March 2016</p>", "Interview"),
        ("<p>[ 17 March 2016 ]</p><p>(Report)</p>", "Report"),
        ("<p><a href=/en/News/52466>17 March 2016</a> <a href=#c>2</a></p><p>Category: <a href=/x>Analysis</a> Hits: 7</p>", "Analysis"),
        ("<div><b>17</b><span>March</span><i>2016</i></div><p>Section: Report | Code: 9</p>", "Report"),
    ],
)  # fmt: skip
def test_section_and_day_are_told_from_what_stands_beside_them(line: str, category: str) -> None:
    found = article(f"{NAME}{line}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert (found.title, found.published, found.category, texts(found)) == ("A Quiet Border", DAY, category, [BODY, NEXT])


def test_a_headline_may_end_like_the_words_before_a_date() -> None:
    found = article(f"<h2>A Border Nobody Looks On <small>Thursday 17 March 2016</small></h2><p>{BODY}</p>{TAGS}")
    assert (found.title, found.published) == ("A Border Nobody Looks On", DAY)


def test_a_day_in_brackets_behind_the_title_is_its_date_whatever_the_titles_last_word() -> None:
    found = article(
        f"<p><b>A Border Nobody Looks On</b> <small>(Thursday 17 March 2016)</small></p><p>{BODY}</p>{TAGS}",
        url="http://alwaght.net/en/News/52466",
    )
    assert (found.title, found.published) == ("A Border Nobody Looks On", DAY)


@pytest.mark.parametrize("stamp", ["Last updated on Friday 18 March 2016", "Printed on 2 June 2020", "آخر تحديث: 18 مارس 2016"])
def test_when_a_page_was_changed_is_neither_its_date_nor_its_text(stamp: str) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>{stamp}</p>{TAGS}")
    assert (found.published, texts(found)) == (DAY, [BODY, NEXT])


@pytest.mark.parametrize("fact", ["1342 0", "ALW050 / 541w", "Thursday", "User Rating: / 5"])
def test_codes_and_counts_above_the_text_are_no_text(fact: str) -> None:
    assert texts(article(f"{HEAD}<p>{fact}</p><p>{BODY}</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Address: http://alwaght.net/en/News/52466</p>",
        "<p>هذا المقال بالعربية: <a href=/ar/News/9/x>حدود هادئة</a></p>",
    ],
)
def test_where_the_article_lies_is_no_text(line: str) -> None:
    assert texts(article(f"{HEAD}{line}<p>{BODY}</p><p>{NEXT}</p>{line}{TAGS}")) == [BODY, NEXT]


def test_a_long_link_to_the_other_edition_may_part_title_and_date() -> None:
    other = f"<p>This article in Arabic: <a href=/ar/News/9/x>{NEXT * 2}</a></p>"
    found = article(f"{NAME}{other}<p>Thursday 17 March 2016</p><p>{BODY}</p>{TAGS}")
    assert (found.published, texts(found), found.related) == (DAY, [BODY], ())


def test_a_table_of_contents_has_a_name_that_is_no_text() -> None:
    contents = "<nav><b>In this article</b><ul><li><a href=#s0>The wells</a></li><li><a href=#s1>The road</a></li></ul></nav>"
    assert texts(article(f"{HEAD}{contents}<div><p>{BODY}</p><p>{NEXT}</p></div>{TAGS}")) == [BODY, NEXT]


def test_a_picture_that_has_the_sites_name_for_one_ends_no_text() -> None:
    picture = "<p><img src='/ImageHandler.ashx?f=1.jpg' alt=Alwaght></p>"
    found = article(f"{HEAD}<p>{BODY}</p>{picture}<p>{NEXT}</p>{TAGS}")
    assert (texts(found), len(found.images)) == ([BODY, NEXT], 1)


def test_the_stars_of_a_rating_are_no_picture() -> None:
    assert article(f"{HEAD}<p><img src=/images/rating_star.png> Rating: / 5</p><p>{BODY}</p><p>{NEXT}</p>{TAGS}").images == ()


def test_a_section_named_below_the_text_is_the_category() -> None:
    tags = "<a href=/en/Keywords/Water>Water</a>, <a href=/en/Keywords/Oil>Oil</a>"
    below = f"<p>Filed under: <a href=/en/S/x>Report</a>. Tagged with: {tags}</p>"
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{below}")
    assert (found.category, found.tags, texts(found)) == ("Report", ("Water", "Oil"), [BODY, NEXT])
    kicker = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><span>Analysis</span>{TAGS}")
    assert (kicker.category, texts(kicker)) == ("Analysis", [BODY, NEXT])


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Keywords: Water, Oil Deal, G5+1", ("Water", "Oil Deal", "G5+1")),
        ("Tags: Water; <a href=/en/Keywords/Oil%20Deal>Oil Deal</a>", ("Water", "Oil Deal")),
        ("Keywords: Water", ("Water",)),
    ],
)
def test_tags_without_links_end_the_text(line: str, tags: tuple[str, ...]) -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p>{line}</p><p>Taken from the paper.</p>")
    assert (found.tags, texts(found)) == (tags, [BODY, NEXT])


@pytest.mark.parametrize("line", ["Tags: that is how the two ministers, and others, name the stones.", "Topics, wells and the long road"])
def test_a_sentence_that_begins_with_a_label_is_text(line: str) -> None:
    assert texts(article(f"{HEAD}<p>{BODY}</p><p>{line}</p><p>{NEXT}</p>{TAGS}")) == [BODY, line, NEXT]


def test_a_printed_address_is_the_link_of_the_title_before_it() -> None:
    related = [*RELATED, (9, LONG)]
    rows = "".join(
        f"<li>{name} &lt;<a href=http://alwaght.net/en/News/{number}>http://alwaght.net/en/News/{number}</a>&gt;</li>"
        for number, name in related
    )
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}<b>Read more</b><ol>{rows}</ol>")
    assert [(link.article_id, link.title) for link in found.related] == related


def test_related_articles_within_the_text_may_tell_section_and_date() -> None:
    rows = "".join(f"<li><a href=/en/News/{number}/x>{name}</a> <i>Report</i> <time>3 May 2015</time></li>" for number, name in RELATED)
    found = article(f"{HEAD}<div><p>{BODY}</p><aside><h3>Related News</h3><ul>{rows}</ul></aside><p>{NEXT}</p></div>{TAGS}")
    assert ([(link.article_id, link.title) for link in found.related], texts(found)) == (RELATED, [BODY, NEXT])


@pytest.mark.parametrize("wrapped", ["<div class=l><p>{}</p></div>", "<h4>{}</h4>", "<section>{}</section>"])
def test_a_lead_in_a_box_of_another_make_than_the_paragraphs_is_the_teaser(wrapped: str) -> None:
    lead = "Two ministers met at the border and said little."
    long = f"{NEXT} {NEXT}"
    found = article(f"{HEAD}{wrapped.format(lead)}<p>{long}</p><p>{long} {BODY[9:]}</p>{TAGS}")
    assert (found.teaser, texts(found)[0]) == (lead, lead)


def test_a_table_before_the_comments_is_no_reader() -> None:
    table = "<table><tr><td>Basra</td><td>1822</td><td>2013</td></tr></table>"
    comment = "<p>Lina</p><p>I was there, and it was not quiet at all.</p>"
    found = article(f"{HEAD}<p>{BODY}</p>{table}<p>{NEXT}</p><h4>Comments</h4>{comment}<form><textarea></textarea></form>")
    assert texts(found)[-1] == NEXT


def test_a_plain_line_below_a_picture_is_its_caption_where_sub_headings_are_bold() -> None:
    part = f"<p>{NEXT} {NEXT}</p>"
    found = article(f"{HEAD}<p>{BODY}</p><p><b>The wells</b></p>{part}<p><img src=/upload/1.jpg></p><p>The harbour in May</p>{part}{TAGS}")
    assert ([image.caption for image in found.images], "The harbour in May" in texts(found)) == (["The harbour in May"], False)


def test_the_only_text_is_no_caption() -> None:
    found = article(f"{HEAD}<p><img src=/upload/1.jpg></p><p><small>{NEXT}</small></p>{TAGS}", url=URL)
    assert (texts(found), [image.caption for image in found.images]) == ([NEXT], [None])


def test_a_caption_may_stand_between_title_and_date() -> None:
    figure = "<figure><img src=/upload/1.jpg><figcaption>The harbour</figcaption></figure>"
    found = article(f"{NAME}{figure}<p>Thursday 17 March 2016</p><p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    assert ([image.caption for image in found.images], found.published, texts(found)) == (["The harbour"], DAY, [BODY, NEXT])


@pytest.mark.parametrize(
    ("below", "caption"),
    [
        ("<p>The harbour in May</p><div><a href=javascript:larger()>A+</a></div><p>{0}</p>", "The harbour in May"),
        ("<table><tr><td>Basra</td><td>1822</td></tr></table><p>{0}</p>", None),
        ("<p>Subscribe to our newsletter</p><p>{0}</p>", None),
        ("<blockquote><i>{0}</i></blockquote><p>{0}</p>", None),
    ],
)
def test_what_stands_below_a_picture_is_its_caption_or_something_else(below: str, caption: str | None) -> None:
    picture = f"<p><b>The wells</b></p><p>{BODY}</p><p><img src=/upload/1.jpg></p>"
    found = article(f"{HEAD}{picture}{below.format(NEXT * 2)}{TAGS}")
    assert [image.caption for image in found.images] == [caption]


def test_a_picture_in_text_parted_by_breaks_has_one_break_to_its_caption() -> None:
    second = f"{NEXT} {NEXT}"
    rows = f"<p>{BODY}<br><br>{NEXT}</p><p><img src=/upload/1.jpg><br>The harbour in May<br>{second}<br><br>{NEXT}</p>"
    found = article(f"{HEAD}{rows}{TAGS}")
    assert ([image.caption for image in found.images], texts(found)) == (["The harbour in May"], [BODY, NEXT, second, NEXT])


def test_a_short_sentence_below_the_caption_is_text() -> None:
    short = "Nobody in the old town has seen the water since then."
    found = article(f"{HEAD}<p>{BODY}</p><p><img src=/upload/1.jpg><br>The harbour in May<br>{short}</p><p>{NEXT}</p>{TAGS}")
    assert ([image.caption for image in found.images], texts(found)) == (["The harbour in May"], [BODY, short, NEXT])


def test_links_to_parts_of_the_page_are_no_text_however_long() -> None:
    contents = "<ul><li><a href=#s0>News from the old town and the long road that leads to its wells</a></li></ul>"
    assert texts(article(f"{HEAD}{contents}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")) == [BODY, NEXT]


def test_a_lead_in_the_titles_box_is_the_teaser() -> None:
    lead = "Two ministers met at the border and said little."
    found = article(f"<div>{HEAD}<p>{lead}</p></div><div><p>{NEXT}</p><p>{BODY[9:]}</p></div>{TAGS}")
    assert (found.teaser, texts(found)) == (lead, [lead, NEXT, BODY[9:]])


def test_a_sentence_made_like_the_picture_is_its_caption_where_it_can_be_no_lead() -> None:
    caption = "The harbour in the morning of that day."
    picture = f"<div><img src=/upload/1.jpg></div><div>{caption}</div>"
    lead = "<div><b>Two ministers met at the border and said very little to those who had come.</b></div>"
    above = article(f"{HEAD}{picture}{lead}<p>{BODY}</p><p>{NEXT}</p>{TAGS}")
    within = article(f"{HEAD}<p>{BODY}</p>{picture}<p>{NEXT} {NEXT}</p>{TAGS}")
    assert [[image.caption for image in found.images] for found in (above, within)] == [[caption], [caption]]
    assert (above.teaser or "").startswith("Two ministers met")


def test_a_plain_sub_heading_below_a_picture_is_told_by_no_bold_label() -> None:
    box = "<p><b>See also</b></p><p><a href=/en/News/7/x>Old Wells</a></p>"
    found = article(
        f"{HEAD}{box}<p>{BODY}</p><div><img src=/upload/1.jpg></div><section><p>The wells</p><p>{NEXT} {NEXT}</p></section>{TAGS}"
    )
    assert [(block.kind, block.text) for block in found.blocks][1] == ("heading", "The wells")


def test_related_articles_may_stand_between_the_text_and_dated_comments() -> None:
    box = "".join(f"<li><a href=/en/News/{number}/x>{name}</a></li>" for number, name in RELATED)
    comment = "<section><p>Lina <i>Friday 18 March 2016</i></p><p>I was there, and it was not quiet at all.</p></section>"
    found = article(f"{HEAD}<div><p>{BODY}</p><p>{NEXT}</p></div><ul>{box}</ul>{comment}")
    assert [(link.article_id, link.title) for link in found.related] == RELATED


def test_a_date_before_a_long_title_is_told_from_it() -> None:
    name = f"Old Wells {NEXT * 2}"[:200].rstrip()
    box = f"<h4>Related News</h4><ul><li><i>3 May 2015</i> <a href=/en/News/7/x>{name}</a></li></ul>"
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}{box}")
    assert [(link.article_id, link.title) for link in found.related] == [(7, name)]


def test_tags_in_small_print_need_no_colon() -> None:
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p><p><small>TAGS Oil Deal, Water, G5+1</small></p><p>Taken from the paper.</p>")
    assert (found.tags, texts(found)) == (("Oil Deal", "Water", "G5+1"), [BODY, NEXT])


def test_a_section_below_a_title_without_a_date_is_the_category() -> None:
    found = article(
        f"<h1>A Quiet Border</h1><div>1405 1</div><a href=/en/S/x>Report</a><section><p>{BODY}</p><p>{NEXT}</p></section>{TAGS}"
    )
    assert (found.published, found.category, texts(found)) == (None, "Report", [BODY, NEXT])


def test_a_title_printed_twice_below_an_empty_glossary_is_no_term() -> None:
    twice = "<h2>A Quiet Border</h2><h3>A Quiet Border</h3>"
    found = read(f"<h4>In Focus</h4>{twice}<p>{BODY}</p><p>{NEXT}</p>{TAGS}", title="A Quiet Border - Alwaght")
    assert (found.glossary, found.article and found.article.title) == ((), "A Quiet Border")


def test_the_only_text_beside_its_picture_is_no_caption() -> None:
    text = "The well of the old town is open again."
    found = article(f"{HEAD}<p><img src=/upload/1.jpg> {text}</p><h4>Comments</h4><form><textarea></textarea></form>")
    assert (texts(found), [image.caption for image in found.images]) == ([text], [None])
