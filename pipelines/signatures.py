"""MinHash signatures: 512 bytes for each article's title and text, by which near-duplicates are found without comparing all with all.

A text is the set of its runs of three words, in the form in which it is searched. The share of equal bytes in two signatures tells
how much two sets have in common (Jaccard: common runs by all runs), to about 0.02.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rensa import RMinHash

from pipelines.schema import TABLES

SIZE: Final = 512
MAX_BYTES: Final = 1 << 18
"""Bytes of a folded text that are compared; the longest article that was seen has a quarter of that."""

Hashes = npt.NDArray[np.uint64]

_SEED: Final = 1
_RUN: Final = 3
_END: Final = b" \x03 \x03 "  # words of their own, so that a text of one word has a run too; no folded text holds them
_WORD_BYTES: Final = np.array([code >= 128 or code == 3 or chr(code).isalnum() for code in range(256)])
_LONGEST_WORD: Final = 64  # a power of two
_POWERS: Final = np.cumprod(np.full(_LONGEST_WORD, 0x9E3779B97F4A7C15, np.uint64))
_MIXERS: Final = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)


def runs(texts: Sequence[str]) -> list[Hashes]:
    """Of each text (in search form) the hashes of its runs of three words, sorted, each once."""
    hashes, bounds = _flat_runs(texts)
    return [np.unique(hashes[start:end]) for start, end in pairwise(bounds)]


def _flat_runs(texts: Sequence[str]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """The hashes of all texts' runs one after the other, repeats left in, and where each text's begin."""
    encoded = [text.encode()[:MAX_BYTES] + _END for text in texts]
    data = np.frombuffer(b"".join(encoded), np.uint8)
    inside = _WORD_BYTES.take(data)
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    words = _word_hashes(data[inside], ends - starts)
    hashes = _mixed(sum(words[place : len(words) - _RUN + 1 + place] * mixer for place, mixer in enumerate(_MIXERS)))
    first_words = np.searchsorted(starts, np.cumsum([0, *map(len, encoded)]))
    return _without_crossing(hashes, first_words)


def _word_hashes(letters: npt.NDArray[np.uint8], lengths: npt.NDArray[np.int64]) -> Hashes:
    """The sum of each word's letters, each times the power of its place; sums over all words so far, modulo 2**64, give each word's."""
    ends = np.cumsum(lengths)
    places = np.arange(len(letters)) - np.repeat(ends - lengths, lengths)
    sums = np.cumsum(letters * _POWERS[places & (_LONGEST_WORD - 1)])
    return np.diff(sums[ends - 1], prepend=np.uint64(0))


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit of the result depends on all bits: what sums of products lack."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIXERS[0]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIXERS[1]
    return hashes ^ (hashes >> np.uint64(31))


def _without_crossing(hashes: Hashes, first_words: npt.NDArray[np.int64]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """Leave out the two runs of each text that begin with its end marks."""
    keep = np.ones(first_words[-1], bool)
    for back in (1, 2):
        keep[first_words[1:] - back] = False
    bounds = np.concatenate([[0], np.cumsum(keep)])[first_words]
    return hashes[keep[: len(hashes)]], bounds


def minhashes(texts: Sequence[str]) -> npt.NDArray[np.uint8]:
    """The signature of each text (in search form): an array of `SIZE` bytes a text; of a text without words all 255."""
    hashes, bounds = _flat_runs(texts)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(hashes, bounds.astype(np.uint64), SIZE, _SEED).to_rows()
    return np.array(rows, np.uint32).reshape(-1, SIZE).astype(np.uint8)


def similarity(one: Hashes, other: Hashes) -> float:
    """Exact Jaccard similarity of two sets of runs, 0 to 1."""
    both = np.sort(np.concatenate([one, other]), kind="stable")
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / max(1, len(one) + len(other) - common)


def signatures(articles: pa.RecordBatch, search: pa.Table) -> pa.Table:
    """The rows of `signatures` for some rows of `articles`, whose rows of `search` are given."""
    texts = compared(search)
    hashes = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    columns = {
        "lang": articles.column("lang"),
        "article_id": articles.column("article_id"),
        "content_hash": articles.column("content_hash"),
        "text_hash": pa.array(hashes, pa.string()),
        "minhash": pa.array([row.tobytes().hex() for row in minhashes(texts)], pa.string()),
    }
    return pa.Table.from_pydict(columns, schema=TABLES["signatures"].schema)


def compared(search: pa.Table | pa.RecordBatch) -> list[str]:
    """The texts that are compared: title and body in search form."""
    titles, bodies = (search.column(name).to_pylist() for name in ("title_search", "body_search"))
    return [f"{title} {body}" for title, body in zip(titles, bodies, strict=True)]
