"""Whatever fails while captures are archived, what the writer has returned is there, and nothing else is made up."""

from __future__ import annotations

import errno
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DiskFullError
from tests.disk import die, die_half_way, dies_in, failing, logged, refuse, refuse_half_way
from tests.power import after_each_cut, lay_out

WHEN = datetime(2024, 1, 1, tzinfo=UTC)
RECORD = 420
"""Less than two records of a page here, so that each run fills several files."""
PAGES = [Capture(f"http://alwaght.net/en/News/{n}", WHEN + timedelta(seconds=n), 200, (), b"<p>page %d" % (n % 3)) for n in range(1, 6)]


def write_all(folder: Path, returned: list[str] | None = None) -> None:
    """A run that archives the pages, the last two of them revisits, into more than one file."""
    with WarcArchive(folder).writer("run", rotate_at=2 * RECORD) as writer:
        for number, page in enumerate(PAGES):
            stored = writer.write(page)
            (folder.parent / "returned").open("a").write(f"{stored.capture_id}\n") if returned is None else returned.append(
                stored.capture_id
            )
            if number == 1:
                writer.sync()


def read(folder: Path) -> dict[str, bytes]:
    """The captures of a folder as the next run finds it, by id; damage before the torn end fails the test."""
    archive = WarcArchive(folder)
    archive.recover(on_damage=lambda _: None)
    return {capture.capture_id: capture.payload for capture in archive.read({}, on_damage=lambda damage: pytest.fail(str(damage)))}


ALL = {page.capture_id: page.payload for page in PAGES}


def assert_sound(folder: Path, returned: list[str]) -> None:
    found = read(folder)
    assert set(returned) <= found.keys()
    assert found.items() <= ALL.items()
    assert [path.name for path in folder.iterdir() if ".part" in path.name or path.name.endswith(".open")] == []
    with WarcArchive(folder).writer("later") as writer:  # and the next run goes on from there
        for page in PAGES:
            if page.capture_id not in found:
                writer.write(page)
    assert read(folder) == ALL


def made(folder: Path) -> Path:
    (folder / "captures").mkdir(parents=True)
    return folder / "captures"


def count(tmp_path: Path) -> int:
    folder = made(tmp_path / "counted")
    log = logged(folder, partial(write_all, folder, []))
    assert len([op for op in log if op.name == "rename"]) >= 2  # more than one file
    return len(log)


@pytest.mark.parametrize(
    ("act", "kind"),
    [(refuse(errno.ENOSPC), DiskFullError), (refuse_half_way, DiskFullError), (refuse(errno.EIO), ConfigurationError)],
    ids=["no space", "no space in the middle of a write", "I/O error"],
)
def test_any_operation_may_fail_and_no_capture_that_was_returned_is_lost(tmp_path, act, kind):
    raised = 0
    total = count(tmp_path)
    for place in range(1, total + 1):
        folder, returned = made(tmp_path / str(place)), []
        with failing(folder, place, act):
            try:
                write_all(folder, returned)
            except AlwaghtError as error:
                raised += 1
                assert isinstance(error, kind)
                assert str(folder) in str(error)
        assert_sound(folder, returned)
    assert raised >= total * 0.8


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("act", [die, die_half_way])
def test_the_process_may_die_at_any_operation_and_no_capture_that_was_returned_is_lost(tmp_path, act):
    for place in range(1, count(tmp_path) + 1):
        folder = made(tmp_path / str(place))
        assert dies_in(folder, place, act, partial(write_all, folder)) == 9
        told = folder.parent / "returned"
        assert_sound(folder, told.read_text().split() if told.exists() else [])


def test_the_power_may_fail_at_any_operation_and_what_was_synced_is_there(tmp_path):
    folder = made(tmp_path / "power")
    log = logged(folder, partial(write_all, folder, []))
    syncs = [place for place, op in enumerate(log, 1) if op.name == "fsync" and op.path.endswith(".warc.gz.open")]
    for path in folder.iterdir():
        path.unlink()
    for done, left in after_each_cut(folder, log, seeds=2):
        lay_out(left, after := tmp_path / "after")
        safe = PAGES if done == len(log) else PAGES[:2] if done >= syncs[0] else []
        assert_sound(after, [page.capture_id for page in safe])
