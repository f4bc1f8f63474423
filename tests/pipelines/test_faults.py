"""Whatever fails during a publish, a reader finds the whole old or the whole new dataset.

Each file operation of one publish - every open, write, sync, link, rename - is made to fail in turn: with no
space, with an I/O error, and by the death of the process on the spot.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError, DiskFullError
from alwaght_scraper.items import GlossaryEntry, Outcome
from pipelines.publish import publish
from pipelines.read import Snapshot
from pipelines.stage import Stage
from tests.pipelines.folding import contents, fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, list_capture, make_entry

BEFORE = [article_capture(5, glossary=[GlossaryEntry("Pier", None, 0)]), article_capture(10_005), list_capture([make_entry()])]
NEWS = [article_capture(6, when=DAY_ONE + timedelta(days=1)), failed_capture(Outcome.BLOCKED, 7)]
OPERATIONS = ("fsync", "rename", "replace", "link", "symlink", "mkdir", "unlink")


class Disk:
    """Counts file operations and lets `act` happen at one of them."""

    def __init__(self, patch, fails_at=None, act=None):
        self.count, self.log, self._fails_at, self._act = 0, [], fails_at, act
        for name in OPERATIONS:
            patch.setattr(os, name, self._counted(name, getattr(os, name)))
        patch.setattr(Path, "open", self._opener(Path.open))

    def step(self, name, *arguments):
        self.count += 1
        self.log.append((name, *map(str, arguments)))
        if self.count == self._fails_at:
            self._act()

    def _counted(self, name, function):
        def counted(*arguments, **options):
            self.step(name, *([Path(f"/proc/self/fd/{arguments[0]}").readlink()] if name == "fsync" else arguments))
            return function(*arguments, **options)

        return counted

    def _opener(self, original):
        disk = self

        class Raw(io.FileIO):
            def write(self, data):
                disk.step("write", self.name)
                return super().write(data)

        def opened(path, mode="r", *arguments, **options):
            if mode[0] == "r":
                return original(path, mode, *arguments, **options)
            disk.step("open", path)
            file = io.BufferedWriter(Raw(path, mode[0]))
            return file if "b" in mode else io.TextIOWrapper(file, "utf-8")

        return opened


@pytest.fixture
def case(tmp_path):
    """A published dataset, a stage with news for it, and the bytes of both states."""
    old = contents(fold(tmp_path / "data", BEFORE))
    new = contents(fold(tmp_path / "expected", BEFORE + NEWS))
    with Stage(tmp_path / "stage") as staged:
        for captured in NEWS:
            staged.add(captured)
        staged.close()
        yield tmp_path, staged, old, new


def copied(case):
    folder = case[0] / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(case[0] / "data", folder, symlinks=True)
    return folder


def run(folder, staged):
    return publish(folder, staged, journal={}, extractor="1")


def operations(case):
    folder = copied(case)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        run(folder, case[1])
    return disk.log


def assert_whole(case, folder, *, again=True):
    """A reader finds one of the two states; publishing again gives the new one and leaves nothing lying about."""
    _, staged, old, new = case
    found = contents(Snapshot.open(folder))
    assert found in (old, new)
    if again:
        assert contents(run(folder, staged)) == new
        assert [path.name for path in folder.rglob(".part-*")] == []
    return found


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EIO, DamagedArchiveError), (errno.EROFS, ConfigurationError)]
)
def test_any_operation_may_fail_and_the_dataset_stays_whole(case, number, kind):
    def fail():
        raise OSError(number, os.strerror(number))

    raised = 0
    total = len(operations(case))
    for place in range(1, total + 1, 1 if number == errno.ENOSPC else 3):
        folder = copied(case)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, place, fail)
            try:
                run(folder, case[1])
            except AlwaghtError as error:
                raised += 1
                assert isinstance(error, kind)
                assert str(folder) in str(error)
                assert "\n" not in str(error)
            else:  # harmless: a folder that could not be made was there already
                assert contents(Snapshot.open(folder)) == case[3]
        assert_whole(case, folder, again=place % 4 == 0)
    assert raised >= total // 3 - 1


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_the_process_may_die_at_any_operation_and_the_dataset_stays_whole(case):
    found = []
    for place in range(1, len(operations(case)) + 1):
        folder = copied(case)
        child = os.fork()
        if child == 0:
            with pytest.MonkeyPatch.context() as patch:
                Disk(patch, place, lambda: os._exit(9))
                run(folder, case[1])
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        found.append(assert_whole(case, folder, again=place % 3 == 0) == case[3])
    assert found == sorted(found)  # old until one operation, new ever after
    assert found[0] is False
    assert found[-1] is True


def test_what_is_announced_is_on_the_disk_before(case):
    log = operations(case)
    folder = str(case[0] / "trial")
    announced = next(number for number, entry in enumerate(log) if entry[0] == "replace")
    renamed = next(number for number, entry in enumerate(log) if entry[0] == "rename")
    part = log[renamed][1]
    for number, entry in enumerate(log[:renamed]):
        if entry[0] in {"write", "open"}:
            assert ("fsync", entry[1]) in log[number:renamed], entry
        if entry[0] in {"mkdir", "link"}:
            made_in = str(Path(entry[-1]).parent) if entry[0] == "link" else entry[1]
            assert ("fsync", made_in) in log[number:renamed] or made_in == f"{folder}/snapshots", entry
    assert ("fsync", part) == log[renamed - 1]
    assert ("fsync", f"{folder}/snapshots") in log[renamed:announced]
    assert log[-1] == ("fsync", folder)


def test_a_publish_without_news_syncs_what_a_dead_run_may_have_left_unsynced(case):
    folder = copied(case)
    run(folder, case[1])
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        run(folder, case[1])
    assert [entry for entry in disk.log if entry[0] == "fsync"] == [("fsync", f"{folder}/snapshots"), ("fsync", str(folder))]


def test_a_half_written_part_is_seen_by_no_reader_and_swept_by_the_next_publish(case):
    folder = copied(case)
    part = folder / "snapshots" / ".part-000002" / "articles"
    part.mkdir(parents=True)
    (part / "en-000000xxxx.parquet").write_bytes(b"PAR1 torn")
    (folder / ".part-current").symlink_to("snapshots/000009")
    assert_whole(case, folder)


def test_a_folder_that_may_not_be_written_to_is_a_configuration_error(case, monkeypatch):
    def refused(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    folder = copied(case)
    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", refused)
        with pytest.raises(ConfigurationError, match="mend its owner, mode or mount"):
            run(folder, case[1])
    assert_whole(case, folder)
