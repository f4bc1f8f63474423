"""The article's text: which lines are text, joined where a break is only a line break, and its lead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import Block
from alwaght_scraper.parsers.ads import ad_lines
from alwaght_scraper.parsers.blocks import BESIDE, NO_BOX, Line, Page, Style, dateline, may_open_body, opens_body
from alwaght_scraper.parsers.comments import without_comments
from alwaght_scraper.parsers.facts import (
    counts_above,
    is_counter,
    is_fact,
    is_number_of,
    leads_to_copy,
    names_tools,
    poll_lines,
    states_fact,
)
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.kinds import END_MARKS, Text, set_kinds, stops
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_text
from alwaght_scraper.parsers.marks import BULLET, TYPED, Marks
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.section import is_section, labelled_section
from alwaght_scraper.parsers.sentences import ends_sentence
from alwaght_scraper.parsers.stamps import is_stamp
from alwaght_scraper.parsers.tools import is_byline, is_tool

_MIN_TEASER: Final = 60
_MIN_LEAD: Final = 40
"""A line right above the dateline is a lead from fewer characters on: hardly a sub-heading stands there."""
_LEAD_STYLES: Final = Style.BOLD | Style.ITALIC | Style.HEADING | Style.LARGE
_WRAPPED: Final = 60
_NAMES: Final = 2
_TABS: Final = frozenset(first + second for first in labels.GALLERY_LABELS for second in labels.GALLERY_LABELS)
"""The gallery's names in one line, as tabs that only a style sheet parts."""
_JUNK_LABELS: Final = labels.TOOL_LABELS | labels.FORM_LABELS | labels.SITE_TITLES | _TABS
_MAX_TOOL: Final = 40
_ALIKE: Final = 2


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks, the teaser among them and the dateline, each with its rule."""

    blocks: tuple[Block, ...]
    teaser: str | None
    teaser_rule: str
    dateline: str | None


def read_body(reading: Reading, heading: Heading, region: Region, taken: frozenset[int]) -> Body:
    """The body of an article; `taken` are lines that are captions or related articles."""
    places = [place for place in range(region.start, region.end) if place not in region.foreign and place not in taken]
    lead = _lead_in_heading(reading, heading, region, taken)
    marks = Marks(reading.lines, places, reading.marked)
    places = lead + _kept(reading, heading, region, [place for place in places if id(reading.lines[place]) not in marks.numbers])
    while places and (_names_what_follows(reading, region, places[-1]) or (region.by_landmark and is_section(reading.lines[places[-1]]))):
        places.pop()  # the printed name of tags or comments, whatever the word, or the section's
    if region.rule == "the comments":
        places = without_comments(reading, places)
    if region.tags_at is None:
        places = _trimmed(reading, heading, places)
    texts = _joined(reading, places)
    teaser, rule = (True, "the sentence between title and date") if lead else _teaser(reading, heading, texts)
    set_kinds(reading.page, texts, heading, reading, marks, teaser)
    blocks = tuple(Block(text.kind.value, text.text) for text in texts)
    return Body(blocks, texts[0].text if teaser else None, rule, _dateline(texts))


def _lead_in_heading(reading: Reading, heading: Heading, region: Region, taken: frozenset[int]) -> list[int]:
    """The lead that stands between title and date: a sentence that is no caption, for no picture is right above it."""
    lines = reading.lines
    for place in range(heading.places[0] + 1, heading.end):
        if place in heading.places or place in region.foreign or place in taken or reading.is_other_edition(lines[place]):
            continue
        if is_text(lines[place]) and not lines[place].images and not (lines[place - 1].images and not lines[place - 1].text):
            return [place]
    return []


def _names_what_follows(reading: Reading, region: Region, last: int) -> bool:
    """Whether the last line of a text is the name of what ends it: right above a landmark, or a heading or colon that leads nowhere."""
    line = reading.lines[last]
    following = next((other for other in reading.lines[last + 1 :] if other.text), None)
    leads_nowhere = line.text[-1] in ":：" or bool(line.style & Style.HEADING)
    leads_nowhere = leads_nowhere or (following is not None and reading.article_of(following) is not None)
    return is_caption_of_box(line) and (leads_nowhere or (region.by_landmark and last >= region.end - _NAMES))


def _kept(reading: Reading, heading: Heading, region: Region, places: list[int]) -> list[int]:
    """The lines that are text: no tools, no counters, and nothing that only repeats the heading."""
    kept: list[int] = []
    others = poll_lines(reading, region) | reading.stamps | ad_lines(reading, heading, region)
    for place in places:
        line = reading.lines[place]
        if place in others:
            continue
        if not line.text or line.label in _JUNK_LABELS or is_counter(line.text) or is_tool(line):
            continue
        if (
            labelled_section(reading, line)
            or is_stamp(line.text)
            or is_number_of(line.text)
            or leads_to_copy(reading, line)
            or names_tools(reading, place, region)
        ):
            continue
        if not kept and (line.text == heading.title or place in reading.dates or is_section(line) or is_byline(line.text)):
            continue
        if not kept and (_is_beside_date(reading, place) or is_fact(line) or counts_above(line) or states_fact(reading, place)):
            continue
        if place in reading.dates and not (kept and _tells_on(reading, heading, places, place)):
            continue
        if not any(character.isalnum() for character in line.text):
            continue
        kept.append(place)
    return kept


def _tells_on(reading: Reading, heading: Heading, places: list[int], place: int) -> bool:
    """Whether text follows a date, as where it is told what happened day by day: of a day before the article's, or made like that text."""
    lines, shape = reading.lines, reading.page.shape
    after = next((lines[other] for other in places if other > place and lines[other].text), None)
    if after is None or not (is_text(after) or stops(after.text)) or BESIDE in (lines[place].gap, after.gap):
        return False
    return heading.follows(lines[place].date) or shape(lines[place].box) == shape(after.box)


