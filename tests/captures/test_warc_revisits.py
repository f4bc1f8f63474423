"""What is archived already is a revisit of the record that holds it, and reads back whole."""

from __future__ import annotations

from pathlib import Path

from alwaght_scraper.captures.records import read_records
from alwaght_scraper.captures.warc import WarcArchive
from tests.captures.archiving import PAGE, page, read, types, unwelcome, write


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
