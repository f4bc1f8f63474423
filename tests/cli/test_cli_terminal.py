"""What archived pages hold can never steer the terminal that shows it, and readable text stays readable."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.cli.terminal import columns, safe, say_json, short, size

HARMLESS = ("", "A title; with, marks?", "الوقت- اجتمع الوزراء", "می‌خواهد", "naïve — ’quoted’", "日本", "a\u200fb")


@pytest.mark.parametrize("text", HARMLESS)
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(st.text())
def test_nothing_that_steers_a_terminal_gets_through(text: str) -> None:
    shown = safe(text)
    assert all(unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_says_the_same_after_its_escapes(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("builtins.print", lines.append)
        say_json(value)
    (text,) = lines
    assert json.loads(text) == value
    assert not set(text) - {"\n"} & set(map(chr, range(32)))


@given(st.text(), st.integers(2, 50))
def test_a_shortened_text_fits_and_says_that_it_was_cut(text: str, width: int) -> None:
    line = short(text, width)
    assert len(line) <= width
    assert line.endswith("…") or line == safe(" ".join(text.split()))


def test_columns_are_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    columns([("1,234", "ok"), ("7", "soft_404")])
    assert capsys.readouterr().out == "  1,234  ok\n      7  soft_404\n"


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (70_800_000, "70.8 MB"), (10**16, "10000.0 TB")])
def test_sizes_are_in_units_that_people_read(count: int, text: str) -> None:
    assert size(count) == text
