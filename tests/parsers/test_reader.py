"""The scanner reads a page as libxml2 does or leaves it to libxml2, and what it remembers of other pages changes nothing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers import nesting, reader, stretches
from alwaght_scraper.parsers.decode import to_utf8
from alwaght_scraper.parsers.references import NotPlainError, text_of, value_of
from alwaght_scraper.replica.markups.catalogue import ALL
from alwaght_scraper.replica.pages import article_page
from tests.parsers.mutating import broken

SEEDS = (1, 2, 3)
PAGES = [to_utf8(article_page(name, seed, weight=0.3).payload, None, "en")[0] for name in ALL for seed in SEEDS]
SNIPPETS = [
    *(b'<!-- --> --!> <script> </script> <textarea> </textarea> " < </ </a> </div> <button> <b> <p> </p> <title> <svg> <![CDATA['.split()),
    *(b"<body> </body> <html> </html> <head> </head> <frameset> <li> <pre> <plaintext> <br> <x-y> <noscript> <table><tr><td>".split()),
    *(b"&amp; &copy &nosuch; &#0; &#x92; &#1; &notit; <br/> </br> <o:p> <![if_IE]> <?x?> <select><option> <dd> <iframe> \r\n \v".split()),
    *(b'<a href="/en/News/77?a=1&copy=2">', b"<img src=/q.jpg>", b'<div style="display:none">', b"<style>.box{display:none}</style>"),
    *(b"<div>" * 70, b'<p title="a > b <i>">', b"<div/>", b"<p a=1 a=2 a>", b"text \xe2\x80\x99 <b>", b"<LI><Li><p\n>"),
]


def content(page):
    lines = [(line.text, line.box, line.style, line.gap, line.links, line.images, line.runs) for line in page.lines]
    boxes = page.parents, page.tags, page.last, page.frame
    told = page.title, page.meta, page.json_ld, page.base, page.canonical
    return lines, boxes, told, page.hrefs, page.forms


def scanned(html):
    """What the scanner makes of a page; None where it leaves it to libxml2."""
    try:
        return content(reader.by_scanner(html))
    except NotPlainError:
        return None


@st.composite
def damaged_pages(draw):
    html = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(html)))
        html = html[:place] + draw(st.sampled_from(SNIPPETS)) + html[place + draw(st.sampled_from((0, 0, 1, 40, 900))) :]
    return to_utf8(html, None, "en")[0]


@pytest.mark.parametrize(
    "body",
    [
        b"<dl><x><li></dl>below",  # an item would end the list, were nothing between them
        b"<ul><x><dd></ul>below",
        b'<h4><a href="/en/News/7/x">Seven of<table><tr><td>nine</a></h4>below',
        b'<div><a href="/en/News/7/x"><table><tr><td>Seven of nine</td></tr></table></a></div>below',
        b'<p><a href="/en/News/7/x"></a><div>One</div><table><tr><td>Seven of nine</table>below',
    ],
)
def test_the_scanner_ends_elements_and_links_where_libxml2_does(body):
    html = b"<!DOCTYPE html><html><head><title>t</title></head><body>" + b"<div>text</div>" * 90 + body + b"</body></html>"
    for _ in range(3):
        assert scanned(html) == content(reader.by_libxml2(html))


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_the_scanner_reads_every_markup_of_the_replica_and_as_libxml2_does(number):
    assert scanned(PAGES[number]) == content(reader.by_libxml2(PAGES[number]))


@pytest.mark.parametrize(
    "html", [b'<!DOCTYPE html><html lang="en"/><title>t</title><p>text', b"<html><head/><p>text", b"<html><body/><p>text"]
)
def test_an_outermost_element_that_ends_at_once_is_left_to_libxml2(html):
    found = scanned(html)
    assert found is None or found == content(reader.by_libxml2(html))


@given(st.lists(damaged_pages(), min_size=1, max_size=3))
@settings(max_examples=120, deadline=None)
def test_a_damaged_page_is_read_as_libxml2_reads_it_or_left_to_it_whatever_was_read_before(pages):
    for html in pages * 3:
        found = scanned(html)
        assert found is None or found == content(reader.by_libxml2(html))


@pytest.mark.parametrize("seed", range(40))
def test_a_page_after_accidents_is_read_as_libxml2_reads_it_or_left_to_it(seed):
    rng = Random(seed)
    for _ in range(8):
        html = to_utf8(broken(rng.choice(PAGES), rng), None, "en")[0]
        try:
            found = scanned(html)
        except RejectedPage:
            continue
        assert found is None or found == content(reader.by_libxml2(html))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_memory_that_is_full_all_the_time_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(stretches, "_MAX_KEPT", 20_000)
    monkeypatch.setattr(reader, "_MEMORY", stretches.Memory())
    pages = PAGES * 3
    Random(seed).shuffle(pages)
    for html in pages:
        assert scanned(html) == content(reader.by_libxml2(html))


def test_a_page_that_was_seen_before_is_not_scanned_again(monkeypatch):
    memory = stretches.Memory()
    monkeypatch.setattr(reader, "_MEMORY", memory)
    html = article_page("portal", 5, weight=1.0).payload
    for _ in range(12):
        page = reader.by_scanner(html)
    longest = max((parts[0] for parts in memory.parts.values()), key=lambda part: len(part.text))
    assert len(longest.lines) > 0.9 * len(page.lines)


@pytest.mark.parametrize(
    ("name", "inner", "ends"),
    [("p", "p", True), ("div", "p", True), ("li", "li", True), ("li", "p", True), ("ul", "li", False), ("td", "td", True),
     ("tr", "td", True), ("table", "td", False), ("a", "a", True), ("div", "b", False), ("div", "head", True), ("meta", "head", False)],
)  # fmt: skip
def test_a_start_tag_ends_what_it_ends_for_libxml2(name, inner, ends):
    assert nesting.start_ends(name, inner) is ends


@pytest.mark.parametrize(("name", "inner", "ends"), [("div", "p", True), ("b", "div", False), ("table", "div", True), ("body", "td", True)])
def test_an_end_tag_passes_what_it_passes_for_libxml2(name, inner, ends):
    assert nesting.end_passes(name, inner) is ends


@pytest.mark.parametrize("name", ["br", "img", "input", "meta", "hr"])
def test_void_elements_have_no_content(name):
    assert nesting.is_void(name)
    assert not nesting.is_void("div")


@pytest.mark.parametrize(
    ("source", "text", "value"),
    [("a &amp; b", "a & b", "a & b"), ("&copy=1", "©=1", "&copy=1"), ("&copy;=1", "©=1", "©=1"), ("&copyx", "©x", "&copyx"),
     ("&#8217;", "’", "’"), ("&#x92;", "’", "’"), ("&nosuch;", "&nosuch;", "&nosuch;"), ("R&D", "R&D", "R&D"), ("&lt", "<", "<")],
)  # fmt: skip
def test_references_are_undone_as_in_browsers(source, text, value):
    assert text_of(source) == text
    assert value_of(source) == value


@pytest.mark.parametrize("source", ["&#0;", "&#1;", "&#xD800;", "&#x110000;", "&#65", "&#;"])
def test_references_to_no_character_are_left_to_libxml2(source):
    with pytest.raises(NotPlainError):
        text_of(source)
