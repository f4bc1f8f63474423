"""What was inserted and what deleted between two versions of a value, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["same", "gone", "new"]

_WORD: Final = re.compile(r"\S+|\s+")
_MOST: Final = 20_000
"""Words times words that are compared one by one, in thousands; longer passages are shown as wholly replaced."""


class Edit(NamedTuple):
    """A stretch of text that both versions have, or only one of them."""

    kind: Kind
    text: str


def word_edits(old: str, new: str) -> list[Edit]:
    """How one text becomes the other; the texts of all edits but the gone ones make `new`, of all but the new ones `old`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > _MOST * 1000:
        return [Edit("gone", old), Edit("new", new)]
    return [edit for span in _spans(before, after) for edit in span]


def _spans(before: list[str], after: list[str]) -> Iterator[list[Edit]]:
    """Stretches that are alike, and replaced ones; blanks between two replaced words are replaced with them."""
    gone = new = ""
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old_text, new_text = "".join(before[start:end]), "".join(after[other_start:other_end])
        if tag == "equal" and (old_text.strip() or not (gone or new)):
            yield _replaced(gone, new)
            yield [Edit("same", old_text)]
            gone = new = ""
        else:
            gone, new = gone + old_text, new + new_text
    yield _replaced(gone, new)


def _replaced(gone: str, new: str) -> list[Edit]:
    both: tuple[Edit, Edit] = (Edit("gone", gone), Edit("new", new))
    return [edit for edit in both if edit.text]


def passage_edits(old: Sequence[str], new: Sequence[str]) -> list[list[Edit]]:
    """For each passage of either list that the other lacks, how it came or went; one replaced by another is compared by words."""
    found: list[list[Edit]] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = list(old[start:end]), list(new[other_start:other_end])
        paired = min(len(gone), len(come))
        found += [word_edits(one, other) for one, other in zip(gone[:paired], come[:paired], strict=True)]
        found += [[Edit("gone", text)] for text in gone[paired:]]
        found += [[Edit("new", text)] for text in come[paired:]]
    return found


def value_edits(old: Any, new: Any) -> list[list[Edit]]:
    """How one value of a column becomes the other, by words where it is text, by entries where it is a list."""
    if isinstance(old, list) and isinstance(new, list):
        return passage_edits([as_text(one) for one in old], [as_text(one) for one in new])
    if isinstance(old, str) and isinstance(new, str):
        return [word_edits(old, new)]
    return [[edit for edit in (Edit("gone", as_text(old)), Edit("new", as_text(new))) if edit.text]]


def as_text(value: Any) -> str:
    """A value of a column, or an entry of a list column, as a person reads it; nothing for null."""
    if isinstance(value, dict):
        return " · ".join(_parts(value.values()))
    if isinstance(value, list):
        return "; ".join(map(as_text, value))
    return "" if value is None else str(value)


def _parts(values: Iterable[Any]) -> Iterator[str]:
    return (str(value) for value in values if value is not None)
