"""What a crawl asks for, keeps and publishes, on a site that behaves."""

from __future__ import annotations


def test_every_article_that_any_page_leads_to_is_read(runs):
    run = runs("small")
    assert run.code == 0, run.stderr
    assert run.articles() == [*range(101, 111), 301, 302, 303]
    assert run.summary["articles_new"] == 13


def test_each_article_is_asked_for_once_under_any_of_its_names(runs):
    numbers = [path.split("/")[3] for path in runs("small").paths if "/News/" in path]
    assert len(numbers) == len(set(numbers))


def test_robots_txt_is_asked_for_first_and_once(runs):
    paths = runs("small").paths
    assert paths[0] == "/robots.txt"
    assert paths.count("/robots.txt") == 1


def test_every_page_of_a_list_is_read_and_no_page_twice(runs):
    run = runs("small")
    assert [path for path in run.paths if path.startswith("/en/Keywords")] == ["/en/Keywords/Harbour"] + [
        f"/en/Keywords/Harbour//{number}" for number in (1, 2, 3)
    ]
    assert len(run.paths) == len(set(run.paths))


def test_requests_say_who_asks_and_carry_nothing_else_about_us(runs):
    for hit in runs("small").hits:
        assert hit.headers["user-agent"].startswith("alwaghtarchive/")
        assert "contact" in hit.headers["user-agent"]
        assert not {"cookie", "referer", "authorization", "proxy-authorization"} & hit.headers.keys()


def test_every_fetch_is_a_row_that_names_its_record(runs):
    run = runs("small")
    captures = run.table("captures")
    assert len(captures) == len(run.hits) == run.summary["requests"]
    for row in captures:
        file = run.data / "captures" / row["warc_file"]
        assert row["warc_offset"] + row["warc_length"] <= file.stat().st_size


def test_every_answer_tells_how_long_it_took(runs):
    captures = runs("wait").table("captures")
    waited = [row["latency_ms"] for row in captures if row["article_id"] in range(502, 520)]
    assert len(waited) == 18
    assert min(waited) >= 50  # the site lets each page wait that long
    assert all((row["latency_ms"] is None) == (row["status"] is None) for row in [*captures, *runs("faults").table("captures")])


def test_a_missing_page_is_gone_and_no_article(runs):
    (row,) = runs("small").captures_of("/en/News/199")
    assert (row["outcome"], row["status"]) == ("gone", 404)


def test_a_run_leaves_a_record_of_what_it_did(runs):
    run = runs("small")
    (record,) = (run.data / "runs").iterdir()
    assert run.summary["run_id"] in record.name
    assert '"articles_new": 13' in record.read_text()


def test_progress_counts_up_to_the_end(runs):
    pages, articles, queue, errors, *_ = runs("small").told["progress"][-1]
    assert (articles, queue, errors) == (13, 0, 0)
    assert pages == runs("small").summary["pages"]


def test_nothing_listens_and_no_console_runs(runs):
    assert runs("small").told["listening"] == []


def test_topics_reads_lists_and_no_article(runs):
    run = runs("topics")
    assert run.code == 0, run.stderr
    assert not [path for path in run.paths if "/News/" in path]
    assert "/en/NewsCase/type/8" in run.paths
    assert {row["article_id"] for row in run.table("listings")} >= {103, 106}


def test_ids_asks_for_those_articles_and_nothing_else(runs):
    run = runs("ids")
    assert run.paths == ["/robots.txt", "/en/News/103", "/en/News/104", "/en/News/105"]


def test_a_limit_ends_the_crawl_at_that_many_articles(runs):
    run = runs("limit")
    assert run.code == 0, run.stderr
    assert len(run.articles()) == 3


def test_traps_end_by_themselves(runs):
    run = runs("traps")
    assert run.code == 0, run.stderr
    assert run.articles() == [1, 2]
    assert len([path for path in run.paths if "/Keywords/Trap" in path]) == 3
    assert len(run.paths) < 400
