"""Rules that extraction keeps for every page: what a reader does not see changes nothing, and nothing makes it raise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import BlockKind, Extraction, Outcome, PageKind
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.markups.catalogue import ALL, OPEN
from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page, home_page, tag_list_page
from alwaght_scraper.replica.prose.grammar import seeded
from alwaght_scraper.text import fold
from tests.parsers.cases import Json, as_json
from tests.parsers.mutating import UNSEEN, broken, with_other_blanks, with_other_case, with_other_names, with_references, with_unseen

RULES = settings(max_examples=40, deadline=None, derandomize=True)
SEEN = datetime(2026, 2, 3, tzinfo=UTC)
READABLE = [(name, lang) for name in OPEN if name != "legacy" for lang in ALL[name].languages]
FRAGMENTS = (
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<br>",
    "<table><tr><td>",
    "</table>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href='/en/News/7'>",
    "</a>",
    "<h1>",
    "Thursday 17 March 2016",
    "Tags :",
    "Related Content",
    "In Focus",
    "Comments",
    "Alwaght- ",
    "New node",
    "<a href=/en/Keywords/X>X</a>",
    "<![CDATA[",
    "]]>",
    "<title>",
    "</title>",
    "<svg>",
    "<select><option>",
    "&#0;",
    "&#x110000;",
    "&nbsp",
    "<base href='//x'>",
    "<meta charset=utf-7>",
    "<frameset>",
    "<plaintext>",
    "\ud800",
    "\u202e",
    "الوقت-",
    "١٤ آذار ٢٠١٩",
    "<o:p>",
    "<img src=x>",
    "<![if x]>",
    "<template>",
    "<form><input>",
    "\0",
    "<math><mi>",
    '<p style="display:none">',
)
URLS = (
    "http://alwaght.net/en/News/61234/A-Slug",
    "http://alwaght.com/ar/news/61234",
    "http://alwaght.net/en/Keywords/Yemen//2",
    "http://alwaght.net/en",
    "http://alwaght.net/en/NewsCase/type/831",
    "http://alwaght.net/x?y",
    "http://elsewhere.example/",
)


@cache
def page(markup: str, lang: str, kind: str = "article") -> Page:
    make = {"article": article_page, "list": tag_list_page, "home": home_page}[kind]
    return make(markup, "rules", lang, weight=0.0)


def read(of: Page, html: str | bytes) -> Json:
    payload = html.encode() if isinstance(html, str) else html
    return as_json(extract(Capture(of.url, of.fetched_at, 200, of.headers, payload)))


def capture(url: str, payload: bytes, headers: tuple[tuple[str, str], ...] = (), status: int | None = 200) -> Capture:
    return Capture(url, SEEN, status, headers, payload)


def assert_sound(result: Extraction, url: str) -> None:
    assert result.outcome in set(Outcome) and result.kind in set(PageKind), url
    if result.outcome is not Outcome.OK:
        assert result.reason and len(result.reason.splitlines()) == 1
        assert (result.article, result.glossary, result.listing) == (None, (), ())
    if article := result.article:
        assert article.title and article.blocks
        for text in (article.title, article.body.replace("\n\n", " "), *article.tags):
            assert text == fold(text)
        assert {block.kind for block in article.blocks} <= set(BlockKind)
        assert all(block.text for block in article.blocks)
        assert (article.published is None) == (article.published_reason is not None)


@RULES
@given(st.binary(max_size=300), st.sampled_from(URLS), st.sampled_from((None, 200, 304, 302, 403, 404, 500)))
def test_no_bytes_make_it_raise(payload: bytes, url: str, status: int | None) -> None:
    assert_sound(extract(capture(url, payload, status=status)), url)


@RULES
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=60), st.sampled_from(URLS))
def test_no_markup_makes_it_raise(parts: list[str], url: str) -> None:
    payload = "".join(parts).encode("utf-8", "surrogatepass")
    assert_sound(extract(capture(url, payload, (("Content-Type", "text/html"),))), url)


@RULES
@given(st.sampled_from(("gzip", "deflate", "br", "zstd", "gzip, gzip", "x", "identity")), st.binary(max_size=80), st.text(max_size=30))
def test_no_headers_make_it_raise(coding: str, payload: bytes, content_type: str) -> None:
    headers = (("Content-Encoding", coding), ("Content-Type", content_type), ("Content-Length", "nonsense"))
    assert_sound(extract(capture(URLS[0], payload, headers)), URLS[0])


@RULES
@given(st.sampled_from(READABLE), st.sampled_from(UNSEEN), st.integers(0, 10_000), st.sampled_from(("article", "list", "home")))
def test_what_is_not_seen_changes_nothing(markup: tuple[str, str], piece: str, place: int, kind: str) -> None:
    original = page(*markup, kind)
    html = original.payload.decode()
    assert read(original, with_unseen(html, piece, place)) == read(original, html)


@RULES
@given(st.sampled_from(READABLE), st.sampled_from(("\n", "  ", "\t \r\n", "\r\n\r\n", "\f")), st.sampled_from(("article", "list")))
def test_white_space_changes_nothing(markup: tuple[str, str], blank: str, kind: str) -> None:
    original = page(*markup, kind)
    html = original.payload.decode()
    assert read(original, with_other_blanks(html, blank)) == read(original, html)


@pytest.mark.parametrize("markup", READABLE, ids="-".join)
def test_references_for_letters_change_nothing(markup: tuple[str, str]) -> None:
    original = page(*markup)
    html = original.payload.decode()
    assert read(original, with_references(html)) == read(original, html)


@pytest.mark.parametrize("markup", READABLE, ids="-".join)
def test_names_of_classes_and_ids_change_nothing(markup: tuple[str, str]) -> None:
    original = page(*markup)
    html = original.payload.decode()
    if markup[0] == "souk":  # its style sheet hides a copy by class, so this name must stay
        html = html[: html.index('<div class="printable"')] + "</body></html>"
    assert read(original, with_other_names(html, "k1")) == read(original, html)


@pytest.mark.parametrize("markup", READABLE, ids="-".join)
def test_case_of_tags_changes_nothing(markup: tuple[str, str]) -> None:
    original = page(*markup)
    html = original.payload.decode()
    assert read(original, with_other_case(html)) == read(original, html)


@pytest.mark.parametrize("markup", READABLE, ids="-".join)
def test_the_encoding_changes_nothing(markup: tuple[str, str]) -> None:
    original = page(*markup)
    html = original.payload.decode()
    assert read(original, html.encode("utf-16")) == read(original, html)
    assert read(original, b"\xef\xbb\xbf" + original.payload) == read(original, html)


@RULES
@given(st.sampled_from(READABLE), st.integers(0, 4000))
def test_the_day_of_the_visit_changes_nothing(markup: tuple[str, str], days: int) -> None:
    original = page(*markup)
    assert as_json(extract(original.capture(later=timedelta(days=days)))) == as_json(extract(original.capture()))


def test_reading_twice_gives_the_same() -> None:
    for markup in READABLE:
        original = page(*markup)
        assert extract(original.capture()) == extract(original.capture())


@pytest.mark.parametrize("round_", range(10))
def test_broken_pages_are_read_or_rejected(round_: int) -> None:
    """300 broken pages in all: byte flips, lost and doubled ranges and tags."""
    rng = seeded("fuzz", round_)
    for number in range(30):
        name, lang = rng.choice([(name, lang) for name in OPEN for lang in ALL[name].languages])
        original = page(name, lang, rng.choice(("article", "article", "list", "home")))
        result = extract(Capture(original.url, original.fetched_at, 200, original.headers, broken(original.payload, rng)))
        assert_sound(result, f"{name} {lang} round {round_}, page {number}")
        assert (result.kind, result.article_id) == (original.expected.kind, original.expected.article_id)


def test_a_robots_file_is_no_rejected_page() -> None:
    capture = Capture("http://alwaght.net/robots.txt", SEEN, 200, (("Content-Type", "text/plain"),), b"User-agent: *\nAllow: /\n")
    assert (extract(capture).outcome, extract(capture).links) == (Outcome.OK, ())
