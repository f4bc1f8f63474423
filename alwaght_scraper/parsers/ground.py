"""The ground on which titles are looked for: which lines of a page may be one at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.blocks import BESIDE, Line, Style
from alwaght_scraper.parsers.comments import comment_lines
from alwaght_scraper.parsers.counters import is_counter
from alwaght_scraper.parsers.lines import Reading, is_entry, is_text
from alwaght_scraper.parsers.metadata import names_site
from alwaght_scraper.parsers.stamps import is_stamp

NEAR: Final = 5
"""How many lines away from its date a title may stand."""

MAX_TITLE: Final = 400
_MAX_UNCLAIMED: Final = 220
_MAX_TRAILING: Final = 120
_ROW: Final = 6
_FAR: Final = 40
_WORDS: Final = re.compile(r"\w")
_FRAME: Final = labels.SITE_TITLES | labels.FRAME_LABELS | labels.GLOSSARY_LABELS


def _names_tools(line: Line) -> bool:
    """Whether a line is a row of links that do something: share, print, send."""
    return bool(line.links) and all(labels.label_key(link.text) in labels.TOOL_LABELS for link in line.links)


class Ground:
    """A page's lines as places for a title, with what is known to be something else masked."""

    def __init__(self, reading: Reading, masked: frozenset[int]) -> None:
        """Looks at a page; `masked` are lines that are no title for sure (the glossary)."""
        self.reading, self.lines, self.masked = reading, reading.lines, masked
        self.comments = comment_lines(reading)
        self.prose = [place for place, line in enumerate(self.lines) if line.prose and place not in masked]
        self.forms = sorted(reading.form_lines)
        self._known: dict[int, bool] = {}
        self._entries: dict[int, bool] = {}

    def may_be_title(self, place: int) -> bool:
        """Whether a line can be a title at all: no label, no date, no prose, no entry of a list."""
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._judge(place)
        return known

    def _judge(self, place: int) -> bool:
        line = self.lines[place]
        if not line.text or len(line.text) > MAX_TITLE or place in self.masked or place in self.reading.dates:
            return False
        if line.opens or not _WORDS.search(line.text) or line.label in labels.NOT_TITLES:
            return False
        if len(line.links) > 1 and self._lists_articles(line):
            return False
        if self.reading.article_of(line) is not None or self.reading.tags_of(line) is not None or _names_tools(line):
            return False
        return not (names_site(line.text) or self._leads_elsewhere(line) or self.is_listed(place) or self._belongs_elsewhere(place))

    def _belongs_elsewhere(self, place: int) -> bool:
        """Whether a line is another article's, as its entry printed twice, or the page's own, as the day of a change."""
        return (
            place in self.reading.stamps
            or is_stamp(self.lines[place].text)
            or self._repeats_entry(place)
            or is_counter(self.lines[place].text)
        )

    def is_listed(self, place: int) -> bool:
        """Whether a line is the article's own entry in a list of articles: a link to it, or its title as an item, among links to others."""
        line = self.lines[place]
        is_own = bool(line.links) and is_entry(line) and not self._leads_elsewhere(line)
        if not (is_own or (line.style & Style.LIST and not line.links)):
            return False
        shape = self.reading.page.shape
        near = self.lines[max(0, place - _ROW) : place + _ROW + 1]
        return any(self.reading.article_of(other) is not None and shape(other.box) == shape(line.box) for other in near)

    def _repeats_entry(self, place: int) -> bool:
        """Whether a line says again what the link to another article beside it says: an entry of a list, printed twice."""
        near = self.lines[max(0, place - 1) : place + 2 : 2]
        return any(other.text == self.lines[place].text and self.reading.article_of(other) is not None for other in near)

    def _lists_articles(self, line: Line) -> bool:
        """Whether all links of a line lead to articles, as where headlines run through the frame in one line."""
        targets = [self.reading.target(link) for link in line.links]
        return all(target is not None and target.kind is PageKind.ARTICLE for target in targets)

    def _leads_elsewhere(self, line: Line) -> bool:
        target = self.reading.target(line.links[0]) if line.links and is_entry(line) else None
        return target is not None and target.kind is not PageKind.ARTICLE

    def is_frame(self, place: int) -> bool:
        """Whether a line is surely none of the article's: the name of a frame's box, or a link to another article."""
        return self.lines[place].label in _FRAME or self.reading.article_of(self.lines[place]) is not None

    def reads_as_title(self, place: int) -> bool:
        """Whether a line that nothing else names reads as a title: short, and no sentence."""
        text = self.lines[place].text
        heading = self.lines[place].style & Style.HEADING
        trails_off = text.endswith(("...", "…")) and not text.endswith((" ...", " …")) and len(text) <= _MAX_TRAILING
        return len(text) <= _MAX_UNCLAIMED and (bool(heading) or trails_off or not text.endswith((".", "…")))

    def text_follows(self, place: int) -> bool:
        """Whether running text (no glossary's definition) stands closely below a line, links and dates aside."""
        left = 2 * NEAR
        for other in range(place + 1, min(place + 1 + _FAR, len(self.lines))):
            if is_text(self.lines[other]) and other not in self.masked:
                return True
            line = self.lines[other]
            left -= bool(line.text and not line.images) and other not in self.reading.dates and self.reading.article_of(line) is None
            if not left:
                return False
        return False

    def tells_between(self, first: int, end: int) -> bool:
        """Whether a whole article may stand between two lines: more than one paragraph."""
        return bisect_left(self.prose, end) - bisect_left(self.prose, first) > 1

    def may_stand_between(self, place: int) -> bool:
        """Whether a line may part a title from its date: a small one of the article's own."""
        line = self.lines[place]
        if line.prose and not self.reading.is_other_edition(line):
            return False
        return not (self.is_frame(place) or self.is_listed(place) or place in self.reading.dates or self._leads_home(line))

    def is_clock(self, place: int) -> bool:
        """Whether a date is printed in one line with the site's name or a link home: the day of the visit."""
        first, lines = place, self.lines
        while first and lines[first].gap == BESIDE:
            first -= 1
        return any(lines[other].label in labels.SITE_TITLES or self._leads_home(lines[other]) for other in range(first, place))

    def _leads_home(self, line: Line) -> bool:
        target = self.reading.target(line.links[0]) if line.style & Style.LINK and line.links else None
        return target is not None and target.kind is PageKind.HOME

    def dates_an_entry(self, place: int) -> bool:
        """Whether a date belongs to an entry of a list of articles that stands right before it."""
        known = self._entries.get(place)
        if known is None:
            known = place > 0 and (self.reading.article_of(self.lines[place - 1]) is not None or self.is_listed(place - 1))
            known = known and not self._belongs_below(place)
            self._entries[place] = known
        return known

    def _belongs_below(self, place: int) -> bool:
        """Whether a date stands closer to the line below it, which is no entry, than to the entry above."""
        if place + 1 >= len(self.lines) or self.reading.article_of(self.lines[place + 1]) is not None or self.is_listed(place + 1):
            return False
        common, box = self.reading.page.common_box, self.lines[place].box
        return common(box, self.lines[place + 1].box) > common(box, self.lines[place - 1].box)

    def dates_one_of_a_list(self, place: int) -> bool:
        """Whether a date belongs to an entry of a list whose other entries have their dates as well."""
        return self.dates_an_entry(place) and any(map(self.dates_an_entry, self._dates_near(place)))

    def dates_a_comment(self, place: int) -> bool:
        """Whether a date is one of a row that are made alike and date no links: what readers wrote, one after another."""
        shape = self.reading.page.shape
        alike = (other for other in self._dates_near(place) if not self.dates_an_entry(other))
        alike = (other for other in alike if shape(self.lines[other].box) == shape(self.lines[place].box))
        return any(any(map(is_text, self.lines[min(place, other) + 1 : max(place, other)])) for other in alike)

    def _dates_near(self, place: int) -> list[int]:
        """The other dates a few lines around one."""
        dates = self.reading.dates
        return [other for other in range(place - _ROW, place + _ROW + 1) if other in dates and other != place]
