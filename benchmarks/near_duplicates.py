"""Near-duplicates on articles made up with known pairs: recall, precision and cost as their number grows.

    python -m benchmarks.near_duplicates [5000 20000 50000]

8 % of the articles are made from another one: copied, given another prefix, one to three of their paragraphs written anew, or three
words of a hundred changed. As many share a fifth of their paragraphs with another one, as background does, and are no duplicates.
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import accumulate
from random import Random

import numpy as np

from alwaght_scraper.search import search_form
from pipelines.duplicates import Pair, near_pairs, originals
from pipelines.signatures import minhashes

WORDS = [f"{consonant}{vowel}{number}" for number in range(200) for consonant in "bdfgklmnprst" for vowel in "aeiou"]
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(WORDS))))
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


def collection(count: int, seed: int = 1) -> tuple[list[str], dict[Pair, str]]:
    """Texts, and the kind of each known pair of their places; the pairs of kind `background` are no near-duplicates."""
    rng = Random(seed)  # noqa: S311 (made-up text)
    articles = [[paragraph(rng) for _ in range(rng.randint(8, 20))] for _ in range(count * 84 // 100)]
    pairs = {}
    for number in range(len(articles), count):
        origin, kind = rng.randrange(len(articles)), KINDS[rng.randrange(4)] if number % 2 else "background"
        pairs[Pair(origin, number)] = kind
        articles.append(derived(rng, articles[origin], kind))
    return ["\n\n".join(parts) for parts in articles], pairs


def judged(texts: list[str], pairs: dict[Pair, str]) -> dict[str, float]:
    """Recall by kind, precision of the pairs, and microseconds of processor time for each text and step."""
    started = time.process_time()
    forms = [search_form(text) for text in texts]
    folded = time.process_time()
    matrix = np.concatenate([minhashes(forms[start : start + 128]) for start in range(0, len(forms), 128)])
    signed = time.process_time()
    found = [Pair(*pair) for pair in near_pairs(matrix).tolist()]
    done = time.process_time()
    groups = originals(found)
    families = {place: place for place in range(len(texts))}
    for pair, kind in pairs.items():
        if kind != "background":
            families[pair.duplicate] = families[pair.original]
    result = {}
    for kind in KINDS:
        of_kind = [pair for pair, its in pairs.items() if its == kind]
        result[kind] = sum(groups.get(a, a) == groups.get(b, b) for a, b in of_kind) / max(1, len(of_kind))
    result["precision"] = sum(families[a] == families[b] for a, b in found) / max(1, len(found))
    steps = {"fold": folded - started, "sign": signed - folded, "find": done - signed}
    return result | {name: seconds / len(texts) * 1e6 for name, seconds in steps.items()}


def main() -> None:
    """Print one line for each size."""
    for size in map(int, sys.argv[1:] or ("5000", "20000", "50000")):
        figures = judged(*collection(size))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:>7,}", *(f"{name} {value:.4g}" for name, value in figures.items()), f"peak {peak} MB", flush=True)


if __name__ == "__main__":
    main()
