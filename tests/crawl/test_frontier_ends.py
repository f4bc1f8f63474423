"""Lists, traps and mazes: the frontier reads all that is there, and comes to an end on any site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.items import Extraction, Outcome, PageKind
from alwaght_scraper.scope import Scope
from alwaght_scraper.site import ORIGIN, article_url
from alwaght_scraper.traps import Paging, list_page
from tests.crawl.visiting import HOME, LIST, articles, crawl, entry, link, list_site, page, started, urls

# --- lists --------------------------------------------------------------------------------------


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


def list_of(*ids: int, more: int) -> Extraction:
    """A list page that names articles and `more` as the next dossier."""
    return page(*articles(*ids), link(f"{ORIGIN}/en/NewsCase/type/{more}"), kind=PageKind.NEWS_CASE, listing=tuple(map(entry, ids)))


def test_a_chain_of_lists_that_name_no_new_article_ends():
    site = {f"{ORIGIN}/en/NewsCase/type/{n}": list_of(1, more=n + 1) for n in range(1, 2_000)}
    asked = crawl(started(), {HOME.url: page(link(f"{ORIGIN}/en/NewsCase/type/1"))} | site)
    assert len({url.split("//")[1] for url in asked if "NewsCase" in url}) == 2 + 3


def test_a_web_of_lists_that_name_no_new_article_ends():
    def tag(*path: int) -> str:
        return f"{ORIGIN}/en/Keywords/t{'-'.join(map(str, path))}"

    def room(*path: int) -> Extraction:
        return page(*articles(1), *(link(tag(*path, door)) for door in range(30)), kind=PageKind.TAG_LIST)

    site = {tag(): room()} | {tag(a): room(a) for a in range(30)} | {tag(a, b): room(a, b) for a in range(30) for b in range(30)}
    asked = crawl(started(), {HOME.url: page(link(tag()))} | site)
    assert len([url for url in asked if "Keywords" in url and not list_page(url)]) == 1 + 30 + 300


@pytest.mark.parametrize("with_articles", [True, False])
def test_a_chain_of_lists_each_with_a_new_article_is_read_to_its_end(with_articles: bool):
    site = {f"{ORIGIN}/en/NewsCase/type/{n}": list_of(n, more=n + 1) for n in range(1, 40)}
    frontier = started(Scope(start_urls=(f"{ORIGIN}/en/NewsCase/type/1",), articles=with_articles))
    assert site.keys() <= set(crawl(frontier, site))


@pytest.mark.parametrize("shape", ["/en/Keywords/t{}", "/en/News/{}", "/en/NewsCase/type/{}"])
def test_a_chain_of_redirects_from_page_to_page_ends_after_five(shape: str):
    frontier, asked = started(Scope(start_urls=(ORIGIN + shape.format(1),))), []
    while (visits := list(frontier.release())) and len(asked) < 50:
        asked += visits
        for visit in visits:
            frontier.ended(visit, Extraction(visit.kind, Outcome.REDIRECT, "en"), ORIGIN + shape.format(len(asked) + 1))
    assert len(asked) == 1 + 5


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


@given(st.lists(st.sampled_from(["home", "list", "article", "other"]), max_size=60), st.randoms(use_true_random=False))
def test_every_visit_is_made_once_on_any_site(kinds: list[str], rng):
    shapes = {"home": "/ar", "list": "/en/Keywords/{}", "article": "/en/News/{}", "other": "/en/Hall/{}"}
    places = [ORIGIN + shapes[kind].format(number % 9 + 1) for number, kind in enumerate(kinds)]
    site = {url: page(*(link(rng.choice(places)) for _ in range(5))) for url in {HOME.url, *places}} if places else {}
    asked = crawl(started(Scope()), site)
    assert len(asked) == len(set(asked))
