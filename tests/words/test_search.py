"""What people type finds what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.search import CASED, Folding, search_form

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = st.text(LETTERS, min_size=1, max_size=8)
SPELLINGS = {"ي": "يىی", "ك": "كک", "ه": "هةہ", "ا": "اأإآٱ"}
MARKS = st.text("\u064b\u064e\u0650\u0651\u0652\u0670\u0640\u200c\u200f", max_size=2)


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("كتاب‌های ایرانی", "كتابهاي ايراني"),
        ("الأكراد في إيران", "الاكراد في ايران"),
        ("مُقاوَمــة", "مقاومه"),
        ("سنة ٢٠١٦ و ۱۳۹۵", "سنه 2016 و 1395"),
        ("«حزب الله»؟", '"حزب الله"?'),
        ("Turkey’s “new” front – 5 km", 'turkey\'s "new" front - 5 km'),
        ("Erdoğan in Łódź", "erdogan in lodz"),
        ("ﷲ ﻻ ﬁ", "الله لا fi"),
        ("one\n\ntwo\u00a0 three ", "one two three"),
        ("ISIS", "isis"),
        ("STRASSE Straße", "strasse strasse"),
        ("bell\x07", "bell"),
        ("", ""),
    ],
)
def test_what_is_printed_and_what_is_typed_have_one_form(printed: str, typed: str) -> None:
    assert search_form(printed) == search_form(typed) == typed


@given(st.text() | st.text("aB ‘’\n\t٣یى\u200c\u064eÉİßﬁ"))
def test_folding_twice_is_folding_once(text: str) -> None:
    form = search_form(text)
    assert search_form(form) == form
    assert form == form.strip()
    assert "  " not in form


def test_every_character_has_a_form_that_stays() -> None:
    for char in map(chr, range(0x3000)):
        assert search_form(search_form(char)) == search_form(char)
        assert CASED.apply(CASED[char]) == CASED[char]


@given(st.data(), st.lists(WORDS, min_size=1, max_size=4))
def test_any_spelling_of_arabic_words_finds_them(data: st.DataObject, words: list[str]) -> None:
    plain = " ".join(words)
    printed = "".join(data.draw(st.sampled_from(SPELLINGS.get(char, char))) + (data.draw(MARKS) if char != " " else "") for char in plain)
    assert search_form(plain) in search_form(f"قال {printed} أمس")


@given(st.text())
def test_places_lead_back_to_the_exact_text(text: str) -> None:
    places = CASED.places(text)
    folded = CASED.apply(text)
    assert len(places) == len(folded) + 1
    assert "".join(CASED[text[place]] for place in dict.fromkeys(places[:-1])) == folded


ANY = st.integers(0, 0x10FFFF).map(chr)


@given(st.booleans(), st.text(ANY) | st.text(ANY, min_size=150, max_size=200) | st.text("aB`’\n\x07ٱ یﬁ\ud800", max_size=300))
def test_a_text_is_folded_as_its_characters_are(keep_case: bool, text: str) -> None:
    folding = Folding(keep_case=keep_case)
    assert folding.apply(text) == "".join(map(folding.__getitem__, text))
