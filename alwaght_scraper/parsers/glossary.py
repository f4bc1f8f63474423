"""The 'In Focus' box: terms printed twice, each with a definition or none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import looks_dated, read_date
from alwaght_scraper.items import GlossaryEntry
from alwaght_scraper.parsers.blocks import Line, Page, Style

_MAX_TERM: Final = 120
_MAX_GAP: Final = 4
_FEWEST_WORDS: Final = 3
_UNLABELLED: Final = 3
"""Without its label, a box is a glossary from this many terms on."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The box's entries, the lines that it fills (by identity) and how it was found."""

    entries: tuple[GlossaryEntry, ...]
    lines: frozenset[int]
    rule: str


NONE: Final = Glossary((), frozenset(), "none: no box of terms printed twice")


def find_glossary(page: Page) -> Glossary:
    """The glossary of a page; where no definition shows, hidden text counts: a closed accordion is still printed."""
    shown = _find(page, hidden=False)
    if any(entry.definition for entry in shown.entries) or not any(line.style & Style.HIDDEN for line in page.lines):
        return shown
    return _find(page, hidden=True)


def _find(page: Page, *, hidden: bool) -> Glossary:
    lines: list[_Print] = []
    for line in page.lines:
        if (line.text or line.label) and (hidden or not line.style & Style.HIDDEN):
            lines += _prints(line)
    runs = _runs(lines)
    labelled = [run for run in runs if _label_before(lines, run[0])]
    usable = labelled or [run for run in runs if _explained(lines, run) >= _UNLABELLED]
    if not usable:
        return NONE
    run = max(usable, key=lambda run: (_explained(lines, run), len(run)))
    rule = "terms printed twice below its label" if labelled else "the longest box of terms printed twice"
    return _read(page, lines, run, rule)


@dataclass(slots=True)
class _Print:
    """A line, or one print of a term that shares its line with the other print."""

    text: str
    line: Line

    @property
    def box(self) -> int:
        return self.line.box


def _explained(lines: list[_Print], run: list[int]) -> int:
    """How many terms of a run have words of explanation below them; menus that repeat a topic have none."""
    below = [lines[place + 2] for place in run if place + 2 < len(lines)]
    return sum(not line.line.style & Style.LINK and len(line.text.split()) >= _FEWEST_WORDS for line in below)


def _prints(line: Line) -> list[_Print]:
    """A line as it is, or parted where a term stands in it twice at its start."""
    text = line.text
    half = len(text) // 2
    term = line.links[0].text if line.links else text[:half] if text[half : half + 1] == " " else ""
    if term and len(term) <= half and len(term) <= _MAX_TERM and text.startswith(term):
        rest = text[len(term) :].lstrip(" :-–—|")
        if rest.startswith(term) and (line.links or text == f"{term} {term}"):
            parts = [_Print(term, line), _Print(term, line), _Print(rest[len(term) :].lstrip(" :-–—|"), line)]
            return [part for part in parts if part.text]
    return [_Print(text, line)]


def _runs(lines: list[_Print]) -> list[list[int]]:
    """Groups of terms: places of a short text printed twice in a row, each group close together."""
    places = [place for place, (line, following) in enumerate(pairwise(lines)) if line.text == following.text and _is_pair(lines, place)]
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] < 2:
            continue
        if groups and place - groups[-1][-1] - 2 <= _MAX_GAP and not _foreign(lines, groups[-1][-1] + 2, place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _is_pair(lines: list[_Print], place: int) -> bool:
    line = lines[place]
    if not line.text or line.text != lines[place + 1].text or len(line.text) > _MAX_TERM:
        return False
    after = lines[place + 2].text if place + 2 < len(lines) else ""  # below an entry of a tag list its date is printed
    return not any(looks_dated(text) and read_date(text) for text in (line.text, after))


def _foreign(lines: list[_Print], start: int, end: int) -> bool:
    """Whether something between two terms ends the box: a label of the frame, or a date as lists of articles have."""
    return any(_ends_box(line) or (looks_dated(line.text) and read_date(line.text) is not None) for line in lines[start:end])


def _ends_box(line: _Print) -> bool:
    label = line.line.label
    text = line.text.casefold()
    if label in labels.FRAME_LABELS or label in labels.SITE_TITLES or label in labels.CATEGORIES:
        return True
    return text.startswith(labels.GLOSSARY_MAP_PREFIX) or text.endswith(labels.GLOSSARY_MAP_SUFFIX)


def _label_before(lines: list[_Print], place: int) -> bool:
    return any(line.line.label in labels.GLOSSARY_LABELS for line in lines[max(0, place - 3) : place])


def _read(page: Page, lines: list[_Print], run: list[int], rule: str) -> Glossary:
    box = lines[run[0]].box
    for place in run:
        box = page.common_box(box, lines[place + 1].box)
    ends = [*run[1:], None]
    shapes: set[tuple[str, ...]] = set()
    entries: list[GlossaryEntry] = []
    used: set[int] = set()
    for position, (place, end) in enumerate(zip(run, ends, strict=True)):
        body = lines[place + 2 : end] if end is not None else _last_definition(page, lines, place + 2, box, shapes)
        body = [line for line in body if line.text]
        shapes.update(page.shape(line.box) for line in body)
        entries.append(GlossaryEntry(lines[place].text, " ".join(line.text for line in body) or None, position))
        used.update(id(line.line) for line in (lines[place], lines[place + 1], *body))
    return Glossary(tuple(entries), frozenset(used), rule)


def _last_definition(page: Page, lines: list[_Print], place: int, box: int, shapes: set[tuple[str, ...]]) -> list[_Print]:
    """The definition of the last term, if what follows it is made like the other definitions and stands in the box."""
    if place >= len(lines):
        return []
    line = lines[place]
    after = lines[place + 1].line.label if place + 1 < len(lines) else ""
    if _ends_box(line) or line.line.label in labels.CATEGORIES or after in labels.SITE_TITLES or not page.holds(box, line.box):
        return []
    if shapes and page.shape(line.box) not in shapes:
        return []
    return [line] if box or len(line.text) > _MAX_TERM else []