def _is_beside_date(reading: Reading, place: int) -> bool:
    """Whether a line shares its printed line with a date and says a word on it: minutes to read, number of visits, place."""
    line = reading.lines[place]
    if line.gap != BESIDE or len(line.text) > _MAX_TOOL or line.opens or stops(line.text):
        return False
    first = place
    while reading.lines[first].gap == BESIDE:
        first -= 1
        if first in reading.dates:
            return True
    return False


def _trimmed(reading: Reading, heading: Heading, places: list[int]) -> list[int]:
    """Without tags to end the text, what follows the box that holds most of it is frame."""
    if not places:
        return places
    page, lines = reading.page, reading.lines
    box = longest = lines[max(places, key=lambda place: len(lines[place].text))].box
    while box and page.parents[box] and not any(page.holds(page.parents[box], lines[place].box) for place in heading.places):
        box = page.parents[box]
    inside = [place for place in places if page.holds(box, lines[place].box)]
    weight = sum(len(lines[place].text) for place in inside)
    if 2 * weight < sum(len(lines[place].text) for place in places) or len(inside) < 2:
        return places
    likewise = [place for place in places if lines[place].prose and _are_siblings(page, lines[place].box, longest)]
    return [place for place in places if place <= max(inside[-1], *likewise, 0)]


def _are_siblings(page: Page, one: int, other: int) -> bool:
    """Whether two boxes are of the same kind and stand in the same box: a picture may part a text in two."""
    return page.tags[one] == page.tags[other] and page.parents[one] == page.parents[other]


# --- lines to texts -----------------------------------------------------------------------------


def _joined(reading: Reading, places: list[int]) -> list[Text]:
    """Lines to texts: a single break inside a sentence is a blank."""
    texts: list[Text] = []
    for place in places:
        line = reading.lines[place]
        if texts and line.gap == 1 and texts[-1].line.box == line.box and texts[-1].place == place - 1 and _runs_on(texts[-1], line):
            texts[-1] = Text(f"{texts[-1].text} {line.text}", texts[-1].line, place)
        else:
            texts.append(Text(line.text, line, place))
    return texts


