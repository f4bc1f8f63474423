"""A wrong option ends before anything starts: exit code 2 and one line that names the option and the value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alwaght_scraper.cli.crawl import read_options
from alwaght_scraper.cli.parser import build
from tests.cli.ran import Ran

WRONG = {
    "language": ("--lang", "de"),
    "empty language": ("--lang", ","),
    "page of another site": ("--start-url", "http://example.org/en/News/1"),
    "look-alike host": ("--start-url", "http://alwaght.net.example.org/en/News/1"),
    "address with credentials": ("--start-url", "http://alwaght.net@example.org/"),
    "file address": ("--start-url", "file:///etc/passwd"),
    "range backwards": ("--ids", "9-3"),
    "range from zero": ("--ids", "0-3"),
    "range of words": ("--ids", "a-b"),
    "Arabic digits": ("--ids", "٣-٥"),
    "day without zeros": ("--since", "2016-3-1"),
    "day that is not": ("--since", "2016-02-30"),
    "day as a number": ("--since", "20160301"),
    "no articles": ("--limit", "0"),
    "half an article": ("--limit", "1.5"),
    "negative delay": ("--delay", "-1"),
    "delay that is no number": ("--delay", "nan"),
    "endless delay": ("--delay", "inf"),
    "no connections": ("--concurrency", "0"),
    "too many connections": ("--concurrency", "1000"),
    "replay of nothing": ("--replay", "no-such-file.warc.gz"),
    "contact that forges a header": ("--contact", "a@b.org\r\nCookie: x"),
    "contact that is none": ("--contact", "me"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_option_is_one_line_and_exit_code_2(case: str, alwaght: Callable[..., Ran], tmp_path: Path) -> None:
    option, value = WRONG[case]
    ran = alwaght("crawl", "--data", tmp_path / "data", f"{option}={value}")
    assert ran.code == 2
    assert ran.out == ""
    assert option in ran.complaint
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("argv", [(), ("frobnicate",), ("crawl", "--frobnicate"), ("extract",), ("inspect",), ("crawl", "--lim", "3")])
def test_a_wrong_command_line_is_one_line_and_exit_code_2(argv: tuple[str, ...], alwaght: Callable[..., Ran]) -> None:
    ran = alwaght(*argv)
    assert ran.code == 2
    assert "--help" in ran.complaint


def test_a_bad_value_cannot_steer_the_terminal(alwaght: Callable[..., Ran]) -> None:
    ran = alwaght("crawl", "--lang", "\x1b]0;owned\x07\u202e")
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert r"\x1b]0;owned\x07\u202e" in ran.complaint


def test_all_options_of_a_crawl_arrive(tmp_path: Path) -> None:
    replay = tmp_path / "a.warc"
    replay.touch()
    words = (
        f"crawl --data {tmp_path} --lang ar,EN,ar --start-url http://alwaght.net/en alwaght.com/en/news/7/x"
        " --start-url https://www.alwaght.net/ar --ids 10-12 --since 2016-03-17 --limit 5 --delay 0 --concurrency 16"
        f" --replay {replay} --contact me@example.org"
    )
    options = read_options(build().parse_args(words.split()))
    assert options.data == tmp_path
    assert options.langs == ("ar", "en")
    assert options.start_urls == ("http://alwaght.net/en", "http://alwaght.com/en/news/7/x", "https://www.alwaght.net/ar")
    assert options.ids == range(10, 13)
    assert options.since == date(2016, 3, 17)
    assert (options.limit, options.delay, options.concurrency) == (5, 0, 16)
    assert options.replay == (replay,)
    assert options.contact == "me@example.org"


def test_a_single_id_is_a_range_of_one() -> None:
    assert read_options(build().parse_args(["crawl", "--ids", "7"])).ids == range(7, 8)


def test_without_options_the_crawl_is_polite_by_default() -> None:
    options = read_options(build().parse_args(["crawl"]))
    assert (options.delay, options.concurrency, options.replay) == (None, None, ())


def test_version(alwaght: Callable[..., Ran]) -> None:
    ran = alwaght("--version")
    assert ran.code == 0
    assert ran.out.startswith("alwaght ")
