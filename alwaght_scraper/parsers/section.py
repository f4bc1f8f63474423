"""The section of an article: the category line at the title, or a line that names the category as such."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.blocks import Line, Link, Page, Style
from alwaght_scraper.parsers.counters import is_counter
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.parsers.region import Region

_NEWS: Final = frozenset(map(labels.label_key, ("News", "أخبار", "الأخبار", "اخبار", "خبر")))
"""What one of the frame's boxes and many an article's section are called."""
_MARKS: Final = " :.|»«>-()[]#"
_MAX_CATEGORY: Final = 40
_MAX_FACTS: Final = 200
_BACK: Final = 3
_BELOW: Final = 4
_IN: Final = frozenset({"in", "in:", "في", "في:", "در", "در:"})
_CRUMBS: Final = 4
_FRAME: Final = 100
_PRINT: Final = Style.BOLD | Style.ITALIC | Style.SMALL | Style.LARGE | Style.HEADING
_HOME: Final = frozenset(map(labels.label_key, ("Home", "Home page", "الرئيسية", "الصفحة الرئيسية", "خانه", "صفحه اصلی", "صفحه نخست")))
_HOMES: Final = tuple(_HOME | labels.SITE_TITLES)
_PARTING: Final = re.compile(r"\s*[/\\|»«›‹>→←:]+\s*")
_FACT: Final = re.compile(r"\s*([^:：|.]{2,24}?)\s*[:：]\s*([^:：|.]+)")


def find_section(reading: Reading, heading: Heading, region: Region, claims: Claims) -> tuple[str | None, str]:
    """The category as printed, and the rule that found it."""
    around = [place for place in range(heading.start, heading.end) if place not in heading.places]
    before = range(heading.start - 1, max(-1, heading.start - 1 - _BACK), -1)
    for place in [*around, heading.end, *before]:
        if not 0 <= place < len(reading.lines):
            continue
        line = reading.lines[place]
        if _names_section(line, claims) and not _is_menu(reading, place, heading):
            return line.text.strip(_MARKS), "the line at the title"
        if found := labelled_section(reading, line):
            return found, "the line that names it"
        if place in before and line.text not in ("", heading.title) and place not in reading.dates and not is_counter(line.text):
            break
    found, rule = _named_elsewhere(reading, heading, region)
    crumbs = (crumb for title in heading.places if found is None and (crumb := _last_crumb(reading, heading, title)))
    return next(((crumb, "the bread crumb above the title") for crumb in crumbs), (found, rule))


def _last_crumb(reading: Reading, heading: Heading, title: int) -> str | None:
    """The known category that ends a trail of links from the home page to the article, right above its title; a dossier is none."""
    steps: list[str] = []
    lines, page = reading.lines, reading.page
    for place in range(title - 1, max(-1, title - 1 - _CRUMBS), -1):
        line = lines[place]
        if not line.links:
            continue  # a line above the title that says of whom or what it is
        pieces = [piece for piece in _PARTING.split(line.text) if piece and piece != heading.title]
        steps = (pieces if len(pieces) > 1 or len(line.links) < 2 else [link.text for link in line.links]) + steps
        if any(_leads_to(reading, link, PageKind.NEWS_CASE, PageKind.TAG_LIST) for link in line.links) or len(steps) > _CRUMBS:
            return None
        if _starts_at_home(reading, line):
            if page.holds(page.common_box(line.box, lines[title].box), lines[0].box) and len(pieces) == 1 and lines[0] is not line:
                return None  # the page's menu
            return steps[-1].strip(_MARKS) if len(steps) > 1 and labels.label_key(steps[-1]) in labels.CATEGORIES else None
    return None


def _starts_at_home(reading: Reading, line: Line) -> bool:
    """Whether a line begins with a link to the home page, named so, as a bread crumb does."""
    return (
        bool(line.links)
        and any(line.links[0].text.casefold().endswith(name) for name in _HOMES)
        and _leads_to(reading, line.links[0], PageKind.HOME)
    )


def _named_elsewhere(reading: Reading, heading: Heading, region: Region) -> tuple[str | None, str]:
    """The category that is printed above or below the text: named as such, or alone as the last line before tags or comments."""
    lines = reading.lines
    if region.tags_at is not None and (found := _named_by_words(reading, lines[region.tags_at])):
        return found, "the words before it"
    first = next((place for place in range(heading.end, region.end) if is_text(lines[place])), heading.end)
    last = next((place for place in range(region.end - 1, region.start, -1) if is_text(lines[place])), region.start)
    for place in (*range(heading.end, min(len(lines), heading.end + _BELOW)), *range(last + 1, min(len(lines), region.end + _BELOW))):
        if found := labelled_section(reading, lines[place]):
            return found, "the line that names it"
        if is_section(lines[place]) and lines[place - 1].label in labels.CATEGORY_LABELS:
            return lines[place].text.strip(_MARKS), "the line below its name"
        if last < place < region.end and is_section(lines[place]) and region.by_landmark and not _is_menu(reading, place, heading):
            return lines[place].text.strip(_MARKS), "the line below the text"
        if place < first and is_section(lines[place]) and not _is_menu(reading, place, heading):
            return lines[place].text.strip(_MARKS), "the line above the text"
    return None, "none: no category line at the title"


def labelled_section(reading: Reading, line: Line) -> str | None:
    """The category in a line that names it as such, as `Category: Analysis`; other facts may follow it."""
    if line.prose or len(line.text) > _MAX_FACTS:
        return None
    if named := _named_by_words(reading, line):
        return named
    found = _FACT.match(line.text)
    if found is None or labels.label_key(found[1]) not in labels.CATEGORY_LABELS:
        return None
    linked = next((link for link in line.links if link.text and found[2].startswith(link.text)), None)
    if linked is not None and (target := reading.target(linked)) is not None and target.kind is PageKind.TAG_LIST:
        return None
    value = (linked.text if linked else found[2]).strip(_MARKS)
    return value if 0 < len(value) <= _MAX_CATEGORY else None


def _named_by_words(reading: Reading, line: Line) -> str | None:
    """The section that a line links to behind the words that name one: `posted in News`, `in Analysis` where that is a known one."""
    link = next((link for link in line.links if link.text), None)
    if link is None or line.style & Style.LINK:
        return None
    words = line.text.partition(link.text)[0].casefold().split()
    known = labels.label_key(link.text) in labels.CATEGORIES
    named = any(labels.label_key(" ".join(words[-count:])) in labels.CATEGORY_LABELS for count in (1, 2, 3)) if words else False
    if not (named or (known and len(words) == 1 and words[0] in _IN)) or _leads_to(reading, link, PageKind.TAG_LIST, PageKind.ARTICLE):
        return None
    return link.text.strip(_MARKS) if len(link.text) <= _MAX_CATEGORY else None


def is_section(line: Line) -> bool:
    """Whether a line is one of the known categories and nothing else, brackets aside."""
    return line.label in labels.CATEGORIES or labels.label_key(line.text.strip(_MARKS)) in labels.CATEGORIES


def _names_section(line: Line, claims: Claims) -> bool:
    if not line.text or len(line.text) > _MAX_CATEGORY:
        return False
    section = labels.label_key(claims.section) if claims.section else ""
    return is_section(line) or (bool(section) and labels.label_key(line.text) == section)


def _is_menu(reading: Reading, place: int, heading: Heading) -> bool:
    """Whether a section's name is one of a row and stands no closer to the title: of a menu's links or of the frame's box labels."""
    lines, page = reading.lines, reading.page
    line = lines[place]
    above = _box_above(reading, place) if line.label in _NEWS else None
    if above is not None:
        return page.common_box(line.box, lines[heading.places[0]].box) <= page.common_box(line.box, lines[above].box)
    if not line.style & Style.LINK:
        return False
    shape = page.shape(line.box)
    row = [
        other
        for other in lines[max(0, place - 2) : place]
        if other.style & Style.LINK and page.shape(other.box) == shape and other.box != line.box
    ]
    nearest = row[-1] if row and row[-1] is lines[place - 1] else None
    if nearest is None:
        return len(row) == 2
    is_apart = page.common_box(line.box, nearest.box) > page.common_box(line.box, lines[heading.places[0]].box)
    return len(row) == 2 or is_apart or (bool(nearest.links) and _leads_to(reading, nearest.links[0], PageKind.HOME))


def _box_above(reading: Reading, place: int) -> int | None:
    """The name of a frame's box above a line that is set like it and may name its box of news; None where that box has come before."""
    line, page = reading.lines[place], reading.page
    span = range(place - 1, max(-1, place - _FRAME), -1)
    if any(reading.lines[other].label in _NEWS and not reading.lines[other].style & Style.LINK for other in span):
        return None
    named = (other for other in span if reading.lines[other].label in labels.FRAME_LABELS)
    return next((other for other in named if _is_set_like(page, reading.lines[other], line)), None)


def _is_set_like(page: Page, label: Line, line: Line) -> bool:
    """Whether a line is printed like the name of a box of the frame."""
    return page.shape(label.box) == page.shape(line.box) and not (label.style ^ line.style) & _PRINT


def _leads_to(reading: Reading, link: Link, *kinds: PageKind) -> bool:
    return (target := reading.target(link)) is not None and target.kind in kinds
