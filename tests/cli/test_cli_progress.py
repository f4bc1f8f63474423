"""Progress: words that a person understands, a line now and then off a terminal, a time left only where it is known."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from alwaght_scraper.cli.progress import LineMeter, LiveMeter, clock, describe, meter, seconds_left
from alwaght_scraper.crawl_summary import Progress


def state(**known: float) -> Progress:
    return Progress(**{"pages": 0, "articles": 0, "queue": 0, "errors": 0, "rate": 0.0, "elapsed": 0.0, "wait": 0.0, **known})  # type: ignore[arg-type]


def test_a_state_in_words() -> None:
    words = describe(state(pages=1234, articles=900, queue=77, errors=2, rate=12.34, elapsed=100, wait=30), 1000)
    assert words == "1,234 pages, 900 articles, 12.3/s, 77 waiting, 2 failed, 1:40, about 0:11 left, pausing 0:30, as the site asks"


def test_what_is_nothing_is_left_out() -> None:
    assert describe(state(pages=5, rate=1, elapsed=5), None) == "5 pages, 0 articles, 1.0/s, 0:05"


@pytest.mark.parametrize(("total", "articles", "left"), [(None, 10, None), (100, 0, None), (100, 25, 30.0), (20, 25, None)])
def test_a_time_left_is_told_only_where_it_can_be_known(total: int | None, articles: int, left: float | None) -> None:
    assert seconds_left(state(articles=articles, elapsed=10), total) == left


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (61, "1:01"), (3600, "1:00:00"), (36_000 + 125, "10:02:05")])
def test_times_are_written_as_clocks(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_off_a_terminal_there_is_a_plain_line_soon_and_every_ten_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    with meter(None) as shown:
        assert isinstance(shown, LineMeter)
        for second in range(31):
            shown.show(state(pages=second, elapsed=second))
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(" ")[0] for line in err.splitlines()] == ["2", "12", "22"]
    assert "\x1b" not in err


@pytest.mark.parametrize("total", [None, 100])
def test_on_a_terminal_the_line_is_redrawn_and_the_last_one_stays(total: int | None) -> None:
    screen = io.StringIO()
    with LiveMeter(Console(file=screen, force_terminal=True, width=120), total) as shown:
        for pages in range(5):
            shown.show(state(pages=pages, articles=pages, elapsed=pages))
    assert "4 pages, 4 articles" in screen.getvalue()
    assert screen.getvalue().endswith("\x1b[?25h")


def test_no_color_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    screen = io.StringIO()
    with LiveMeter(Console(file=screen, force_terminal=True, width=120), 10) as shown:
        shown.show(state(articles=5, elapsed=5))
    assert "\x1b[3" not in screen.getvalue()
