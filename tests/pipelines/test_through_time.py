"""What the dataset says of things that come, change and go: deleted articles, reworded terms, numbers used twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alwaght_scraper.items import GlossaryEntry, Outcome
from tests.pipelines.folding import fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, link_to

DAY = timedelta(days=1)


def covered(snapshot, article_id=5):
    (row,) = [row for row in snapshot.table("coverage").to_pylist() if row["article_id"] == article_id]
    return row


def at(day, outcome, article_id=5):
    return failed_capture(outcome, article_id, when=DAY_ONE + day * DAY)


# --- articles that go -----------------------------------------------------------------------------


def test_a_deleted_article_keeps_its_rows_and_says_when_it_went_once_two_runs_missed_it(tmp_path):
    fold(tmp_path, [article_capture(5)])
    once = covered(fold(tmp_path, [at(1, Outcome.GONE)]))
    assert (once["status"], once["gone_since"], once["attempts"]) == ("fetched", None, 2)
    snapshot = fold(tmp_path, [at(2, Outcome.GONE)])
    twice = covered(snapshot)
    assert (twice["status"], twice["gone_since"], twice["last_tried"]) == ("gone", DAY_ONE + DAY, DAY_ONE + 2 * DAY)
    assert snapshot.table("articles").num_rows == snapshot.table("revisions").num_rows == 1


def test_a_deleted_article_that_comes_back_is_as_if_it_had_never_gone(tmp_path):
    captured = [article_capture(5), at(1, Outcome.GONE), at(2, Outcome.GONE), article_capture(5, when=DAY_ONE + 3 * DAY)]
    snapshot = fold(tmp_path, captured)
    assert (covered(snapshot)["status"], covered(snapshot)["gone_since"]) == ("fetched", None)
    (article,) = snapshot.table("articles").to_pylist()
    assert (article["revision"], article["last_seen"]) == (1, DAY_ONE + 3 * DAY)


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.SOFT_404, Outcome.HTTP_ERROR, Outcome.NO_RESPONSE, Outcome.BLOCKED])
def test_a_site_that_is_down_for_hours_deletes_nothing(tmp_path, outcome):
    known = [article_capture(article_id) for article_id in range(1, 30)]
    hours = [DAY_ONE + DAY + timedelta(hours=hour) for hour in (0, 3, 11)]
    down = [failed_capture(outcome, article_id, when=when) for when in hours for article_id in range(1, 30)]
    coverage = fold(tmp_path, known + down).table("coverage").to_pylist()
    assert {(row["status"], row["gone_since"]) for row in coverage if row["article_id"] < 30} == {("fetched", None)}


def test_a_number_that_never_was_an_article_is_gone_at_once(tmp_path):
    row = covered(fold(tmp_path, [at(0, Outcome.GONE)]))
    assert (row["status"], row["gone_since"]) == ("gone", DAY_ONE)


def test_what_was_tried_how_often_and_when_stands_in_coverage(tmp_path):
    tried = [at(0, Outcome.HTTP_ERROR, 6), at(1, Outcome.NO_RESPONSE, 6), at(2, Outcome.BLOCKED, 6)]
    snapshot = fold(tmp_path, [article_capture(5, links=[link_to(6), link_to(9)]), *tried])
    six, nine = covered(snapshot, 6), covered(snapshot, 9)
    assert (six["status"], six["attempts"]) == ("blocked", 3)
    assert (six["first_tried"], six["last_tried"]) == (DAY_ONE, DAY_ONE + 2 * DAY)
    assert (nine["status"], nine["attempts"], nine["first_tried"], nine["known_via"]) == ("never_tried", 0, None, ["article"])


# --- articles that change -------------------------------------------------------------------------


def test_a_number_used_again_for_another_article_keeps_both_and_shows_it(tmp_path):
    first = article_capture(5, title="The Ferry Stops", tags=("Ferry",))
    second = article_capture(5, when=DAY_ONE + DAY, title="Lemons Grow Dear", tags=("Lemons",))
    snapshot = fold(tmp_path, [first, second])
    versions = {row["title"]: row for row in snapshot.table("revisions").to_pylist()}
    assert versions.keys() == {"The Ferry Stops", "Lemons Grow Dear"}
    assert versions["Lemons Grow Dear"]["changed_fields"] == ["title", "tags"]
    (article,) = snapshot.table("articles").to_pylist()
    assert (article["title"], article["revision"]) == ("Lemons Grow Dear", 2)


# --- the glossary ---------------------------------------------------------------------------------


def boxed(day, *entries):
    """A page visited on a day, with the In Focus box as it was then."""
    box = [GlossaryEntry(term, definition, place) for place, (term, definition) in enumerate(entries)]
    return article_capture(5 + day, when=DAY_ONE + day * DAY, glossary=box)


def test_each_wording_of_a_term_has_its_own_first_and_last_sighting(tmp_path):
    days = [
        boxed(0, ("Kurds", "A people of four states."), ("Pier", None)),
        boxed(1, ("Kurds", "A people of four states."), ("Pier", None)),
        boxed(2, ("Pier", None), ("Kurds", "A people of the mountains.")),
        boxed(3, ("Kurds", "A people of the mountains.")),
        boxed(4, ("Kurds", "A people of four states.")),
    ]
    expected = [
        ("Kurds", "A people of four states.", 0, 4, 0),
        ("Kurds", "A people of the mountains.", 2, 3, 0),
        ("Pier", None, 0, 2, 0),
    ]
    for number, order in enumerate((days, days[::-1])):
        rows = fold(tmp_path / str(number), order).table("glossary").to_pylist()
        found = [
            (r["term"], r["definition"], (r["first_seen"] - DAY_ONE).days, (r["last_seen"] - DAY_ONE).days, r["position"]) for r in rows
        ]
        assert found == expected


def test_rewordings_show_as_rows_of_one_term_in_order_of_time(tmp_path):
    snapshot = fold(tmp_path, [boxed(day, ("Pier", wording)) for day, wording in enumerate(["Of wood.", "Of stone.", "Of stone."])])
    rows = sorted(snapshot.table("glossary").to_pylist(), key=lambda row: row["first_seen"])
    assert [(row["definition"], (row["last_seen"] - row["first_seen"]).days) for row in rows] == [("Of wood.", 0), ("Of stone.", 1)]
