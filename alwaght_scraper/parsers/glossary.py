"""The 'In Focus' box: terms printed twice, each with a definition or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import looks_dated, read_date
from alwaght_scraper.items import GlossaryEntry
from alwaght_scraper.parsers.blocks import TO_ARTICLE, Line, Page, Style
from alwaght_scraper.parsers.parting import MAX_TERM
from alwaght_scraper.text import comparison_key

_LONG_TERM: Final = 45
_MAX_GAP: Final = 4
_LABEL_WITHIN: Final = 3
_ENDS: Final = labels.FRAME_LABELS | labels.SITE_TITLES | labels.CATEGORIES | labels.GALLERY_LABELS
_FEWEST_WORDS: Final = 3
_BETWEEN: Final = " :-–—|"
_UNLABELLED: Final = 3
"""Without its label, a box is a glossary from this many terms on."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """The box's entries, the lines that it fills, in page order, and how it was found."""

    entries: tuple[GlossaryEntry, ...]
    lines: tuple[Line, ...]
    rule: str


NONE: Final = Glossary((), (), "none: no box of terms printed twice")


def find_glossary(page: Page) -> Glossary:
    """The glossary of a page; where no definition shows, hidden text counts: a closed accordion is still printed."""
    shown = _find(page, hidden=False)
    if any(entry.definition for entry in shown.entries) or not any(line.style & Style.HIDDEN for line in page.lines):
        return shown
    return _find(page, hidden=True)


@dataclass(slots=True)
class _Prints:
    """What a page prints, line by line: the texts, and the line of each; a term printed twice in one line is two prints."""

    texts: list[str]
    lines: list[Line]

    def is_dated(self, place: int) -> bool:
        """Whether a print is a date."""
        return place < len(self.texts) and looks_dated(self.texts[place]) and read_date(self.texts[place]) is not None


def _find(page: Page, *, hidden: bool) -> Glossary:
    prints = _Prints([], [])
    texts, lines = prints.texts, prints.lines
    for line in page.lines:
        if line.style & Style.HIDDEN and not hidden:
            continue
        if line.prints:
            texts += line.prints
            lines += [line] * len(line.prints)
        elif line.text or line.label:
            texts.append(line.text)
            lines.append(line)
    _part(prints)
    runs = [_alike(page, prints, run) for run in _runs(prints)]
    runs = [run for run in runs if not _is_title(page, prints, run)]
    labelled = [run for run in runs if _label_before(prints, run[0])]
    usable = labelled or [run for run in runs if _explained(prints, run) >= _UNLABELLED and not _lists_articles(prints, run)]
    if not usable:
        return NONE
    run = max(usable, key=lambda run: (_explained(prints, run), len(run)))
    rule = "terms printed twice below its label" if labelled else "the longest box of terms printed twice"
    return _read(page, prints, run, rule)


def _part(prints: _Prints) -> None:
    """Parts the second print of terms from definitions in the same line, where some in a row begin with the term above them."""
    texts, lines = prints.texts, prints.lines
    begun = [place for place in range(1, len(texts)) if _begins_with(texts[place], texts[place - 1])]
    rows = {place for place in begun if place + 2 in begun and place + 4 in begun}
    parted = {place for place in begun if rows.intersection((place, place - 2, place - 4))}
    if not parted:
        return
    prints.texts, prints.lines = [], []
    for place, (text, line) in enumerate(zip(texts, lines, strict=True)):
        term = texts[place - 1] if place in parted else ""
        prints.texts += [term, text[len(term) :].lstrip(_BETWEEN)] if term else [text]
        prints.lines += [line, line] if term else [line]


def _begins_with(text: str, term: str) -> bool:
    return 0 < len(term) <= MAX_TERM and len(term) < len(text) and text.startswith(term) and not text[len(term)].isalnum()


def _is_title(page: Page, prints: _Prints, run: list[int]) -> bool:
    """Whether a run is one text, long or named by the head: the title below an empty box, printed twice without a date between."""
    text = prints.texts[run[0]]
    return len(run) == 1 and (
        len(text) > _LONG_TERM or comparison_key(text) in comparison_key(f"{page.title} {page.meta.get('og:title', '')}")
    )


def _explained(prints: _Prints, run: list[int]) -> int:
    """How many terms of a run have words of explanation below them; menus that repeat a topic have none."""
    below = [place + 2 for place in run if place + 2 < len(prints.texts)]
    return sum(not prints.lines[place].style & Style.LINK and len(prints.texts[place].split()) >= _FEWEST_WORDS for place in below)


