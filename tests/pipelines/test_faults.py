"""Whatever fails during a publish, a reader finds the whole old or the whole new dataset.

Each file operation of one publish - every open, write, sync, link, rename - is made to fail in turn: with no
space, with an I/O error, by the death of the process on the spot, and by a power cut, after which nothing is sure to be
there but what was synced. What takes half of a write with it happens at each write, and a disk becomes read-only at each third operation.
"""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from alwaght_scraper.errors import AlwaghtError, ConfigurationError, DamagedArchiveError, DiskFullError
from alwaght_scraper.items import GlossaryEntry, Outcome
from pipelines.publish import publish
from pipelines.read import Snapshot
from pipelines.stage import Stage
from tests.disk import Op, die, die_half_way, dies_in, failing, logged, refuse, refuse_half_way
from tests.pipelines.folding import contents, fold
from tests.pipelines.making import DAY_ONE, article_capture, failed_capture, list_capture, make_entry
from tests.pipelines.readers import article_ids
from tests.power import after_each_cut, lay_out

BEFORE = [article_capture(5, glossary=[GlossaryEntry("Pier", None, 0)]), article_capture(10_005), list_capture([make_entry()])]
NEWS = [article_capture(6, when=DAY_ONE + timedelta(days=1)), failed_capture(Outcome.BLOCKED, 7)]
OLD_IDS, NEW_IDS = [5, 10_005], [5, 6, 10_005]
FULL, FAILING, READ_ONLY = map(refuse, (errno.ENOSPC, errno.EIO, errno.EROFS))


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A published dataset, a stage with news for it, and the bytes of both states."""
    home = tmp_path_factory.mktemp("case")
    old = contents(fold(home / "data", BEFORE))
    new = contents(fold(home / "expected", BEFORE + NEWS))
    with Stage(home / "stage") as staged:
        for captured in NEWS:
            staged.add(captured)
        staged.close()
        yield home, staged, old, new


def copied(case):
    folder = case[0] / "trial"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(case[0] / "data", folder, symlinks=True)
    return folder


def run(folder, staged):
    return publish(folder, staged, journal={}, extractor="1")


def operations(case):
    folder = copied(case)
    return logged(folder, partial(run, folder, case[1]))


def places(case, act):
    """The operations at which something is to happen, counted from 1."""
    log = operations(case)
    if act in {refuse_half_way, die_half_way}:
        return [place for place, op in enumerate(log, 1) if op.name == "write"]
    return range(1, len(log) + 1, 3 if act is READ_ONLY else 1)


def assert_whole(case, folder, *, again=True, readers=False):
    """A reader finds one of the two states; publishing again gives the new one and leaves nothing lying about."""
    _, staged, old, new = case
    found = contents(Snapshot.open(folder))
    assert found in (old, new)
    if readers:
        assert article_ids(folder) == (NEW_IDS if found == new else OLD_IDS)
    if again:
        assert contents(run(folder, staged)) == new
        assert [path.name for path in folder.rglob(".part-*")] == []
    return found


@pytest.mark.parametrize(
    ("act", "kind"),
    [(FULL, DiskFullError), (refuse_half_way, DiskFullError), (FAILING, DamagedArchiveError), (READ_ONLY, ConfigurationError)],
    ids=["no space", "no space in the middle of a write", "I/O error", "read-only"],
)
def test_any_operation_may_fail_and_the_dataset_stays_whole(case, act, kind):
    raised = 0
    tried = places(case, act)
    for number, place in enumerate(tried):
        folder = copied(case)
        with failing(folder, place, act):
            try:
                run(folder, case[1])
            except AlwaghtError as error:
                raised += 1
                assert isinstance(error, kind)
                assert str(folder) in str(error)
                assert "\n" not in str(error)
            else:  # harmless: a folder that could not be made was there already
                assert contents(Snapshot.open(folder)) == case[3]
        assert_whole(case, folder, again=number % 8 == 0)
    assert raised >= len(tried) * 0.9


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("act", [die, die_half_way])
def test_the_process_may_die_at_any_operation_and_the_dataset_stays_whole(case, act):
    found = []
    for number, place in enumerate(places(case, act)):
        folder = copied(case)
        assert dies_in(folder, place, act, partial(run, folder, case[1])) == 9
        found.append(assert_whole(case, folder, again=number % 4 == 0, readers=act is die) == case[3])
    assert found == sorted(found)  # old until one operation, new ever after
    assert found[0] is False
    assert found[-1] is (act is die)  # no write comes after the moment that makes the news current


def test_the_power_may_fail_at_any_operation_and_what_was_announced_is_there(case):
    folder = copied(case)
    log = operations(case)
    copied(case)
    ends = set()
    for done, left in after_each_cut(folder, log):
        lay_out(left, after := case[0] / "after")
        found = assert_whole(case, after, again=done % 8 == 0)
        if done == len(log):  # publish had returned, so whoever started it believes that the news is there
            assert found == case[3]
        ends.add(found == case[3])
    assert ends == {False, True}


def test_a_publish_without_news_syncs_what_a_dead_run_may_have_left_unsynced(case):
    folder = copied(case)
    run(folder, case[1])
    log = logged(folder, partial(run, folder, case[1]))
    assert [op.path for op in log if op.name == "fsync"] == [f"{folder}/snapshots", str(folder)]


def test_a_disk_that_forgets_what_was_not_synced_is_what_the_model_says(tmp_path):
    """The model itself: a file that was renamed and never synced may be empty, or not there at all."""
    (tmp_path / "root").mkdir()
    path = tmp_path / "root" / "x"
    log = [Op("open", f"{path}.part"), Op("write", f"{path}.part", data=b"text"), Op("rename", f"{path}.part", str(path))]
    states = [left for done, left in after_each_cut(tmp_path / "root", log) if done == len(log)]
    assert {} in states
    assert {"x": b""} in states
    assert {"x": b"text"} in states
    synced = [*log, Op("fsync", str(path)), Op("fsync", str(path.parent))]
    assert [left for done, left in after_each_cut(tmp_path / "root", synced) if done == len(synced)] == [{"x": b"text"}]


def test_a_half_written_part_is_seen_by_no_reader_and_swept_by_the_next_publish(case):
    folder = copied(case)
    part = folder / "snapshots" / ".part-000002" / "articles"
    part.mkdir(parents=True)
    (part / "en-000000xxxx.parquet").write_bytes(b"PAR1 torn")
    (folder / ".part-current").symlink_to("snapshots/000009")
    assert_whole(case, folder)


def test_a_folder_that_may_not_be_written_to_is_a_configuration_error(case):
    opened = 1 + next(place for place, op in enumerate(operations(case)) if op.name == "open")
    folder = copied(case)
    with failing(folder, opened, refuse(errno.EACCES)), pytest.raises(ConfigurationError, match="mend its owner, mode or mount"):
        run(folder, case[1])
    assert_whole(case, folder)


# --- the stage ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "kind"), [(FULL, DiskFullError), (refuse_half_way, DiskFullError), (FAILING, DamagedArchiveError)])
def test_a_stage_that_could_not_be_written_is_written_whole_once_there_is_room(case, tmp_path, act, kind):
    def staged(folder: Path) -> Stage:
        stage = Stage(folder)
        for captured in NEWS:
            stage.add(captured)
        return stage

    total = len(logged(tmp_path / "counted", lambda: staged(tmp_path / "counted").close()))
    raised = 0
    for place in range(2, total + 1):  # the first one makes its folder
        stage = staged(tmp_path / f"{kind.__name__}{place}")
        with failing(stage.folder, place - 1, act):
            try:
                stage.close()
            except kind:
                raised += 1
        folder = copied(case)
        assert contents(run(folder, stage)) == case[3]
        stage.remove()
    assert raised >= total - 3
