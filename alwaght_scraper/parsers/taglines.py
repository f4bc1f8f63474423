"""What the words of one line say of tags: a label before them, tags without links, a name for what stands beside links."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.parting import SEPARATORS
from alwaght_scraper.parsers.sentences import STOPS

_MAX_TAG_LABEL: Final = 30
MAX_LABEL_WORDS: Final = 3
_MAX_TAG: Final = 50
_MAX_TAG_WORDS: Final = 6
_MAX_TAGS_HEAD: Final = 100
_COLON: Final = re.compile(r"\s?[:：]\s*")
_PHRASE: Final = re.compile(r"[.|·;؛]\s+")
_BLANK: Final = re.compile(r"\s")
_PARTING: Final = (", ", "، ", "; ")
_AND: Final = re.compile(r"\b(?:and|و)\b")
_TAG_MARKS: Final = re.compile(r"\s*[,،;؛|#]\s*")
_ENDS: Final = (*STOPS, '"', "”", "»")


def tags_head(line: Line) -> int:
    """How much of a line names the tags that follow in it, as `Tags: ` or `Filed under: News. Tagged with: `; 0 for other lines."""
    text = line.text
    if ":" in text or "：" in text:  # asked first, since hardly a line has one
        for found in _COLON.finditer(text, 0, _MAX_TAGS_HEAD):
            if labels.label_key(_PHRASE.split(text[: found.start()])[-1]) in labels.TAG_LABELS:
                return found.end()
    if line.style & Style.SMALL and len(text) <= _MAX_TAGS_HEAD and any(map(text.__contains__, _PARTING)):
        ends = (found.span() for found in _BLANK.finditer(text, 0, _MAX_TAG_LABEL))
        return next((end for start, end in ends if labels.label_key(text[:start]) in labels.TAG_LABELS), 0)
    return 0


def listed_tags(text: str) -> list[str] | None:
    """Tags that are printed without links, or some of them: parted by marks, or a single word; None for a sentence."""
    if text.endswith(STOPS):
        return None
    tags = [tag for tag in (piece.strip(SEPARATORS + "#") for piece in _TAG_MARKS.split(text)) if tag]
    if any(len(tag) > _MAX_TAG or len(tag.split()) > _MAX_TAG_WORDS for tag in tags):
        return None
    return tags if len(tags) > 1 or (tags and " " not in tags[0]) else None


def is_tag_label(rest: str, text: str) -> bool:
    """Whether what a line prints beside its links is no more than marks and, at its start, a label."""
    rest = _AND.sub(" ", rest).strip(SEPARATORS + "#;؛+.")
    if not any(map(str.isalnum, rest)) or labels.label_key(rest) in labels.TAG_LABELS:
        return True
    return len(rest) <= _MAX_TAG_LABEL and len(rest.split()) <= MAX_LABEL_WORDS and text.startswith(rest)


def names_tags(line: Line) -> bool:
    """Whether a line is a label of tags and what may be some, though nothing tells one from the next."""
    head = tags_head(line) if ":" in line.text[:_MAX_TAG_LABEL] else 0
    return bool(head) and head < len(line.text) <= _MAX_TAGS_HEAD and not line.text.endswith(_ENDS)
