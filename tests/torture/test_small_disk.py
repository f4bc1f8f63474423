"""A disk that is full at any moment of a crawl: exit 3, the dataset as it was, and all there once there is room again."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.crawl.site_server import SiteServer
from tests.torture.bench import DONE, CrawlBench
from tests.torture.checks import assert_complete, assert_readable
from tests.torture.process import crawling
from tests.torture.site import paced_site
from tests.torture.small_disk import small_disk

DISK_FULL, MISCONFIGURED = 3, 4
KIB = 1024
FREE = (0, 24 * KIB, 64 * KIB, 256 * KIB)
"""Bytes left free when the crawl begins: too few for its lock, its archive, its stage, its dataset."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    with SiteServer(paced_site()) as server:
        yield CrawlBench.set_up(tmp_path_factory.mktemp("small"), server)


@pytest.fixture
def disk(tmp_path):
    with ExitStack() as mounted:
        try:
            made = mounted.enter_context(small_disk(tmp_path / "disk"))
        except OSError as error:
            pytest.skip(f"no file system may be mounted here: {error}")
        yield made


@pytest.mark.parametrize("free", FREE)
def test_a_full_disk_costs_nothing_but_time(bench, disk, tmp_path, free):
    folder = disk.folder / "round"
    assert crawling(folder, bench.server.proxy, "--limit", 5, "--lang", "en").end().code == DONE
    before = (folder / "data" / "current").readlink()
    disk.leave_free(free)
    ended = crawling(tmp_path / "output", bench.server.proxy, "--data", folder / "data").end()
    assert ended.code == DISK_FULL, ended
    (complaint,) = (line for line in ended.err.splitlines() if line.startswith("alwaght: "))
    assert "no space left" in complaint
    assert "free some" in complaint
    assert "Traceback" not in ended.err
    assert (folder / "data" / "current").readlink() == before
    assert_readable(folder / "data")
    disk.make_ample()
    assert crawling(folder, bench.server.proxy).end().code == DONE
    assert_complete(folder / "data", bench.expected)


def test_a_disk_that_became_read_only_is_told_before_anything_is_asked_for(bench, disk, tmp_path):
    folder = disk.folder / "round"
    assert crawling(folder, bench.server.proxy, "--limit", 5, "--lang", "en").end().code == DONE
    disk.make_read_only()
    bench.server.hits.clear()
    ended = crawling(tmp_path / "output", bench.server.proxy, "--data", folder / "data").end()
    assert ended.code == MISCONFIGURED, ended
    assert bench.server.hits == []
    (complaint,) = (line for line in ended.err.splitlines() if line.startswith("alwaght: "))
    assert "Read-only file system" in complaint
    assert "mend" in complaint
    assert_readable(folder / "data")
    disk.make_writable()
    assert crawling(folder, bench.server.proxy).end().code == DONE
    assert_complete(folder / "data", bench.expected)
