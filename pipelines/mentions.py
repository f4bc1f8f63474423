"""Where articles mention the site's own glossary terms: each occurrence, word by word, with its place in the exact text.

All terms of a language are looked for in one pass (Aho-Corasick). In English a term is found as printed, or capitalised
where a sentence begins. In Arabic and Persian the letters that are written onto the next word (and, in, for, the) may stand
before it, and vowel signs, tatweel, ZWNJ and spellings of a letter do not matter. Neither they nor a possessive belong to the span.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import AhoCorasick

from alwaght_scraper.search import CASED
from pipelines.schema import TABLES

_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa"})
_ARTICLE: Final = "ال"
_PREFIXES: Final = frozenset(map("".join, product(("", "و", "ف"), ("", "ب", "ك", "ل"), ("", _ARTICLE)))) | {"لل", "ولل", "فلل"}
_TO_THE_PREFIXES: Final = frozenset({"ل", "ول", "فل"})
_LONGEST_PREFIX: Final = max(map(len, _PREFIXES))
_ZWNJ: Final = "\u200c"
_TATWEEL: Final = "ـ"
_OPENING: Final = " '\"’‘“”«»([{"
_SENTENCE_END: Final = re.compile(r"[.!?…؟]$|^\S{1,20}\s?[-–—]$")


class Mention(NamedTuple):
    """One occurrence of a term: `text[start:end]` is its print."""

    start: int
    end: int
    term: str


class _Pattern(NamedTuple):
    """A folded spelling of a term. `opens` asks for the start of a sentence, `joined` for a ل before it that took its alef."""

    term: str
    opens: bool = False
    joined: bool = False


class Finder:
    """Finds all of a language's terms in texts of that language."""

    def __init__(self, lang: str, terms: Iterable[str]) -> None:
        self._prefixes = _PREFIXES if lang in _RIGHT_TO_LEFT else frozenset({""})
        self._patterns: dict[str, list[_Pattern]] = {}
        for term in sorted(set(terms)):
            for spelling, pattern in _spellings(term, CASED.apply(term).strip(), in_arabic=lang in _RIGHT_TO_LEFT):
                self._patterns.setdefault(spelling, []).append(pattern)
        self._spellings = list(self._patterns)
        self._machine = AhoCorasick(self._spellings) if self._spellings else None

    def find(self, text: str) -> list[Mention]:
        """Each occurrence in a text, also of terms within others, in order."""
        folded = CASED.apply(text)
        hits = self._machine.find_matches_as_indexes(folded, overlapping=True) if self._machine else []
        return sorted(set(self._mentions(text, hits))) if hits else []

    def _mentions(self, text: str, hits: list[tuple[int, int, int]]) -> Iterator[Mention]:
        places = CASED.places(text)
        for index, first, stop in hits:
            start, end = places[first], _end(text, places[stop - 1])
            prefix = _prefix(text, start)
            if prefix in self._prefixes and _ends_word(text, end):
                for pattern in self._patterns[self._spellings[index]]:
                    if _suits(pattern, text, start, prefix):
                        yield Mention(start, end, pattern.term)


def _spellings(term: str, form: str, *, in_arabic: bool) -> Iterator[tuple[str, _Pattern]]:
    if not form:
        return
    yield form, _Pattern(term)
    if in_arabic and form.startswith(_ARTICLE) and len(form) > len(_ARTICLE):
        yield form[1:], _Pattern(term, joined=True)
    elif (capitalised := form[0].upper() + form[1:]) != form:
        yield capitalised, _Pattern(term, opens=True)


def _suits(pattern: _Pattern, text: str, start: int, prefix: str) -> bool:
    if pattern.joined:
        return prefix in _TO_THE_PREFIXES
    return not pattern.opens or _opens_sentence(text[:start])


def _prefix(text: str, start: int) -> str:
    """The folded letters that stand between the word's beginning and `start`, a few more than any prefix has at most."""
    letters = ""
    for char in reversed(text[:start]):
        folded = CASED[char]
        if char == _ZWNJ or len(letters) > _LONGEST_PREFIX or (folded and not folded.isalnum()):
            break
        letters = folded + letters
    return letters


def _end(text: str, last: int) -> int:
    """Where the print ends whose last letter stands at `last`: the marks on a letter belong to it."""
    end = last + 1
    while end < len(text) and (text[end] == _TATWEEL or unicodedata.category(text[end]) == "Mn"):
        end += 1
    return end


def _ends_word(text: str, end: int) -> bool:
    for char in text[end:]:
        if char == _ZWNJ:  # an ending follows, as in Persian plurals
            return True
        if folded := CASED[char]:
            return not folded[0].isalnum()
    return True


def _opens_sentence(before: str) -> bool:
    lead = before.rstrip(_OPENING)
    return not lead or _SENTENCE_END.search(lead) is not None


# --- rows ----------------------------------------------------------------------------------------

COLUMNS: Final = ["article_id", "lang", "blocks"]
"""The columns of `articles` from which `mentions` follows, in the order of the file."""


def mentions(rows: pa.RecordBatch, finders: Mapping[str, Finder]) -> pa.Table:
    """The rows of `mentions` for some rows of `articles`."""
    blocks = rows.column("blocks")
    parents = pc.list_parent_indices(blocks)
    texts = pc.struct_field(pc.list_flatten(blocks), "text").to_pylist()
    keys = list(zip(rows.column("lang").to_pylist(), rows.column("article_id").to_pylist(), strict=True))
    found = []
    block, before = 0, -1
    for parent, text in zip(parents.to_pylist(), texts, strict=True):
        block, before = (block + 1 if parent == before else 0), parent
        lang, article_id = keys[parent]
        if finder := finders.get(lang):
            found += [(lang, article_id, block, start, end, term, text[start:end]) for start, end, term in finder.find(text)]
    schema = TABLES["mentions"].schema
    columns = zip(*found, strict=True) if found else ([] for _ in schema)
    return pa.table([pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)
