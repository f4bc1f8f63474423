"""What happens to plain text inside a paragraph: emphasis, links, entities, line breaks of the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alwaght_scraper.replica.sheet import Sheet, esc

_NAMED: Final = {"’": "&rsquo;", "‘": "&lsquo;", "“": "&ldquo;", "”": "&rdquo;", "–": "&ndash;", "«": "&laquo;", "»": "&raquo;"}


@dataclass(frozen=True, slots=True)
class Ink:
    """A markup's habits inside paragraphs.

    `wrappers` are pairs of tags put around some words; `links` is the share of paragraphs with a link
    inside, `breaks` the share of blanks printed as a line end, `hyphens` the share of soft hyphens;
    `entities` prints typographic signs by name. None of it changes the text a reader sees.
    """

    wrappers: tuple[tuple[str, str], ...] = ()
    share: float = 0.3
    links: float = 0.0
    breaks: float = 0.0
    hyphens: float = 0.0
    entities: bool = False


def inked(sheet: Sheet, text: str, ink: Ink) -> str:
    """`text` as HTML with the markup's habits."""
    rng = sheet.rng
    words = [_word(sheet, word, ink) for word in text.split(" ")]
    if ink.wrappers and len(words) > 3 and sheet.has(ink.share):
        _wrap(words, sheet, *rng.choice(ink.wrappers))
    elif len(words) > 6 and sheet.has(ink.links):
        href = (
            sheet.tag(rng.choice(sheet.frame.cloud))
            if sheet.has(0.5) or not sheet.frame.news
            else sheet.article(rng.choice(sheet.frame.news))
        )
        _wrap(words, sheet, f'<a href="{href}">', "</a>")
    joined = words[0]
    for word in words[1:]:
        joined += (rng.choice(("\n", "\r\n   ", "&nbsp;")) if sheet.has(ink.breaks) else " ") + word
    return joined


def _word(sheet: Sheet, word: str, ink: Ink) -> str:
    if len(word) > 9 and word.isalpha() and sheet.has(ink.hyphens):
        return esc(word[:5]) + "&shy;" + esc(word[5:])
    escaped = esc(word)
    if ink.entities:
        for sign, name in _NAMED.items():
            escaped = escaped.replace(sign, name)
    return escaped


def _wrap(words: list[str], sheet: Sheet, before: str, after: str) -> None:
    start = sheet.rng.randrange(len(words) - 2)
    end = min(start + sheet.rng.randint(0, 4), len(words) - 1)
    words[start] = before + words[start]
    words[end] += after
