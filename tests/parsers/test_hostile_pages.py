"""A page made to hurt ends in bounded time and memory: read in full, or rejected with a reason."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.parsers.hostile_pages import PAGES, whole_page
from tests.parsers.little_pages import BODY, HEAD, NEXT, read

ROOT = Path(__file__).parents[2]
MAY_GROW_MB = {"50_mb_of_text": 768}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_page_is_read_in_full_or_rejected(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.parsers.hostile_pages", name], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"the process died ({done.returncode}): {done.stderr[-500:]}"
    told = json.loads(done.stdout)
    assert told["grown_mb"] <= MAY_GROW_MB.get(name, 384), f"memory grew by {told['grown_mb']} MB"
    if told["outcome"] != "ok":
        assert told["reason"] and "\n" not in told["reason"]
        return
    expected = whole_page().expected.article
    assert expected is not None
    assert told["title"] == expected.title
    assert told["texts"] == [block.text for block in expected.blocks]


REPEATED = {
    "labels_of_related_articles": "<p>Related Content</p><p>Editor's Choice</p>",
    "labels_ever_deeper": "<div><div>Related Content<div><div>News",
    "dates_ever_deeper": "<ul><li>Thursday 17 March 2016",
    "pictures_ever_deeper": "<div><img src=/upload/7.jpg>",
    "captions": f"<figure><img src=/upload/7.jpg><figcaption>The old mill</figcaption></figure><p>{NEXT}</p>",
}


def _lines_run(body: str) -> int:
    """How many lines of code it takes to read a page."""
    count = 0

    def trace(_frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(body)
    finally:
        sys.settrace(before)
    return count


def _repeating(repeated: str, times: int) -> str:
    return f"{HEAD}<p>{BODY}</p>" + repeated * times


def _wrapped(_: str, times: int) -> str:
    """A first paragraph in box within box, beside the title, above all others in a box of their own."""
    first = "<div>" * times + f"<p>{NEXT}</p>" + "</div>" * times
    return f"<div>{HEAD}{first}<section>" + f"<p>{NEXT} Once more.</p>" * times + "</section></div>"


CASES = [(_repeating, repeated) for repeated in REPEATED.values()] + [(_wrapped, "")]


@pytest.mark.parametrize(("page", "repeated"), CASES, ids=[*REPEATED, "wrapped_lead"])
def test_what_is_repeated_without_end_is_read_in_time_that_grows_with_the_page(page: Callable[[str, int], str], repeated: str) -> None:
    _lines_run(page(repeated, 10))  # what is learnt once
    assert _lines_run(page(repeated, 800)) < 3 * _lines_run(page(repeated, 400))
