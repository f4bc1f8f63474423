"""What a reader of the dataset sees as the site changes."""

from __future__ import annotations

from datetime import timedelta

from tests.pipelines.folding import contents, fold
from tests.pipelines.making import DAY_ONE, article_capture


def test_an_edit_is_a_second_version_that_says_what_changed(tmp_path):
    fold(tmp_path, [article_capture(title="Old", tags=("a",))])
    snapshot = fold(tmp_path, [article_capture(when=DAY_ONE + timedelta(days=1), title="New", tags=("b",))])
    (article,) = snapshot.table("articles").to_pylist()
    versions = {row["title"]: row for row in snapshot.table("revisions").to_pylist()}
    assert (article["title"], article["revision"], article["first_seen"]) == ("New", 2, DAY_ONE)
    assert (versions["Old"]["changed_fields"], versions["New"]["changed_fields"]) == ([], ["title", "tags"])
    assert snapshot.table("tags").column("tag").to_pylist() == ["b"]


def test_a_hundred_edits_are_a_hundred_versions_and_ten_visits_without_any_are_none(tmp_path):
    for hour in range(10):
        edits = [
            article_capture(when=DAY_ONE + timedelta(hours=hour, seconds=number), title=f"Title {number}")
            for number in range(10 * hour, 10 * hour + 10)
        ]
        fold(tmp_path, edits)
    for day in range(1, 11):
        snapshot = fold(tmp_path, [article_capture(when=DAY_ONE + timedelta(days=day), title="Title 99")])
    (article,) = snapshot.table("articles").to_pylist()
    assert (article["revision"], snapshot.table("revisions").num_rows, article["title"]) == (100, 100, "Title 99")


def test_an_article_that_arrives_later_is_found_by_the_edges_of_untouched_files(tmp_path):
    first = fold(tmp_path, [article_capture(10_005)])
    assert first.table("related").column("in_archive").to_pylist() == [False, False]
    second = fold(tmp_path, [article_capture(7)])
    edges = [row for row in second.table("related").to_pylist() if row["article_id"] == 10_005]
    assert [(row["related_id"], row["in_archive"]) for row in edges] == [(7, True), (None, False)]


def test_only_what_a_run_touches_is_written(tmp_path):
    old = fold(tmp_path, [article_capture(article_id) for article_id in (5, 10_005, 20_005)])
    new = fold(tmp_path, [article_capture(10_005, when=DAY_ONE + timedelta(days=40))])
    written = {name for name, data in contents(new).items() if contents(old).get(name) != data}
    assert written == {
        "articles/en-000001xxxx.parquet",  # last_seen
        "revisions/en-000001xxxx.parquet",
        "captures/2021-06-12.parquet",
        "coverage/en.parquet",
        "manifest.json",
        *("README.md", "croissant.json", "datapackage.json"),  # they tell how many rows there are
    }
