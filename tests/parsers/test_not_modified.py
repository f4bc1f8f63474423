"""A 304 shows what the page that it confirms would show, and nothing where that page is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.items import Outcome
from alwaght_scraper.parsers.extract import extract
from tests.crawl.site_server import article_page, list_page

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
ARTICLE, LIST = "http://alwaght.net/en/News/7/Report-7", "http://alwaght.net/en/Keywords/Harbour"


def held(url: str, page: str, **changes: object) -> Capture:
    return replace(Capture(url, WHEN, 200, (("Content-Type", "text/html"),), page.encode()), **changes)  # type: ignore[arg-type]


def not_modified(original: Capture | None, url: str = ARTICLE) -> Capture:
    return Capture(url, WHEN + timedelta(days=9), 304, (("ETag", "x"),), original=original)


@pytest.mark.parametrize("original", [held(ARTICLE, article_page(7, ["/en/News/8"])), held(LIST, list_page([1, 2, 3]))])
def test_it_shows_all_that_its_original_shows(original: Capture) -> None:
    shown, found = extract(original), extract(not_modified(original, original.url))
    assert shown.outcome is Outcome.OK
    assert found == replace(shown, outcome=Outcome.NOT_MODIFIED, reason="HTTP status 304")


def test_it_is_about_its_own_address() -> None:
    elsewhere = held("http://alwaght.net/en/News/9", article_page(7))
    assert extract(not_modified(elsewhere)).article_id == 7


@pytest.mark.parametrize(
    "original", [None, held(ARTICLE, ""), held(ARTICLE, article_page(7), failure="cut"), held(ARTICLE, "", status=404)]
)
def test_without_a_page_to_confirm_it_shows_nothing(original: Capture | None) -> None:
    found = extract(not_modified(original))
    assert (found.outcome, found.article, found.links) == (Outcome.NOT_MODIFIED, None, ())
