"""What the frontier asks for, and that it always comes to an end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.frontier import Frontier, Scope, Visit, article_key
from alwaght_scraper.items import Article, Extraction, ListingEntry, Outcome, PageKind, PageLink
from alwaght_scraper.site import ORIGIN, address, article_url
from alwaght_scraper.traps import Paging

HOME = Visit(f"{ORIGIN}/en", PageKind.HOME)
LIST = f"{ORIGIN}/en/Keywords/Harbour"


def link(url: str) -> PageLink:
    place = address(url)
    assert place is not None
    return place.link()


def articles(*ids: int, lang: str = "en") -> tuple[PageLink, ...]:
    return tuple(link(article_url(lang, article_id)) for article_id in ids)


def page(*links: PageLink, kind: PageKind = PageKind.HOME, listing: tuple[ListingEntry, ...] = ()) -> Extraction:
    return Extraction(kind, Outcome.OK, "en", links=links, listing=listing)


def entry(article_id: int, published: date | None = None) -> ListingEntry:
    return ListingEntry(0, article_id, article_url("en", article_id), "A title", published, None, None, is_cut=False)


def article(article_id: int, *links: PageLink, published: date | None = None) -> Extraction:
    found = Article("en", article_id, article_url("en", article_id), "T", published, None, None, None, None, None, (), (), (), ())
    return Extraction(PageKind.ARTICLE, Outcome.OK, "en", article_id, article=found, links=links)


def started(scope: Scope | None = None, window: int = 64) -> Frontier:
    frontier = Frontier(scope or Scope(langs=("en",)), window=window)
    frontier.start()
    return frontier


def urls(frontier: Frontier) -> list[str]:
    return [visit.url for visit in frontier.release()]


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


# --- lists --------------------------------------------------------------------------------------


def crawl(frontier: Frontier, site: dict[str, Extraction], most: int = 5_000) -> list[str]:
    """Visit everything; a page that `site` lacks is gone."""
    asked: list[str] = []
    queue = list(frontier.release())
    while queue and len(asked) < most:
        visit = queue.pop(0)
        asked.append(visit.url)
        frontier.ended(visit, site.get(visit.url, Extraction(visit.kind, Outcome.GONE, "en")))
        queue.extend(frontier.release())
    assert not queue, "the crawl came to no end"
    assert frontier.in_flight == 0
    return asked


def list_site(pages: list[list[int]], first: int, *, beyond: list[int] | None = None) -> dict[str, Extraction]:
    """A list whose pages are counted from `first`; pages beyond the last show `beyond`, or are gone."""
    shown = {LIST: pages[0], **{f"{LIST}//{first + number}": ids for number, ids in enumerate(pages)}}
    if beyond is not None:
        shown |= {f"{LIST}//{number}": beyond for number in range(first + len(pages), 60)}
    return {url: page(*articles(*ids), kind=PageKind.TAG_LIST, listing=tuple(map(entry, ids))) for url, ids in shown.items()}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("beyond", [None, [], [1, 2], [5, 6]], ids=["gone", "empty", "first page again", "last page again"])
def test_all_pages_of_a_list_are_read_whether_it_counts_from_0_or_1(first: int, beyond: list[int] | None):
    site = list_site([[1, 2], [3, 4], [5, 6]], first, beyond=beyond)
    asked = crawl(started(Scope(start_urls=(LIST,))), site)
    assert {article_url("en", article_id) for article_id in range(1, 7)} <= set(asked)
    assert len([url for url in asked if url.startswith(LIST)]) <= 6


def test_a_trap_that_shows_new_page_numbers_for_ever_ends_at_once():
    same = page(*articles(1, 2), *(link(f"{LIST}//{number}") for number in range(1, 400)), kind=PageKind.TAG_LIST)
    asked = crawl(started(Scope(start_urls=(LIST,))), {LIST: same, **{f"{LIST}//{number}": same for number in range(400)}})
    assert [url for url in asked if url.startswith(LIST)] == [LIST, f"{LIST}//1", f"{LIST}//2"]


def test_a_broken_page_in_the_middle_does_not_end_a_list():
    site = list_site([[1], [2], [3], [4]], 0)
    site[f"{LIST}//2"] = Extraction(PageKind.TAG_LIST, Outcome.HTTP_ERROR, "en")
    assert article_url("en", 4) in crawl(started(Scope(start_urls=(LIST,))), site)


def test_once_a_list_has_shown_how_the_site_counts_no_list_costs_an_extra_page():
    paging = Paging()
    read = [paging.next_page("first", page, ids) for page, ids in [(None, {1, 2}), (1, {1, 2}), (2, {3}), (3, {3})]]
    assert read == [1, 2, 3, None]
    assert paging.next_page("second", None, {7}) == 2


def test_a_list_of_one_page_shows_nothing_about_how_the_site_counts():
    paging = Paging()
    assert [paging.next_page("only", page, {1, 2}) for page in (None, 1, 2)] == [1, 2, None]
    assert paging.first is None


def test_a_list_found_by_one_of_its_pages_is_read_from_its_start():
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, page(link(f"{LIST}//7"), link(LIST)))
    assert urls(frontier) == [LIST]


@given(st.lists(st.lists(st.integers(1, 40), max_size=6), min_size=1, max_size=8), st.integers(0, 1))
def test_no_list_keeps_the_crawl_for_ever(pages: list[list[int]], first: int):
    asked = crawl(started(Scope(start_urls=(LIST,))), list_site(pages, first, beyond=pages[-1]))
    assert len([url for url in asked if url.startswith(LIST)]) <= len(pages) + 3


def test_topics_follows_lists_and_no_articles():
    frontier = started(Scope(langs=("en",), articles=False))
    (home,) = frontier.release()
    frontier.ended(home, page(*articles(1), link(LIST), link(f"{ORIGIN}/en/NewsCase/type/8"), link(f"{ORIGIN}/en/Section/2")))
    assert urls(frontier) == [LIST, f"{ORIGIN}/en/NewsCase/type/8"]


# --- pages of no known kind -----------------------------------------------------------------------


def test_pages_of_no_known_kind_are_followed_three_deep():
    def hall(number: int) -> str:
        return f"{ORIGIN}/en/Hall/{number}"

    site = {HOME.url: page(link(hall(1)))} | {hall(n): page(link(hall(n + 1)), kind=PageKind.OTHER) for n in range(1, 40)}
    assert crawl(started(), site) == [HOME.url, hall(1), hall(2), hall(3)]


def test_a_maze_of_pages_ends_at_its_budget():
    def hall(*path: int) -> str:
        return f"{ORIGIN}/en/Maze?at={'-'.join(map(str, path))}"

    def room(*path: int) -> Extraction:
        return page(*(link(hall(*path, door)) for door in range(30)), kind=PageKind.OTHER)

    site = {HOME.url: room()} | {hall(a): room(a) for a in range(30)} | {hall(a, b): room(a, b) for a in range(30) for b in range(30)}
    assert len(crawl(started(), site)) <= 1 + 20


def test_many_sections_of_a_language_are_bounded():
    sections = page(*(link(f"{ORIGIN}/en/Section/{number}") for number in range(5_000)))
    assert len(crawl(started(), {HOME.url: sections})) == 1 + 300


@pytest.mark.parametrize(
    "path",
    ["/en/a/b/a/b/a/b", "/upload/logo/1.jpg", "/en/Report.PDF", "/en/" + "x" * 400, "/en/1/2/3/4/5/6/7/8/9"],
    ids=["repeated parts", "picture", "document", "long", "deep"],
)
def test_addresses_that_lead_to_no_page_worth_reading_are_left_alone(path: str):
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, page(link(ORIGIN + path)))
    assert not urls(frontier)


def test_pages_are_the_same_whatever_the_case_of_their_path():
    frontier = started()
    (home,) = frontier.release()
    frontier.ended(home, page(link(f"{ORIGIN}/en/Section/2"), link(f"{ORIGIN}/en/SECTION/2")))
    assert len(urls(frontier)) == 1


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


@given(st.lists(st.sampled_from(["home", "list", "article", "other"]), max_size=60), st.randoms(use_true_random=False))
def test_every_visit_is_made_once_on_any_site(kinds: list[str], rng):
    shapes = {"home": "/ar", "list": "/en/Keywords/{}", "article": "/en/News/{}", "other": "/en/Hall/{}"}
    places = [ORIGIN + shapes[kind].format(number % 9 + 1) for number, kind in enumerate(kinds)]
    site = {url: page(*(link(rng.choice(places)) for _ in range(5))) for url in {HOME.url, *places}} if places else {}
    asked = crawl(started(Scope()), site)
    assert len(asked) == len(set(asked))
