"""Merging is a set union: associative, commutative and idempotent for every table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.items import GlossaryEntry, Outcome
from alwaght_scraper.tables import CoverageRow
from pipelines.merge import RULES, changed_fields, history, standing
from pipelines.rows import facts
from pipelines.schema import TABLES
from tests.pipelines import making
from tests.pipelines.making import DAY_ONE, article_capture, list_capture, make_entry

SOON, LATER = DAY_ONE + timedelta(hours=1), DAY_ONE + timedelta(hours=2)


def rows_of(captured, table):
    found = facts(captured)
    known = [
        CoverageRow(*key, (via,), found.capture.fetched_at, "never_tried", 0, None, None, None)
        for via, keys in found.sightings.items()
        for key in keys
    ]
    revisions = [found.revision] if found.revision else []
    return {"captures": [found.capture], "revisions": revisions, "glossary": found.glossary, "listings": found.listings, "coverage": known}[
        table
    ]


@st.composite
def same_rows(draw, table):
    """Rows of one table that all have the same key."""
    groups = {}
    for captured in draw(making.captures(max_size=20)):
        for row in rows_of(captured, table):
            groups.setdefault(RULES[table].identity(*(getattr(row, name) for name in TABLES[table].order)), []).append(row)
    return draw(st.sampled_from(list(groups.values()))) if groups else []


def union(table, *rows):
    winner, changes = RULES[table].reduce(rows)
    return replace(winner, **changes)


@pytest.mark.parametrize("table", RULES)
@given(data=st.data())
@making.CALM
def test_rows_unite_the_same_in_any_order_grouping_and_number(table, data):
    rows = data.draw(same_rows(table))
    if not rows:
        return
    at_once = union(table, *rows)
    shuffled = data.draw(st.permutations(rows + rows[:2]))
    one_by_one = shuffled[0]
    for row in shuffled[1:]:
        one_by_one = union(table, one_by_one, row)
    cut = data.draw(st.integers(1, len(shuffled)))
    in_halves = union(table, *(union(table, *half) for half in (shuffled[:cut], shuffled[cut:]) if half))
    assert at_once == one_by_one == in_halves
    assert union(table, at_once, at_once) == at_once


def test_a_version_keeps_the_content_of_its_first_sighting_and_both_ends_of_its_time():
    first, second = (facts(article_capture(when=when)).revision for when in (SOON, LATER))
    united = union("revisions", second, first)
    assert (united.first_seen, united.last_seen, united.capture_id) == (SOON, LATER, first.capture_id)


def test_a_wording_keeps_the_position_of_its_last_sighting():
    pages = [
        list_capture([], when=when, glossary=[GlossaryEntry("Pier", "a bridge", place)])
        for when, place in ((SOON, 4), (LATER, 9), (LATER, 2))
    ]
    rows = [facts(page).glossary[0] for page in pages]
    for order in permutations(rows):
        assert (union("glossary", *order).position, union("glossary", *order).first_seen) == (2, SOON)


def test_a_list_entry_is_as_its_last_sighting_showed_it():
    rows = [
        facts(list_capture([make_entry(place, title=title)], when=when)).listings[0]
        for when, place, title in ((SOON, 1, "Old"), (LATER, 8, "New"))
    ]
    for order in permutations(rows):
        united = union("listings", *order)
        assert (united.position, united.title, united.seen_at) == (8, "New", LATER)


def test_a_capture_that_lies_twice_is_named_where_it_lies_first():
    places = [("b.warc.gz", 1), ("a.warc.gz", 900), ("a.warc.gz", 1_000)]
    rows = [facts(article_capture(place=place)).capture for place in places]
    for order in permutations(rows):
        united = union("captures", *order)
        assert (united.warc_file, united.warc_offset) == ("a.warc.gz", 900)


@pytest.mark.parametrize(("definition", "other"), [(None, ""), ("a", "b"), (None, "a")])
def test_other_wordings_are_other_rows(definition, other):
    identity = RULES["glossary"].identity
    assert identity("en", "Pier", definition) != identity("en", "Pier", other)


def test_wordings_sort_with_the_missing_definition_last():
    identity = RULES["glossary"].identity
    assert sorted([None, "b", "a"], key=lambda text: identity("en", "Pier", text)) == ["a", "b", None]


def test_a_list_entry_is_known_by_its_id_else_its_address_else_its_title():
    identity = RULES["listings"].identity
    assert identity("en", "t", 5, "http://x/5", "A") == identity("en", "t", 5, None, "B")
    assert identity("en", "t", None, "http://x/5", "A") == identity("en", "t", None, "http://x/5", "B")
    assert len({identity("en", "t", *rest) for rest in ((5, "u", "A"), (None, "u", "A"), (None, None, "A"), (None, None, "B"))}) == 4


def version(content_hash, first_seen, last_seen):
    return SimpleNamespace(content_hash=content_hash, first_seen=first_seen, last_seen=last_seen)


def test_the_version_seen_last_is_current_even_when_it_is_the_older_wording():
    reverted, edited = version("a", DAY_ONE, LATER), version("b", SOON, SOON)
    story = history([edited, reverted])
    assert (story.current, story.versions) == (reverted, (reverted, edited))
    assert (story.first_seen, story.last_seen) == (DAY_ONE, LATER)


def test_of_two_versions_seen_last_at_once_the_greater_hash_is_current():
    assert history([version("b", SOON, LATER), version("a", SOON, LATER)]).current.content_hash == "b"


CONTENT = {
    "title": "A", "published": None, "published_raw": None, "category": None, "dateline": None, "teaser": None,
    "body": "a", "blocks": ["p a"], "tags": [], "related": [], "images": [],
}  # fmt: skip


@pytest.mark.parametrize(("edit", "names"), [
    ({}, ()), ({"title": "B"}, ("title",)), ({"body": "b", "blocks": ["p b"]}, ("body", "blocks")), ({"blocks": ["h a"]}, ("blocks",)),
    ({"images": ["i"], "teaser": "x", "tags": ["t"]}, ("teaser", "tags", "images")),
])  # fmt: skip
def test_changed_fields_are_named_in_column_order(edit, names):
    assert changed_fields(CONTENT, CONTENT | edit) == names


@pytest.mark.parametrize(("outcomes", "status"), [
    (["ok"], "fetched"),
    (["gone"], "gone"),
    (["soft_404"], "soft_404"),
    (["rejected"], "rejected"),
    (["blocked"], "blocked"),
    (["http_error"], "failed"),
    (["no_response"], "failed"),
    (["redirect"], "failed"),
    (["not_modified"], "failed"),
    (["ok", "http_error"], "fetched"),
    (["ok", "no_response"], "fetched"),
    (["ok", "blocked"], "fetched"),
    (["ok", "rejected"], "fetched"),
    (["ok", "gone"], "fetched"),
    (["ok", "soft_404"], "fetched"),
    (["ok", "gone", "gone"], "gone"),
    (["ok", "gone", "soft_404"], "soft_404"),
    (["ok", "gone", "http_error"], "fetched"),
    (["ok", "gone", "http_error", "gone", "blocked"], "gone"),
    (["ok", "gone", "ok", "gone"], "fetched"),
    (["ok", "gone", "ok"], "fetched"),
    (["ok", "gone", "not_modified"], "fetched"),
    (["gone", "ok"], "fetched"),
    (["gone", "blocked"], "gone"),
    (["gone", "not_modified"], "gone"),
    (["rejected", "no_response"], "failed"),
    (["no_response", "blocked"], "blocked"),
])  # fmt: skip
def test_the_standing_of_an_article_is_the_last_answer_about_it(outcomes, status):
    attempts = [(DAY_ONE + timedelta(days=day), outcome) for day, outcome in enumerate(outcomes)]
    summed = standing(reversed(attempts))
    assert summed[:4] == (status, len(outcomes), attempts[0][0], attempts[-1][0])
    assert (summed.gone_since is not None) == (status in {"gone", "soft_404"})


@given(st.lists(st.tuples(making.TIMES, st.sampled_from([outcome.value for outcome in Outcome])), min_size=1), st.randoms())
@making.CALM
def test_standing_does_not_depend_on_the_order_of_captures(attempts, random):
    shuffled = random.sample(attempts, len(attempts))
    assert standing(shuffled) == standing(attempts)
