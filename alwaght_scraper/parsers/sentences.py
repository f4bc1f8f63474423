"""How sentences end, in English, Arabic and Persian."""

from __future__ import annotations

import re
from typing import Final

STATED: Final = (".", "!", "…", "۔")
"""What ends a sentence that is no question; headings may be questions."""
STOPS: Final = (*STATED, "?", "؟")
"""What ends a sentence."""
CLOSERS: Final = '"”’»)]'
"""What may stand behind that."""
INNER_STOP: Final = re.compile(r"(?:[^\s.]{5}|[^\x00-\x7f]{3})\.\s")
"""The end of a sentence within a text; few abbreviations are as long."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, in quotation marks or brackets too."""
    return text.rstrip(CLOSERS).endswith(STOPS)
