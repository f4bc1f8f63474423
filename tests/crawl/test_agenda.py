"""A refresh of a large archive, without a network: what it asks for in all, and what comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from alwaght_scraper.agenda import WHOLE_AFTER, Agenda
from alwaght_scraper.frontier import Frontier
from alwaght_scraper.items import Extraction, ListingEntry, Outcome, PageKind, PageLink
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import address
from alwaght_scraper.tables import Captured
from alwaght_scraper.visits import Visit, article_key
from pipelines.publish import publish
from pipelines.read import Snapshot
from pipelines.stage import Stage
from tests.pipelines.making import DAY_ONE, SITE, article_capture, failed_capture, list_capture, make_entry, make_row

N, LISTS, NEW = 3_000, 150, 12
HOME = PageLink(f"{SITE}/en", PageKind.HOME, "en", None)


def first_page(tag: str, entry: ListingEntry, when: datetime = DAY_ONE) -> Captured:
    return at(list_capture([entry], tag, when=when), tag)


def at(found: Captured, path: str) -> Captured:
    return replace(found, row=replace(found.row, url=f"{SITE}/en/Keywords/{path}"))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Every article and list captured on one day, the articles printed two days before: all of it due a month later."""
    data = tmp_path_factory.mktemp("archive")
    with Stage(data / "staging") as stage:
        for number in range(1, N + 1):
            stage.add(article_capture(number, when=DAY_ONE + timedelta(seconds=number)))
        for number in range(LISTS):  # read once all they name is there, so that none is news
            stage.add(first_page(f"Tag{number}", make_entry(0, number + 1), DAY_ONE + timedelta(seconds=N + 1 + number)))
        stage.add(failed_capture(Outcome.NO_RESPONSE, N + 1))
        return publish(data, stage, journal={}, extractor="1")


def no_page(path: str, outcome: Outcome, when: datetime) -> Captured:
    row = make_row(f"{SITE}/en/Keywords/{path}", when, outcome=outcome, kind=PageKind.TAG_LIST)
    return Captured(row, Extraction(PageKind.TAG_LIST, outcome, "en", reason="none"))


def refreshed(snapshot: Snapshot, after: timedelta, new: int = NEW, window: int = 64) -> list[Visit]:
    """The visits of a refresh of a site whose home page names some new articles, and which changed in nothing else."""
    frontier = Frontier(Scope(langs=("en",)), window)
    frontier.archive_has(article_key("en", number) for number in range(1, N + 1))
    frontier.take_up(Agenda.draw_up(snapshot, DAY_ONE + after))
    frontier.start()
    links = tuple(PageLink(f"{SITE}/en/News/{N + 10 + number}", PageKind.ARTICLE, "en", N + 10 + number) for number in range(new))
    visits: list[Visit] = []
    while released := list(frontier.release()):
        for visit in released:
            is_home = visit.kind is PageKind.HOME
            frontier.ended(
                visit, Extraction(visit.kind, Outcome.OK if is_home else Outcome.NOT_MODIFIED, "en", links=links if is_home else ())
            )
        visits += released
    return visits


def test_it_costs_what_changed_and_a_small_share_of_the_archive(snapshot: Snapshot) -> None:
    visits = refreshed(snapshot, timedelta(days=40))
    assert len(visits) <= N / 30 + NEW + N / 100
    assert sum(visit.kind is not PageKind.ARTICLE for visit in visits) == N / 30
    assert sum(visit.kind is PageKind.ARTICLE and (visit.again or visit.url.endswith(f"/{N + 1}")) for visit in visits) == N / 100


def test_every_new_article_is_asked_for_before_anything_is_looked_at_again(snapshot: Snapshot) -> None:
    visits = refreshed(snapshot, timedelta(days=40), window=1)
    assert {address(visit.url).article_id for visit in visits[: 1 + NEW]} >= set(range(N + 10, N + 10 + NEW))
    assert visits[0].kind is PageKind.HOME


def test_right_after_a_crawl_only_the_home_page_is_asked_for(snapshot: Snapshot) -> None:
    assert [visit.kind for visit in refreshed(snapshot, timedelta(minutes=59), new=0)] == [PageKind.HOME]


def test_what_failed_comes_again_after_an_hour(snapshot: Snapshot) -> None:
    (visit,) = (visit for visit in refreshed(snapshot, timedelta(hours=2), new=0) if visit.kind is PageKind.ARTICLE)
    assert visit.url == f"{SITE}/en/News/{N + 1}"


