"""What an article's page prints within its text and is none of it: its numbers, where it lies, appeals."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.dates import PrintedDate
from alwaght_scraper.parsers.blocks import Line, Link, Style
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_text
from alwaght_scraper.parsers.region import Region

_FORM: Final = 12
_MAX_FACT: Final = 30
_MAX_NAME: Final = 40
_TITLE: Final = 12
_NUMBER: Final = 5
_MAX_VALUE: Final = 60
_ROWS: Final = frozenset({"tr", "dl"})
_APPEAL: Final = re.compile(
    r"(?:get|receive)\b.*\b(?:by e-?mail|in(?:to)? your (?:inbox|e-?mail)|newsletter|briefing|digest)[^.]*"
    r"|(?:please\s+)?(?:subscribe|sign up|join|follow)\b.*"
    r"\b(?:newsletter|mailing list|channel|telegram|twitter|facebook|instagram|whatsapp)[^.]*"
    r"|(?:اشترك(?:وا)?|سجل(?:وا)?|تابعونا|تابعوا)\b.*(?:النشرة|نشرتنا|القائمة البريدية|قناتنا|تلغرام|تويتر|فيسبوك|واتساب|انستغرام).*"
    r"|(?:احصل(?:وا)?|تلق(?:وا)?)\b.*(?:النشرة|نشرتنا|البريد)[^.]*|(?:نشرتنا|النشرة)\b.*البريد[^.]*"
    r"|(?:خبرنامه|گزارش)[^.]{0,30}(?:ایمیل|پست الکترونیکی?)[^.]*"
    r"|.*(?:عضویت|عضو شوید|دنبال کنید).*(?:خبرنامه|تلگرام|کانال|توییتر|اینستاگرام).*|(?:خبرنامه|تلگرام|کانال).*(?:عضو شوید|دنبال کنید).*",
    re.IGNORECASE,
)
"""What asks readers to sign up elsewhere, in a line of its own."""
_MAX_APPEAL: Final = 80
_ADDRESS: Final = re.compile(r"[<(\[]?\s*(https?://\S+?|www\.\S+?)[>)\]]?$")


def is_appeal(line: Line) -> bool:
    """Whether a line asks readers to sign up elsewhere, and no more."""
    return len(line.text) <= _MAX_APPEAL and _APPEAL.fullmatch(line.text.strip(" !:.")) is not None


def states_fact(reading: Reading, place: int) -> bool:
    """Whether a line is one of a pair in a row of a table or list: a name and a short value, `News Code:` and `261308`."""
    return _names_fact(reading, place) or _names_fact(reading, place - 1)


def named_date(reading: Reading, region: Region) -> PrintedDate | None:
    """The date in a row of a table or list that names it as the article's, below the title; None where there is none, or are several."""
    page, lines = reading.page, reading.lines
    named = [
        found
        for place, found in reading.dates.items()
        if place > region.start
        and lines[place - 1].label in labels.DATE_LABELS
        and page.tags[page.common_box(lines[place - 1].box, lines[place].box)] in _ROWS
    ]
    return named[0] if len(named) == 1 else None


def _names_fact(reading: Reading, place: int) -> bool:
    page, lines = reading.page, reading.lines
    if not 0 <= place < len(lines) - 1:
        return False
    name, value = lines[place], lines[place + 1]
    if name.links or len(name.text) > _MAX_FACT or len(value.text) > _MAX_VALUE or is_text(value):
        return False
    row = page.common_box(name.box, value.box)
    if name.text.endswith((":", "：")):
        return page.tags[row] in _ROWS
    around = (lines[other].box for other in (place - 1, place + 2) if 0 <= other < len(lines))
    return page.tags[row] == "tr" and name.box != value.box and not any(page.holds(row, box) for box in around)


def leads_to_copy(reading: Reading, line: Line) -> bool:
    """Whether a line says where the article lies: its own printed address, or a link to it in another language."""
    own = reading.own
    if reading.is_other_edition(line):
        return True
    if own is not None and line.links and line.style & Style.LINK and all(_is_own(reading, link) for link in line.links):
        return True
    found = _ADDRESS.search(line.text) if "://" in line.text else None
    if own is None or found is None or found.start() > _MAX_NAME:
        return False
    target = reading.address(found[1])
    return target is not None and (target.lang, target.article_id) == (own.lang, own.article_id)


def cites(reading: Reading, text: str, title: str) -> bool:
    """Whether a text says how to cite the article: its title and, in an address or key, its number."""
    number = str(reading.own.article_id) if reading.own is not None else ""
    if len(number) < _NUMBER or len(title) < _TITLE or title not in text:
        return False  # shorter numbers are years and counts, too
    return re.search(rf"(?<!\d){number}(?!\d)", text.replace(title, " ")) is not None


def _is_own(reading: Reading, link: Link) -> bool:
    own, target = reading.own, reading.target(link)
    return own is not None and target is not None and (target.lang, target.article_id) == (own.lang, own.article_id)


def poll_lines(reading: Reading, region: Region) -> frozenset[int]:
    """The lines of polls within the text: options to choose from, and what their box prints with them, a question at most."""
    found: set[int] = set()
    for place in range(region.start, region.end):
        if reading.lines[place].style & Style.OPTION and place not in found:
            found.update(_form_around(reading, region, place))
    return frozenset(found)


def _form_around(reading: Reading, region: Region, place: int) -> list[int]:
    """The lines of the widest box around an option that holds no more than a form does."""
    page, box, held = reading.page, reading.lines[place].box, [place]
    while box:
        near = range(max(region.start, place - _FORM), min(region.end, place + _FORM))
        inside = [other for other in near if page.holds(box, reading.lines[other].box)]
        lines = [reading.lines[other] for other in inside]
        if len(inside) >= _FORM or sum(map(is_text, lines)) > 1 or any(line.prose for line in lines):
            break
        held, box = inside, page.parents[box]
    return held


def names_tools(reading: Reading, place: int, region: Region) -> bool:
    """Whether a line names a list of links within the page or to its parts, and nothing else stands in their box."""
    page, lines = reading.page, reading.lines
    line = lines[place]
    if not is_caption_of_box(line) or line.links or place + 1 >= region.end:
        return False
    below = lines[place + 1]
    if not (below.style & Style.LINK and below.links and all(link.href.startswith(("#", "?")) for link in below.links)):
        return False
    box = page.common_box(line.box, below.box)
    other = place + 1
    while other < region.end and page.holds(box, lines[other].box):
        if is_text(lines[other]):
            return False
        other += 1
    return True
