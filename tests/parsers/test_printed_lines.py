"""Text that keeps its own line breaks, parts that nothing but a style sheet parts, and the frame's boxes on lists."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest

from alwaght_scraper.parsers.reader import by_libxml2, by_scanner
from tests.parsers.little_pages import BODY, HEAD, NEXT, TAGS, article, read, texts

LIST = "http://alwaght.net/en/Keywords/Water"
NAME = "The wells of the old town"


@pytest.mark.parametrize("width", [60, 68, 76])
def test_rows_of_a_fixed_width_are_one_paragraph(width: int) -> None:
    paragraphs = [BODY, NAME, f"{NEXT} {NEXT}", f"A $5 toll was asked of all. {NEXT}"]
    rows = "\n\n".join("\n".join(textwrap.wrap(paragraph, width, break_on_hyphens=False)) for paragraph in paragraphs)
    assert texts(article(f"{HEAD}<pre>{rows}</pre>{TAGS}")) == paragraphs


def test_rows_that_are_items_stay_apart() -> None:
    rows = "\n".join(f"{number}. {NEXT[:80]}" for number in range(1, 4))
    found = article(f"{HEAD}<p>{BODY}</p><pre>{rows}</pre><p>{NEXT}</p>{TAGS}")
    assert [(block.kind, block.text) for block in found.blocks[1:4]] == [("list_item", NEXT[:80].strip())] * 3


@pytest.mark.parametrize("style", ["pre-line", "pre-wrap"])
def test_a_style_may_keep_the_line_breaks_of_its_text(style: str) -> None:
    short = "Nobody in the old town has seen the water since the bridge fell."
    rows = f"{BODY}\n \n{short}\n{NEXT} <i>{short}</i>"
    assert texts(article(f"{HEAD}<div style='white-space: {style}'>{rows}</div>{TAGS}")) == [BODY, short, f"{NEXT} {short}"]


def test_a_bullet_in_rows_leaves_a_link_a_link() -> None:
    rows = "\n".join(f"* <a href=/en/News/{number}/x>Story {number} of the wells</a>" for number in (7, 8, 9))
    assert read(f"<p>News</p><pre>{rows}</pre><p>All rights reserved.</p>").article is None


def test_links_in_rows_stay_apart() -> None:
    links = "\n".join(f"<a href=/en/News/{number}/x>{NEXT[:60]} {number}</a>" for number in (7, 8))
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}<b>Related News</b><pre>{links}</pre>")
    assert [link.article_id for link in found.related] == [7, 8]


@pytest.mark.parametrize("page", [b"<html><body><pre>a\n\nb <b>c</b>\n</pre><p>d</p></body></html>"])
def test_both_readers_break_rows_alike(page: bytes) -> None:
    lines = [[(line.text, line.gap) for line in reader(page).lines] for reader in (by_scanner, by_libxml2)]
    assert lines[0] == lines[1] == [("a", 0), ("b c", 2), ("d", 0)]


@pytest.mark.parametrize(
    "term",
    [
        "<p><b>{0}</b><span>{0}</span></p><p>{1}</p>",
        "<x-term><span>{0}</span><span>{0}</span><span>{1}</span></x-term>",
        "<p><i>{0}</i> <i>{0}</i> <i>{1}</i></p>",
    ],
)
def test_terms_and_definitions_that_only_a_style_sheet_parts_are_told_apart(term: str) -> None:
    entries = [("ISIS", "A group that was founded in 1999 by a few men."), ("NATO", "An alliance of many states."), ("Kurds", "A people.")]
    box = "".join(term.format(*entry) for entry in entries)
    found = read(f"<h4>In Focus</h4><div>{box}</div>{HEAD}<p>{BODY}</p>{TAGS}")
    assert [(entry.term, entry.definition) for entry in found.glossary] == entries


def test_an_element_of_the_pages_own_breaks_no_sentence_and_parts_what_stands_alone() -> None:
    first, second = BODY[:40].rstrip(), BODY[40:].strip()
    body = f"<x-body><x-p>{first} <x-term>{second}</x-term> And no more.</x-p><x-p>{NEXT}</x-p></x-body>"
    assert texts(article(f"{HEAD}{body}{TAGS}")) == [f"{first} {second} And no more.", NEXT]


def test_a_title_that_ends_like_a_clause_of_a_date_keeps_its_date_apart() -> None:
    entry = "<li><a href=/en/News/7/x>The Town Looks On</a> <i>3 May 2015</i></li>"
    found = article(f"{HEAD}<p>{BODY}</p><p>{NEXT}</p>{TAGS}<h4>Related News</h4><ul>{entry}</ul>")
    assert [(link.article_id, link.title) for link in found.related] == [(7, "The Town Looks On")]


def _box(name: str, first: int, told: str = "") -> str:
    rows = "".join(f"<h4><a href=/en/News/{first + n}/x>Story {first + n}</a></h4><i>3 May 2015</i><p>{told}</p>" for n in range(3))
    return f"<div><h3>{name}</h3>{rows}</div>"


@pytest.mark.parametrize("told", ["", "The wells of the old town were opened again after a winter."])
def test_a_list_without_entries_gives_none_of_the_frames_boxes(told: str) -> None:
    boxes = f"{_box('Editor’s Choice', 10, told)}{_box('News', 20, told)}{_box('Most Viewed', 30)}"
    assert read(f"<h1>Water</h1>{boxes}", url=LIST).listing == ()


def test_entries_are_taken_before_fuller_boxes_of_the_frame() -> None:
    told = "The wells of the old town were opened again after a winter."
    own = f"<section><h4><a href=/en/News/7/x>Old Wells</a></h4><i>3 May 2015</i><p>{told}</p></section>"
    found = read(f"<h1>Water</h1>{own}{_box('Most Viewed', 10, told)}{_box('News', 20, told)}", url=LIST)
    assert [(entry.article_id, entry.published) for entry in found.listing] == [(7, date(2015, 5, 3))]


def test_a_list_in_a_box_of_its_own_may_have_a_boxs_name() -> None:
    found = read(_box("Latest News", 10, "The wells of the old town were opened again after a winter."), url=LIST)
    assert [entry.article_id for entry in found.listing] == [10, 11, 12]


def test_the_name_of_an_empty_box_before_a_list_is_not_the_lists() -> None:
    told = "The wells of the old town were opened again after a winter."
    rows = "".join(f"<h4><a href=/en/News/{n}/x>Story {n}</a></h4><i>3 May 2015</i><p>{told}</p>" for n in (7, 8))
    page = f"<div><div><h3>Most Viewed</h3><p>Day Week Month</p></div><h2>Water</h2>{rows}</div>"
    assert [entry.article_id for entry in read(page, url=LIST).listing] == [7, 8]


def test_a_box_named_like_the_lists_own_tag_is_the_list() -> None:
    told = "The wells of the old town were opened again after a winter."
    found = read(f"{_box('Most Viewed', 10)}{_box('News', 20, told)}", url="http://alwaght.net/en/Keywords/News")
    assert [entry.article_id for entry in found.listing] == [20, 21, 22]
