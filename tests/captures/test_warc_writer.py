"""What was written is whole on the disk: files of a run, threads, full disks, kills."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from alwaght_scraper.captures.originals import Originals
from alwaght_scraper.captures.storage import storage_error
from alwaght_scraper.captures.warc import WarcArchive, WarcWriter
from alwaght_scraper.errors import ConfigurationError, DiskFullError, RejectedPage, UsageError
from tests.captures.archiving import PAGE, REQUEST, page, read, types, unwelcome, write


def test_files_rotate_and_keep_every_capture(tmp_path: Path) -> None:
    captures = [page(n, PAGE + b"%d" % n) for n in range(20)]
    written, files = write(tmp_path, *captures, rotate_at=3000)
    assert len(files) > 3
    assert files[0].name == "run.warc.gz"
    assert files[1].name == "run_00002.warc.gz"
    assert [capture for path in files for capture in read(path)] == written
    assert all(types(path)[0] == "warcinfo" for path in files)


def test_the_same_captures_from_many_threads_are_all_there(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run", rotate_at=20_000) as writer:

        def work(start: int) -> None:
            for number in range(start, start + 40):
                writer.write(page(number, PAGE + b"%d" % (number % 50)), REQUEST)

        threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 160, 40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(capture.url for capture in archive.read({}, on_damage=unwelcome)) == sorted(page(n).url for n in range(160))


def test_what_write_returned_is_in_the_open_file_at_once(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    writer = archive.writer("run")
    written = [writer.write(page(n, PAGE + b"%d" % n)) for n in range(3)]
    assert archive.files() == []
    assert read(tmp_path / "run.warc.gz.open") == written
    assert [archive.load(capture.location) for capture in written] == written
    writer.close()
    assert [archive.load(capture.location) for capture in written] == written


def test_a_run_that_wrote_nothing_leaves_no_file(tmp_path: Path) -> None:
    assert write(tmp_path) == ([], [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("run_id", ["", "../run", "a/b", ".hidden", "x" * 200, "a\0b", "a b"])
def test_a_run_id_that_is_no_plain_name_is_refused(tmp_path: Path, run_id: str) -> None:
    with pytest.raises(UsageError, match="cannot name a run"):
        WarcWriter(tmp_path, run_id, Originals())


def test_another_runs_file_is_never_appended_to(tmp_path: Path) -> None:
    write(tmp_path, page(1))
    with pytest.raises(ConfigurationError, match="exists already"):
        write(tmp_path, page(2))


def test_a_link_in_the_files_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "run.warc.gz.open").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigurationError, match="cannot write"):
        write(tmp_path, page(1))
    assert not (tmp_path / "elsewhere").exists()


def test_a_body_larger_than_is_ever_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RejectedPage, match="more than"):
        write(tmp_path, page(1, bytes(33 * 1024 * 1024)))


@pytest.mark.parametrize("taken", [0, 1, 200])
def test_a_full_disk_is_an_error_and_keeps_the_whole_records(tmp_path: Path, monkeypatch, taken: int) -> None:
    import os

    archive = WarcArchive(tmp_path)
    writer = archive.writer("run")
    kept = [writer.write(page(1)), writer.write(page(2, PAGE + b"2"))]
    real, calls = os.pwrite, []

    def full(fd: int, data: bytes, offset: int) -> int:
        calls.append(offset)
        if len(calls) == 1 and taken:
            return real(fd, bytes(data)[:taken], offset)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(DiskFullError, match="free some space"):
        writer.write(page(3, PAGE + b"3"))
    monkeypatch.undo()
    kept.append(writer.write(page(4, PAGE + b"4")))
    writer.close()
    assert read(tmp_path / "run.warc.gz") == kept


def test_a_full_disk_while_the_index_is_written_leaves_a_file_to_recover(tmp_path: Path, monkeypatch) -> None:
    import os

    archive = WarcArchive(tmp_path)
    writer = archive.writer("run")
    written = writer.write(page(1))
    monkeypatch.setattr(os, "pwrite", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(DiskFullError):
        writer.close()
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.warc.gz.open"]
    assert archive.recover() == [tmp_path / "run.warc.gz"]
    assert read(tmp_path / "run.warc.gz") == [written]


def test_other_disk_errors_say_what_to_check(tmp_path: Path) -> None:
    error = storage_error(PermissionError(13, "Permission denied"), tmp_path / "x")
    assert isinstance(error, ConfigurationError)
    assert "Permission denied" in str(error)
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot write"):
        WarcArchive(blocked / "captures").writer("run")


def test_a_file_gets_its_name_only_when_it_is_durable(tmp_path: Path, monkeypatch) -> None:
    import os

    events: list[str] = []
    real_fsync, real_rename = os.fsync, Path.rename

    def fsync(fd: int) -> None:
        events.append(f"sync {Path(f'/proc/self/fd/{fd}').readlink().name}")
        real_fsync(fd)

    def rename(path: Path, target: Path) -> Path:
        events.append(f"rename {path.name}")
        return real_rename(path, target)

    writer = WarcArchive(tmp_path).writer("run")
    writer.write(page(1))
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    writer.close()
    assert events == [
        "sync run.warc.gz.open",
        "sync .part-run.warc.gz.cdxj",
        f"sync {tmp_path.name}",
        "sync .part-run.warc.gz.sha256",
        f"sync {tmp_path.name}",
        "rename run.warc.gz.open",
        f"sync {tmp_path.name}",
    ]


KILLED = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.warc import WarcArchive
writer = WarcArchive(Path(sys.argv[1])).writer("run")
for number in itertools.count(1):
    capture = Capture(f"http://alwaght.net/en/News/{number}", datetime(2024, 1, 1, tzinfo=UTC), 200, (), b"<p>%d</p>" % number * 300)
    print(writer.write(capture).url, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 60])
def test_what_write_returned_survives_a_kill(tmp_path: Path, lines: int) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], stdout=subprocess.PIPE, text=True) as process:
        told = [process.stdout.readline().strip() for _ in range(lines)]
        process.kill()
        told += process.stdout.read().split("\n")[:-1]
    archive = WarcArchive(tmp_path)
    archive.recover(on_damage=lambda _: None)
    read_again = [capture.url for capture in archive.read({}, on_damage=unwelcome)]
    assert read_again[: len(told)] == told
    assert len(read_again) <= len(told) + 1