def _lists_articles(prints: _Prints, run: list[int]) -> bool:
    """Whether what is printed twice are links to articles, as on tag lists."""
    return all(any(TO_ARTICLE.search(link.href) for link in prints.lines[place].links) for place in run)


def _runs(prints: _Prints) -> list[list[int]]:
    """Groups of terms: places of a short text printed twice in a row, each group close together."""
    texts = prints.texts
    places = [place for place in range(len(texts) - 1) if texts[place] == texts[place + 1] and _is_pair(prints, place)]
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] < 2:
            continue
        if groups and place - groups[-1][-1] - 2 <= _MAX_GAP and not _foreign(prints, groups[-1][-1] + 2, place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _alike(page: Page, prints: _Prints, run: list[int]) -> list[int]:
    """A group of terms without its last, if that alone is made otherwise: a title right below the box, printed twice without a date."""
    makes = [page.shape(prints.lines[place].box) for place in run]
    return run[:-1] if len(run) > _UNLABELLED and len(set(makes[:-1])) == 1 and makes[-1] != makes[0] else run


def _is_pair(prints: _Prints, place: int) -> bool:
    """Whether a text that is printed twice in a row may be a term; below an entry of a tag list its date is printed."""
    if any(TO_ARTICLE.search(link.href) for link in prints.lines[place].links):
        return False
    return 0 < len(prints.texts[place]) <= MAX_TERM and not prints.is_dated(place) and not prints.is_dated(place + 2)


def _foreign(prints: _Prints, start: int, end: int) -> bool:
    """Whether something between two terms ends the box: a label of the frame, or a date as lists of articles have."""
    return any(
        _ends_box(prints, place) or prints.is_dated(place) or prints.lines[place].label in labels.GLOSSARY_LABELS
        for place in range(start, end)
    )


def _ends_box(prints: _Prints, place: int) -> bool:
    label = prints.lines[place].label
    text = prints.texts[place].casefold()
    if label in _ENDS:
        return True
    return text.startswith(labels.GLOSSARY_MAP_PREFIX) or text.endswith(labels.GLOSSARY_MAP_SUFFIX)


def _label_before(prints: _Prints, place: int) -> bool:
    """Whether the box's label stands closely above, with no other box's between: then the glossary is empty."""
    names = [line.label for line in reversed(prints.lines[max(0, place - _LABEL_WITHIN) : place])]
    return next((name in labels.GLOSSARY_LABELS for name in names if name in labels.GLOSSARY_LABELS or name in _ENDS), False)


def _read(page: Page, prints: _Prints, run: list[int], rule: str) -> Glossary:
    box = prints.lines[run[0]].box
    for place in run:
        box = page.common_box(box, prints.lines[place + 1].box)
    shapes: set[tuple[str, ...]] = set()
    entries: list[GlossaryEntry] = []
    used: list[Line] = []
    for position, (place, end) in enumerate(zip(run, [*run[1:], None], strict=True)):
        below = range(place + 2, end) if end is not None else _last_definition(page, prints, place + 2, box, shapes)
        body = [other for other in below if prints.texts[other] and not _opens_more(prints.lines[other])]
        shapes.update(page.shape(prints.lines[other].box) for other in body)
        entries.append(GlossaryEntry(prints.texts[place], " ".join(prints.texts[other] for other in body) or None, position))
        used += [prints.lines[other] for other in (place, place + 1, *body)]
    return Glossary(tuple(entries), tuple(used), rule)


def _opens_more(line: Line) -> bool:
    """Whether a line is a link that opens the rest of a definition."""
    return bool(line.style & Style.LINK) and line.label in labels.MORE_LABELS


def _last_definition(page: Page, prints: _Prints, place: int, box: int, shapes: set[tuple[str, ...]]) -> range:
    """The definition of the last term, if what follows it is made like the other definitions and stands in the box."""
    if place >= len(prints.texts):
        return range(0)
    line = prints.lines[place]
    after = prints.lines[place + 1].label if place + 1 < len(prints.texts) else ""
    if _ends_box(prints, place) or after in labels.SITE_TITLES or not page.holds(box, line.box):
        return range(0)
    if shapes and page.shape(line.box) not in shapes:
        return range(0)
    return range(place, place + 1) if box or len(prints.texts[place]) > MAX_TERM else range(0)
