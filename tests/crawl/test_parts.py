"""The parts of the crawl one by one, where a whole crawl would show too little."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.utils.conf import build_component_list

from alwaght_scraper import settings
from alwaght_scraper.crawl import CrawlOptions
from alwaght_scraper.crawl_summary import CrawlSummary
from alwaght_scraper.errors import (
    AlwaghtError,
    BlockedError,
    DamagedArchiveError,
    DiskFullError,
    InterruptedRunError,
    LockedError,
    TooManyFailuresError,
    UsageError,
)
from alwaght_scraper.items import Extraction, Outcome, PageKind, PageLink
from alwaght_scraper.known import Known
from alwaght_scraper.lock import locked
from alwaght_scraper.middlewares.redirect import redirect_target
from alwaght_scraper.site import address
from alwaght_scraper.spiders.site_spider import read_scope
from alwaght_scraper.visits import article_key
from pipelines.adapters import DeduplicatePipeline, StageFailedError, StagePipeline

# --- settings -------------------------------------------------------------------------------------


def test_only_http_is_spoken():
    assert [scheme for scheme, handler in settings.DOWNLOAD_HANDLERS.items() if handler] == ["http", "https"]


def test_consoles_that_run_code_are_not_even_loaded():
    wanted = build_component_list(CrawlOptions().scrapy_settings().get_component_priority_dict_with_base("EXTENSIONS"))
    assert "alwaght_scraper.middlewares.session.CrawlSession" in wanted
    assert not [name for name in wanted if "telnet" in name or "remote_control" in name]


def test_full_speed_has_no_delay_no_jitter_and_no_throttle():
    found = CrawlOptions(delay=0, concurrency=16).scrapy_settings()
    assert found.getfloat("DOWNLOAD_DELAY") == found.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert not found.getbool("AUTOTHROTTLE_ENABLED")
    assert found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 16
    assert found.getbool("ROBOTSTXT_OBEY")


def test_without_options_the_crawl_is_polite():
    found = CrawlOptions().scrapy_settings()
    assert found.getfloat("DOWNLOAD_DELAY") == 1
    assert found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert found.getbool("AUTOTHROTTLE_ENABLED")


def test_a_contact_goes_into_the_user_agent():
    agent = CrawlOptions(contact="me@university.example").scrapy_settings()["USER_AGENT"]
    assert agent.startswith("AlwaghtArchive/")
    assert "me@university.example" in agent


# --- arguments ------------------------------------------------------------------------------------

NOTHING = dict.fromkeys(("langs", "start_urls", "ids", "since", "limit"), "")


def test_arguments_are_read_as_scrapy_gives_them():
    urls = "http://alwaght.net/en https://alwaght.net/ar"
    given = {"langs": "en, AR", "start_urls": urls, "ids": "5-9", "since": "2020-02-29", "limit": "3"}
    scope = read_scope(**given, articles=True)
    assert scope.langs == ("en", "ar")
    assert len(scope.start_urls) == 2
    assert scope.ids == range(5, 10)
    assert scope.limit == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"langs": "de"},
        {"start_urls": "file:///etc/passwd"},
        {"ids": "9-5"},
        {"ids": "0-5"},
        {"ids": "five"},
        {"ids": "1" * 30},
        {"since": "yesterday"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "9" * 5000},
    ],
)
def test_an_argument_that_makes_no_sense_is_named(wrong: dict[str, str]):
    with pytest.raises(UsageError, match=r":|no "):
        read_scope(**NOTHING | wrong, articles=True)


# --- the end of a run -----------------------------------------------------------------------------


def summary(**counts) -> CrawlSummary:
    return CrawlSummary("run", datetime(2026, 3, 1, 12, tzinfo=UTC), **{"finish_reason": "finished", "snapshot": "000001"} | counts)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({"requests": 50, "visits": 50, "pages": 50}, None),
        ({"finish_reason": "limit", "requests": 5, "waiting": 9}, None),
        ({"requests": 0}, None),
        ({"requests": 50, "visits": 50, "failed": 12}, None),
        ({"requests": 200, "visits": 100, "failed": 40}, TooManyFailuresError),
        ({"requests": 20, "visits": 12, "failed": 4, "revisits": 10, "lost": 4}, None),
        ({"requests": 20, "visits": 12, "failed": 5, "revisits": 10, "lost": 5}, TooManyFailuresError),
        ({"requests": 12, "visits": 12, "revisits": 10, "lost": 5, "reasons": {"blocked: a block page": 5}}, BlockedError),
        ({"requests": 90, "visits": 90, "failed": 10, "revisits": 40, "lost": 10}, None),
        ({"requests": 9, "visits": 9, "failed": 9, "outcomes": {"no_response": 9}}, AlwaghtError),
        ({"visits": 2, "forbidden": 2, "requests": 1}, BlockedError),
        ({"visits": 2}, AlwaghtError),
        ({"requests": 9, "waiting": 3}, AlwaghtError),
        ({"requests": 9, "faults": 1}, AlwaghtError),
        ({"requests": 9, "snapshot": None}, AlwaghtError),
        ({"requests": 9, "damage": ["x.warc.gz: bytes 3 to 9 give nothing"]}, DamagedArchiveError),
        ({"requests": 3, "visits": 2, "homes": 2}, AlwaghtError),
        ({"requests": 9, "visits": 8, "homes": 2, "pages": 6}, AlwaghtError),
        ({"requests": 9, "visits": 8, "homes": 2, "homes_shown": 1, "pages": 6}, None),
        ({"requests": 3, "visits": 2, "homes": 2, "homes_shown": 1}, AlwaghtError),
        ({"requests": 3, "visits": 2, "homes": 2, "homes_shown": 1, "finish_reason": "budget"}, None),
        ({"finish_reason": "shutdown", "requests": 9}, InterruptedRunError),
        ({"finish_reason": "memusage_exceeded", "requests": 9}, AlwaghtError),
    ],
)
def test_the_numbers_of_a_run_decide_how_it_ends(counts, verdict):
    found = summary(**counts).verdict(None)
    assert type(found) is (verdict or type(None))


@pytest.mark.parametrize(
    ("extraction", "leads_on", "shown"),
    [
        (
            Extraction(PageKind.HOME, Outcome.OK, "en", links=(PageLink("http://alwaght.net/en/News/7", PageKind.ARTICLE, "en", 7),)),
            False,
            1,
        ),
        (Extraction(PageKind.HOME, Outcome.OK, "en"), False, 0),
        (Extraction(PageKind.HOME, Outcome.NOT_MODIFIED, "en"), False, 1),
        (Extraction(PageKind.HOME, Outcome.REDIRECT, "en", reason="HTTP status 301 to /en/"), True, 1),
        (Extraction(PageKind.HOME, Outcome.REDIRECT, "en", reason="HTTP status 301 to http://new.example/"), False, 0),
        (Extraction(PageKind.HOME, Outcome.GONE, "en", reason="HTTP status 404"), False, 0),
    ],
)
def test_a_home_page_counts_that_leads_into_the_site(extraction: Extraction, leads_on: bool, shown: int):
    run = summary()
    run.count_home(extraction, leads_on=leads_on)
    assert (run.homes, run.homes_shown) == (1, shown)
    assert bool(run.home_reason) != bool(shown)


def test_a_redirect_leads_where_a_browser_would_go():
    asked = "http://alwaght.net/en/News/7"
    response = Response(asked, status=302, headers={"Location": " /en/News/7/A report "})
    assert redirect_target(response) == f"{asked}/A%20report"


def test_what_stopped_a_run_is_what_it_ends_with():
    error = DiskFullError("full")
    assert summary(finish_reason="not kept").verdict(error) is error


def test_reasons_are_counted_and_bounded():
    counts = summary()
    for number in range(1000):
        counts.count(Extraction(PageKind.ARTICLE, Outcome.REJECTED, reason=f"fault {number}"), is_known=False)
    assert len(counts.reasons) <= 51
    assert sum(counts.reasons.values()) == 1000


# --- pipelines ------------------------------------------------------------------------------------


def item(capture_id: str = "ab" * 16):
    return SimpleNamespace(row=SimpleNamespace(capture_id=capture_id, url="http://alwaght.net/en"))


def test_a_capture_that_comes_twice_is_dropped_once():
    pipeline = DeduplicatePipeline()
    assert pipeline.process_item(item()) is not None
    with pytest.raises(DropItem):
        pipeline.process_item(item())
    assert pipeline.process_item(item("cd" * 16)) is not None


def test_without_a_stage_items_pass_by():
    assert StagePipeline().process_item(item()).row.capture_id == "ab" * 16


def test_an_item_that_cannot_be_staged_says_why():
    class Full:
        def add(self, _) -> None:
            raise DiskFullError("no space left")

    pipeline = StagePipeline()
    pipeline.stage = Full()
    with pytest.raises(StageFailedError) as caught:
        pipeline.process_item(item())
    assert isinstance(caught.value.__cause__, DiskFullError)


# --- what earlier runs know -----------------------------------------------------------------------


def test_links_of_captures_not_published_yet_are_gone_on_from():
    known = Known(articles={article_key("en", 1)})
    links = (
        address("http://alwaght.net/en/News/1"),
        address("http://alwaght.net/en/News/2"),
        address("http://alwaght.net/en/Keywords/x//4"),
    )
    known.add(Extraction(PageKind.HOME, Outcome.OK, "en", links=tuple(place.link() for place in links)), datetime(2026, 11, 1, tzinfo=UTC))
    assert [link.url for link in known.links()] == ["http://alwaght.net/en/News/2", "http://alwaght.net/en/Keywords/x"]
    assert known.news == {article_key("en", 2)}


def test_a_page_that_was_none_is_nothing_to_go_on_from():
    known = Known()
    known.add(
        Extraction(PageKind.HOME, Outcome.BLOCKED, "en", links=(address("http://alwaght.net/en/News/2").link(),)),
        datetime(2026, 11, 1, tzinfo=UTC),
    )
    assert not list(known.links())


def test_the_lock_is_free_again_when_its_holder_is_gone(tmp_path):
    with locked(tmp_path, "a crawl"), pytest.raises(LockedError, match="a crawl"), locked(tmp_path, "another"):
        pytest.fail("two held the lock")
    with locked(tmp_path, "a third"):
        pass
