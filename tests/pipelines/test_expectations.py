"""`expectations.toml`: what it may say, and that a mistake in it names its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from alwaght_scraper.errors import ConfigurationError
from pipelines.expectations import NAME, Bounds, Expectations


def load(folder, text):
    (folder / NAME).write_text(text, "utf-8")
    return Expectations.load(folder)


def test_without_a_file_all_is_as_the_defaults_say(tmp_path):
    assert Expectations.load(tmp_path) == Expectations.load(tmp_path / "not there") == Expectations()


def test_what_the_file_says_goes_before_the_defaults(tmp_path):
    found = load(
        tmp_path,
        """
        learn_since = 2026-11-27
        [run]
        rejected = 0.2
        newest_age_days = 14
        [fall]
        rows = 0
        fill = 0.1
        [rows.articles]
        min = 1000
        ar = { min = 200, max = 900 }
        "en/Analysis" = { min = 100 }
        [fill.category]
        ar = { min = 0.4 }
        """,
    )
    assert found == Expectations(
        rejected=0.2,
        newest_age_days=14,
        rows_fall=0,
        fill_fall=0.1,
        learn_since=datetime(2026, 11, 27, tzinfo=UTC),
        rows={("articles", ""): Bounds(1000), ("articles", "ar"): Bounds(200, 900), ("articles", "en/Analysis"): Bounds(100)},
        fill={("category", "ar"): Bounds(0.4)},
    )


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[run]\nrejected = 0.5\n\nrejectd = 0.5\n", 4, "unknown key run.rejectd; known are rejected, soft_404"),
        ("# first\nfil = 1\n", 2, "unknown key 'fil'"),
        ("[fill.category]\nmin = 0.5\n[fill.teaser]\nmin = 1.5\n", 4, "fill.teaser.min is to be a share between 0 and 1, not 1.5"),
        ("[rows.articles]\nar = { min = 1, mox = 2 }\n", 2, "unknown key rows.articles.ar.mox; known are min, max"),
        ("[rows.article]\nmin = 1\n", 1, "unknown key rows.article; known are articles, revisions"),
        ("[rows.articles]\nmin = true\n", 2, "a number of 0 or more, not True"),
        ("[rows]\narticles = 5\n", 2, "rows.articles is to be a table, not 5"),
        ('learn_since = "yesterday"\n', 1, "a day or a time"),
        ("fill.body.min = 0.5\nfill.body.mix = 0.5\n", 2, "unknown key fill.body.mix"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, line, told):
    with pytest.raises(ConfigurationError, match=f"{NAME}, line {line}: ") as caught:
        load(tmp_path, text)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["[run", "a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path, text):
    with pytest.raises(ConfigurationError, match=r"expectations.toml is no TOML: .* \(at (line \d|end)"):
        load(tmp_path, text)
