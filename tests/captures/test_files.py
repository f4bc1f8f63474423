"""Saved pages and folders: what each file's address and time are, and what is passed over."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.files import find_files, is_warc, saved_page
from alwaght_scraper.captures.payload import MAX_BODY
from alwaght_scraper.captures.saved_page import page_url
from alwaght_scraper.captures.warc import WarcArchive, read_warc
from alwaght_scraper.errors import ConfigurationError, RejectedPage, UsageError

URL = "http://alwaght.net/en/News/7/The-River-Gate"
PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body><p>The envoy waited.</p></body></html>"


def put(path: Path, content: bytes = PAGE, sidecar: object = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if sidecar is not None:
        path.with_name(f"{path.name}.json").write_text(sidecar if isinstance(sidecar, str) else json.dumps(sidecar))
    return path


def below(path: Path) -> list[Capture]:
    return [capture for file in find_files(path) for capture in (read_warc(file) if is_warc(file) else [saved_page(file)])]


def claiming(url: str = URL) -> bytes:
    return PAGE.replace(b"<title>", f'<link rel="canonical" href="{url}"><title>'.encode())


# --- address and time ---------------------------------------------------------------------------


def test_the_address_that_is_given_comes_first(tmp_path: Path) -> None:
    path = put(tmp_path / "page.html", claiming("http://alwaght.net/en/News/1"), {"url": "http://alwaght.net/en/News/2"})
    assert saved_page(path, url=URL).url == URL
    assert saved_page(path).url == "http://alwaght.net/en/News/2"
    path.with_name("page.html.json").unlink()
    assert saved_page(path).url == "http://alwaght.net/en/News/1"


@pytest.mark.parametrize("name", ["page.html.json", "page.json", "capture.json"])
def test_a_sidecar_says_what_is_known(tmp_path: Path, name: str) -> None:
    said = {"url": URL, "fetched_at": "2024-05-01T10:00:00.5+02:00", "status": 404, "headers": {"ETag": "1", "X": "caf\u00e9 \u0627"}}
    path = put(tmp_path / "page.html")
    (tmp_path / name).write_text(json.dumps(said))
    (tmp_path / "expected.json").write_text("{}")
    capture = saved_page(path)
    assert (capture.url, capture.status, capture.source, capture.payload) == (URL, 404, "file", PAGE)
    assert capture.fetched_at == datetime(2024, 5, 1, 8, 0, 0, 500_000, UTC)
    assert capture.headers == (("ETag", "1"), ("X", "caf\u00e9 \u0627".encode().decode("latin-1")))


def test_a_folder_sidecar_of_several_pages_is_nobodys(tmp_path: Path) -> None:
    put(tmp_path / "a.html")
    put(tmp_path / "b.html")
    (tmp_path / "capture.json").write_text(json.dumps({"url": URL}))
    with pytest.raises(RejectedPage, match="does not tell its address"):
        saved_page(tmp_path / "a.html")


def test_headers_may_be_pairs_and_times_without_zone_are_utc(tmp_path: Path) -> None:
    said = {"url": URL, "fetched_at": "2024-05-01T10:00:00", "headers": [["Set-Cookie", "a"], ["Set-Cookie", "b"]]}
    capture = saved_page(put(tmp_path / "x", sidecar=said))
    assert capture.headers == (("Set-Cookie", "a"), ("Set-Cookie", "b"))
    assert capture.fetched_at == datetime(2024, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "sidecar",
    ["", "{", "[]", "[" * 100_000, '"x"', '{"url": 5}', '{"url": "u", "fetched_at": "then"}', '{"url": "u", "status": "ok"}',
     '{"url": "u", "status": 7}', '{"url": "u", "headers": [["one"]]}', '{"url": "u", "headers": 5}', "\udcff"],
)  # fmt: skip
def test_a_sidecar_that_cannot_be_understood_is_named(tmp_path: Path, sidecar: str) -> None:
    path = put(tmp_path / "page.html")
    path.with_name("page.html.json").write_bytes(sidecar.encode("utf-8", "surrogateescape"))
    with pytest.raises(RejectedPage, match=r"page\.html\.json cannot be understood .*; mend it or remove it") as caught:
        saved_page(path)
    assert "\n" not in str(caught.value)


def test_without_a_sidecar_the_files_time_counts(tmp_path: Path) -> None:
    path = put(tmp_path / "page.html", claiming())
    os.utime(path, ns=(0, 1_714_557_600_123_456_789))
    capture = saved_page(path)
    assert capture.fetched_at == datetime(2024, 5, 1, 10, 0, 0, 123_456, UTC)
    assert (capture.status, capture.headers) == (200, (("Content-Type", "text/html"),))


CLAIMS = {
    "chrome": f"<!-- saved from url=(0044){URL} -->",
    "edge": f"<!-- saved from url=(0044){URL}-->",
    "single file": f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Thu Mar 17 2016\n-->",
    "canonical": f'<link rel="canonical" href="{URL}">',
    "canonical, unquoted": f"<LINK HREF={URL} REL=Canonical>",
    "canonical, other order": f"<link data-x='1' href='{URL}' rel='alternate canonical' />",
    "open graph": f'<meta property="og:url" content="{URL}">',
    "open graph, name": f"<meta content='{URL}' name='og:url'/>",
    "another site first": f'<meta property="og:url" content="http://elsewhere.example/x"><link rel="canonical" href="{URL}">',
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_page_itself_tells_its_address(tmp_path: Path, claim: str) -> None:
    content = CLAIMS[claim].encode() + PAGE
    assert saved_page(put(tmp_path / "page.html", content)).url == URL
    assert saved_page(put(tmp_path / "packed.html", gzip.compress(content))).url == URL
    assert page_url(b"\xff\xfe" + CLAIMS[claim].encode("utf-16-le")) == URL


def test_entities_in_an_address_are_resolved() -> None:
    assert page_url(b'<link rel=canonical href="http://alwaght.net/x?a=1&amp;b=2">') == "http://alwaght.net/x?a=1&b=2"


@pytest.mark.parametrize(
    "claim",
    ['<link rel="canonical" href="/en/News/7">', '<link rel="stylesheet" href="http://alwaght.net/x.css">', "<p>http://alwaght.net/en</p>"],
)
def test_what_is_no_claim_is_no_address(tmp_path: Path, claim: str) -> None:
    path = put(tmp_path / "page.html", claim.encode() + PAGE)
    with pytest.raises(RejectedPage, match=r"does not tell its address; pass --url, or write .* to page\.html\.json beside it"):
        saved_page(path)


@given(st.binary(max_size=300) | st.text(alphabet='<>=" linkmetarelhrefcanonical-!', max_size=300).map(str.encode))
def test_looking_for_the_address_never_fails(head: bytes) -> None:
    assert page_url(head) is None or page_url(head).startswith("http")


@pytest.mark.parametrize("piece", [b"<link ", b"<!--", b"<meta a=", b"<link rel='", b'a="', b"<", b" ", b"<!-- saved from url=(1)http://"])
def test_looking_for_the_address_takes_bounded_work(piece: bytes) -> None:
    head = piece * (65_536 // len(piece))
    assert page_url(head) is None or len(page_url(head)) <= 2100


# --- files and folders --------------------------------------------------------------------------


def tree(folder: Path) -> None:
    put(folder / "b.html", claiming(URL + "-b"))
    put(folder / "a" / "2.htm", claiming(URL + "-a2"))
    put(folder / "a" / "10" / "index.html", claiming(URL + "-a10"))
    put(folder / "c", b"\xef\xbb\xbf\n" + claiming(URL + "-c"))
    put(folder / "d.dat", b"no markup", {"url": URL + "-d"})
    put(folder / "b_files" / "style.css", b"p { color: red }")
    put(folder / "b_files" / "logo.png", b"\x89PNG")
    put(folder / ".hidden.html", claiming())
    with WarcArchive(folder / "e").writer("run") as writer:
        writer.write(Capture(URL + "-e", datetime(2024, 1, 1, tzinfo=UTC), 200, (), PAGE))


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    tree(tmp_path)
    found = [capture.url.removeprefix(URL) for capture in below(tmp_path)]
    assert found == ["-a10", "-a2", "-b", "-c", "-d", "-e"]


def test_links_that_go_round_end(tmp_path: Path) -> None:
    tree(tmp_path / "x")
    (tmp_path / "x" / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "x" / "self").symlink_to("self")
    (tmp_path / "x" / "gone.html").symlink_to("nowhere")
    (tmp_path / "x" / "linked.html").symlink_to(put(tmp_path / "outside.html", claiming(URL + "-linked")))
    found = [capture.url.removeprefix(URL) for capture in below(tmp_path / "x")]
    assert found == ["-a10", "-a2", "-b", "-c", "-d", "-e", "-linked"]
    (tmp_path / "to x").symlink_to(tmp_path / "x")
    assert len(below(tmp_path / "to x")) == 7


@pytest.mark.parametrize("name", ["run.warc.gz", "renamed.html", "no suffix"])
def test_a_warc_is_told_by_its_content(tmp_path: Path, name: str) -> None:
    with WarcArchive(tmp_path).writer("run") as writer:
        written = writer.write(Capture(URL, datetime(2024, 1, 1, tzinfo=UTC), 200, (), PAGE))
    path = (tmp_path / "run.warc.gz").rename(tmp_path / name)
    assert [replace(capture, location=None) for capture in below(path)] == [replace(written, location=None)]
    path.write_bytes(gzip.decompress(path.read_bytes()))
    assert [capture.payload for capture in below(path)] == [PAGE]


def test_a_page_named_like_a_warc_gives_no_capture_and_a_damage(tmp_path: Path) -> None:
    damages: list[object] = []
    path = put(tmp_path / "x.warc.gz")
    assert is_warc(path)
    assert list(read_warc(path, on_damage=damages.append)) == []
    assert len(damages) == 1


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone does not exist"):
        list(find_files(tmp_path / "gone"))


def test_a_huge_file_is_rejected_unread(tmp_path: Path) -> None:
    path = put(tmp_path / "page.html", b"")
    os.truncate(path, MAX_BODY + 1)
    with pytest.raises(RejectedPage, match="more than 32 MiB"):
        saved_page(path, url=URL)


def test_what_cannot_be_read_is_a_clear_error(tmp_path: Path, monkeypatch) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with pytest.raises(ConfigurationError, match="neither a file nor a folder"):
        saved_page(fifo, url=URL)
    assert below(tmp_path) == []

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = put(tmp_path / "page.html")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ConfigurationError, match=r"cannot read .*page\.html: Permission denied; check its permissions"):
        saved_page(path, url=URL)
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(ConfigurationError, match="Permission denied"):
        below(tmp_path)


def test_the_same_folder_gives_the_same_captures(tmp_path: Path) -> None:
    tree(tmp_path)
    assert below(tmp_path) == below(tmp_path)
    when = datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    assert Capture(URL, when, 200).fetched_at.tzinfo is UTC
