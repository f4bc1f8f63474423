"""Fills sentence patterns: the replica's prose as a pure function of a random source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Final

from alwaght_scraper.replica.prose import arabic, english, english_names, persian
from alwaght_scraper.text import fold

_SLOT: Final = re.compile(r"\{(\w+)\}")
Rules = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one language edition is written with."""

    tags: tuple[str, ...]
    categories: tuple[str, ...]
    datelines: tuple[str, ...]
    glossary: tuple[tuple[str, str], ...]
    rules: Rules


VOICES: Final = {
    "en": Voice(english_names.TAGS, english_names.CATEGORIES, english_names.DATELINES, english_names.GLOSSARY, english.RULES),
    "ar": Voice(arabic.TAGS, arabic.CATEGORIES, arabic.DATELINES, arabic.GLOSSARY, arabic.RULES),
    "fa": Voice(persian.TAGS, persian.CATEGORIES, persian.DATELINES, persian.GLOSSARY, persian.RULES),
}


def seeded(*parts: object) -> Random:
    """A random source of its own for whatever `parts` name."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - a replica must be repeatable, not unguessable


def write(rng: Random, lang: str, rule: str, subjects: tuple[str, ...] = ()) -> str:
    """One text of `rule`, about `subjects` (the story's tags), folded as the dataset keeps text."""
    rules = VOICES[lang].rules
    pattern = rng.choice(rules[rule])
    text = pattern
    while match := _SLOT.search(text):
        choices = (subjects or VOICES[lang].tags) if match[1] == "subject" else rules[match[1]]
        fresh = [choice for choice in choices if choice not in text]
        text = text[: match.start()] + rng.choice(fresh or choices) + text[match.end() :]
    # A pattern that opens with a letter is meant as it stands: some teasers have lost their first letter.
    return fold(text[0].upper() + text[1:] if pattern[0] == "{" else text)


def paragraph(rng: Random, lang: str, subjects: tuple[str, ...], opening: str | None = None) -> str:
    """A paragraph of one to five sentences; the first one is `opening` where it is given."""
    count = rng.choices((1, 2, 3, 4, 5), weights=(20, 30, 25, 15, 10))[0]
    sentences = [write(rng, lang, "sentence", subjects) for _ in range(count)]
    if opening:
        sentences[0] = opening
    return " ".join(dict.fromkeys(sentences))
