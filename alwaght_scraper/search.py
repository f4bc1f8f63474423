"""The form in which texts are searched: what people type and what is printed, made alike. The exact text stays as it is.

Each character is folded by itself, so places in a folded text can be traced back to the exact one:

- compatibility forms (ligatures, full width, Arabic presentation forms) become plain letters, and marks on letters go: Arabic
  vowel signs, hamza and madda, but also the accents of Erdoğan or café;
- Arabic and Persian: alef with anything on it is ا, hamza carriers lose the hamza, ى and ی are ي, ک is ك, ة is ه;
  tatweel, ZWNJ and direction marks go (so می‌شود is ميشود: a blank in its place is another spelling);
- digits of every script are 0-9; quotes are ' or ", dashes -, and Arabic punctuation is the Latin one;
- letters lose their case (`search_form` only) and each run of white space is one blank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_LETTERS: Final = {
    **dict.fromkeys("یىےېۍ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةہەھۃ", "ه"),
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("‘’‚‛`´ʼʹ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    "ـ": "",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
}
_FEW: Final = 80
_ASCII: Final = bytes(range(128))
_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})


def _plain(char: str) -> str:
    """A character of a decomposed text."""
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isspace():
        return " "
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return "" if unicodedata.category(char) in _DROPPED else char


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "`" not in text


def _different(text: str) -> set[str]:
    """The characters of a text: as few as a language has are found by leaving one out after the other, in a quarter of a set's time."""
    found: set[str] = set()
    while text and len(found) < _FEW:
        found.add(text[0])
        text = text.replace(text[0], "")
    return found.union(text)


class Folding(dict[str, str]):
    """The folded form of each character, made when it is first asked for; folding a form again changes nothing."""

    def __init__(self, *, keep_case: bool) -> None:
        self._keep_case = keep_case
        forms = [self[chr(code)] for code in range(128)]
        self._ascii = bytes(ord(form) if form else 0 for form in forms) + bytes(range(128, 256))
        self._dropped = bytes(code for code, form in enumerate(forms) if not form)

    def __missing__(self, char: str) -> str:
        form, before = char, ""
        while form != before:
            before = form
            form = unicodedata.normalize("NFKD", form if self._keep_case else form.casefold())
            form = "".join(map(_plain, form))
        self[char] = form
        return form

    def apply(self, text: str) -> str:
        """The text with each character folded."""
        if self._keep_case and _is_plain(text):
            return text
        data = text.encode("utf-8", "surrogatepass")
        text = data.translate(self._ascii, self._dropped).decode("utf-8", "surrogatepass")
        for char in _different(data.translate(None, _ASCII).decode("utf-8", "surrogatepass")):  # faster than a look at each place
            if (form := self[char]) != char:
                text = text.replace(char, form)
        return text

    def places(self, text: str) -> Sequence[int]:
        """For each character of the folded text the place of its origin in `text`, and for its end that of the text."""
        odd = [char for char in set(text) if len(self[char]) != 1]
        if not odd:
            return range(len(text) + 1)
        places: list[int] = []
        done = 0
        for place in sorted(match.start() for char in odd for match in re.finditer(re.escape(char), text)):
            places += range(done, place)
            places += [place] * len(self[text[place]])
            done = place + 1
        return [*places, *range(done, len(text) + 1)]


CASED: Final = Folding(keep_case=True)
"""Keeps case: a name in English is told from a word by it."""

_CASELESS: Final = Folding(keep_case=False)


def search_form(text: str) -> str:
    """`text` as it is searched; fold the words that you look for with it too, then compare or look for one in the other."""
    text = text.replace("\n", " ")
    text = text.lower() if text.isascii() and text.isprintable() else _CASELESS.apply(text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")
