"""Titles that a line break parts in two: made one line again, where address, head or another print of the title say so."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.decode import mojibake
from alwaght_scraper.parsers.ground import MAX_TITLE
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.parsers.sentences import STOPS
from alwaght_scraper.text import comparison_key

_MOST_LINES: Final = 3
_CUT: Final = ("...", "…")
_MIN_CUT: Final = 15


def join_broken_titles(reading: Reading, claims: Claims) -> None:
    """Puts a title that `<br>` parts into its first line; the lines after it stay, empty, so that no place changes."""
    lines = reading.lines
    wanted = {comparison_key(title) for _, title in claims.titles}
    if reading.own is not None and reading.own.slug:
        wanted.add(comparison_key(mojibake(unquote(reading.own.slug, errors="replace"))))
    cut = tuple(key for _, title in claims.titles if title.endswith(_CUT) and len(key := comparison_key(title)) >= _MIN_CUT)
    broken = [place for place, line in enumerate(lines) if line.gap == 1 and place and _may_go_on(lines[place - 1], line)]
    texts = {line.text for line in lines} if broken else set()
    for place in broken:
        if _may_go_on(lines[place - 1], lines[place]):  # a join before may have emptied it
            _join(lines, place - 1, wanted, texts, cut)


def _may_go_on(first: Line, line: Line) -> bool:
    return (
        bool(line.text and first.text) and first.box == line.box and first.style == line.style and first.date is None and line.date is None
    )


def _goes_on(key: str, first: str, cut: tuple[str, ...]) -> bool:
    """Whether the head's title, cut off at its end, is longer than the first line or ends just with it."""
    return any(key.startswith(claim) and (first == claim or not first.startswith(claim)) for claim in cut)


def _is_large(lines: list[Line], place: int, after: int) -> bool:
    """Whether lines printed large stand by a date: a heading that is not marked as one."""
    near = (lines[place - 1].date if place else None, lines[after + 1].date if after + 1 < len(lines) else None)
    large = all(line.style & Style.LARGE and line.label not in labels.NOT_TITLES for line in lines[place : after + 1])
    return large and any(near) and not lines[place].text.endswith((*STOPS, ":"))


def _is_alone_at_date(lines: list[Line], place: int, after: int) -> bool:
    """Whether lines have a box of their own right above a date, below a section's name: nothing else may be the title there."""
    box = lines[place].box
    fills = place > 0 and after + 1 < len(lines) and lines[place - 1].box != box != lines[after + 1].box
    return fills and lines[after + 1].date is not None and lines[place - 1].label in labels.CATEGORIES


def _join(lines: list[Line], place: int, wanted: set[str], texts: set[str], cut: tuple[str, ...]) -> None:
    first, text = lines[place], lines[place].text
    for after in range(place + 1, min(len(lines), place + _MOST_LINES)):
        if lines[after].gap != 1 or not _may_go_on(first, lines[after]) or len(text) > MAX_TITLE:
            return
        text = f"{text} {lines[after].text}"
        key = comparison_key(text)
        if (
            text in texts
            or key in wanted
            or _goes_on(key, comparison_key(first.text), cut)
            or _is_large(lines, place, after)
            or _is_alone_at_date(lines, place, after)
        ):
            parts = lines[place : after + 1]
            links = tuple(link for part in parts for link in part.links)
            images = tuple(image for part in parts for image in part.images)
            lines[place] = Line(text, first.box, first.style, first.gap, links, images)
            lines[place + 1 : after + 1] = [Line("", first.box, first.style, 1, (), ()) for _ in parts[1:]]
            return
