"""The site goes away in the middle of a refresh and is back for the next one: nothing is deleted, edited or made up for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from alwaght_scraper.middlewares.resolver import PublicResolver
from alwaght_scraper.site import address
from pipelines.read import Snapshot
from tests.crawl.crawl_scenarios import BLOCK_TEXT
from tests.crawl.site_server import Answer, raw, reply
from tests.torture.bench import DAY, DONE, RefreshBench, must_end
from tests.torture.checks import assert_complete, assert_readable, said
from tests.torture.process import refreshing
from tests.torture.site import LivingSite

FAILED, TOO_MANY_FAILURES, BLOCKED = 1, 12, 18
WELL_FOR = 6
"""Requests that are answered before the outage: robots.txt, the home page, and some of what is due."""
OUT = "outage"
"""A file in the run's folder: names lead nowhere while it is there."""


def without_names() -> None:
    look_up: Callable[..., Any] = PublicResolver.getHostByName

    def fail(resolver: PublicResolver, name: str, timeout: Any = ()) -> Any:
        if Path(OUT).exists():
            return defer.fail(DNSLookupError(f"no address for {name}"))
        return look_up(resolver, name, timeout)

    PublicResolver.getHostByName = fail  # type: ignore[method-assign]


class Outage:
    """A site whose server answers so many requests well, and then in one way or not at all."""

    def __init__(self, site: LivingSite, kind: str, folder: Path) -> None:
        self.server, self._well, self._kind, self._folder = site.server, site.server.fallback, kind, folder
        self.server.fallback = self._answer

    def end(self) -> None:
        self.server.fallback = self._well
        (self._folder / OUT).unlink(missing_ok=True)
        if self._kind == "refused":
            self.server.reopen()

    def _answer(self, path: str) -> Answer:
        if len(self.server.hits) <= WELL_FOR:
            return self._well(path)
        if self._kind == "503":
            return reply("", 503)
        if self._kind == "block page":
            return reply(BLOCK_TEXT)
        if self._kind == "refused":
            self.server.shut()
        else:
            (self._folder / OUT).touch()
        return raw(b"", abort=True)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RefreshBench]:
    site = LivingSite()
    with site.server:
        yield RefreshBench.set_up(tmp_path_factory.mktemp("outage"), site)


@pytest.mark.parametrize(
    ("kind", "code"),
    [("refused", FAILED), ("no name", FAILED), ("503", TOO_MANY_FAILURES), ("block page", BLOCKED)],
    ids=["refused", "no name", "503", "block page"],
)
def test_an_outage_in_the_middle_of_a_refresh_costs_nothing_but_time(bench: RefreshBench, kind: str, code: int) -> None:
    folder = bench.fresh(Random(kind))
    before = said(folder / "data")
    outage = Outage(bench.site, kind, folder)
    try:
        proxy = bench.server.proxy.replace("127.0.0.1", "localhost")
        ended = refreshing(folder, proxy, "--lang", "en", ahead=DAY, prepare=without_names).end()
    finally:
        outage.end()
    must_end(ended, code)
    assert_nothing_made_up(folder / "data", before, bench.expected)
    failed = failures(folder / "data")
    assert len(failed) >= 5
    bench.server.hits.clear()
    must_end(refreshing(folder, bench.server.proxy, "--lang", "en", ahead=DAY + timedelta(hours=2)).end(), DONE)
    assert failed <= {address(hit.url).canonical for hit in bench.server.hits}
    bench.end_series(folder)
    assert_complete(
        folder / "data", {name: rows for name, rows in bench.expected.items() if name != "rejects"}
    )  # block pages are kept there


def assert_nothing_made_up(data: Path, before: dict[str, list[Any]], expected: dict[str, list[Any]]) -> None:
    """No version is lost, none is there that the site never showed, and nothing counts as gone."""
    assert_readable(data)
    assert set(before["revisions"]) <= set(said(data)["revisions"]) <= {*before["revisions"], *expected["revisions"]}
    covered = Snapshot.open(data).table("coverage").to_pylist()
    archived = set(Snapshot.open(data).table("articles").column("article_id").to_pylist())
    assert {row["status"] for row in covered if row["article_id"] in archived} == {"fetched"}
    assert {row["status"] for row in covered if row["article_id"] not in archived} <= {"failed", "blocked", "never_tried"}
    assert {row["gone_since"] for row in covered} == {None}


def failures(data: Path) -> set[str]:
    """The pages whose last answer was none."""
    last = {address(row["url"]).canonical: row["outcome"] for row in Snapshot.open(data).table("captures").to_pylist()}
    return {url for url, outcome in last.items() if outcome in {"no_response", "http_error", "blocked"}}
