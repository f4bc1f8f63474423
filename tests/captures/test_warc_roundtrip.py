"""What is written is what is read: capture for capture, byte for byte, by this reader and by others."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.originals import Originals
from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.storage import storage_error
from alwaght_scraper.captures.warc import Damage, WarcArchive, WarcWriter, read_warc
from alwaght_scraper.errors import ConfigurationError, DiskFullError, RejectedPage, UsageError

WHEN = datetime(2024, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
PAGE = b"<html><body>" + b"<p>The council met on the quay.</p>" * 60 + b"</body></html>"
REQUEST = (("User-Agent", "a test"), ("Accept-Encoding", "gzip"))


def page(number: int = 1, payload: bytes = PAGE, **changes: object) -> Capture:
    given = {"url": f"http://alwaght.net/en/News/{number}/A-Slug", "fetched_at": WHEN + timedelta(seconds=number), "status": 200}
    return Capture(**{**given, "headers": (("Content-Type", "text/html"),), "payload": payload, **changes})  # type: ignore[arg-type]


def unwelcome(damage: Damage) -> None:
    raise AssertionError(damage)


def read(path: Path) -> list[Capture]:
    return list(read_warc(path, on_damage=unwelcome))


def types(path: Path) -> list[str]:
    return [record.type for record in read_records(path, on_damage=unwelcome)]


def write(folder: Path, *captures: Capture, run_id: str = "run", **options: int) -> tuple[list[Capture], list[Path]]:
    archive = WarcArchive(folder)
    with archive.writer(run_id, **options) as writer:
        written = [writer.write(capture) for capture in captures]
    return written, archive.files()


URLS = st.builds("http://alwaght.net/{}".format, st.text(max_size=40))
HEADERS = st.lists(st.tuples(st.text(max_size=15), st.text(max_size=40)), max_size=6).map(tuple)
CAPTURES = st.builds(
    Capture,
    url=URLS,
    fetched_at=st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    status=st.none() | st.integers(100, 599),
    headers=HEADERS,
    payload=st.binary(max_size=600)
    | st.sampled_from([b"<p>The same body again.</p>", b"HTTP/1.1 200 OK\r\n\r\n", b"\r\n\r\nWARC/1.1\r\n", b"\n\n"]),
    source=st.sampled_from(["live", "replay", "warc", "file"]),
    failure=st.none() | st.text(max_size=60),
    latency_ms=st.none() | st.integers(0, 10**9 - 1),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(captures=st.lists(CAPTURES, max_size=6), request_headers=HEADERS)
def test_captures_come_back_as_the_writer_returned_them(captures: list[Capture], request_headers: tuple, tmp_path_factory) -> None:
    archive = WarcArchive(tmp_path_factory.mktemp("archive"))
    with archive.writer("run") as writer:
        written = [writer.write(capture, request_headers) for capture in captures]
    assert list(archive.read({}, on_damage=unwelcome)) == written
    assert [archive.load(capture.location) for capture in written] == written


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(capture=CAPTURES)
def test_nothing_but_what_no_record_can_hold_is_changed(capture: Capture, tmp_path_factory) -> None:
    (written,), _ = write(tmp_path_factory.mktemp("archive"), capture)
    assert (written.fetched_at, written.status, written.source) == (capture.fetched_at, capture.status, capture.source)
    assert written.payload == (capture.payload if capture.status is not None else b"")
    again = replace(written, location=None)
    (rewritten,), _ = write(tmp_path_factory.mktemp("archive"), again)
    assert replace(rewritten, location=None) == again


@pytest.mark.parametrize(
    "headers",
    [
        (("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Empty", "")),
        (("Content-Type", "text/html; charset=windows-1256"), ("X-Latin", "caf\xe9 \x80")),
        (("ETag", 'W/"x:y"'), ("Date", "Wed, 01 May 2024 12:30:15 GMT")),
    ],
)
def test_headers_keep_order_case_repeats_and_bytes(tmp_path: Path, headers: tuple) -> None:
    _, (path,) = write(tmp_path, page(headers=headers))
    assert [capture.headers for capture in read(path)] == [headers]
    assert b"caf\xe9 \x80" in gzip.decompress(path.read_bytes()) or "X-Latin" not in dict(headers)


def test_unsafe_headers_cannot_break_out_of_the_record(tmp_path: Path) -> None:
    evil = (("X-A", "1\r\n\r\nWARC/1.1\r\nWARC-Type: response"), ("Bad Name", "x"), ("X\r\nY", "z"), ("", "none"))
    (written,), (path,) = write(tmp_path, page(url="http://alwaght.net/en/News/1\r\nWARC-Type: warcinfo", headers=evil))
    assert types(path) == ["warcinfo", "response"]
    assert written.url == "http://alwaght.net/en/News/1%0D%0AWARC-Type:%20warcinfo"
    assert written.headers == (("X-A", "1    WARC/1.1  WARC-Type: response"),)


def test_transfer_coding_is_renamed_since_the_payload_has_none(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(payload=b"5\r\nlooks chunked", headers=(("Transfer-Encoding", "chunked"),)))
    assert written.headers == (("X-Crawl-Transfer-Encoding", "chunked"),)
    assert read(path)[0].payload == b"5\r\nlooks chunked"


def test_a_file_opens_with_warcinfo_and_pairs_requests_with_responses(tmp_path: Path) -> None:
    archive = WarcArchive(tmp_path)
    with archive.writer("run") as writer:
        writer.write(page(1), REQUEST)
        writer.write(page(2, payload=PAGE + b"2"))
    records = list(read_records(tmp_path / "run.warc.gz", on_damage=unwelcome))
    assert [record.type for record in records] == ["warcinfo", "request", "response", "response"]
    info, request, response, _ = (record.fields for record in records)
    assert info["warc-filename"] == "run.warc.gz"
    assert request["warc-concurrent-to"] == response["warc-record-id"]
    assert response["warc-warcinfo-id"] == info["warc-record-id"]
    assert response["warc-date"] == "2024-05-01T12:30:16.123456Z"
    assert b"GET /en/News/1/A-Slug HTTP/1.1\r\nHost: alwaght.net\r\nUser-Agent: a test\r\n" in records[1].block


def test_a_fetch_without_response_is_a_metadata_record_that_indexers_leave_out(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(status=None, payload=b"half", failure="timed out\nafter 30 s"))
    assert (written.failure, written.payload, written.headers) == ("timed out after 30 s", b"", ())
    (_, record) = read_records(path, on_damage=unwelcome)
    assert (record.type, record.fields["content-type"]) == ("metadata", "application/warc-fields")
    assert path.with_name("run.warc.gz.cdxj").read_bytes() == b""


def test_a_saved_file_is_a_resource_record(tmp_path: Path) -> None:
    (written,), (path,) = write(tmp_path, page(source="file"))
    assert types(path) == ["warcinfo", "resource"]
    assert read(path) == [written]


def test_a_payload_that_is_archived_already_is_a_revisit_of_the_original(tmp_path: Path) -> None:
    first, _ = write(tmp_path, page(1), page(2), page(3, status=404), run_id="run-1")
    second, (path, again) = write(tmp_path, page(4), page(5), run_id="run-2")
    assert types(path) == ["warcinfo", "response", "revisit", "revisit"]
    assert types(again) == ["warcinfo", "revisit", "revisit"]
    original = next(record for record in read_records(path) if record.type == "response").fields
    for record in [*read_records(path), *read_records(again)]:
        if record.type == "revisit":
            assert record.fields["warc-profile"].endswith("/identical-payload-digest")
            assert record.fields["warc-refers-to"] == original["warc-record-id"]
            assert record.fields["warc-refers-to-target-uri"] == original["warc-target-uri"]
            assert record.fields["warc-refers-to-date"] == original["warc-date"]
            assert record.fields["warc-payload-digest"] == original["warc-payload-digest"]
    assert list(WarcArchive(tmp_path).read({}, on_damage=unwelcome)) == first + second


def test_a_revisit_in_another_file_of_the_folder_is_read_without_an_index(tmp_path: Path) -> None:
    write(tmp_path, page(1), run_id="run-1")
    (written,), (_, again) = write(tmp_path, page(2), run_id="run-2")
    for index in tmp_path.glob("*.cdxj"):
        index.unlink()
    assert read(again) == [written]


def test_nothing_points_to_an_original_that_is_damaged(tmp_path: Path) -> None:
    (original,), (path,) = write(tmp_path, page(1), run_id="run-1")
    data = bytearray(path.read_bytes())
    data[original.location.offset + original.location.length // 2] ^= 255
    path.write_bytes(data)
    _, (_, again) = write(tmp_path, page(2), run_id="run-2")
    assert types(again) == ["warcinfo", "response"]


def test_an_empty_or_a_cut_payload_is_neither_a_revisit_nor_an_original(tmp_path: Path) -> None:
    _, (path,) = write(tmp_path, page(1, b""), page(2, b""), page(3, failure="cut"), page(4), page(5, failure="cut"))
    assert types(path) == ["warcinfo", *["response"] * 5]


def test_a_304_is_a_revisit_of_what_its_address_showed_last(tmp_path: Path) -> None:
    url = page(1).url
    write(tmp_path, page(1), page(2, PAGE + b"!"), page(3, PAGE + b"?", url=url), run_id="run-1")
    (written,), (_, again) = write(tmp_path, page(9, b"", url=url, status=304, headers=(("ETag", "x"),)), run_id="run-2")
    (_, record) = read_records(again)
    assert record.fields["warc-profile"].endswith("/server-not-modified")
    assert record.fields["warc-refers-to-target-uri"] == url
    assert record.fields["warc-refers-to-date"].startswith("2024-05-01T12:30:18")
    assert read(again) == [written]
    assert (written.status, written.payload) == (304, b"")


def test_a_304_is_read_back_with_the_response_that_holds_its_page(tmp_path: Path) -> None:
    (held, seen_again), _ = write(tmp_path, page(1), page(2, url="http://alwaght.net/en"), run_id="run-1")
    not_modified = page(9, b"", url=seen_again.url, status=304, original=seen_again)
    (written,), (_, path) = write(tmp_path, not_modified, run_id="run-2")
    assert written.original == held  # the second was a revisit itself
    assert read(path) == [written]
    assert WarcArchive(tmp_path).load(written.location) == written


def test_a_304_confirms_the_capture_that_it_names_whatever_its_address_showed_since(tmp_path: Path) -> None:
    (first, _), _ = write(tmp_path, page(1), page(2, PAGE + b"!", url=page(1).url), run_id="run-1")
    (written,), (_, path) = write(tmp_path, page(3, b"", url=first.url, status=304, original=first), run_id="run-2")
    assert written.original == first
    assert read(path) == [written]


def test_a_304_whose_original_is_damaged_shows_nothing(tmp_path: Path) -> None:
    (held,), (path,) = write(tmp_path, page(1), run_id="run-1")
    write(tmp_path, page(2, b"", url=held.url, status=304, original=held), run_id="run-2")
    data = bytearray(path.read_bytes())
    data[held.location.offset + held.location.length // 2] ^= 255
    path.write_bytes(data)
    (again,) = read(WarcArchive(tmp_path).files()[1])
    assert (again.status, again.original) == (304, None)


def test_a_304_of_an_unknown_address_is_a_plain_response(tmp_path: Path) -> None:
    _, (path,) = write(tmp_path, page(1, b"", status=304))
    assert types(path) == ["warcinfo", "response"]


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


def everything(folder: Path) -> list[Path]:
    """One record of each kind, in two runs."""
    captures = [page(1), page(2), page(3, b"", status=301, headers=(("Location", "/en"),)), page(4, status=None, failure="reset")]
    write(folder, *captures, page(5, PAGE + b"5", source="file"), page(6, gzip.compress(PAGE), headers=(("Content-Encoding", "gzip"),)))
    archive = WarcArchive(folder)
    with archive.writer("run-2") as writer:
        writer.write(page(1, b"", status=304), REQUEST)
        writer.write(page(7, headers=(("Transfer-Encoding", "chunked"), ("X-Latin", "caf\xe9"))), REQUEST)
        writer.write(page(8, b"\x00\xff" * 500), REQUEST)
    return archive.files()


def test_warcio_check_passes_on_every_kind_of_record(tmp_path: Path) -> None:
    files = everything(tmp_path)
    run = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("digest pass") >= 9
    assert "failed" not in run.stdout


def test_warcio_reads_the_same_payloads(tmp_path: Path) -> None:
    for path in everything(tmp_path):
        ours = {capture.location.offset: capture for capture in read(path)}
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                if record.rec_type in {"response", "resource"}:
                    payload = record.raw_stream.read()
                    capture = ours[records.get_record_offset()]  # warcio reads to the record's end to tell
                    assert (payload, record.rec_headers["WARC-Target-URI"]) == (capture.payload, capture.url)


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
