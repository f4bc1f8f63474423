"""The archive folder: imported files, journal, recovery, single captures."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from alwaght_scraper.captures.capture import Capture, Headers, Location
from alwaght_scraper.captures.cdx import cdx_path
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.warc import Damage, WarcArchive, read_warc
from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError, UsageError

WHEN = datetime(2024, 5, 1, tzinfo=UTC)
PAGE = b"<html><p>Nobody crossed the market before noon.</p></html>"


def page(number: int, payload: bytes | None = None) -> Capture:
    body = PAGE + b"%d" % number if payload is None else payload
    return Capture(f"http://alwaght.net/en/News/{number}", WHEN + timedelta(seconds=number), 200, (), body)


def unwelcome(damage: Damage) -> None:
    raise AssertionError(damage)


def run(archive: WarcArchive, run_id: str, *captures: Capture) -> list[Capture]:
    with archive.writer(run_id) as writer:
        return [writer.write(capture) for capture in captures]


def keys(captures: object) -> list[str]:
    return sorted(capture.capture_id for capture in captures)


def foreign(path: Path, *records: tuple[str, str, bytes], is_revisit: bool = False) -> Path:
    """A plain WARC file as another tool would make it: (address, digest, body) each."""
    blocks = []
    for url, digest, body in records:
        block = b"HTTP/1.1 200 OK\r\n\r\n" + body
        kind = b"revisit" if is_revisit else b"response"
        head = b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Target-URI: %b\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n" % (kind, url.encode())
        head += b"WARC-Payload-Digest: %b\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n" % (digest.encode(), len(block))
        blocks.append(head + block + b"\r\n\r\n")
    path.write_bytes(b"".join(blocks))
    return path


def digest(body: bytes) -> str:
    import hashlib

    return f"sha1:{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"


# --- journal ------------------------------------------------------------------------------------


def test_read_gives_what_the_journal_lacks(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    first = run(archive, "run-1", page(1), page(2), page(3))
    second = run(archive, "run-2", page(4))
    assert list(archive.read({}, on_damage=unwelcome)) == first + second
    assert list(archive.read({"run-1.warc.gz": archive.extent()["run-1.warc.gz"]})) == second
    folded = first[1].location.offset + first[1].location.length
    assert list(archive.read({"run-1.warc.gz": folded})) == first[2:] + second
    assert list(archive.read(archive.extent())) == []


def test_an_archive_that_does_not_exist_yet_is_empty(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path / "data" / "captures")
    assert (archive.files(), archive.extent(), list(archive.read({})), archive.recover()) == ([], {}, [], [])


def test_only_closed_warc_files_count(tmp_path: Path) -> None:
    for name in ("run.warc.gz.open", ".part-x.warc.gz", "notes.txt", "x.warc.gz.cdxj", "a b.warc.gz"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.warc.gz").mkdir()
    assert WarcArchive(tmp_path).files() == []


def test_recover_closes_every_dead_run_and_sweeps_scratch_files(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    written = run(archive, "run-1", page(1)) + run(archive, "run-2", page(2))
    for name in ("run-1", "run-2"):
        (tmp_path / f"{name}.warc.gz").rename(tmp_path / f"{name}.warc.gz.open")
    (tmp_path / ".part-import-0.warc.gz").write_bytes(b"half a copy")
    again = WarcArchive(tmp_path)
    assert [path.name for path in again.recover(on_damage=unwelcome)] == ["run-1.warc.gz", "run-2.warc.gz"]
    assert list(again.read({}, on_damage=unwelcome)) == written
    assert not list(tmp_path.glob(".part-*"))


def test_recover_never_overwrites_a_closed_file(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    run(archive, "run", page(1))
    (tmp_path / "run.warc.gz.open").write_bytes(b"")
    with pytest.raises(ConfigurationError, match="move one of them away"):
        archive.recover()


# --- single captures ----------------------------------------------------------------------------


def test_load_gives_the_capture_at_a_location(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    written = run(archive, "run-1", page(1), page(2)) + run(archive, "run-2", page(3, PAGE + b"1"))
    assert [WarcArchive(tmp_path).load(capture.location) for capture in written] == written


@pytest.mark.parametrize("name", ["../run.warc.gz", "/etc/passwd", "run.warc.gz\0", "run.warc.gz/..", "", "run.warc.gz.open"])
def test_a_location_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    archive = WarcArchive(tmp_path / "captures")
    run(archive, "run", page(1))
    run(WarcArchive(tmp_path), "run", page(1))
    with pytest.raises(DamagedArchiveError, match="no name of a WARC file"):
        archive.load(Location(name, 0, 10))


def test_a_location_that_holds_no_capture_is_a_clear_error(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    (written,) = run(archive, "run", page(1))
    name = written.location.warc_file
    for offset, reason in ((0, "warcinfo record"), (3, "no record starts here"), (10**9, "ends before")):
        with pytest.raises(DamagedArchiveError, match=reason):
            archive.load(Location(name, offset, 10))
    with pytest.raises(ConfigurationError, match="No such file"):
        archive.load(Location("gone.warc.gz", 0, 10))


# --- imports ------------------------------------------------------------------------------------


def test_a_file_that_is_packed_by_record_is_copied_byte_by_byte(tmp_path: Path) -> None:
    source = WarcArchive(tmp_path / "other")
    written = run(source, "theirs", page(1), page(2))
    (path,) = source.files()
    path.write_bytes(path.read_bytes() + b"torn")
    archive = WarcArchive(tmp_path / "captures")
    copy = archive.import_file(path)
    assert copy.read_bytes() == path.read_bytes()
    assert copy.name.startswith("import-")
    assert [replace(capture, location=None) for capture in archive.read({}, on_damage=lambda _: None)] == [
        replace(capture, location=None) for capture in written
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "one gzip stream"])
def test_other_files_are_packed_anew_so_that_each_record_has_a_place(tmp_path: Path, pack) -> None:
    path = foreign(tmp_path / "x.warc", *((f"http://alwaght.net/en/News/{n}", "", PAGE + b"%d" % n) for n in range(5)))
    path.write_bytes(pack(path.read_bytes()))
    archive = WarcArchive(tmp_path / "captures")
    copy = archive.import_file(path, on_damage=unwelcome)
    captures = list(archive.read({}, on_damage=unwelcome))
    assert [capture.payload for capture in captures] == [PAGE + b"%d" % n for n in range(5)]
    assert [archive.load(capture.location) for capture in captures] == captures
    assert all(record.is_alone for record in read_records(copy))


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.warc", ("http://alwaght.net/en", "", PAGE))
    archive = WarcArchive(tmp_path / "captures")
    copy = archive.import_file(path)
    before = {found: (found.stat().st_mtime_ns, found.read_bytes()) for found in copy.parent.iterdir()}
    assert WarcArchive(tmp_path / "captures").import_file(path.rename(tmp_path / "renamed")) == copy
    assert archive.import_file(copy) == copy
    assert {found: (found.stat().st_mtime_ns, found.read_bytes()) for found in copy.parent.iterdir()} == before


def test_damage_in_a_file_to_pack_anew_is_told_of(tmp_path: Path) -> None:
    path = foreign(tmp_path / "x.warc", ("http://alwaght.net/en/News/1", "", PAGE), ("http://alwaght.net/en/News/2", "", PAGE))
    path.write_bytes(path.read_bytes()[:-20])
    damages: list[Damage] = []
    archive = WarcArchive(tmp_path / "captures")
    archive.import_file(path, on_damage=damages.append)
    assert [damage.path for damage in damages] == [path]
    assert len(list(archive.read({}, on_damage=unwelcome))) == 1


@pytest.mark.parametrize("content", [b"", b"<html>a page</html>", gzip.compress(b"a text", mtime=0), b"WARC/1.0\r\n"])
def test_a_file_without_records_is_refused_and_nothing_left_behind(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="holds no WARC record"):
        WarcArchive(tmp_path / "captures").import_file(path)
    assert list((tmp_path / "captures").iterdir()) == []


def test_a_full_disk_while_importing_leaves_nothing_behind(tmp_path: Path, monkeypatch) -> None:
    import os

    from alwaght_scraper.errors import DiskFullError

    path = foreign(tmp_path / "x.warc", ("http://alwaght.net/en", "", PAGE))
    monkeypatch.setattr(os, "pwrite", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(DiskFullError, match="free some space"):
        WarcArchive(tmp_path / "captures").import_file(path)
    assert list((tmp_path / "captures").iterdir()) == []


def test_a_saved_page_is_a_file_of_its_own_named_by_its_content(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    saved = replace(page(1), source="file", headers=(("Content-Type", "text/html"),))
    assert archive.import_page(saved) == archive.import_page(saved)
    (capture,) = archive.read({}, on_damage=unwelcome)
    assert replace(capture, location=None) == saved


@pytest.mark.parametrize("headers", [(("Content-Type", "text/html"),), (("Content-Type", "text/html"), ("X-Saved-By", "hand"))])
def test_a_saved_page_is_kept_as_a_file_of_its_record_would_be(tmp_path: Path, headers: Headers) -> None:
    saved = replace(page(1), source="file", headers=headers)
    kept = WarcArchive(tmp_path / "a").import_page(saved)
    copy = WarcArchive(tmp_path / "b").import_file(shutil.copy(kept, tmp_path / "page.warc.gz"))
    assert copy.name == kept.name
    assert copy.read_bytes() == kept.read_bytes()
    assert cdx_path(copy).read_bytes() == cdx_path(kept).read_bytes()


def test_another_machines_archive_gives_the_same_captures(tmp_path: Path) -> None:
    theirs = WarcArchive(tmp_path / "theirs")
    written = run(theirs, "run-1", page(1), page(2)) + run(theirs, "run-2", page(3, PAGE + b"1"), page(4))
    ours = WarcArchive(tmp_path / "ours")
    for path in theirs.files():
        ours.import_file(path)
    read = list(ours.read({}, on_damage=unwelcome))
    assert keys(read) == keys(written)
    assert {capture.source for capture in read} == {"live"}


# --- revisits across files, in any order --------------------------------------------------------


def test_foreign_files_give_the_same_captures_in_whatever_order_they_came(tmp_path: Path) -> None:
    bodies = [PAGE + b"A", PAGE + b"B"]
    again = ((f"http://alwaght.net/en/News/{n}", digest(bodies[n % 2]), b"") for n in range(3, 7))
    files = [
        foreign(tmp_path / "a.warc", ("http://alwaght.net/en/News/1", digest(bodies[0]), bodies[0])),
        foreign(tmp_path / "b.warc", ("http://alwaght.net/en/News/2", digest(bodies[1]), bodies[1])),
        foreign(tmp_path / "c.warc", *again, is_revisit=True),
    ]
    results = []
    for number, order in enumerate(permutations(files)):
        folder, journal, found = tmp_path / str(number), {}, set()
        for path in order:
            archive = WarcArchive(folder)
            archive.import_file(path)
            found |= set(keys(archive.read(journal, on_damage=lambda _: None)))
            journal = archive.extent()
        results.append(found)
        assert found == set(keys(WarcArchive(folder).read({}, on_damage=unwelcome)))
    assert len(results[0]) == 6
    assert all(found == results[0] for found in results)


def test_a_revisit_that_never_finds_its_original_is_told_of_once_for_each_reading(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path / "captures")
    archive.import_file(foreign(tmp_path / "x.warc", ("http://alwaght.net/en/News/1", digest(PAGE), b""), is_revisit=True))
    damages: list[Damage] = []
    assert list(archive.read({}, on_damage=damages.append)) == []
    assert ["cannot be found" in damage.reason for damage in damages] == [True]


def test_a_lost_index_is_made_anew(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    run(archive, "run-1", page(1))
    (index,) = tmp_path.glob("*.cdxj")
    lines = index.read_bytes()
    index.unlink()
    run(WarcArchive(tmp_path), "run-2", page(2, PAGE + b"1"))
    assert index.read_bytes() == lines
    assert [record.type for record in read_records(tmp_path / "run-2.warc.gz")] == ["warcinfo", "revisit"]


def test_damage_is_logged_when_nobody_asks(tmp_path: Path, caplog) -> None:
    path = foreign(tmp_path / "x.warc", ("http://alwaght.net/en", "", PAGE))
    path.write_bytes(path.read_bytes() + b"junk")
    assert len(list(read_warc(path))) == 1
    assert "give nothing: no record starts here" in caplog.text
