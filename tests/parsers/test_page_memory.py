"""What the reader remembers of other pages changes its speed and nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper.parsers import reader
from alwaght_scraper.replica.markups.catalogue import ALL
from alwaght_scraper.replica.pages import article_page

PAGES = [article_page(name, seed, weight=0.3).payload for name in ALL for seed in (1, 2, 3)]
SNIPPETS = [
    *(b'<!-- --> <script> </script> <textarea> </textarea> " < </ </a> </div> <button> <b> <p> </p> <title> <svg> <![CDATA['.split()),
    *(b"<body> </body> <html> </html> <head> </head> <frameset> <li> <pre> <plaintext> <br> <x-y> <noscript> <table><tr><td>".split()),
    *(b'<a href="/en/News/77">', b"<img src=/q.jpg>", b'<div style="display:none">', b"<style>.box{display:none}</style>", b"<div>" * 70),
]


def without_memory(html):
    return reader._whole(html)


def content(page):
    lines = [(line.text, line.box, line.style, line.gap, line.links, line.images, line.runs) for line in page.lines]
    boxes = page.parents, page.tags, page.last, page.frame
    return lines, boxes, page.title, page.meta, page.json_ld, list(page.hrefs), page.forms, page.text_size


@st.composite
def damaged_pages(draw):
    pages = []
    for _ in range(draw(st.integers(2, 4))):
        html = draw(st.sampled_from(PAGES))
        for _ in range(draw(st.integers(0, 4))):
            place = draw(st.integers(0, len(html)))
            html = html[:place] + draw(st.sampled_from(SNIPPETS)) + html[place + draw(st.sampled_from((0, 0, 1, 40, 900))) :]
        pages.append(html)
    return pages


@given(damaged_pages())
@settings(max_examples=40, deadline=None)
def test_a_page_reads_the_same_whatever_was_read_before(pages):
    for html in pages * 3:
        assert content(reader.read_page(html)) == content(without_memory(html))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_memory_that_is_full_all_the_time_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(reader, "_MAX_KEPT", 20_000)
    monkeypatch.setattr(reader, "_MEMORY", reader._Memory())
    pages = PAGES * 3
    Random(seed).shuffle(pages)
    for html in pages:
        assert content(reader.read_page(html)) == content(without_memory(html))


def test_pages_of_one_markup_share_their_frame(monkeypatch):
    memory = reader._Memory()
    parsed = []
    monkeypatch.setattr(reader, "_MEMORY", memory)
    monkeypatch.setattr(reader, "_events", lambda html, target, events=reader._events: parsed.append(len(html)) or events(html, target))
    html = article_page("portal", 5, weight=1.0).payload
    for _ in range(8):
        parsed.clear()
        reader.read_page(html)
    assert sum(parsed) == 0


def test_a_comment_like_the_readers_own_marks_is_just_a_comment():
    html = PAGES[0].replace(b"<div", b"<!--" + reader._MARK + b"x-->" + b"<div", 3)
    assert content(reader.read_page(html)) == content(without_memory(html))
