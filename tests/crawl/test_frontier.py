"""What the frontier asks for, and in what order."""

from __future__ import annotations

from datetime import date

import pytest

from alwaght_scraper.items import Extraction, Outcome, PageKind
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import ORIGIN, article_url
from alwaght_scraper.visits import article_key
from tests.crawl.visiting import HOME, LIST, article, articles, entry, link, page, started, urls


def test_a_crawl_of_the_site_starts_at_the_home_pages_that_were_seen():
    assert urls(started(Scope())) == [f"{ORIGIN}/en", f"{ORIGIN}/ar"]


def test_each_article_is_asked_for_once_whatever_its_address():
    frontier = started()
    (home,) = frontier.release()
    spellings = ["/en/News/7/A-Slug", "/en/news/7", "/EN/News/7/Other?x=1", "/en/News/7/AboutUs"]
    frontier.ended(home, page(*(link(ORIGIN + path) for path in spellings)))
    assert urls(frontier) == [f"{ORIGIN}/en/News/7/A-Slug"]


def test_the_same_id_in_two_languages_is_two_articles():
    frontier = started(Scope())
    home, other = frontier.release()
    frontier.ended(other, None)
    frontier.ended(home, page(*articles(7), *articles(7, lang="ar")))
    assert set(urls(frontier)) == {article_url("en", 7), article_url("ar", 7)}


def test_the_newest_article_comes_first():
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(5, 90, 40)))
    assert urls(frontier) == [article_url("en", article_id) for article_id in (90, 40, 5)]


def test_what_the_archive_has_is_not_asked_for():
    frontier = started()
    frontier.archive_has({article_key("en", 7)})
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(7, 8)))
    assert urls(frontier) == [article_url("en", 8)]


def test_what_earlier_runs_found_is_gone_on_from():
    frontier = started()
    frontier.add_known([*articles(8), link(LIST)])
    assert urls(frontier) == [HOME.url, LIST, article_url("en", 8)]


def test_a_crawl_of_one_page_leaves_alone_what_earlier_runs_found():
    frontier = started(Scope(start_urls=(LIST,)))
    frontier.add_known(articles(8))
    assert urls(frontier) == [LIST]


def test_no_more_visits_are_out_than_the_window_holds():
    frontier = started(window=3)
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(*range(1, 50))))
    assert len(urls(frontier)) == 3
    assert not urls(frontier)
    assert len(frontier) == 46


def test_other_languages_are_left_out_when_languages_are_named():
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(7, lang="ar"), link(f"{ORIGIN}/ar/Keywords/x"), link(f"{ORIGIN}/fa")))
    assert not urls(frontier)


def test_without_named_languages_a_language_that_shows_up_is_followed():
    frontier = started(Scope())
    home, _ = frontier.release()
    frontier.ended(home, page(*articles(7, lang="fa")))
    assert urls(frontier) == [article_url("fa", 7)]


def test_ids_are_asked_for_in_each_language_and_nothing_is_followed():
    frontier = started(Scope(langs=("en", "ar"), ids=range(3, 5)))
    frontier.archive_has({article_key("ar", 3)})
    visits = list(frontier.release())
    assert [visit.url for visit in visits] == [article_url("en", 3), article_url("en", 4), article_url("ar", 4)]
    frontier.ended(visits[0], article(3, *articles(99)))
    assert not urls(frontier)


def test_a_start_page_is_read_again_even_when_the_archive_has_it():
    frontier = started(Scope(start_urls=(article_url("en", 7),)))
    frontier.archive_has({article_key("en", 7)})
    assert urls(frontier) == [article_url("en", 7)]


# --- limit --------------------------------------------------------------------------------------


def test_a_limit_counts_articles_read_not_requests():
    frontier = started(Scope(langs=("en",), limit=2))
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(1, 2, 3, 4), link(LIST)))
    first, second = frontier.release()
    frontier.ended(first, Extraction(PageKind.ARTICLE, Outcome.GONE, "en", 4))
    frontier.ended(second, article(3))
    (third,) = frontier.release()
    assert third.url == article_url("en", 2)
    frontier.ended(third, article(2))
    assert frontier.is_done
    assert not urls(frontier)


def test_lists_are_read_on_while_a_limit_wants_more_than_is_known():
    frontier = started(Scope(langs=("en",), limit=3))
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(1), link(LIST)))
    assert urls(frontier) == [LIST, article_url("en", 1)]


# --- since --------------------------------------------------------------------------------------


def test_articles_listed_as_older_than_since_are_not_followed():
    frontier = started(Scope(start_urls=(LIST,), since=date(2020, 1, 1)))
    (first,) = frontier.release()
    listing = (entry(9, date(2020, 3, 1)), entry(8, date(2019, 3, 1)), entry(7))
    frontier.ended(first, page(*articles(9, 8, 7), kind=PageKind.TAG_LIST, listing=listing))
    assert urls(frontier) == [f"{LIST}//1", article_url("en", 9), article_url("en", 7)]


def test_a_list_ends_where_all_its_entries_are_older_than_since():
    frontier = started(Scope(start_urls=(LIST,), since=date(2020, 1, 1)))
    (first,) = frontier.release()
    frontier.ended(first, page(*articles(8), kind=PageKind.TAG_LIST, listing=(entry(8, date(2019, 3, 1)),)))
    assert not urls(frontier)


def test_an_article_older_than_since_leads_nowhere():
    frontier = started(Scope(start_urls=(article_url("en", 9),), since=date(2020, 1, 1)))
    (first,) = frontier.release()
    frontier.ended(first, article(9, *articles(8), published=date(2019, 12, 31)))
    assert not urls(frontier)


# --- what pages lead to ---------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.SOFT_404, Outcome.BLOCKED, Outcome.REJECTED, Outcome.HTTP_ERROR])
def test_a_page_that_is_none_leads_nowhere(outcome: Outcome):
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, Extraction(PageKind.HOME, outcome, "en", links=articles(1)))
    assert not urls(frontier)


def test_a_redirect_to_another_page_is_a_link_to_it():
    frontier = started(Scope(start_urls=(article_url("en", 7),)))
    (visit,) = frontier.release()
    redirect = Extraction(PageKind.ARTICLE, Outcome.REDIRECT, "en", 7)
    frontier.ended(visit, redirect, f"{ORIGIN}/en/News/8")
    assert urls(frontier) == [article_url("en", 8)]


@pytest.mark.parametrize(
    "target", ["http://elsewhere.example/", "file:///etc/passwd", "http://alwaght.net:22/en/News/8", "http://a@alwaght.net/"]
)
def test_a_redirect_off_the_site_is_not_followed(target: str):
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, Extraction(PageKind.HOME, Outcome.REDIRECT, "en"), target)
    assert not urls(frontier)


def test_a_page_that_gave_nothing_leaves_the_rest_waiting():
    frontier = started(Scope())
    home, _ = frontier.release()
    frontier.ended(home, None)
    assert frontier.in_flight == 1
