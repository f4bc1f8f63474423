"""Each occurrence of a glossary term is found, as a word, at its place in the exact text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.items import Block, GlossaryEntry
from alwaght_scraper.search import CASED
from pipelines import texts
from pipelines.mentions import Finder
from pipelines.search import search
from tests.pipelines.folding import contents, different_files, fold
from tests.pipelines.making import CALM, DAY_ONE, article_capture


def found(lang, terms, text):
    mentions = Finder(lang, terms).find(text)
    assert mentions == sorted(mentions)
    return [(mention.term, text[mention.start : mention.end]) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "prints"),
    [
        ("The Kurds of Syria", ["Kurds"]),
        ("Kurds, Kurds; the Kurds’ and Kurds's", ["Kurds"] * 4),
        ("anti-Kurds (Kurds)", ["Kurds"] * 2),
        ("Kurdsville, kurds, KURDS, Kürds2", []),
        ("Kürds", ["Kürds"]),
        ("a union met. Union talks, a Union of states: «Union» … “Union", ["union", "Union", "Union"]),
        ("Alwaght- Union talks", ["Union"]),
        ("Prophet\u00a0Quds Day", ["Prophet\u00a0Quds"]),
        ("Wahhabism & Extremism", ["Wahhabism", "Wahhabism & Extremism"]),
        ("", []),
    ],
)
def test_an_english_term_is_found_as_a_word_as_printed_or_capitalised_where_a_sentence_opens(text, prints):
    terms = ["Kurds", "union", "Prophet Quds", "Wahhabism & Extremism", "Wahhabism", "..."]
    assert [printed for term, printed in found("en", terms, text) if term != "..."] == prints


@pytest.mark.parametrize(
    ("text", "prints"),
    [
        ("حلب", ["حلب"]),
        ("وحلب ولحلب بحلب كحلب", ["حلب"] * 4),
        ("حلبي وتحلب", []),
        ("في الأكراد والاكراد بالأكْراد", ["الأكراد", "الاكراد", "الأكْراد"]),
        ("للأكراد وللأكراد", ["لأكراد"] * 2),
        ("لأكراد", []),
        ("أكراد", []),
        ("حَلَبُ، حـلـبـ", ["حَلَبُ", "حـلـبـ"]),
        ("المقاومه", ["المقاومه", "مقاومه"]),
        ("مقاومة للمقاومة", ["مقاومة", "لمقاومة", "مقاومة"]),
    ],
)
def test_an_arabic_term_is_found_with_what_is_written_onto_it_and_in_any_spelling(text, prints):
    assert [printed for _, printed in found("ar", ["حلب", "الأكراد", "مقاومة", "المقاومة"], text)] == prints


@pytest.mark.parametrize(
    ("text", "prints"),
    [("کردهای ایران", ["ایران"]), ("کرد\u200cها و كرد", ["کرد", "كرد"]), ("حزب\u200cالله", ["حزب\u200cالله"]), ("کردستان", [])],
)
def test_a_persian_term_ends_where_an_ending_is_joined_on_without_a_letter(text, prints):
    assert [printed for _, printed in found("fa", ["کرد", "ایران", "حزب‌الله"], text)] == prints


def test_terms_alike_when_folded_are_each_found():
    assert found("ar", ["مكتبة", "مكتبه"], "المكتبة") == [("مكتبة", "مكتبة"), ("مكتبه", "مكتبة")]


def test_without_terms_or_with_terms_of_marks_alone_nothing_is_found():
    assert found("en", [], "any text") == []
    assert found("en", ["\u200c", "\u064b"], "any text") == []


TEXTS = st.text("aAbB .’-\u064b\u200cحلبوالـأة", max_size=30)


@given(st.sampled_from(["en", "ar", "fa"]), st.lists(TEXTS, max_size=4), st.lists(TEXTS, max_size=4))
@CALM
def test_every_span_is_the_term_and_stands_alone(lang, terms, pieces):
    text = " ".join([*pieces, *terms, "و" + "".join(terms[:1])])
    for mention in Finder(lang, terms).find(text):
        printed, term = (CASED.apply(part).strip() for part in (text[mention.start : mention.end], mention.term))
        joined = term.startswith("ال") and printed == term[1:] and CASED.apply(text[: mention.start]).endswith("ل")
        assert printed in {term, term[:1].upper() + term[1:]} or joined
        assert not re.match(r"\w", CASED.apply(text[mention.end :])) or "\u200c" in text[mention.end :]


@given(st.lists(st.sampled_from(["Kurds", "union", "al-Sadr", "Axis of Evil"]), min_size=1), st.text("., ;:", min_size=1, max_size=2))
@CALM
def test_no_occurrence_is_missed(words, mark):
    text = f"x {(mark + ' ').join(words)}"
    prints = [printed for _, printed in found("en", {*words}, text)]
    assert sorted(prints) == sorted(words)


def glossary(*terms):
    return [GlossaryEntry(term, None, place) for place, term in enumerate(terms)]


def captured(number, *terms, days=0):
    when = DAY_ONE + timedelta(days=days)
    return article_capture(number, when=when, blocks=(Block("paragraph", "Nets and piers."),), glossary=glossary(*terms))


def test_a_new_term_is_found_in_all_articles_and_a_new_wording_touches_none(tmp_path):
    fold(tmp_path / "steps", [captured(5, "Nets"), captured(10_005, "Nets")])
    steps = fold(tmp_path / "steps", [captured(20_005, "Nets", "piers", days=1)])
    assert [row["term"] for row in steps.table("mentions").to_pylist()] == ["Nets", "piers"] * 3
    at_once = fold(tmp_path / "once", [captured(20_005, "Nets", "piers", days=1), captured(10_005, "Nets"), captured(5, "Nets")])
    assert different_files(steps, at_once) == []

    worded = fold(tmp_path / "steps", [captured(20_006, "Nets", days=2)])
    assert contents(worded)["mentions/en-000000xxxx.parquet"] == contents(steps)["mentions/en-000000xxxx.parquet"]
    for file in ("en-000000xxxx.parquet", "en-000001xxxx.parquet"):
        assert (worded.folder / "mentions" / file).samefile(steps.folder / "mentions" / file)


def test_offsets_are_characters_of_the_block(tmp_path):
    blocks = (Block("heading", "Łódź 🜁"), Block("paragraph", "🜁🜁 The ‘Nets’"))
    (row,) = fold(tmp_path, [article_capture(5, blocks=blocks, glossary=glossary("Nets"))]).table("mentions").to_pylist()
    assert row == {"lang": "en", "article_id": 5, "block": 1, "start": 8, "end": 12, "term": "Nets", "printed": "Nets"}


def read_again(monkeypatch):
    """The articles whose texts are folded from now on."""
    read = []
    monkeypatch.setattr(texts, "search", lambda rows: read.extend(rows.column("article_id").to_pylist()) or search(rows))
    return read


def test_of_a_file_that_is_written_again_only_new_and_edited_texts_are_read(tmp_path, monkeypatch):
    def edited(number, text, days):
        return article_capture(number, when=DAY_ONE + timedelta(days=days), blocks=(Block("paragraph", text),), glossary=glossary("Nets"))

    history = [captured(5, "Nets"), captured(6, "Nets"), captured(9, "Nets")]
    fold(tmp_path / "steps", history)
    read = read_again(monkeypatch)
    news = [captured(4, "Nets", days=1), edited(6, "No Nets, the Nets!", 1), captured(8, "Nets", days=1), captured(9, "Nets", days=1)]
    steps = fold(tmp_path / "steps", news)
    assert read == [4, 6, 8]
    assert [row["article_id"] for row in steps.table("mentions").to_pylist()] == [4, 5, 6, 6, 8, 9]
    assert different_files(steps, fold(tmp_path / "once", [*news, *history])) == []

    more = [captured(7, "piers", days=2)]
    read.clear()
    steps = fold(tmp_path / "steps", more)
    assert read == [7]
    assert different_files(steps, fold(tmp_path / "twice", [*more, *news, *history])) == []
