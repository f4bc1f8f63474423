"""Lines that are more than one: a title and its date are two lines, a term printed twice is two prints, however they are printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import HINT, is_weekday, looks_dated, read_date
from alwaght_scraper.parsers.blocks import BESIDE, Line, Link, Style, may_open_body
from alwaght_scraper.parsers.sentences import CLOSERS, STOPS, ends_sentence
from alwaght_scraper.text import fold

SEPARATORS: Final = " |–—-/•·»«,،:"
"""What is printed between a title, a date and a category, and belongs to none of them."""

_BAR: Final = re.compile(r"(?<=\s)(?=[|·•]\s)")
_BARS: Final = ("| ", "· ", "• ")
_BETWEEN: Final = re.compile(r"\s+[-–—/]\s+|\s*[,،:]\s+|\s+(?:on|in)\s+")
_BRACKETS: Final = "()[]"
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n")
_FEW: Final = 2
_PARAGRAPH: Final = 80
_MOST: Final = 500
_APART: Final = 2
_PARAGRAPH_ENDS: Final = "".join(STOPS) + ":" + CLOSERS
_LONG: Final = 160
MAX_TERM: Final = 120
_MARKS: Final = " :-–—|"
_SHORT: Final = 90
_MAX_DATE_PARTS: Final = 6
_MAX_DATE_PART: Final = 44
_BEFORE_DATES: Final = frozenset(
    ("on", "since", "of", "until", "till", "in", "by", "from", "and", "to", "before", "after", "the", "between",
     "منذ", "في", "يوم", "حتى", "من", "إلى", "بعد", "قبل", "از", "در", "تا", "به", "روز")
)  # fmt: skip


def parted(line: Line) -> tuple[Line, ...]:
    """A line with a year in it whose parts, inline or by marks, are a title and a date, as separate lines; none for any other."""
    if line.date:
        return _section_and_date(line)
    if not (line.runs or len(line.text) <= _SHORT or (len(line.text) <= _LONG and _BAR.search(line.text))):
        return ()
    titles = {link.text for link in line.links}
    linked = set() if line.style & Style.LINK or _begins_with_own_date(line) else titles
    if whole := _whole_date(line.runs):
        return (Line(whole, line.box, line.style, line.gap, line.links, line.images),)
    runs = [piece for run in line.runs or (line.text,) for piece in _pieces(run)]
    dated = [number for number, run in enumerate(runs) if run not in linked and _is_date_print(run, runs[:number], titles)]
    if not dated or (len(line.text) > _LONG and dated[-1] < len(runs) - 1 and not _heads_entry(runs, dated, titles)):
        return ()
    parts: list[Line] = []
    before: list[str] = []
    for number, run in enumerate(runs):
        if number in dated or run.startswith(_BARS) or before[-1:] == [run]:
            _append(parts, line, " ".join(before))
            before = []
        if number in dated:
            _append(parts, line, run.strip(SEPARATORS + _BRACKETS))
        else:
            before.append(run)
    _append(parts, line, " ".join(before))
    return tuple(parts)


def _begins_with_own_date(line: Line) -> bool:
    """Whether a line begins with a link that is a date, the only one: by that, blogs link to the article itself."""
    dated = [link.text for link in line.links if looks_dated(link.text) and read_date(link.text) is not None]
    return bool(line.runs) and dated == [line.runs[0]]


def _section_and_date(line: Line) -> tuple[Line, ...]:
    """The name of a section and the date behind it, as `News Thursday 17 March 2016`; none where the word is the date's own."""
    section, _, day = line.text.partition(" ")
    if labels.label_key(section) not in labels.CATEGORIES or not looks_dated(day) or ":" in day or read_date(day) is None:
        return ()
    parts: list[Line] = []
    _append(parts, line, section)
    _append(parts, line, day)
    return tuple(parts)


def paragraphs(line: Line, source: str, tag: str) -> tuple[Line, ...]:
    """The paragraphs of a long text that only blank lines or line ends part, which a style sheet of another file keeps; none for any other.

    `source` is the text as written and `tag` its element's name. Its paragraphs end as sentences do, but for some headings.
    """
    texts = [text for text in map(fold, _BLANK_LINES.split(source)) if text]
    if len(texts) == 1 and tag != "p":
        texts = [text for text in map(fold, source.split("\n")) if text]
        if not _are_unbroken(texts):
            return ()
    if not 1 < len(texts) <= _MOST or not _are_paragraphs(texts):
        return ()
    lines: list[Line] = []
    for text in texts:
        links = tuple([link for link in line.links if link.text and link.text in text])
        lines.append(Line(text, line.box, line.style, _APART if lines else line.gap, links, () if lines else line.images))
    return tuple(lines)


def _are_paragraphs(texts: list[str]) -> bool:
    """Whether two texts are long and end as sentences do, or most of several end so."""
    ended = [text for text in texts if text[-1] in _PARAGRAPH_ENDS]
    return 3 * len(ended) >= 2 * len(texts) and (len(texts) > _FEW or min(map(len, texts)) >= _PARAGRAPH)


