"""`prune` takes old snapshots away, never the current one, never a capture, and never one that may be being read."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alwaght_scraper.errors import AlwaghtError
from pipelines.read import Snapshot
from tests.cli.archives import files, page, run
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four snapshots, made 40, 30, 20 and 10 days ago."""
    from alwaght_scraper.cli.main import main

    data = tmp_path_factory.mktemp("made") / "d"
    for number in range(1, 5):
        run(data, f"run-{number}", page(number, f"Story {number} of the Harbour", number))
        assert main(["rebuild", "--data", str(data)]) == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(made, tmp_path / "d", symlinks=True))
    for number in range(1, 5):
        made_at = datetime.now(UTC).timestamp() - (50 - 10 * number) * 86_400
        os.utime(copy / "snapshots" / f"00000{number}" / "manifest.json", (made_at, made_at))
    return copy


def left(data: Path) -> list[int]:
    return sorted(int(path.name) for path in (data / "snapshots").iterdir() if not path.name.startswith("."))


@pytest.mark.parametrize(("options", "kept"), [
    (("--keep", 2), [3, 4]),
    (("--keep", 1), [4]),
    (("--keep", 9), [1, 2, 3, 4]),
    (("--older-than", "25d"), [3, 4]),
    (("--older-than", "1h"), [4]),
    (("--older-than", "7w"), [1, 2, 3, 4]),
    (("--older-than", "25d", "--keep", 3), [2, 3, 4]),
    (("--older-than", "35d", "--keep", 1), [2, 3, 4]),
])  # fmt: skip
def test_what_is_old_by_both_measures_goes(alwaght: Alwaght, data: Path, options: tuple[object, ...], kept: list[int]) -> None:
    captures = files(data / "captures")
    ran = alwaght("prune", *options, "--data", data)
    assert ran.code == 0, ran.err
    assert left(data) == kept
    assert files(data / "captures") == captures
    assert alwaght("verify", "--data", data, "--all", "--quick").code == 0


def test_a_dry_run_tells_and_does_nothing(alwaght: Alwaght, data: Path) -> None:
    before = files(data)
    told = json.loads(alwaght("prune", "--keep", 1, "--dry-run", "--data", data, "--json").out)
    assert files(data) == before
    assert {one["number"]: one["kept"] for one in told["snapshots"]} == {1: None, 2: None, 3: None, 4: "current"}
    assert told["bytes_freed"] > 0


def test_what_was_current_a_moment_ago_stays_for_its_readers(alwaght: Alwaght, data: Path) -> None:
    os.utime(data / "snapshots" / "000004" / "manifest.json")
    assert alwaght("prune", "--keep", 1, "--data", data).code == 0
    assert left(data) == [3, 4]
    assert alwaght("prune", "--keep", 1, "--grace", "0m", "--data", data).code == 0
    assert left(data) == [4]


def test_the_current_snapshot_stays_even_when_it_is_not_the_newest(alwaght: Alwaght, data: Path) -> None:
    (data / "current").unlink()
    (data / "current").symlink_to(Path("snapshots") / "000002")
    assert alwaght("prune", "--older-than", "1h", "--grace", "0m", "--data", data).code == 0
    assert 2 in left(data)


def test_a_reader_of_a_pruned_snapshot_reads_on_what_it_holds_and_is_told_of_the_rest(alwaght: Alwaght, data: Path) -> None:
    snapshot = Snapshot.open(data, 1)
    (path,) = snapshot.paths("articles")
    with path.open("rb") as held:
        assert alwaght("prune", "--keep", 1, "--data", data).code == 0
        assert held.read()[:4] == b"PAR1"
    with pytest.raises(AlwaghtError, match="was removed while it was read"), snapshot.held():
        snapshot.table("articles")


def test_what_dead_runs_left_is_swept(alwaght: Alwaght, data: Path) -> None:
    folders = ["snapshots/.part-000005", "snapshots/.pruned-000000", "staging/20240101T000000-dead"]
    for name in folders:
        (data / name / "articles").mkdir(parents=True)
    (data / "captures" / ".part-x.warc.gz").write_bytes(b"half a copy")
    (data / ".part-current").symlink_to("snapshots/000004")
    told = json.loads(alwaght("prune", "--keep", 9, "--data", data, "--json").out)
    assert told["leftovers"] == sorted([*folders, "captures/.part-x.warc.gz", ".part-current"])
    assert not any(os.path.lexists(data / name) for name in told["leftovers"])


def test_bad_input_is_one_line(alwaght: Alwaght, data: Path, tmp_path: Path) -> None:
    assert "--keep" in alwaght("prune", "--data", data).complaint
    assert alwaght("prune", "--keep", 0, "--data", data).code == 2
    assert "such as 90d" in alwaght("prune", "--older-than", "soon", "--data", data).complaint
    ran = alwaght("prune", "--keep", 1, "--data", tmp_path / "none")
    assert ran.code == 4
    assert not (tmp_path / "none").exists()
    assert left(data) == [1, 2, 3, 4]


def test_nothing_is_pruned_while_the_current_snapshot_cannot_be_read(alwaght: Alwaght, data: Path) -> None:
    (data / "current" / "manifest.json").write_text("{")
    assert alwaght("prune", "--keep", 1, "--data", data).code == 1
    assert left(data) == [1, 2, 3, 4]
