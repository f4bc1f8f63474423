"""However a crawl ends, what it captured stays, and the same command goes on from there."""

from __future__ import annotations

import pytest

ALL = list(range(601, 661))
IN_FLIGHT = 8


def asked(run) -> list[int]:
    return [int(path.split("/")[3]) for path in run.paths if "/News/" in path]


def test_a_second_crawl_reads_the_lists_and_no_article_that_is_there(runs):
    again = runs("twice").again
    assert again.code == 0, again.stderr
    assert {"/en", "/en/Section/2", "/en/Keywords/Harbour//2", "/en/NewsCase/type/8", "/ar/Keywords/Harbour"} <= set(again.paths)
    assert asked(again) == [199]  # was missing, and still is


def test_a_second_crawl_of_an_unchanged_site_changes_no_article(runs):
    run = runs("twice")
    assert run.again.table("articles") == run.before["articles"]


def test_a_list_that_only_a_tag_leads_to_is_found_by_the_next_crawl(runs):
    assert "/ar/Keywords/Harbour" in runs("twice").again.paths


def test_one_signal_ends_a_crawl_cleanly_and_publishes_what_came(runs):
    run = runs("interrupted")
    assert run.code == 11
    assert "run the same command again" in run.told["error"]
    assert [name for name in run.left if name.endswith(".open")] == []
    published = {row["article_id"] for row in run.before["articles"]}
    assert len(published) >= 10
    assert published <= set(asked(run))
    assert len(run.before["captures"]) >= len(run.hits) - IN_FLIGHT


def test_requests_that_hang_do_not_keep_a_stopped_crawl(runs):
    run = runs("interrupted while it hangs")
    assert run.code == 11
    assert run.seconds_to_end < 25  # the server would keep them for 30 s, and the timeout for 60
    assert {row["outcome"] for row in run.table("captures") if "/News/" in row["url"]} == set()


def test_two_signals_end_a_crawl_without_waiting_for_the_dataset(runs):
    run = runs("interrupted twice")
    assert run.code == 11
    assert run.before == {}


def test_a_kill_leaves_captures_in_the_open_file(runs):
    run = runs("killed")
    assert run.code == -9
    assert run.before == {}
    assert [name for name in run.left if name.endswith(".warc.gz.open")]


@pytest.mark.parametrize("name", ["interrupted", "interrupted twice", "killed"])
def test_the_next_run_completes_what_was_stopped_and_asks_for_little_twice(runs, name: str):
    run = runs(name)
    again = run.again
    assert again.code == 0, again.stderr
    assert again.articles() == ALL
    assert len(set(asked(run)) & set(asked(again))) <= IN_FLIGHT
    assert len(asked(again)) == len(set(asked(again)))


@pytest.mark.parametrize("name", ["interrupted twice", "killed"])
def test_captures_of_a_run_that_died_are_folded_in_by_the_next(runs, name: str):
    again = runs(name).again
    assert again.summary["recovered"] >= 10
    captures = again.table("captures")
    assert len({row["capture_id"] for row in captures}) == len(captures) == again.summary["recovered"] + again.summary["requests"]
