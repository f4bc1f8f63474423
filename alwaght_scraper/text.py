"""Text as the dataset keeps it: NFC, white space folded, invisible leftovers dropped, nothing else.

ZWNJ (needed by Persian) and bidi marks stay; soft hyphens, zero-width spaces and byte-order marks go,
because they are line-breaking hints and file marks, not text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_DROPPED: Final = re.compile("[\u00ad\u200b\ufeff\u2060\x00-\x08\x0e-\x1b\x7f]")
_DROP_TABLE: Final = dict.fromkeys([0xAD, 0x200B, 0xFEFF, 0x2060, *range(9), *range(0x0E, 0x1C), 0x7F])
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_SURROGATES: Final = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")


def fold(text: str) -> str:
    """`text` in NFC, each run of white space one blank, none at the ends.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD.
    """
    if text.isprintable():
        folded = text if "  " not in text and text[:1] != " " != text[-1:] else " ".join(text.split())
    else:
        folded = _odd(" ".join(text.split()))
    if folded.isascii() or unicodedata.is_normalized("NFC", folded):
        return folded
    return " ".join(unicodedata.normalize("NFC", folded).split())


def _odd(text: str) -> str:
    """A text that may hold what isn't printable, without what is dropped; lone surrogates replaced."""
    if _DROPPED.search(text):
        text = " ".join(text.translate(_DROP_TABLE).split())
    return _SURROGATES.sub("\ufffd", text)


@lru_cache(maxsize=1 << 12)
def comparison_key(text: str) -> str:
    """What two prints of the same title share: letters and digits without case."""
    return _NO_LETTERS.sub("", fold(text).casefold())


def word_count(text: str) -> int:
    """Words parted by white space."""
    return len(text.split())
