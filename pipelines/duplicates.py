"""Which signatures are near each other: locality-sensitive hashing with exact groups, in time near linear in the number of articles.

Texts that are the same once folded are one text, that of the least id. The rest are cut into bands of four bytes; articles alike in a
band are candidates: each with the one before it and with the first one of its kind there, so that a thousand alike
give two thousand pairs and no million. A candidate is a near-duplicate when its estimated similarity is at least `THRESHOLD`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.signatures import SIZE

THRESHOLD: Final = 0.4
"""Estimated Jaccard similarity from which two articles are near-duplicates."""

_BAND: Final = 4
_PORTION: Final = 512  # pairs looked at together, a quarter of a megabyte: more takes memory and saves no time
_CHANCE: Final = 1 / 256
"""How often two bytes are equal that have nothing to do with each other."""

Matrix = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.int64]


class Pair(NamedTuple):
    """Two articles of one language, the lesser id first."""

    original: int
    duplicate: int


def near_pairs(matrix: Matrix) -> Indices:
    """Pairs of row numbers, the lesser first, sorted, whose signatures (rows of `SIZE` bytes) are near each other.

    What is not near is dropped band by band: prose alike by chance gives some hundred candidates for each article, and no pair.
    """
    near = np.empty(0, np.int64)
    for place in range(0, SIZE, _BAND):
        band = np.ascontiguousarray(matrix[:, place : place + _BAND]).view(np.uint32).ravel()
        found = _near(matrix, _without(_neighbours(band), near))
        near = np.sort(np.concatenate([near, found]), kind="stable")
    return _pairs(near, len(matrix))


def _near(matrix: Matrix, candidates: Indices) -> Indices:
    portions = (candidates[start : start + _PORTION] for start in range(0, len(candidates), _PORTION))
    near = [portion[estimates(matrix, _pairs(portion, len(matrix))) >= THRESHOLD] for portion in portions]
    return np.concatenate(near) if near else candidates


def _without(candidates: Indices, known: Indices) -> Indices:
    """The candidates that are not among the known pairs, which are sorted."""
    places = np.searchsorted(known, candidates)
    fresh: Indices = candidates[np.concatenate([known, [-1]])[places] != candidates]
    return fresh


def _pairs(numbers: Indices, rows: int) -> Indices:
    return np.stack(np.divmod(numbers, max(1, rows)), axis=1)


def _neighbours(band: npt.NDArray[np.uint32]) -> Indices:
    """Each row with the one before it and with the first one that has the same value; a pair as one number."""
    order = np.argsort(band, kind="stable")
    values = band[order]
    opens = np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]
    first = order[np.maximum.accumulate(np.where(opens, np.arange(len(values)), 0))]
    later = ~opens
    before = np.concatenate([[0], order[:-1]])[: len(values)]
    return np.unique(np.concatenate([first[later], before[later]]) * len(band) + np.tile(order[later], 2))


def estimates(matrix: Matrix, pairs: Indices) -> npt.NDArray[np.float64]:
    """The estimated similarity of each pair of rows."""
    equal = matrix[pairs[:, 0]] == matrix[pairs[:, 1]]
    sums = equal.view(np.uint64).sum(axis=1)  # of eight columns at once, none of them more than a byte holds
    share = sums.view(np.uint8).reshape(-1, 8).sum(axis=1) / SIZE
    estimated: npt.NDArray[np.float64] = (share - _CHANCE) / (1 - _CHANCE)
    return estimated


def originals(pairs: Iterable[Pair]) -> dict[int, int]:
    """For each article that is near another, however indirectly, the least id of its group; not for that one itself."""
    parents: dict[int, int] = {}

    def root(article_id: int) -> int:
        while (parent := parents.get(article_id, article_id)) != article_id:
            parents[article_id] = parents.get(parent, parent)
            article_id = parent
        return article_id

    for one, other in pairs:
        least, greatest = sorted((root(one), root(other)))
        parents[greatest] = least
    return {article_id: root(article_id) for article_id in sorted(parents) if root(article_id) != article_id}