def _runs_on(before: Text, line: Line) -> bool:
    if before.text[-1] in END_MARKS or BULLET.match(line.text) or TYPED.match(line.text) or (before.line.style ^ line.style) & Style.BOLD:
        return False
    first = line.text[0]
    return first.islower() or (len(before.text) > _WRAPPED and not first.isupper() and first.isalpha() and opens_body(before.text) is False)


# --- teaser and dateline ------------------------------------------------------------------------


def _teaser(reading: Reading, heading: Heading, texts: list[Text]) -> tuple[bool, str]:
    """Whether the first text is a lead paragraph, and by which rule."""
    if len(texts) < 2 or may_open_body(texts[0].text):
        return False, "none: the text opens at once"
    first = texts[0]
    sentence = len(first.text) >= _MIN_TEASER or stops(first.text)
    if (sentence or len(first.text) >= _MIN_LEAD) and may_open_body(texts[1].text):
        return True, "the paragraph before the dateline"
    marked = first.line.style & _LEAD_STYLES and not texts[1].line.style & _LEAD_STYLES
    if sentence and marked and not first.line.style & Style.QUOTE:
        return True, "the first paragraph, set apart by its print"
    if ends_sentence(first.text) and _stands_apart(reading, heading, texts):
        return True, "the first paragraph, set apart by its box"
    return False, "none: no lead paragraph"


def _stands_apart(reading: Reading, heading: Heading, texts: list[Text]) -> bool:
    """Whether the first text shares a box with the title that the text is not in, or stands in one of another make than the paragraphs."""
    page, first = reading.page, texts[0].line.box
    if any(text.line.box != first and page.holds(first, text.line.box) for text in texts[1:]):
        return False  # an editor puts each paragraph but the first in an element of its own
    for place in heading.places:
        shared = page.common_box(first, reading.lines[place].box)
        if shared != NO_BOX and not any(page.holds(shared, text.line.box) for text in texts[1:]):
            return True
    if _stands_above_box(reading, heading, first, [text.line.box for text in texts[1:]]):
        return True
    plain = [text.line for text in texts[1:] if is_text(text.line) and not text.line.style & (Style.LIST | Style.QUOTE)]
    shapes = Counter(page.shape(line.box) for line in plain)
    return page.shape(first) not in shapes and any(count >= _ALIKE and 4 * count >= 3 * len(plain) for count in shapes.values())


def _stands_above_box(reading: Reading, heading: Heading, first: int, boxes: list[int]) -> bool:
    """Whether the first text stands beside the heading, and all the others further in, in a box of their own."""
    page = reading.page
    if len(boxes) == 1 and page.shape(first) == page.shape(boxes[0]):
        return False
    box = page.parents[boxes[0]] if len(boxes) == 1 else boxes[0]
    for other in boxes:
        box = page.common_box(box, other)
    outer = page.parents[first]
    while outer != NO_BOX and page.parents[outer] != NO_BOX and _holds_nothing_else(reading, outer, first):
        outer = page.parents[outer]
    beside = any(page.holds(outer, reading.lines[place].box) for place in heading.places)
    return (
        beside
        and outer != NO_BOX
        and box not in (outer, NO_BOX)
        and page.holds(outer, box)
        and not (page.holds(box, first) or page.holds(first, box))
    )


def _holds_nothing_else(reading: Reading, box: int, inner: int) -> bool:
    """Whether a box is no more than a wrapper of another one."""
    return not any(reading.page.holds(box, line.box) and not reading.page.holds(inner, line.box) for line in reading.lines if line.text)


def _dateline(texts: list[Text]) -> str | None:
    for text in texts[:3]:
        if (found := dateline(text.text)) is not None:
            return found.strip() or None
    return None
