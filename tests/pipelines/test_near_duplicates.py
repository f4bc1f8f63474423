"""Articles that say nearly the same are found, paired with the earliest, and measured exactly."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alwaght_scraper.items import Block
from benchmarks.near_duplicates import Collection, derived, judged, paragraph
from pipelines import likeness, texts
from pipelines.duplicates import THRESHOLD, Pair, near_pairs, originals
from pipelines.signatures import SIZE, minhashes, runs, similarity
from tests.pipelines.folding import different_files, fold
from tests.pipelines.making import CALM, DAY_ONE, article_capture

PARTS = [paragraph(Random(7)) for _ in range(9)]
OTHER = [paragraph(Random(8)) for _ in range(9)]


def captured(article_id, parts, days=0, **changes):
    blocks = tuple(Block("paragraph", part) for part in parts)
    return article_capture(article_id, when=DAY_ONE + timedelta(days=days), blocks=blocks, **changes)


def pairs(snapshot):
    rows = snapshot.table("near_duplicates").to_pylist()
    return {(row["article_id"], row["duplicate_id"]): (row["kind"], row["similarity"]) for row in rows}


def marked(snapshot):
    rows = snapshot.table("articles", ["article_id", "near_duplicate_of"]).to_pylist()
    return {row["article_id"]: row["near_duplicate_of"] for row in rows if row["near_duplicate_of"]}


def test_known_pairs_are_found_and_shared_background_is_not():
    figures = judged(Collection(700))
    assert min(figures[kind] for kind in ("copy", "prefix", "paragraphs", "words", "precision")) >= 0.98
    assert figures["background"] == 0


def test_each_kind_of_pair_is_told_with_its_exact_similarity(tmp_path):
    changed = derived(Random(3), PARTS, "paragraphs")
    loud = [part.upper() for part in PARTS]
    snapshot = fold(tmp_path, [captured(5, PARTS), captured(6, PARTS), captured(7, loud), captured(8, changed), captured(9, OTHER)])
    sets = runs([" ".join(["fishermen return to the old pier", *parts]) for parts in (PARTS, changed)])
    assert pairs(snapshot) == {(5, 6): ("exact", 1.0), (5, 7): ("normalised", 1.0), (5, 8): ("near", similarity(*sets))}
    assert marked(snapshot) == {6: 5, 7: 5, 8: 5}


def test_languages_are_apart(tmp_path):
    snapshot = fold(tmp_path, [captured(5, PARTS), captured(6, PARTS, lang="ar")])
    assert pairs(snapshot) == {}


def test_an_earlier_original_that_comes_later_renames_its_copies_in_files_that_nothing_else_touched(tmp_path):
    first = fold(tmp_path / "steps", [captured(10_005, PARTS), captured(20_005, PARTS), captured(30_005, OTHER)])
    assert marked(first) == {20_005: 10_005}
    steps = fold(tmp_path / "steps", [captured(5, derived(Random(1), PARTS, "words"), days=1)])
    assert marked(steps) == {10_005: 5, 20_005: 5}
    at_once = fold(
        tmp_path / "once",
        [
            captured(5, derived(Random(1), PARTS, "words"), days=1),
            captured(30_005, OTHER),
            captured(20_005, PARTS),
            captured(10_005, PARTS),
        ],
    )
    assert different_files(steps, at_once) == []
    assert (steps.folder / "articles/en-000003xxxx.parquet").samefile(first.folder / "articles/en-000003xxxx.parquet")


def test_an_edit_that_ends_the_likeness_takes_the_mark_away(tmp_path):
    fold(tmp_path, [captured(5, PARTS), captured(10_005, PARTS)])
    snapshot = fold(tmp_path, [captured(5, OTHER, days=1)])
    assert (pairs(snapshot), marked(snapshot)) == ({}, {})


def test_a_refresh_reads_the_texts_of_no_pair_that_stayed(tmp_path, monkeypatch):
    near = derived(Random(1), PARTS, "words")
    fold(tmp_path, [captured(5, PARTS), captured(10_005, near), captured(20_005, OTHER)])
    read = []
    monkeypatch.setattr(likeness, "read_rows", lambda path, _schema, ids: read.append((path.name, ids)) or iter(()))
    seen_again = fold(tmp_path, [captured(5, PARTS, days=1)])
    news = fold(tmp_path, [captured(20_006, [paragraph(Random(5))], days=2)])
    assert read == []
    assert pairs(news) == pairs(seen_again) != {}


@given(st.lists(st.text("ab .ي🜁\n", max_size=40), max_size=6))
@CALM
def test_a_signature_follows_from_its_text_alone(texts):
    alone = [minhashes([text])[0] for text in texts]
    assert np.array_equal(minhashes(texts), np.array(alone, np.uint8).reshape(-1, SIZE))
    for text, one in zip(texts, runs(texts), strict=True):
        assert np.array_equal(one, runs([text])[0])


def test_signatures_of_another_version_of_their_library_would_not_fit_the_stored_ones():
    digest = hashlib.sha256(minhashes(["the ministers met again in the old harbour"]).tobytes()).hexdigest()
    assert digest[:16] == "6c0947d88276968d", "signatures changed: raise EXTRACTOR_VERSION, so that none of the old ones are mixed in"


@pytest.mark.parametrize(
    ("one", "other", "share"), [("a b c d", "a b c d", 1.0), ("a b c d e", "a b c x y", 1 / 9), ("a", "b", 0.0), ("", "", 0.0)]
)
def test_similarity_is_the_share_of_common_runs_of_three_words(one, other, share):
    assert similarity(*runs([one, other])) == share


def test_a_thousand_alike_give_two_thousand_pairs_and_no_million():
    assert len(near_pairs(np.zeros((1000, SIZE), np.uint8))) == 2 * 999 - 1
    assert len(near_pairs(np.zeros((0, SIZE), np.uint8))) == len(near_pairs(np.zeros((1, SIZE), np.uint8))) == 0


@given(st.integers(0, 9), st.integers(1, 5), st.integers(0, 2**32 - 1))
@CALM
def test_near_pairs_are_those_alike_in_a_band_next_to_each_other_or_to_the_first(rows, values, seed):
    matrix = np.random.default_rng(seed).integers(0, values, (rows, SIZE)).astype(np.uint8)
    expected = set()
    for place in range(0, SIZE, 4):
        alike = {}
        for row, band in enumerate(matrix[:, place : place + 4].tolist()):
            group = alike.setdefault(tuple(band), [])
            expected |= {(group[at], row) for at in (0, -1) if group}
            group.append(row)
    share = {pair: np.mean(matrix[pair[0]] == matrix[pair[1]]) for pair in expected}
    near = sorted(pair for pair in expected if (share[pair] - 1 / 256) / (1 - 1 / 256) >= THRESHOLD)
    assert list(map(tuple, near_pairs(matrix).tolist())) == near


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])))
@CALM
def test_a_group_has_one_original_its_least_whatever_the_order_of_its_pairs(found):
    groups = originals(Pair(*pair) for pair in found)
    assert groups == originals(Pair(*pair) for pair in found[::-1])
    assert all(groups.get(one, one) == groups.get(other, other) <= one for one, other in found)
    assert not set(groups) & set(groups.values())


def test_articles_that_are_only_seen_again_are_not_read_as_texts_again(tmp_path, monkeypatch):
    first = fold(tmp_path, [captured(5, PARTS), captured(10_005, OTHER)])
    monkeypatch.setattr(texts, "search", lambda _rows: pytest.fail("a text was folded again"))
    again = fold(tmp_path, [captured(5, PARTS, days=1)])
    assert again.number == 2
    for name in ("search", "signatures", "near_duplicates"):
        assert again.paths(name)[0].samefile(first.paths(name)[0])
