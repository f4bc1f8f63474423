"""The article's text: which lines are text, joined where a break is only a line break, and its lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import Block
from alwaght_scraper.parsers.ads import ad_lines
from alwaght_scraper.parsers.asides import aside_lines
from alwaght_scraper.parsers.blocks import BESIDE, Page, Style
from alwaght_scraper.parsers.comments import without_comments
from alwaght_scraper.parsers.counters import counts_above, is_count, is_fact
from alwaght_scraper.parsers.entrylinks import points_on
from alwaght_scraper.parsers.facts import cites, leads_to_copy, names_tools, poll_lines, states_fact
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.joining import joined
from alwaght_scraper.parsers.kinds import set_kinds, stops
from alwaght_scraper.parsers.lead import find_dateline, find_lead
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_text
from alwaght_scraper.parsers.marks import Marks
from alwaght_scraper.parsers.region import Region, heads_paragraph
from alwaght_scraper.parsers.section import is_section, labelled_section
from alwaght_scraper.parsers.signups import sign_up_lines
from alwaght_scraper.parsers.stamps import is_stamp
from alwaght_scraper.parsers.tools import is_byline, is_tool

_NAMES: Final = 2
_TABS: Final = frozenset(first + second for first in labels.GALLERY_LABELS for second in labels.GALLERY_LABELS)
"""The gallery's names in one line, as tabs that only a style sheet parts."""
_JUNK_LABELS: Final = labels.TOOL_LABELS | labels.FORM_LABELS | labels.SITE_TITLES | _TABS
_MAX_TOOL: Final = 40


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
    while places and (_names_what_follows(reading, region, places) or (region.by_landmark and is_section(reading.lines[places[-1]]))):
        places.pop()  # the printed name of tags or comments, whatever the word, or the section's
    if region.rule == "the comments":
        places = without_comments(reading, places)
    if region.tags_at is None:
        places = _trimmed(reading, heading, places)
    texts = joined(reading, places)
    teaser, rule = (True, "the sentence between title and date") if lead else find_lead(reading, heading, texts)
    set_kinds(reading.page, texts, heading, reading, marks, teaser)
    blocks = tuple(Block(text.kind.value, text.text) for text in texts)
    return Body(blocks, texts[0].text if teaser else None, rule, find_dateline(texts))


def _lead_in_heading(reading: Reading, heading: Heading, region: Region, taken: frozenset[int]) -> list[int]:
    """The lead that stands between title and date: a sentence that is no caption, for no picture is right above it."""
    lines = reading.lines
    for place in range(heading.places[0] + 1, heading.end):
        if place in heading.places or place in region.foreign or place in taken or reading.is_other_edition(lines[place]):
            continue
        if is_text(lines[place]) and not lines[place].images and not (lines[place - 1].images and not lines[place - 1].text):
            return [place]
    return []


def _names_what_follows(reading: Reading, region: Region, places: list[int]) -> bool:
    """Whether the last line of a text is the name of what ends it: above a landmark or links, or a heading or colon that leads nowhere."""
    last = places[-1]
    line = reading.lines[last]
    if line.style & Style.LIST and len(places) > 1 and reading.lines[places[-2]].style & Style.LIST:
        return False  # the last item of a list
    following = next((other for other in reading.lines[last + 1 :] if other.text), None)
    leads_nowhere = line.text[-1] in ":：" or bool(line.style & Style.HEADING)
    leads_nowhere = leads_nowhere or (following is not None and reading.article_of(following) is not None)
    return is_caption_of_box(line) and (leads_nowhere or (region.by_landmark and last >= region.end - _NAMES))


def _kept(reading: Reading, heading: Heading, region: Region, places: list[int]) -> list[int]:
    """The lines that are text: no tools, no counters, and nothing that only repeats the heading."""
    kept: list[int] = []
    others = poll_lines(reading, region) | reading.stamps | ad_lines(reading, heading, region) | aside_lines(reading, region)
    others |= sign_up_lines(reading, region)
    for place in places:
        if place in others or _is_no_text(reading, heading, region, place) or (not kept and _stands_above(reading, heading, place)):
            continue
        if place not in reading.dates or (kept and _tells_on(reading, heading, places, place)):
            kept.append(place)
    return kept


def _is_no_text(reading: Reading, heading: Heading, region: Region, place: int) -> bool:
    """Whether a line does or counts something, names the page's parts, or says of the page what its text does not."""
    line = reading.lines[place]
    text = line.text
    if not any(map(str.isalnum, text)) or line.label in _JUNK_LABELS or is_count(text) or is_tool(line) or is_stamp(text):
        return True
    if cites(reading, text, heading.title) or leads_to_copy(reading, line) or names_tools(reading, place, region):
        return True
    return labelled_section(reading, line) is not None or points_on(reading, line)


def _stands_above(reading: Reading, heading: Heading, place: int) -> bool:
    """Whether a line before all text is one of those between title and text: the title again, a date, a section, a name, a count."""
    line = reading.lines[place]
    if line.text == heading.title or place in reading.dates or is_section(line) or is_byline(line.text):
        return True
    return _is_beside_date(reading, place) or is_fact(line) or counts_above(line) or states_fact(reading, place)


def _tells_on(reading: Reading, heading: Heading, places: list[int], place: int) -> bool:
    """Whether text follows a date, as where it is told what happened day by day: of a day before the article's, or made like that text."""
    lines, shape = reading.lines, reading.page.shape
    if lines[place - 1].box == lines[place].box and reading.article_of(lines[place - 1]) is not None:
        return False  # another article's day
    after = next((lines[other] for other in places if other > place and lines[other].text), None)
    if after is not None and heads_paragraph(reading, place, shape(after.box)):
        return True
    if after is None or not (is_text(after) or stops(after.text) or len(after.text) > _MAX_TOOL) or BESIDE in (lines[place].gap, after.gap):
        return False
    return heading.follows(lines[place].date) or shape(lines[place].box) == shape(after.box)


def _is_beside_date(reading: Reading, place: int) -> bool:
    """Whether a line shares its printed line with a date and says a word on it: minutes to read, number of visits, place."""
    lines = reading.lines
    if len(lines[place].text) > _MAX_TOOL or lines[place].opens or stops(lines[place].text):
        return False
    first, end = place, place + 1
    while lines[first].gap == BESIDE:
        first -= 1
    while end < len(lines) and lines[end].gap == BESIDE:
        end += 1
    return any(other in reading.dates for other in range(first, end))


def _trimmed(reading: Reading, heading: Heading, places: list[int]) -> list[int]:
    """Without tags to end the text, what follows the box that holds most of it is frame."""
    if not places:
        return places
    page, lines = reading.page, reading.lines
    plain = [place for place in places if not lines[place].style & Style.QUOTE] or places
    box = longest = lines[max(plain, key=lambda place: len(lines[place].text))].box
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
