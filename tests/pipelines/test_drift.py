"""Health: a change of the site's template is caught and named, wherever it is confined to; what is normal passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest

from alwaght_scraper.capture_row import captured
from alwaght_scraper.captures.capture import Location
from alwaght_scraper.errors import ExpectationError, LayoutDriftError
from alwaght_scraper.items import Block, Outcome
from alwaght_scraper.parsers.extract import extract
from alwaght_scraper.replica.pages import article_page
from alwaght_scraper.tables import Captured
from pipelines.expectations import Expectations
from pipelines.health import Gate
from pipelines.stage import Stage
from pipelines.validate import validate
from tests.parsers.mutating import with_other_names
from tests.pipelines.changed_templates import BREAKING, HARMLESS, both
from tests.pipelines.folding import fold
from tests.pipelines.making import failed_capture

ENGLISH, ARABIC = 300, 80
LATER = timedelta(days=3)
VISIT = datetime(2026, 6, 1, tzinfo=UTC)  # one day for all pages: each day of captures is a file, and the gate reads them all


@cache
def page(number):
    markup, lang = ("portal", "en") if number < ENGLISH else ("souk", "ar")
    return article_page(markup, number, lang, weight=0.02, size=6)


def read(number, change=None, *, later=timedelta()):
    when = VISIT + timedelta(seconds=number) + later
    capture = replace(page(number).capture(), fetched_at=when, location=Location("a.warc.gz", number, 1))
    if change is not None:
        capture = replace(capture, payload=change(capture.payload.decode()).encode())
    return validate(captured(capture, replace(extract(capture), links=())))  # links have no say, and staging them takes most of the time


@cache
def good(number):
    return read(number)


def again(number, days=3):
    """The same page seen again, later."""
    one, when = good(number), good(number).row.fetched_at + timedelta(days=days)
    return Captured(replace(one.row, fetched_at=when, capture_id=f"{number:028x}{days:04x}"), one.extraction)


SITE = range(ENGLISH + ARABIC)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """A dataset of most of the site: what comes later is measured against it."""
    folder = tmp_path_factory.mktemp("health")
    return folder, fold(folder, [good(number) for number in SITE if number % 10])


def examine(dataset, run, **options):
    """The gate's findings about a run on top of the dataset; raises what the gate raises."""
    folder, old = dataset
    gate = Gate(Expectations(), **options)
    with Stage(folder / "staging" / "examined") as stage:
        for one in run:
            stage.add(one)
        stage.close()
        gate.check(old, stage, old)
    return gate.health


def seen(number):
    return number % 10 != 0


def with_new_names(html):
    return with_other_names(html, "redesign")


EN = [number for number in SITE if number < ENGLISH]
NEW = [number for number in EN if not seen(number)]


@cache
def by_category(wanted):
    """The first pages of the dataset that print the category Analysis, or another."""
    return [n for n in EN if seen(n) and (page(n).expected.article.category == "Analysis") is wanted]


CONFINED = {
    "all articles": lambda: ([*by_category(True)[:19], *by_category(False)[:9]], []),
    "one section": lambda: (by_category(True)[:19], [n for n in SITE if n not in by_category(True)][:150]),
    "5 % of the pages": lambda: (few := [*by_category(True)[:10], *by_category(False)[:9]], [n for n in SITE if n not in few]),
    "new articles": lambda: (NEW, []),
}
"""Which pages have changed, and which are seen again as they were."""


@cache
def changed(name, number):
    return read(number, BREAKING[name][0], later=LATER)


@pytest.mark.parametrize("confined", CONFINED)
@pytest.mark.parametrize("name", BREAKING)
def test_a_field_that_a_change_takes_away_is_named(dataset, name, confined):
    numbers, rest = CONFINED[confined]()
    with pytest.raises((ExpectationError, LayoutDriftError), match=f"fill.{BREAKING[name][1]}[ ,]") as caught:
        examine(dataset, [*(changed(name, number) for number in numbers), *map(again, rest)])
    assert "such as http://alwaght.net/en/News/" in str(caught.value)
    assert "--accept-changes" in str(caught.value)


