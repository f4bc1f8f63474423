"""What was inserted and what deleted: nothing of either version is lost or made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.cli import edits as edits_module
from alwaght_scraper.cli.edits import Edit, passage_edits, value_edits, word_edits
from alwaght_scraper.cli.terminal import say_edits
from tests.pipelines.making import CALM

TEXTS = st.lists(st.sampled_from(["the", "pier", "الميناء", " ", "\u200c", "opened,", "at dawn", "\n"]), max_size=12).map(" ".join)


def without(kind: str, edits: list[Edit]) -> str:
    return "".join(edit.text for edit in edits if edit.kind != kind)


@given(TEXTS, TEXTS)
@CALM
def test_the_edits_make_either_version(old: str, new: str) -> None:
    edits = word_edits(old, new)
    assert (without("new", edits), without("gone", edits)) == (old, new)


@given(TEXTS)
@CALM
def test_versions_that_are_alike_have_no_edits(text: str) -> None:
    assert {edit.kind for edit in word_edits(text, text)} <= {"same"}
    assert passage_edits([text, text], [text, text]) == []


def test_only_the_words_that_differ_are_marked() -> None:
    assert word_edits("forty crates of lemons", "fifty crates of lemons") == [
        Edit("gone", "forty"),
        Edit("new", "fifty"),
        Edit("same", " crates of lemons"),
    ]
    assert word_edits("a b c", "x y c") == [Edit("gone", "a b"), Edit("new", "x y"), Edit("same", " c")]


def test_entries_of_a_list_come_and_go() -> None:
    assert value_edits(["Ferry", "Salt"], ["Salt", "Nets"]) == [[Edit("gone", "Ferry")], [Edit("new", "Nets")]]
    assert value_edits(None, "Analysis") == [[Edit("new", "Analysis")]]
    blocks = [{"kind": "paragraph", "text": "A"}], [{"kind": "heading", "text": "A"}]
    assert value_edits(*blocks) == [[Edit("gone", "paragraph"), Edit("new", "heading"), Edit("same", " · A")]]


def test_huge_texts_are_shown_as_replaced_and_not_compared_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_module, "_MOST", 0)
    assert word_edits("a b", "a c") == [Edit("gone", "a b"), Edit("new", "a c")]


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "environment", "printed"), [
    (False, {}, "[-forty-] {+fifty+} crates\n"),
    (True, {}, "\x1b[31;9m[-forty-]\x1b[0m \x1b[32;4m{+fifty+}\x1b[0m crates\n"),
    (True, {"NO_COLOR": "1"}, "[-forty-] {+fifty+} crates\n"),
    (True, {"TERM": "dumb"}, "[-forty-] {+fifty+} crates\n"),
])  # fmt: skip
def test_colour_is_for_terminals_that_want_it(capsys, monkeypatch, terminal, environment, printed) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    import sys

    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    say_edits(word_edits("forty crates", "fifty crates"))
    assert capsys.readouterr().out == printed


def test_archived_text_cannot_steer_the_terminal_and_arabic_stays_as_it_is(capsys) -> None:
    say_edits([Edit("same", "الميناء "), Edit("new", "\x1b[2J\u202eقديم")])
    assert capsys.readouterr().out == "الميناء {+\\x1b[2J\\u202eقديم+}\n"