def _are_unbroken(texts: list[str]) -> bool:
    """Whether lines were not broken at a margin: one is longer than any has, nearly all end as sentences do, no other runs on."""
    if len(texts) <= _FEW or max(map(len, texts)) <= _LONG:
        return False
    left_open = [(text, after) for text, after in pairwise(texts) if not ends_sentence(text) and text[-1] != ":"]
    runs_on = any(len(text) > _SHORT or after[0].islower() for text, after in left_open)
    return 4 * len(left_open) <= len(texts) and not runs_on


def printed_twice(line: Line) -> tuple[str, ...]:
    """A line's texts where a term stands in it twice at its start, or once behind the glossary's label; none for any other line."""
    text, links, runs = line.text, line.links, line.runs
    if len(runs) > 1 and runs[0] == runs[1] and len(runs[0]) <= MAX_TERM:
        return (*runs[:2], *((rest,) if (rest := " ".join(runs[2:])) else ()))
    half = len(text) // 2
    if not links:
        is_twice = text[half : half + 1] == " " and half <= MAX_TERM and text[:half] == text[half + 1 :]
        return (text[:half], text[:half]) if is_twice else ()
    term = links[0].text
    if not term or len(term) == len(text):
        return ()
    if text.endswith(term) and labels.label_key(label := text[: -len(term)]) in labels.GLOSSARY_LABELS:
        return label, term
    rest = text[len(term) :].lstrip(_MARKS) if len(term) <= min(half, MAX_TERM) and text.startswith(term) else ""
    return tuple([part for part in (term, term, rest[len(term) :].lstrip(_MARKS)) if part]) if rest.startswith(term) else ()


def _pieces(run: str) -> list[str]:
    """What bars part, and a date from the name of the section before or after it: `Analysis / 17 March 2016`."""
    if len(run) <= _SHORT and HINT.search(run):
        for mark in _BETWEEN.finditer(run):
            first, second = run[: mark.start()], run[mark.end() :]
            if _are_date_and_section(first, second):
                return [first, second]
    return _BAR.split(run)


def _are_date_and_section(first: str, second: str) -> bool:
    for section, day in ((first, second), (second, first)):
        if labels.label_key(section.strip(_BRACKETS)) in labels.CATEGORIES and read_date(day) is not None:
            return True
    return False


def _whole_date(runs: Sequence[str]) -> str | None:
    """The date that inline parts are together, where only a style sheet parts them."""
    if not 1 < len(runs) <= _MAX_DATE_PARTS or any(len(run) > _MAX_DATE_PART for run in runs):
        return None
    whole = " ".join(runs)
    return whole if read_date(whole) is not None else None


def _heads_entry(runs: Sequence[str], dated: list[int], linked: set[str]) -> bool:
    """Whether a date does not stand in a long text but before it: below a link's text, once or twice, or above a dateline."""
    before = runs[: dated[0]]
    if before:
        return before[0] in linked and all(run == before[0] for run in before)
    after = runs[dated[-1] + 1 :]
    return may_open_body(after[0]) or (len(after) == 1 and after[0] in linked)


def _is_date_print(run: str, before: Sequence[str], titles: set[str]) -> bool:
    """Whether an inline part is a date by itself, not the end of a sentence such as `... on <b>4 June 2012.</b>`."""
    words = before[-1].split() if before and before[-1] not in titles else []
    leads = bool(words) and (words[-1] in _BEFORE_DATES or (len(words) == 1 and words[0].casefold() in _BEFORE_DATES))
    leads = leads or (len(words) > 1 and is_weekday(words[-1]))  # `... issued on Thursday <b>4 August 2016</b>`
    inside = run.endswith((".", ";", "،")) or (leads and run[0] not in _BRACKETS)  # headlines end with `On`, sentences go on with `on`
    return not inside and read_date(run.strip(SEPARATORS + _BRACKETS)) is not None


def _without_separators(text: str) -> str:
    """A text without what parts it from others; quotation marks that its words need stay."""
    bare = text.strip(SEPARATORS)
    before, _, after = text.partition(bare) if bare else ("", "", "")
    opened, closed = bare.count("«") + ("«" in before), bare.count("»") + ("»" in after)
    first, last = "«" in before and closed >= opened, "»" in after and opened >= closed
    return "«" * first + bare + "»" * last


def _append(parts: list[Line], line: Line, text: str) -> None:
    text = _without_separators(text)
    if text:
        links = tuple([link for link in line.links if link.text and link.text in text])
        if not links and read_date(text) is None:  # title and date in one link: the title keeps it
            links = tuple([Link(link.href, text) for link in line.links if text in link.text])
        style = line.style | Style.LINK if links and sum(len(link.text) for link in links) >= len(text) - 2 else line.style
        parts.append(Line(text, line.box, style, BESIDE if parts else line.gap, links, () if parts else line.images))