def test_what_a_run_saw_that_was_never_published_is_not_asked_for_again(snapshot: Snapshot) -> None:
    now = DAY_ONE + timedelta(days=40)
    due = {address(visit.url).article_id for visit in Agenda.draw_up(snapshot, now).due if visit.kind is PageKind.ARTICLE}
    seen = {article_key("en", number): now - timedelta(hours=1) for number in list(due)[:5]}
    again = {address(visit.url).article_id for visit in Agenda.draw_up(snapshot, now, seen=seen).due}
    assert len(due) == N // 100
    assert not {number for number in due if article_key("en", number) in seen} & again


def published(data: Path, *captures: Captured) -> Snapshot:
    with Stage(data / "staging") as stage:
        for one in captures:
            stage.add(one)
        return publish(data, stage, journal={}, extractor="1")


def lists_due(snapshot: Snapshot, after: timedelta, since: date | None = None) -> list[str]:
    frontier = Frontier(Scope(langs=("en",), since=since))
    frontier.take_up(Agenda.draw_up(snapshot, DAY_ONE + after))
    return [visit.url.rpartition("/en/Keywords/")[2] for visit in frontier.release()]


def test_a_list_whose_reading_was_cut_off_is_read_on_from_there(tmp_path: Path) -> None:
    times = [DAY_ONE + timedelta(seconds=number) for number in range(4)]
    cut = [first_page("Cut", make_entry(0, 1), times[0]), at(list_capture([make_entry(0, 2)], "Cut", when=times[1]), "Cut//1")]
    whole = [first_page("Whole", make_entry(0, 3), times[2]), no_page("Whole//1", Outcome.GONE, times[3])]
    snapshot = published(tmp_path, *cut, *whole)
    assert lists_due(snapshot, timedelta(minutes=2)) == ["Cut//2"]
    assert lists_due(snapshot, timedelta(minutes=2), since=date(2021, 5, 1)) == []


def test_a_list_that_an_outage_cut_off_is_read_on_once_its_page_may_be_asked_for_again(tmp_path: Path) -> None:
    later = DAY_ONE + timedelta(minutes=1)
    was_no_page = no_page("Cut//1", Outcome.GONE, DAY_ONE - timedelta(days=1))
    found = first_page("Cut", make_entry(0, 1))
    assert lists_due(published(tmp_path, was_no_page, found), timedelta(minutes=2)) == ["Cut//1"]
    snapshot = published(tmp_path, was_no_page, found, no_page("Cut//1", Outcome.NO_RESPONSE, later))
    waits = {minutes: "Cut//1" in lists_due(snapshot, timedelta(minutes=minutes)) for minutes in (2, 24 * 60 + 10)}
    assert waits == {2: False, 24 * 60 + 10: True}


def test_a_list_is_read_on_while_it_brings_news_whoever_named_it_first() -> None:
    frontier = Frontier(Scope(langs=("en",)))
    frontier.archive_has({article_key("en", 7), article_key("en", 8)})
    frontier.take_up(Agenda(due=[Visit(f"{SITE}/en/Keywords/Harbour", PageKind.TAG_LIST, again=True)], news={article_key("en", 7)}))
    asked = []
    for number in (7, 8):
        (visit,) = frontier.release()
        asked.append(visit.url.rpartition("/en/Keywords/")[2])
        frontier.ended(visit, list_capture([make_entry(0, number)]).extraction)
    assert asked == ["Harbour", "Harbour//1"]
    assert not list(frontier.release())


def test_a_page_that_was_not_had_whole_for_long_is_asked_for_without_conditions(snapshot: Snapshot) -> None:
    assert Agenda.draw_up(snapshot, DAY_ONE + WHOLE_AFTER - timedelta(hours=1)).held
    assert not Agenda.draw_up(snapshot, DAY_ONE + WHOLE_AFTER + timedelta(hours=1)).held


def test_languages_that_are_not_wanted_are_left_alone(snapshot: Snapshot) -> None:
    assert not Agenda.draw_up(snapshot, DAY_ONE + timedelta(days=40), ("ar",)).due


def test_a_list_whose_newest_entry_is_old_rests_longer(tmp_path: Path) -> None:
    with Stage(tmp_path / "staging") as stage:
        for tag, day in (("Fresh", date(2021, 5, 2)), ("Stale", date(2015, 5, 2))):
            stage.add(first_page(tag, make_entry(0, published=day)))
            stage.add(no_page(f"{tag}//1", Outcome.GONE, DAY_ONE + timedelta(seconds=1)))
        made = publish(tmp_path, stage, journal={}, extractor="1")
    due = {
        days: {visit.url.rpartition("/")[2] for visit in Agenda.draw_up(made, DAY_ONE + timedelta(days=days)).due} for days in (2, 29, 31)
    }
    assert due == {2: {"Fresh"}, 29: {"Fresh"}, 31: {"Fresh", "Stale"}}