@pytest.mark.parametrize("name", HARMLESS)
def test_a_change_that_the_parser_sees_through_is_let_pass(dataset, name):
    run = [read(number, HARMLESS[name], later=LATER) for number in EN[:20]]
    assert examine(dataset, run).findings == ()


# --- what is normal ------------------------------------------------------------------------------


def edited(rng, one):
    """The page after an editor was at it."""
    article = one.extraction.article
    if article is None:
        return one
    change = rng.choice(
        (
            {"title": f"{article.title}, Again"},
            {"blocks": (*article.blocks, Block("paragraph", "A correction was added to this report on the following day."))},
            {"blocks": article.blocks[:-1], "teaser": None},
            {"tags": article.tags[1:]},
            {"images": ()},
            {"category": "Analysis" if article.category == "News" else "News"},
        )
    )
    return Captured(one.row, replace(one.extraction, article=replace(article, **change)))


def missing(number, outcome, days=3):
    row = good(number).row
    return failed_capture(outcome, row.article_id, row.lang, row.fetched_at + timedelta(days=days))


@pytest.mark.parametrize("seed", range(50))
def test_a_normal_refresh_is_let_pass(dataset, seed):
    rng = Random(seed)
    numbers = rng.sample(SITE, rng.choice((3, 20, 60, 120)))
    deleted = set(rng.sample(numbers, len(numbers) // 50))
    run = [missing(n, Outcome.GONE) if n in deleted else edited(rng, again(n)) if rng.random() < 0.1 else again(n) for n in numbers]
    assert examine(dataset, run).findings == ()


def test_a_first_run_has_nothing_to_be_measured_against(tmp_path):
    gate = Gate(Expectations())
    fold(tmp_path, [good(number) for number in EN[:60]], gate=gate)
    assert gate.health.findings == ()


# --- a site that is down -------------------------------------------------------------------------

DOWN = {
    Outcome.GONE: "vanished of the pages seen before is 100.0 % of 60 pages, wanted at most 5.0 %",
    Outcome.SOFT_404: "soft_404 of en is 100.0 % of 60 pages, wanted at most 50.0 %",
    Outcome.HTTP_ERROR: "failed of en is 100.0 % of 60 pages, wanted at most 50.0 %",
    Outcome.NO_RESPONSE: "failed of en is 100.0 %",
    Outcome.BLOCKED: "failed of en is 100.0 %",
    Outcome.REJECTED: "also rejected",
}
SEEN = [number for number in EN if seen(number)][:60]


@pytest.mark.parametrize("outcome", DOWN)
def test_a_site_that_is_down_is_no_news(dataset, outcome):
    with pytest.raises((ExpectationError, LayoutDriftError), match=DOWN[outcome]):
        examine(dataset, [missing(number, outcome) for number in SEEN])


def test_a_site_that_came_back_is_measured_by_its_last_answers(dataset):
    down = [missing(number, Outcome.GONE, days=1) for number in SEEN]
    assert examine(dataset, [*down, *map(again, SEEN)]).findings == ()


def test_what_a_person_accepts_is_published_and_told_in_the_record(dataset):
    health = examine(dataset, [missing(number, Outcome.GONE) for number in SEEN], accept=True)
    assert health.accepted
    assert [finding["expectation"] for finding in health.record()["findings"]] == ["vanished"]


def test_layouts_never_seen_before_are_told_with_what_moved(dataset):
    run = [read(number, both(BREAKING["no category"][0], with_new_names), later=LATER) for number in NEW]
    with pytest.raises(LayoutDriftError, match=r"fill.category of en is 0.0 % .* in pages of layouts never seen before"):
        examine(dataset, run)
    health = examine(dataset, run, accept=True)
    (moved,) = health.moved
    expected, found = moved.fill["category"]
    assert (found, expected > 0.5, moved.pages) == (0, True, len(NEW))


def test_what_is_learnt_can_start_anew(dataset):
    run = [changed("no category", number) for number in NEW]
    folder, old = dataset
    gate = Gate(Expectations(learn_since=good(0).row.fetched_at + timedelta(days=99)))
    with Stage(folder / "staging" / "anew") as stage:
        for one in run:
            stage.add(one)
        stage.close()
        gate.check(old, stage, old)
    assert gate.health.findings == ()
