"""The replica: what it calls the truth stands on its pages, and nothing but the seed decides what it makes."""

from __future__ import annotations

import gzip
import http.client
import re
import threading
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from alwaght_scraper.items import Outcome
from alwaght_scraper.replica.__main__ import main
from alwaght_scraper.replica.markups.catalogue import ALL, HELD_OUT, OPEN
from alwaght_scraper.replica.model import Page
from alwaght_scraper.replica.pages import article_page, home_page, tag_list_page
from alwaght_scraper.replica.serve import make_server
from alwaght_scraper.replica.site import Site
from alwaght_scraper.replica.truth import expected
from alwaght_scraper.replica.warc_file import write_warc
from alwaght_scraper.site import address
from alwaght_scraper.text import fold

EVERY = [(name, lang) for name, markup in ALL.items() for lang in markup.languages]
PORTAL_SIZE = range(55_000, 90_000)


class Reader(HTMLParser):
    """The text of a page that is not in scripts and styles, by Python's own parser and no rule of ours."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.hidden += tag in {"script", "style", "template"}
        self.parts.append(" " if tag in {"p", "br", "td", "li", "div", "dd", "dt", "h2", "h3"} else "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style", "template"}

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.hidden else data)


def text_of(page: Page) -> str:
    reader = Reader()
    reader.feed(decoded(page))
    return fold("".join(reader.parts))


def decoded(page: Page) -> str:
    if page.markup != "legacy":
        return page.payload.decode()
    return page.payload.decode("cp1252" if page.expected.lang == "en" else "cp1256")


@cache
def small_site() -> tuple[Page, ...]:
    return tuple(Site(seed=5, pages=60, weight=0.0))


@pytest.mark.parametrize("markup", EVERY, ids="-".join)
def test_the_truth_of_an_article_stands_on_its_page_in_order(markup: tuple[str, str]) -> None:
    for seed in range(6):
        page = article_page(markup[0], seed, markup[1])
        article, text = page.expected.article, text_of(page)
        assert article is not None
        start = text.rindex(page.expected.glossary[-1].term)
        for wanted in (
            article.category,
            article.title,
            *(link.title for link in article.related),
            *(block.text for block in article.blocks),
            *article.tags,
        ):
            found = text.find(wanted or "", start)
            assert found >= 0, (page.url, wanted)
            start = found if wanted != article.title else start
        assert article.published_raw is None or article.published_raw in text
        assert all(entry.term in text and (entry.definition or "") in text for entry in page.expected.glossary)
        assert all(picture.caption is None or picture.caption in text for picture in article.images)


@pytest.mark.parametrize("markup", EVERY, ids="-".join)
def test_the_truth_of_a_list_stands_on_its_page(markup: tuple[str, str]) -> None:
    page = tag_list_page(markup[0], 1, markup[1])
    text = text_of(page)
    for entry in page.expected.listing:
        assert text.count(entry.title) >= 2
        assert entry.published_raw and entry.published_raw in text
        assert entry.snippet and entry.snippet in text
        assert entry.is_cut == entry.snippet.endswith(" ...")


def test_all_expected_texts_are_kept_as_the_dataset_keeps_text() -> None:
    for name, lang in EVERY:
        article = article_page(name, 2, lang).expected.article
        assert article is not None
        for text in (article.title, *article.tags, *(block.text for block in article.blocks), *(link.title for link in article.related)):
            assert text == fold(text) != ""


@pytest.mark.parametrize("make", [article_page, tag_list_page, home_page])
def test_pages_follow_from_their_seed_alone(make) -> None:
    for name, lang in EVERY:
        assert make(name, 3, lang) == make(name, 3, lang)
        assert make(name, 3, lang).payload != make(name, 4, lang).payload


def test_pages_to_measure_on_are_as_heavy_as_the_real_ones() -> None:
    sizes = [len(article_page("portal", seed, weight=1.0).payload) for seed in range(20)]
    assert all(size in PORTAL_SIZE for size in sizes), sizes
    assert 62_000 < sum(sizes) / len(sizes) < 78_000


def test_held_out_markups_are_in_no_site_and_in_no_fixture() -> None:
    from tests.parsers.fixture_cases import all_cases

    assert len(HELD_OUT) == 2
    assert len(OPEN) >= 8
    shown = {page.markup for page in (*small_site(), *all_cases().values())}
    assert not shown & set(HELD_OUT)


def test_a_site_has_every_kind_of_page_and_trouble() -> None:
    pages = list(Site(pages=400, weight=0.0))
    truth = expected(pages)
    assert 380 <= len(pages) <= 440
    assert {page.expected.lang for page in pages} >= {"en", "ar"}
    assert {page.expected.kind.value for page in pages} == {"article", "tag_list", "news_case", "home", "other"}
    assert set(truth.failures.values()) == {Outcome.GONE, Outcome.SOFT_404, Outcome.REJECTED, Outcome.HTTP_ERROR}
    assert {page.markup for page in pages} == {*OPEN, "broken"}
    assert len(truth.articles) + len(truth.failures) < sum(page.expected.kind.value == "article" for page in pages), "no aliases"
    assert any("//" in page.url.split("://")[1] for page in pages)


def test_in_each_edition_one_article_prints_another_one_again() -> None:
    site = Site(pages=200, weight=0.0)
    for edition in site.editions:
        ((article_id, origin),) = edition.reprints.items()
        again = site.story(edition, next(ref for ref in edition.refs if ref.article_id == article_id))
        first = site.story(edition, origin)
        assert again.article.article_id > first.article.article_id
        assert again.article.title != first.article.title
        texts = [block.text for block in first.body_blocks]
        assert [block.text for block in again.article.blocks] in (texts, texts[:-1])


def test_every_article_of_a_site_can_be_reached_from_its_home_pages() -> None:
    pages = {target.canonical: page for page in reversed(small_site()) if (target := address(page.url))}
    seen: set[str] = set()
    queue = ["http://alwaght.net/en", "http://alwaght.net/ar"]
    while queue:
        url = queue.pop()
        if url in pages and url not in seen:
            seen.add(url)
            queue += [link.url for link in pages[url].expected.links]
    assert {f"http://alwaght.net/{lang}/News/{article_id}" for lang, article_id in expected(small_site()).articles} <= seen


def test_nothing_linked_is_missing_but_the_trap_beyond_its_last_page() -> None:
    there = {target.canonical for page in small_site() if (target := address(page.url))}
    linked = {link.url for page in small_site() for link in page.expected.links}
    assert all(re.search(r"/Keywords/[^/]+//\d+$", url) for url in linked - there)
    assert len(linked - there) == 2, "one list in each edition names a next page for ever"
    assert there - linked <= {"http://alwaght.net/", "http://alwaght.net/robots.txt"} | {url for url in there if re.search(r"//\d+$", url)}


def test_a_warc_is_the_same_bytes_each_time_and_holds_the_payloads(tmp_path: Path) -> None:
    first, second = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    assert write_warc(first, small_site()) == write_warc(second, small_site()) == len(small_site())
    assert first.read_bytes() == second.read_bytes()
    with first.open("rb") as stream:
        kept = [(record.rec_headers["WARC-Target-URI"], record.raw_stream.read()) for record in ArchiveIterator(stream)]
    assert kept == [(page.url, page.payload) for page in small_site()]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, int]]:
    with make_server(small_site()) as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield running.server_address[0], running.server_address[1]
        running.shutdown()


def ask(server: tuple[str, int], target: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*server, timeout=5)
    connection.request("GET", target, headers=headers)
    response = connection.getresponse()
    response.body = response.read()  # type: ignore[attr-defined]
    connection.close()
    return response


def test_the_server_answers_as_origin_and_as_proxy(server: tuple[str, int]) -> None:
    page = next(page for page in small_site() if page.expected.article and "alwaght.net" in page.url)
    for target in (page.url, page.url.removeprefix("http://alwaght.net")):
        response = ask(server, target)
        assert (response.status, response.body) == (200, page.payload)  # type: ignore[attr-defined]
    assert ask(server, page.url, **{"If-None-Match": response.headers["ETag"]}).status == 304


def test_the_server_knows_an_article_by_its_other_addresses(server: tuple[str, int]) -> None:
    article = next(iter(expected(small_site()).articles.values()))
    body = ask(server, f"http://alwaght.com/{article.lang}/news/{article.article_id}/some-other-slug").body  # type: ignore[attr-defined]
    body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    assert f"{article.article_id}".encode() in body or article.title.encode() in body


def test_the_server_has_a_404_for_everything_else(server: tuple[str, int]) -> None:
    assert ask(server, "/en/News/999999999/none").status == 404
    assert ask(server, "http://elsewhere.example/").status == 404
    assert b"Allow: /" in ask(server, "/robots.txt").body  # type: ignore[attr-defined]


def test_the_command_writes_a_warc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "replica.warc.gz"
    assert main([str(out), "--pages", "40", "--seed", "3"]) == 0
    assert out.name in capsys.readouterr().out
    assert out.stat().st_size > 10_000


def test_the_command_says_what_is_wrong_in_one_line_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none" / "replica.warc.gz"), "--pages", "40"]) == 4
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1 and "replica.warc.gz" in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("argv", [[], ["x.warc", "--serve", "0"], ["x.warc", "--pages", "3"]])
def test_the_command_refuses_what_cannot_be(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2
