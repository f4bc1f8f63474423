"""Text as the dataset keeps it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.text import comparison_key, fold, word_count


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  two \n\t words\u00a0here ", "two words here"),
        ("u n i o n", "u n i o n"),
        ('prophet"s ’appalled’ 1, 500 , so', 'prophet"s ’appalled’ 1, 500 , so'),
        ("soft\u00adhyphen zero\u200bwidth \ufeffmark", "softhyphen zerowidth mark"),
        ("می\u200cشود", "می\u200cشود"),
        ("\u200fعربي\u200e", "\u200fعربي\u200e"),
        ("e\u0301", "\u00e9"),
        ("nul\x00 bell\x07", "nul bell"),
        ("\ud800x", "\ufffdx"),
        ("", ""),
    ],
)
def test_text_is_folded_and_nothing_else(raw: str, kept: str) -> None:
    assert fold(raw) == kept


@given(st.text())
def test_folding_is_stable_nfc_and_storable(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert unicodedata.is_normalized("NFC", folded)
    assert folded.encode("utf-8").decode("utf-8") == folded
    assert "  " not in folded
    assert folded == folded.strip()


def test_two_prints_of_a_title_share_a_key() -> None:
    assert comparison_key("Who’s Next? A Look: Back") == comparison_key("whos-next-a-look-back")


def test_words_are_parted_by_white_space() -> None:
    assert word_count("Alwaght- The talks\n\nbegin anew.") == 5
