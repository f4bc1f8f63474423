"""`alwaght report` writes one page, says where, and gives its numbers as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from alwaght_scraper.items import GlossaryEntry, Outcome
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture


@pytest.fixture
def data(tmp_path):
    fold(tmp_path / "data", [article_capture(5, glossary=[GlossaryEntry("pier", "A place.", 0)]), failed_capture(Outcome.SOFT_404, 6)])
    later = DAY_ONE + timedelta(days=1)
    fold(tmp_path / "data", [
        article_capture(5, when=later, teaser="A lead.", glossary=[GlossaryEntry("pier", "A landing.", 0)]),
        article_capture(7, when=later, published=None, related=()),
    ])  # fmt: skip
    return tmp_path / "data"


def test_the_page_and_its_numbers_tell_what_the_dataset_holds(alwaght, data):
    ran = alwaght("report", "--data", data, "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["report"], told["snapshot"]) == (0, str(data / "report.html"), 2)
    figures = told["figures"]
    assert json.loads((data / "report.json").read_text("utf-8"))["figures"] == figures
    assert figures["months"] == [{"month": "2021-05", "lang": "en", "articles": 1}]
    assert figures["languages"][0] | {"articles": 2, "undated": 1, "words": 18} == figures["languages"][0]
    shares = {row["field"]: (row["share"], row["share_before"]) for row in figures["completeness"]}
    assert (shares["teaser"], shares["published"], shares["tags"]) == ((0.5, 0.0), (0.5, 1.0), (1.0, 1.0))
    assert figures["glossary"] == [
        {"lang": "en", "term": "pier", "wordings": 2, "first_seen": "2021-05-03", "last_seen": "2021-05-04", "mentions": 2}
    ]
    assert [row["definition"] for row in figures["rewordings"]] == ["A place.", "A landing."]
    joined = {"articles_joined": 2, "groups": 1, "largest_group": 2}
    assert figures["links"] == [{"links": 2, "links_into_the_archive": 1, "articles_with_links": 1, "links_returned": 0} | joined]
    assert figures["most_linked"][0]["article_id"] == 7
    assert {row["field"] for row in figures["changed_fields"]} == {"teaser"}
    assert figures["deletions"] == [{"month": "2021-05", "articles": 1}]
    assert sum(row["ids"] for row in figures["coverage_by_id"]) == sum(row["ids"] for row in figures["coverage"]) == 3
    assert figures["rejects"] == [{"reason": "it was soft_404", "pages": 1}]
    assert (figures["latency"], figures["slowest"]) == ([], [])
    page = (data / "report.html").read_text("utf-8")
    assert "<dd>2</dd>" in page
    assert 'href="http://alwaght.net/en/News/7"' in page


def test_how_long_the_site_took_is_told_by_month(alwaght, tmp_path):
    taken = [(DAY_ONE + timedelta(days=40 * (number // 20)), number) for number in range(40)]
    captures = [article_capture(5 + number, when=when) for when, number in taken]
    timed = [replace(one, row=replace(one.row, latency_ms=100 + number)) for number, one in enumerate(captures)]
    fold(tmp_path / "data", [*timed, article_capture(50)])
    figures = json.loads(alwaght("report", "--data", tmp_path / "data", "--json").out)["figures"]
    assert figures["latency"] == [
        {"month": "2021-05", "answers": 20, "median_ms": 109, "p95_ms": 118, "slowest_ms": 119},
        {"month": "2021-06", "answers": 20, "median_ms": 129, "p95_ms": 138, "slowest_ms": 139},
    ]
    assert [row["latency_ms"] for row in figures["slowest"]] == [139 - number for number in range(10)]
    assert figures["slowest"][0]["address"].startswith("http://alwaght.net/en/News/44")
    assert "in 2021-06 half of the answers came within 129 ms" in (tmp_path / "data" / "report.html").read_text("utf-8")


def test_an_empty_archive_gets_a_page_too(alwaght, tmp_path):
    fold(tmp_path / "data", [])
    ran = alwaght("report", "--data", tmp_path / "data", "--output", tmp_path / "page.html")
    assert (ran.code, ran.out) == (0, f"report: {tmp_path / 'page.html'} (snapshot 1), its numbers: {tmp_path / 'page.json'}\n")
    assert "holds no capture yet" in (tmp_path / "page.html").read_text("utf-8")


def test_a_file_that_is_there_is_replaced_only_when_asked(alwaght, tmp_path):
    fold(tmp_path / "data", [])
    (tmp_path / "mine.html").write_text("mine")
    ran = alwaght("report", "--data", tmp_path / "data", "--output", tmp_path / "mine.html")
    assert ran.code == 2
    assert "is there already" in ran.complaint
    assert (tmp_path / "mine.html").read_text() == "mine"
    (tmp_path / "other.json").write_text("mine")
    assert alwaght("report", "--data", tmp_path / "data", "--output", tmp_path / "other.html").code == 2
    assert not (tmp_path / "other.html").exists()
    assert (
        "name the page, such as other.html" in alwaght("report", "--data", tmp_path / "data", "--output", "other.json", "--force").complaint
    )


def test_without_a_dataset_it_says_what_to_do(alwaght, tmp_path):
    ran = alwaght("report", "--data", tmp_path / "none")
    assert ran.code == 4
    assert "run `alwaght crawl`" in ran.complaint
