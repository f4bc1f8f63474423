"""A whole run - recover, archive, stage, publish, write down what was done - with a fault at any file operation.

Afterwards a reader finds the dataset before or after, the next run goes on by itself, and what it publishes is what a
rebuild makes of the captures, byte for byte.
"""

from __future__ import annotations

import errno
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.derive import derive, run_in
from alwaght_scraper.crawl_summary import CrawlSummary
from alwaght_scraper.errors import AlwaghtError
from alwaght_scraper.run_record import RunRecord
from alwaght_scraper.workspace import Workspace
from pipelines.read import Snapshot
from pipelines.validate import validate
from tests.crawl.site_server import article_page
from tests.disk import die_half_way, dies_in, failing, logged, refuse, refuse_half_way
from tests.pipelines.folding import contents
from tests.power import after_each_cut, lay_out

DAY = datetime(2024, 1, 1, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
OLD, LEFT, NEW = [101, 102], [103], [104, 105]


def page(number: int) -> Capture:
    return Capture(f"http://alwaght.net/en/News/{number}", DAY + timedelta(hours=number), 200, HTML, article_page(number).encode())


def work(data: Path, name: str, numbers: list[int]) -> None:
    """A run that archives these pages, as a crawl does, and publishes."""
    space = Workspace.open(data, RunRecord.begin("crawl", {}, name))
    try:
        for number in numbers:
            space.stage.add(validate(space.reader.read(space.writer.write(page(number))).item))
        space.publish(is_whole=True)
    finally:
        space.close(CrawlSummary(name, DAY), None)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A dataset of two pages, and the open file of a run that died after a third."""
    home = tmp_path_factory.mktemp("runs")
    work(home / "data", "run1", OLD)
    writer = WarcArchive(home / "data" / "captures").writer("run2")
    for number in LEFT:
        writer.write(page(number))
    return home


def copied(home: Path, name: str = "trial") -> Path:
    folder = home / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home / "data", folder, symlinks=True)
    return folder


def articles(data: Path) -> list[int]:
    return Snapshot.open(data).table("articles").column("article_id").to_pylist()


def rebuilt(data: Path) -> dict[str, bytes]:
    fresh = data.with_name("rebuilt")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(data / "captures", fresh / "captures")
    with run_in(fresh, RunRecord.begin("rebuild", {})) as (archive, run):
        derive(fresh, archive, run, fresh=True)
    assert not run.damage
    return contents(Snapshot.open(fresh))


def assert_nothing_lost(data: Path, sure: list[int], *, again: bool = True) -> None:
    assert articles(data) in (OLD, [*OLD, *LEFT], [*OLD, *LEFT, *NEW[:1]], [*OLD, *LEFT, *NEW])
    if again:
        work(data, "run4", [])
        assert set(sure) <= set(articles(data)) <= {*OLD, *LEFT, *NEW}
        assert contents(Snapshot.open(data)) == rebuilt(data)
        assert [path.name for path in data.rglob("*") if ".part" in path.name or path.name.endswith(".open")] == []
        assert list((data / "staging").iterdir()) == []


def run(data: Path) -> None:
    work(data, "run3", NEW)


@pytest.mark.parametrize(
    ("act", "first"),
    [(refuse(errno.ENOSPC), 1), (refuse_half_way, 2), (refuse(errno.EIO), 3)],
    ids=["no space", "half a write", "I/O error"],
)
def test_any_operation_of_a_run_may_fail(home, act, first):
    total = len(logged(data := copied(home), partial(run, data)))
    raised = 0
    for place in range(first, total + 1, 5):
        data = copied(home)
        with failing(data, place, act):
            try:
                run(data)
            except AlwaghtError as error:
                raised += 1
                assert "\n" not in str(error)
        assert_nothing_lost(data, [*OLD, *LEFT], again=place % 4 == 0)
    assert raised >= total / 5 * 0.8


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_run_may_die_at_any_operation(home):
    total = len(logged(data := copied(home), partial(run, data)))
    for place in range(1, total + 1, 3):
        data = copied(home)
        assert dies_in(data, place, die_half_way, partial(run, data)) == 9
        assert_nothing_lost(data, [*OLD, *LEFT], again=place % 5 == 0)


def test_the_power_may_fail_at_any_operation_of_a_run(home):
    log = logged(data := copied(home), partial(run, data))
    copied(home)
    for number, (done, left) in enumerate(after_each_cut(data, log)):
        lay_out(left, after := home / "after")
        assert_nothing_lost(after, [*OLD, *LEFT], again=number % 12 == 0)
        if done == len(log):
            assert articles(after) == [*OLD, *LEFT, *NEW]


def test_a_record_that_breaks_off_anywhere_is_fetched_again_and_nothing_else_is(home):
    (left,) = (home / "data" / "captures").glob("*.open")
    whole = left.stat().st_size
    with WarcArchive(copied(home, "torn") / "captures").writer("run3") as writer:
        last = writer.write(page(NEW[0])).location
    record = (home / "torn" / "captures" / last.warc_file).read_bytes()[last.offset :]
    for torn in range(0, len(record), 80):
        data = copied(home, "torn")
        with (data / "captures" / left.name).open("ab") as file:
            file.write(record[:torn])
        work(data, "run4", [])
        assert articles(data) == [*OLD, *LEFT]
        assert (data / "captures" / left.name.removesuffix(".open")).stat().st_size == whole
        work(data, "run5", NEW[:1])
        assert articles(data) == [*OLD, *LEFT, *NEW[:1]]
    assert contents(Snapshot.open(data)) == rebuilt(data)
