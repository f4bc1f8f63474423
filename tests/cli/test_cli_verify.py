"""`verify` names whatever is wrong, and nothing of a sound archive; `--repair` makes again what can be."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alwaght_scraper.captures import audit
from alwaght_scraper.captures.capture import Capture
from tests.cli.archives import archived, files, page, run
from tests.cli.pages import article, save
from tests.cli.ran import Ran

Alwaght = Callable[..., Ran]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from alwaght_scraper.cli.main import main

    return archived(tmp_path_factory.mktemp("sound") / "d", lambda *argv: Ran(main([str(word) for word in argv]), "", ""))


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "d", symlinks=True))


def findings(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 32, ran.out + ran.err
    found: list[dict[str, str]] = json.loads(ran.out)["findings"]
    assert ran.err.splitlines()[-1].startswith("alwaght: ")
    return found


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def named(alwaght: Alwaght, data: Path, *options: str) -> set[str]:
    return {finding["file"] for finding in findings(alwaght("verify", "--data", data, "--json", *options))}


# --- a sound archive ------------------------------------------------------------------------------


def test_a_sound_archive_passes_and_is_left_as_it_was(alwaght: Alwaght, data: Path) -> None:
    before = files(data)
    ran = alwaght("verify", "--data", data)
    assert (ran.code, files(data)) == (0, before)
    assert ran.out == "sound: snapshot 1, derived again and the same; 9 captures in 2 WARC files\n"


def test_each_warc_file_is_read_once(alwaght: Alwaght, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    records = audit.read_records
    monkeypatch.setattr(audit, "read_records", lambda path, **options: read.append(path.name) or records(path, **options))
    assert alwaght("verify", "--data", data).code == 0
    assert sorted(read) == sorted(path.name for path in (data / "captures").glob("*.warc.gz"))


def test_a_read_only_archive_can_be_verified(alwaght: Alwaght, data: Path) -> None:
    for path in (data, *data.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert alwaght("verify", "--data", data).code == 0
    finally:
        for path in (data, *data.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


def test_what_is_archived_and_not_yet_published_is_no_fault(alwaght: Alwaght, data: Path) -> None:
    run(data, "run-3", page(7, "Nets Are Mended", 3))
    report = json.loads(alwaght("verify", "--data", data, "--json").out)
    assert (report["findings"], report["captures"], report["waiting"], report["rederived"]) == ([], 10, 1, True)


def test_without_an_archive_it_says_so(alwaght: Alwaght, tmp_path: Path) -> None:
    ran = alwaght("verify", "--data", tmp_path / "none")
    assert ran.code == 4
    assert "no archive" in ran.complaint
    assert not (tmp_path / "none").exists()


def test_other_tools_find_the_captures_as_sound_as_we_do(sound: Path) -> None:
    folder = sound / "captures"
    names = sorted(path.name for path in folder.glob("*.warc.gz"))
    check = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *names], capture_output=True, text=True, check=False, cwd=folder
    )
    assert check.returncode == 0, check.stdout
    kinds = set(re.findall(r"uuid:\S+ (\w+)$", check.stdout, re.MULTILINE))
    assert kinds == {"warcinfo", "request", "response", "revisit", "metadata"}
    assert check.stdout.count("digest pass") >= 16
    assert "fail" not in check.stdout
    seals = sorted(path.name for path in folder.glob("*.sha256"))
    assert [name.removesuffix(".sha256") for name in seals] == names
    if tool := shutil.which("sha256sum"):
        assert subprocess.run([tool, "-c", *seals], cwd=folder, capture_output=True, check=False).returncode == 0


# --- rot ------------------------------------------------------------------------------------------


def stored(data: Path) -> list[Path]:
    """Every file that an archive consists of."""
    kept = [*(data / "snapshots").rglob("*"), *(data / "captures").iterdir()]
    return sorted(path for path in kept if path.is_file())


def test_bits_flipped_in_any_file_are_found_and_the_file_is_named(alwaght: Alwaght, data: Path) -> None:
    chance = random.Random(20261127)
    for path in stored(data):
        content = path.read_bytes()
        flip(path, chance.randrange(8 * len(content)))
        found = findings(alwaght("verify", "--data", data, "--json", "--quick"))
        assert any(path.name in f"{one['file']} {one['problem']}" for one in found), path
        path.write_bytes(content)
    assert alwaght("verify", "--data", data).code == 0


def test_files_cut_anywhere_are_found_and_named(alwaght: Alwaght, data: Path) -> None:
    chance = random.Random(20261128)
    for path in stored(data):
        content = path.read_bytes()
        path.write_bytes(content[: chance.randrange(len(content))])
        assert str(path.relative_to(data)) in named(alwaght, data, "--quick")
        path.write_bytes(content)


def test_missing_and_foreign_files_are_named(alwaght: Alwaght, data: Path) -> None:
    (gone,) = (data / "current" / "glossary").glob("*")
    gone.unlink()
    (data / "current" / "tags" / "copy.parquet").write_bytes(b"")
    (data / "captures" / "run-1.warc.gz.sha256").unlink()
    assert named(alwaght, data) >= {
        f"snapshots/000001/glossary/{gone.name}",
        "snapshots/000001/tags/copy.parquet",
        "captures/run-1.warc.gz.sha256",
    }


def test_old_snapshots_are_looked_at_when_asked_for(alwaght: Alwaght, data: Path) -> None:
    run(data, "run-3", page(7, "Nets Are Mended", 3))
    assert alwaght("rebuild", "--data", data).code == 0
    (old,) = (data / "snapshots" / "000001" / "rejects").glob("*")
    old.unlink()
    assert alwaght("verify", "--data", data, "--quick").code == 0
    assert named(alwaght, data, "--all", "--quick") == {f"snapshots/000001/rejects/{old.name}"}


# --- captures that are lost -----------------------------------------------------------------------


def damage_record(data: Path, capture: Capture) -> None:
    place = capture.location
    assert place is not None
    flip(data / "captures" / place.warc_file, 8 * (place.offset + place.length // 2))


def test_a_damaged_record_is_named_with_the_captures_that_are_lost_and_their_rows_stay(alwaght: Alwaght, tmp_path: Path) -> None:
    data = tmp_path / "d"
    kept, lost = run(data, "run-1", page(1, "The Ferry Leaves at Dawn"), page(2, "Lemons Grow Dear"))
    alwaght("rebuild", "--data", data)
    damage_record(data, lost)
    before = files(data / "snapshots")
    ran = alwaght("verify", "--data", data, "--json", "--repair")
    report = json.loads(ran.out)
    assert [(one["url"], one["warc_offset"]) for one in report["lost"]] == [(lost.url, lost.location.offset)]
    assert {finding["repair"] for finding in findings(ran)} == {None}
    assert files(data / "snapshots") == before
    assert kept.url not in json.dumps(report["lost"])


def test_a_warc_file_that_is_gone_or_shorter_is_not_blessed(alwaght: Alwaght, data: Path) -> None:
    path = data / "captures" / "run-2.warc.gz"
    whole = path.read_bytes()
    last = int(json.loads(path.with_name("run-2.warc.gz.cdxj").read_text().splitlines()[-1].split(" ", 2)[2])["offset"])
    path.write_bytes(whole[:last])
    ran = alwaght("verify", "--data", data, "--json", "--repair")
    assert "captures/run-2.warc.gz" in {finding["file"] for finding in findings(ran)}
    path.unlink()
    assert "captures/run-2.warc.gz" in named(alwaght, data, "--repair")
    path.write_bytes(whole)
    assert alwaght("verify", "--data", data, "--repair").code == 0


# --- repair ---------------------------------------------------------------------------------------


def cut_manifest(data: Path) -> None:
    path = data / "current" / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])


def lose_current(data: Path) -> None:
    (data / "current").unlink()


def lose_snapshot(data: Path) -> None:
    shutil.rmtree(data / "snapshots" / "000001")


def flip_table(data: Path) -> None:
    flip(next((data / "current" / "captures").glob("*")), 999)


def flip_index(data: Path) -> None:
    flip(data / "captures" / "run-1.warc.gz.cdxj", 99)


def lose_index_and_digest(data: Path) -> None:
    for suffix in ("cdxj", "sha256"):
        (data / "captures" / f"run-2.warc.gz.{suffix}").unlink()


@pytest.mark.parametrize("damage", [cut_manifest, lose_current, lose_snapshot, flip_table, flip_index, lose_index_and_digest])
def test_what_follows_from_the_captures_is_made_again(damage: Callable[[Path], None], alwaght: Alwaght, sound: Path, data: Path) -> None:
    damage(data)
    assert findings(alwaght("verify", "--data", data, "--json"))
    ran = alwaght("verify", "--data", data, "--repair")
    assert ran.code == 0, ran.out + ran.err
    assert files((data / "current").resolve()) == files((sound / "current").resolve())
    assert files(data / "captures") == files(sound / "captures")
    assert alwaght("verify", "--data", data).code == 0


def test_a_dataset_of_another_parser_is_told_from_a_damaged_one(alwaght: Alwaght, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alwaght_scraper.verification.verify.EXTRACTOR_VERSION", "99")
    (finding,) = findings(alwaght("verify", "--data", data, "--json"))
    assert "version 99" in finding["problem"].replace("this is 99", "version 99")
    assert "alwaght rebuild" in finding["advice"]


def test_saved_pages_are_guarded_by_the_digest_in_their_name(alwaght: Alwaght, tmp_path: Path) -> None:
    data = tmp_path / "d"
    assert alwaght("extract", save(tmp_path / "1.html", article(1, "The Ferry Leaves at Dawn")), "--data", data).code == 0
    assert alwaght("verify", "--data", data).code == 0
    (warc,) = (data / "captures").glob("*.warc.gz")
    content = warc.read_bytes()
    for bit in (8 * 5, 8 * (len(content) - 9), 8 * (len(content) // 2)):  # the gzip header, the padding, the page
        flip(warc, bit)
        assert f"captures/{warc.name}" in named(alwaght, data)
        warc.write_bytes(content)
