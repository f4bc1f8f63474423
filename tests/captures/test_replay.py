"""A WARC file as a site: the latest response to an address, by any of its spellings."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alwaght_scraper.captures.capture import Capture
from alwaght_scraper.captures.replay import ReplayIndex
from alwaght_scraper.captures.warc import Damage, WarcArchive, read_warc
from alwaght_scraper.errors import ConfigurationError

WHEN = datetime(2024, 5, 1, tzinfo=UTC)
ARTICLE = "http://alwaght.net/en/News/52466"


def answer(url: str, body: bytes, day: int = 0, status: int | None = 200, **more: object) -> Capture:
    return Capture(url, WHEN + timedelta(days=day), status, (), body, **more)  # type: ignore[arg-type]


def archive(folder: Path, *captures: Capture) -> Path:
    with WarcArchive(folder).writer("run") as writer:
        for capture in captures:
            writer.write(capture)
    return folder / "run.warc.gz"


def payloads(path: Path, *urls: str) -> list[bytes | None]:
    with ReplayIndex([path]) as index:
        return [found.payload if (found := index.lookup(url)) else None for url in urls]


def test_the_address_itself_comes_before_other_spellings(tmp_path: Path) -> None:
    path = archive(tmp_path, answer(f"{ARTICLE}/A-Slug", b"old", 1), answer(f"{ARTICLE}/B-Slug", b"new", 2))
    assert payloads(path, f"{ARTICLE}/A-Slug", f"{ARTICLE}/B-Slug") == [b"old", b"new"]


@pytest.mark.parametrize("url", [ARTICLE, f"{ARTICLE}/Other", "https://www.alwaght.com/EN/news/52466/AboutUs", f"{ARTICLE}?utm=1#x"])
def test_another_spelling_gives_the_latest_of_all(tmp_path: Path, url: str) -> None:
    path = archive(tmp_path, answer(f"{ARTICLE}/A-Slug", b"new", 2), answer(f"{ARTICLE}/B-Slug", b"old", 1))
    assert payloads(path, url) == [b"new"]


def test_list_pages_are_told_apart_by_page_and_tag(tmp_path: Path) -> None:
    tag = "http://alwaght.net/en/Keywords/Federal%20Government"
    path = archive(tmp_path, answer(tag, b"first"), answer(f"{tag}//2", b"second"))
    assert payloads(path, tag.lower().replace("federal", "Federal").replace("government", "Government"), f"{tag}//2", f"{tag}//3") == [
        b"first",
        b"second",
        None,
    ]


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    path = archive(tmp_path, answer(ARTICLE, b"page"))
    assert payloads(path, "http://alwaght.net/en/News/1", "http://elsewhere.example/", "not an address") == [None, None, None]


def test_the_latest_response_wins_whatever_the_order(tmp_path: Path) -> None:
    captures = [answer(ARTICLE, b"old", 1), answer(ARTICLE, b"newest", 3), answer(ARTICLE, b"new", 2)]
    for number, shift in enumerate(range(3)):
        path = archive(tmp_path / str(number), *captures[shift:], *captures[:shift])
        assert payloads(path, ARTICLE) == [b"newest"]


def test_a_redirect_answers_its_own_spelling_only(tmp_path: Path) -> None:
    path = archive(tmp_path, answer(ARTICLE, b"moved", 2, 301), answer(f"{ARTICLE}/A-Slug", b"page", 1))
    assert payloads(path, ARTICLE, f"{ARTICLE}/Other") == [b"moved", b"page"]


def test_failures_304s_and_cut_bodies_answer_nothing(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        answer(ARTICLE, b"page", 1),
        answer(ARTICLE, b"", 2, 304),
        answer(ARTICLE, b"", 3, None, failure="reset"),
        answer(ARTICLE, b"pa", 4, failure="cut"),
    )
    assert payloads(path, ARTICLE) == [b"page"]


def test_revisits_answer_with_their_originals_payload(tmp_path: Path) -> None:
    path = archive(tmp_path, answer("http://alwaght.net/en/News/1", b"same page"), answer(ARTICLE, b"same page"))
    assert payloads(path, ARTICLE) == [b"same page"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "one gzip stream"])
def test_files_packed_in_other_ways_answer_too(tmp_path: Path, pack) -> None:
    path = archive(tmp_path, answer(ARTICLE, b"page"), answer("http://alwaght.net/ar", b"home"), answer("http://alwaght.net/en", b"home"))
    other = tmp_path / "other.warc"
    other.write_bytes(pack(gzip.decompress(path.read_bytes())))
    path.unlink()
    assert payloads(other, ARTICLE, "http://alwaght.net/ar") == [b"page", b"home"]


def test_several_files_are_one_site(tmp_path: Path) -> None:
    old = archive(tmp_path / "old", answer(ARTICLE, b"old", 1), answer("http://alwaght.net/ar", b"home", 1))
    new = archive(tmp_path / "new", answer(ARTICLE, b"new", 2))
    for paths in ([old, new], [new, old]):
        with ReplayIndex(paths) as index:
            assert len(index) == 2
            assert [index.lookup(url).payload for url in (ARTICLE, "http://alwaght.net/ar")] == [b"new", b"home"]


def test_a_lookup_gives_the_capture_as_it_was_archived(tmp_path: Path) -> None:
    path = archive(tmp_path, answer(ARTICLE, b"page"))
    with ReplayIndex([path]) as index:
        assert [index.lookup(ARTICLE)] == list(read_warc(path))


def test_damage_is_told_of_and_the_rest_answers(tmp_path: Path) -> None:
    path = archive(tmp_path, answer(ARTICLE, b"page"), answer("http://alwaght.net/ar", b"home"))
    path.write_bytes(path.read_bytes()[:-5])
    damages: list[Damage] = []
    with ReplayIndex([path], on_damage=damages.append) as index:
        assert index.lookup(ARTICLE)
        assert index.lookup("http://alwaght.net/ar") is None
    assert len(damages) == 1


def test_a_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read"):
        ReplayIndex([tmp_path / "none.warc.gz"])
