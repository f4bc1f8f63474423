"""Each fault of a server has one outcome; none becomes an article, and none ends the run."""

from __future__ import annotations

import pytest

from tests.crawl.crawl_scenarios import FAULTS, news

RETRIED = 2

OUTCOMES = {
    401: ("http_error", "HTTP status 500", RETRIED),
    402: ("gone", "HTTP status 404", 1),
    403: ("no_response", "cut short", RETRIED),
    404: ("no_response", "cut short", RETRIED),
    405: ("no_response", "cut short", RETRIED),
    406: ("rejected", "cut short", RETRIED),
    407: ("rejected", "32 MiB", 1),
    409: ("redirect", "elsewhere.example", 1),
    410: ("redirect", "file:///etc/passwd", 1),
    411: ("redirect", "8080", 1),
    412: ("no_response", "in time", RETRIED),
    413: ("no_response", "in time", RETRIED),
    414: ("no_response", "larger than", 1),
    415: ("soft_404", "", 1),
    416: ("ok", "", 1),
    417: ("no_response", "cut short", RETRIED),
    419: ("redirect", "/en", 1),
    420: ("rejected", "not a page", 1),
    421: ("rejected", "", 1),
    423: ("ok", "", 1),
    424: ("redirect", "127.0.0.1", 1),
    427: ("http_error", "HTTP status 502", RETRIED),
    428: ("http_error", "HTTP status 503", RETRIED),
    429: ("blocked", "HTTP status 429", RETRIED),
    431: ("http_error", "HTTP status 503", RETRIED),
    433: ("rejected", "32 MiB", 1),
    434: ("rejected", "32 MiB", 1),
    435: ("ok", "", 1),
    436: ("no_response", "", RETRIED),
    437: ("no_response", "the connection broke", RETRIED),
    438: ("no_response", "", RETRIED),
    439: ("ok", "", 1),
    440: ("no_response", "cut short", RETRIED),
    441: ("redirect", "javascript:", 1),
    442: ("not_modified", "HTTP status 304", 1),
    443: ("rejected", "empty", 1),
}


@pytest.mark.parametrize("number", OUTCOMES)
def test_a_fault_has_its_outcome_reason_and_number_of_attempts(runs, number: int):
    outcome, reason, attempts = OUTCOMES[number]
    rows = runs("faults").captures_of(news(number))
    assert [row["outcome"] for row in rows] == [outcome] * attempts
    assert all(reason in (row["reason"] or "") for row in rows)


def test_faults_of_single_pages_do_not_fail_the_run(runs):
    assert runs("faults").code == 0, runs("faults").stderr


def test_only_whole_pages_become_articles(runs):
    assert runs("faults").articles() == [416, 418, 422, 423, 426, 430, 435, 439]


def test_a_page_of_200_mb_is_given_up_at_32_or_when_its_time_is_over(runs):
    assert {row["outcome"] for row in runs("faults").captures_of(news(432))} == {"no_response"}


def test_a_wrong_charset_in_the_header_spoils_no_text(runs):
    (title,) = (row["title"] for row in runs("faults").table("articles") if row["article_id"] == 435)
    assert title == "تقرير الميناء Number 435 on the Morning Boats"


@pytest.mark.parametrize("number", [422, 426, 430])
def test_a_fault_that_passes_costs_one_more_attempt(runs, number: int):
    assert runs("faults").paths.count(news(number)) == 2


def test_a_redirect_to_another_spelling_of_the_page_is_followed(runs):
    run = runs("faults")
    assert [row["outcome"] for row in run.captures_of(news(418))] == ["redirect"]
    assert [row["outcome"] for row in run.captures_of(f"{news(418)}/Report-418")] == ["ok"]


def test_a_redirect_loop_ends_after_five_hops(runs):
    assert len([path for path in runs("faults").paths if path.startswith(news(408))]) == 6


def test_nothing_is_asked_of_any_host_or_port_but_the_sites(runs):
    assert {hit.url.split("/")[2] for hit in runs("faults").hits} == {"alwaght.net"}


def test_every_attempt_is_archived(runs):
    run = runs("faults")
    assert len(run.table("captures")) == len(run.hits)


