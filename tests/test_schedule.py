"""When a page is due again: the rules of `schedule`, for all histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.schedule import FIRST_RETRY, LAST_RETRY, LONGEST, LONGEST_FOR_LISTS, SHORTEST, History, urgency, wait

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(0), timedelta(days=4000))


@given(SPANS, SPANS, st.integers(0, 50))
def test_the_longer_a_page_was_quiet_the_longer_is_the_wait(quiet: timedelta, more: timedelta, edits: int) -> None:
    early, late = History(START, START + quiet, edits=edits), History(START, START + quiet + more, edits=edits)
    assert SHORTEST <= wait(early) <= wait(late) <= LONGEST
    assert wait(late, LONGEST_FOR_LISTS) == min(wait(late), LONGEST_FOR_LISTS)


@given(SPANS, st.integers(0, 50), st.integers(1, 50))
def test_the_more_edits_the_sooner(quiet: timedelta, edits: int, more: int) -> None:
    assert wait(History(START, START + quiet, edits=edits + more)) <= wait(History(START, START + quiet, edits=edits))


@given(SPANS, SPANS)
def test_a_change_makes_a_page_due_sooner(quiet: timedelta, since: timedelta) -> None:
    changed = min(START + since, START + quiet)
    assert wait(History(changed, START + quiet)) <= wait(History(START, START + quiet))


@given(SPANS, SPANS, st.none() | SPANS, st.timedeltas(timedelta(0), timedelta(days=1000)), st.integers(0, 9))
def test_urgency_grows_with_time_and_reaches_one_when_the_wait_is_over(
    quiet: timedelta, later: timedelta, failing: timedelta | None, passed: timedelta, edits: int
) -> None:
    tried = START + quiet
    history = History(START, tried, None if failing is None else tried - failing, edits)
    assert urgency(history, tried + passed) <= urgency(history, tried + passed + later)
    assert urgency(history, tried + wait(history)) == 1


@given(st.lists(st.timedeltas(timedelta(minutes=1), timedelta(hours=12)), min_size=1, max_size=12))
def test_waits_after_failures_double_up_to_their_bound(delays: list[timedelta]) -> None:
    tried, waits = START, []
    for delay in delays:  # each run comes a little after the page is due
        waits.append(wait(History(START, tried, START)))
        tried += waits[-1] + delay
    assert waits[0] == FIRST_RETRY
    assert all(min(2 * before, LAST_RETRY) <= after <= LAST_RETRY or before == FIRST_RETRY <= after for before, after in pairwise(waits))


def test_an_article_is_looked_at_about_twenty_times_in_its_first_year() -> None:
    tried, visits = START, 0
    while tried < START + timedelta(days=365):
        tried += wait(History(START, tried))
        visits += 1
    assert 17 <= visits <= 21
