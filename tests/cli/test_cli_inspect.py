"""`inspect` shows every field with its rule, from a file, a WARC file or the archive, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import alwaght_scraper.crawl as crawl_module
from alwaght_scraper.cli.main import main
from alwaght_scraper.crawl import CrawlOptions
from tests.cli.pages import article, save, warc
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
TITLE = "The Ferry Left Early"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return save(tmp_path / "ferry.html", article(101, TITLE))


def test_each_field_is_shown_with_its_value_and_its_rule(alwaght: Alwaght, page: Path) -> None:
    ran = alwaght("inspect", page)
    assert (ran.code, ran.err) == (0, "")
    for field in ("title", "published", "category", "dateline", "teaser", "blocks", "tags", "related", "images", "glossary", "charset"):
        assert f"\n  {field} " in ran.out
    assert TITLE in ran.out
    assert "2016-03-17, printed as 'Thursday 17 March 2016'" in ran.out
    assert "Ferry; Lemon Trade" in ran.out
    assert ran.out.count(" by ") >= 10


def test_a_candidate_that_disagrees_is_shown(alwaght: Alwaght, tmp_path: Path) -> None:
    html = article(101, TITLE).replace("</head>", '<meta property="article:published_time" content="2011-01-02T03:04:05Z"></head>')
    shown = alwaght("inspect", save(tmp_path / "x.html", html)).out
    assert "2016-03-17" in shown
    assert "but " in shown
    assert "2011" in shown


def test_json_has_every_field_and_every_rule(alwaght: Alwaght, page: Path) -> None:
    record = json.loads(alwaght("inspect", page, "--json").out)
    assert record["outcome"] == "ok"
    assert record["article"]["title"] == TITLE
    assert record["article"]["published"] == "2016-03-17"
    assert {rule["field"] for rule in record["rules"]} >= {"title", "published", "blocks", "tags"}
    assert record["capture"]["url"] == "http://alwaght.net/en/News/101"


def test_a_page_that_gives_nothing_says_why_and_that_is_no_error(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("inspect", save(tmp_path / "x.html", b"%PDF-1.7 ..."), "--url", "http://alwaght.net/en/News/1")
    assert ran.code == 0
    assert "outcome  rejected: the body is a PDF, not a page" in ran.out


def test_a_page_of_a_warc_file_is_chosen_by_its_address_however_spelled(alwaght: Alwaght, tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", {f"http://alwaght.net/en/News/{n}": article(n, f"Story {n} of the Harbour") for n in (1, 2)})
    assert "Story 2 of the Harbour" in alwaght("inspect", file, "--url", "https://www.alwaght.com/EN/news/2/some-slug").out
    ran = alwaght("inspect", file)
    assert ran.code == 2
    assert "--url" in ran.complaint
    assert alwaght("inspect", file, "--url", "http://alwaght.net/en/News/3").code == 2


def test_the_archive_answers_before_the_network(alwaght: Alwaght, page: Path, tmp_path: Path) -> None:
    alwaght("extract", page, "--data", tmp_path / "d")
    ran = alwaght("inspect", "alwaght.net/en/news/101/Any-Slug", "--data", tmp_path / "d")
    assert (ran.code, ran.err) == (0, "")
    assert TITLE in ran.out
    assert "at byte 0 of import-" in ran.out


def test_a_page_that_the_archive_lacks_is_fetched_and_not_kept(
    alwaght: Alwaght, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CrawlOptions] = []

    def crawl(options: CrawlOptions) -> None:
        asked.append(options)
        main(["extract", str(page), "--data", str(options.data), "--json"])

    monkeypatch.setattr(crawl_module, "run_crawl", crawl)
    ran = alwaght("inspect", "http://alwaght.net/en/News/101", "--data", tmp_path / "d")
    assert ran.code == 0
    assert TITLE in ran.out
    assert "asking the site" in ran.err
    (options,) = asked
    assert (options.start_urls, options.limit, options.delay, options.concurrency) == (("http://alwaght.net/en/News/101",), 1, None, None)
    assert not options.data.exists()
    assert not (tmp_path / "d").exists()


def test_a_page_that_cannot_be_had_is_one_line(alwaght: Alwaght, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl_module, "run_crawl", lambda _: None)
    ran = alwaght("inspect", "http://alwaght.net/en/News/101")
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.splitlines()[-1].startswith("alwaght: the site gave no answer")


def test_archived_text_cannot_steer_the_terminal(alwaght: Alwaght, tmp_path: Path) -> None:
    evil = TITLE + " \u202eevil\u2066 \x9b31m&#27;]0;x&#7;"
    ran = alwaght("inspect", save(tmp_path / "x.html", article(101, evil)))
    assert "evil" in ran.out
    assert not set(ran.out) & set("\x1b\x9b\x07\u202e\u2066")


@pytest.mark.parametrize(
    "argument", ["no-such-file.html", "http://example.org/en/News/1", "file:///etc/passwd", "http://alwaght.net@example.org/"]
)
def test_what_is_neither_file_nor_page_of_the_site_is_exit_code_2(argument: str, alwaght: Alwaght) -> None:
    ran = alwaght("inspect", argument)
    assert ran.code == 2
    assert ran.complaint


def test_a_saved_page_without_address_says_what_to_do(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("inspect", save(tmp_path / "x.html", article(5, TITLE, address=None)))
    assert ran.code == 2
    assert "--url" in ran.complaint
