"""Near-duplicates on articles made up with known pairs: recall, precision and cost as their number grows.

    python -m benchmarks.near_duplicates [5000 20000 50000 200000]

8 % of the articles are made from another one: copied, given another prefix, one to three of their paragraphs written anew, or three
words of a hundred changed. As many share a fifth of their paragraphs with another one, as background does, and are no duplicates.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random

import numpy as np

from alwaght_scraper.search import search_form
from pipelines.duplicates import Matrix, Pair, near_pairs, originals
from pipelines.signatures import SIZE, minhashes

WORDS = [f"{consonant}{vowel}{number}" for number in range(200) for consonant in "bdfgklmnprst" for vowel in "aeiou"]
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))
TOGETHER = 128
"""Texts that are folded and signed at once, as a publish does."""

KINDS = ("copy", "prefix", "paragraphs", "words", "background")


def paragraph(rng: Random) -> str:
    """60 to 100 words."""
    return " ".join(rng.choices(WORDS, cum_weights=WEIGHTS, k=rng.randint(60, 100)))


def derived(rng: Random, text: list[str], kind: str) -> list[str]:
    """Paragraphs of an article made from those of another."""
    if kind == "prefix":
        return [f"Alwaght- {text[0]}", *text[1:]]
    if kind == "paragraphs":
        anew = rng.sample(range(len(text)), rng.randint(1, 3))
        return [paragraph(rng) if place in anew else part for place, part in enumerate(text)]
    if kind == "words":
        return [" ".join(rng.choice(WORDS) if rng.random() < 0.03 else word for word in part.split()) for part in text]
    if kind == "background":
        kept = rng.sample(range(len(text)), max(1, len(text) // 5))
        return [part if place in kept else paragraph(rng) for place, part in enumerate(text)]
    return text


@dataclass(frozen=True)
class Collection:
    """So many articles made up, each from its own number, so that no more of them than are looked at lie in memory."""

    count: int
    seed: int = 1

    @property
    def firsts(self) -> int:
        """Articles that are made from no other one; they have the least numbers."""
        return self.count * 84 // 100

    def parent(self, number: int) -> tuple[int, str] | None:
        """The article that this one is made from, and how; those of kind `background` are no near-duplicates."""
        rng = self._rng("parent", number)
        origin, kind = rng.randrange(self.firsts), KINDS[rng.randrange(4)] if number % 2 else "background"
        return None if number < self.firsts else (origin, kind)

    def paragraphs(self, number: int) -> list[str]:
        """The text of one article."""
        rng, parent = self._rng("text", number), self.parent(number)
        if parent is not None:
            return derived(rng, self.paragraphs(parent[0]), parent[1])
        return [paragraph(rng) for _ in range(rng.randint(8, 20))]

    def _rng(self, what: str, number: int) -> Random:
        return Random(f"{self.seed} {what} {number}")  # noqa: S311 (made-up text)


def signed(articles: Collection) -> tuple[Matrix, dict[str, float]]:
    """The signatures of all articles, and seconds of processor time for each step."""
    seconds = dict.fromkeys(("make", "fold", "sign"), 0.0)
    matrix = np.empty((articles.count, SIZE), np.uint8)
    for start in range(0, articles.count, TOGETHER):
        moments = [time.process_time()]
        texts = ["\n\n".join(articles.paragraphs(number)) for number in range(start, min(start + TOGETHER, articles.count))]
        moments.append(time.process_time())
        forms = [search_form(text) for text in texts]
        moments.append(time.process_time())
        matrix[start : start + len(forms)] = minhashes(forms)
        moments.append(time.process_time())
        for step, (before, after) in zip(seconds, pairwise(moments), strict=True):
            seconds[step] += after - before
    return matrix, seconds


def judged(articles: Collection) -> dict[str, float]:
    """Recall by kind, precision of the pairs, and microseconds of processor time for each text and step."""
    matrix, seconds = signed(articles)
    started = time.process_time()
    found = [Pair(*pair) for pair in near_pairs(matrix).tolist()]
    groups = originals(found)
    seconds["find"] = time.process_time() - started
    pairs = {Pair(parent[0], number): parent[1] for number in range(articles.count) if (parent := articles.parent(number))}
    families = {place: place for place in range(articles.count)}
    families |= {pair.duplicate: pair.original for pair, kind in pairs.items() if kind != "background"}
    result = {}
    for kind in KINDS:
        of_kind = [pair for pair, its in pairs.items() if its == kind]
        result[kind] = sum(groups.get(a, a) == groups.get(b, b) for a, b in of_kind) / max(1, len(of_kind))
    result["precision"] = sum(families[a] == families[b] for a, b in found) / max(1, len(found))
    return result | {f"{step} us": spent / articles.count * 1e6 for step, spent in seconds.items()}


def main() -> None:
    """Print one line for each size."""
    for size in map(int, sys.argv[1:] or ("5000", "20000", "50000")):
        figures = judged(Collection(size))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:>7,}", *(f"{name} {value:.4g}" for name, value in figures.items()), f"peak {peak} MB", flush=True)


if __name__ == "__main__":
    main()