def test_no_traceback_is_shown_for_bad_input(runs):
    assert "Traceback" not in runs("faults").stderr


def test_every_page_that_was_tried_is_covered(runs):
    covered = {row["article_id"]: row["status"] for row in runs("faults").table("coverage")}
    assert covered.keys() >= set(FAULTS)
    assert covered[402] == "gone"
    assert covered[415] == "soft_404"
    assert covered[413] == "failed"
    assert covered[429] == "blocked"
    assert covered[442] == "failed"  # a 304 for a page that nobody has confirms nothing


def test_no_fault_of_an_article_that_is_archived_deletes_or_changes_it(runs):
    run = runs("turned faulty")
    assert (run.code, run.again.code) == (0, 0), run.again.stderr
    before, after = ({row["article_id"]: row for row in rows} for rows in (run.before["articles"], run.again.table("articles")))
    assert after.keys() == before.keys() == set(FAULTS)
    assert {number for number in FAULTS if after[number]["content_hash"] != before[number]["content_hash"]} == set()
    assert {row["revision"] for row in after.values()} == {1}
    assert len(run.again.table("revisions")) == len(FAULTS)
    assert {(row["status"], row["gone_since"]) for row in run.again.table("coverage") if row["article_id"] in FAULTS} == {("fetched", None)}


# --- waiting --------------------------------------------------------------------------------------


def test_nothing_is_asked_while_the_site_wants_us_to_wait(runs):
    run = runs("wait")
    assert run.code == 0, run.stderr
    assert len(run.articles()) == 20
    for asked in (520, 501):
        first, second = run.times(news(asked))
        sent_before = 0.3  # what was under way when the answer came
        assert not [at for at in (hit.at for hit in run.hits) if first + sent_before < at < first + 0.95]
        assert second >= first + 0.95


def test_a_wait_beyond_reason_ends_the_run_as_blocked(runs):
    run = runs("wait too long")
    assert run.code == 18
    assert "asked to wait" in run.told["error"]
    assert run.paths == ["/robots.txt", "/en"]


# --- bans -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["refused", "blocked by pages"])
def test_a_run_of_refusals_ends_the_crawl_as_blocked(runs, name: str):
    run = runs(name)
    assert run.code == 18
    assert "try again later" in run.told["error"]
    assert 10 <= len(run.paths) < 20
    assert set(run.summary["outcomes"]) == {"blocked", "gone"}  # its robots.txt is not there
    assert run.summary["snapshot"] is None  # refusals are kept in the archive; a dataset of nothing else says nothing of the site


# --- robots.txt -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["robots forbids all", "robots broken", "robots silent", "robots in a circle", "robots off the site", "robots wants years"],
)
def test_without_leave_nothing_is_asked_for(runs, name: str):
    run = runs(name)
    assert run.code == 18
    assert "robots.txt" in run.told["error"]
    assert set(run.paths) == {"/robots.txt"}


@pytest.mark.parametrize("name", ["robots broken", "moved away"])
def test_an_error_that_is_raised_is_not_in_the_log_as_well(runs, name: str):
    run = runs(name)
    assert run.told["error"]
    assert run.told["error"] not in run.stderr


def test_a_site_that_is_somewhere_else_now_is_a_failure_though_it_answers(runs):
    run = runs("moved away")
    assert run.code == 1
    assert "the home page gave nothing (HTTP status 302 to http://new.example/)" in run.told["error"]


def test_a_robots_txt_that_lies_elsewhere_on_the_site_is_obeyed(runs):
    run = runs("robots elsewhere")
    assert run.code == 18
    assert "forbids all" in run.told["error"]
    assert set(run.paths) == {"/robots.txt", "/rules.txt"}


def test_what_robots_txt_forbids_is_left_out_and_the_rest_is_read(runs):
    run = runs("robots forbids some")
    assert run.code == 0, run.stderr
    assert not [path for path in run.paths if "NewsCase" in path]
    assert len(run.articles()) == 13
    assert run.summary["forbidden"] == 1


def test_a_crawl_delay_holds_even_at_full_speed(runs):
    run = runs("robots slow")
    assert run.code == 0, run.stderr
    assert run.hits[-1].at - run.hits[0].at > 0.29 * (len(run.hits) - 1)
