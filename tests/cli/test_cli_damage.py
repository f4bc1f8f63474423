"""A dataset that was damaged behind our back: the command names what is broken, changes nothing, and works once that is mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from alwaght_scraper.errors import ExpectationError
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]
TOLD_OF_DAMAGE = 1
MISCONFIGURED = 4


def flip(path: Path, place: float = 0.5) -> None:
    """Change one byte; a published file may be linked into other snapshots, so it is replaced."""
    data = bytearray(path.read_bytes())
    data[int(place * len(data))] ^= 0x10
    path.unlink()
    path.write_bytes(data)


def current(data: Path) -> Path:
    return (data / "current").resolve()


def no_snapshot(data: Path) -> None:
    shutil.rmtree(current(data))


def no_manifest(data: Path) -> None:
    (current(data) / "manifest.json").unlink()


def broken_manifest(data: Path) -> None:
    flip(current(data) / "manifest.json")


def missing_table_file(data: Path) -> None:
    next((current(data) / "revisions").iterdir()).unlink()


def short_table_file(data: Path) -> None:
    path = next((current(data) / "captures").iterdir())
    save(path, path.read_bytes()[:-1])


def flipped_table_file(data: Path) -> None:
    flip(next((current(data) / "revisions").iterdir()), 0.2)


def folder_for_link(data: Path) -> None:
    (data / "current").unlink()
    (data / "current").mkdir()


@dataclass(frozen=True)
class Case:
    damage: Callable[[Path], None]
    code: int
    told: str
    mend: Callable[[Path], object] = lambda data: None  # noqa: ARG005


CASES = [
    Case(no_snapshot, TOLD_OF_DAMAGE, "snapshots/000002, which is missing"),
    Case(no_manifest, TOLD_OF_DAMAGE, "manifest.json is missing"),
    Case(broken_manifest, TOLD_OF_DAMAGE, "manifest.json is damaged"),
    Case(missing_table_file, TOLD_OF_DAMAGE, "is missing"),
    Case(short_table_file, TOLD_OF_DAMAGE, "its manifest says"),
    Case(flipped_table_file, TOLD_OF_DAMAGE, "its digest differs"),
    Case(folder_for_link, MISCONFIGURED, "is no link to a snapshot", lambda data: (data / "current").rmdir()),
]


@pytest.fixture
def data(alwaght: Alwaght, tmp_path: Path) -> Path:
    """An archive of two pages, and a third page that is not in it yet."""
    for number in (101, 102, 103):
        save(tmp_path / f"{number}.html", article(number, f"Story {number} of the Harbour"))
    for number in (101, 102):
        assert alwaght("extract", tmp_path / f"{number}.html", "--data", tmp_path / "expected").code == 0
    shutil.copytree(tmp_path / "expected", tmp_path / "data", symlinks=True)
    assert alwaght("extract", tmp_path / "103.html", "--data", tmp_path / "expected").code == 0
    return tmp_path / "data"


def dataset(data: Path) -> dict[str, bytes]:
    folder = current(data)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def below(folder: Path) -> dict[str, object]:
    paths = sorted(folder.rglob("*")) if folder.exists() else []
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.damage.__name__)
def test_damage_is_named_nothing_is_changed_and_a_rebuild_mends_it(case: Case, data: Path, alwaght: Alwaght, tmp_path: Path) -> None:
    case.damage(data)
    before = below(data / "snapshots")
    ran = alwaght("extract", tmp_path / "103.html", "--data", data)
    assert (ran.code, ran.out) == (case.code, "")
    assert case.told in ran.complaint
    assert "alwaght rebuild" in ran.complaint
    assert below(data / "snapshots") == before

    case.mend(data)
    ran = alwaght("rebuild", "--data", data)
    assert ran.code == 0, ran.err
    assert dataset(data) == dataset(tmp_path / "expected")
    assert alwaght("extract", tmp_path / "103.html", "--data", data).code == 0
    assert dataset(data) == dataset(tmp_path / "expected")


def test_a_flipped_byte_in_the_captures_costs_one_page_names_it_and_keeps_the_dataset_before(
    data: Path, alwaght: Alwaght, tmp_path: Path
) -> None:
    good, published = next((data / "captures").glob("*.warc.gz")), current(data)
    before, kept = below(published), good.read_bytes()
    flip(good)
    ran = alwaght("rebuild", "--data", data)
    assert ran.code == ExpectationError.exit_code  # a rebuild that loses pages takes a person's word to be published
    assert str(good) in ran.err
    assert current(data) == published
    ran = alwaght("rebuild", "--data", data, "--accept-changes")
    assert ran.code == TOLD_OF_DAMAGE
    assert str(good) in ran.err
    assert below(published) == before  # the snapshot that has the page is still there
    good.write_bytes(kept)
    assert alwaght("rebuild", "--data", data).code == 0
    assert alwaght("extract", tmp_path / "103.html", "--data", data).code == 0
    assert dataset(data) == dataset(tmp_path / "expected")
