"""Related articles: lines that are links to other articles, by their label or by where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from alwaght_scraper import labels
from alwaght_scraper.items import RelatedLink
from alwaght_scraper.parsers.entrylinks import links_of
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.relatedbox import labelled_lines
from alwaght_scraper.parsers.steps import find_steps


@dataclass(frozen=True, slots=True)
class Related:
    """The links in page order, the lines that they fill, and how they were found."""

    links: tuple[RelatedLink, ...]
    places: frozenset[int]
    rule: str


def find_related(reading: Reading, region: Region) -> Related:
    """The related articles of a page."""
    labelled = labelled_lines(reading, range(region.start, region.end), region.foreign)
    inside = _unlabelled(reading, region, labelled)
    places = labelled | inside | _before_comments(reading, region)
    steps = find_steps(reading, sorted(places))
    if any(links_of(reading, reading.lines[place]) for place in places - steps):
        return _collect(reading, places, steps, "links below the label" if labelled - steps else "lines of links in the text's box")
    for span in (range(region.end, len(reading.lines)), range(region.start)):
        elsewhere = labelled_lines(reading, span, frozenset())
        elsewhere -= find_steps(reading, sorted(elsewhere))
        if any(links_of(reading, reading.lines[place]) for place in elsewhere):
            return _collect(reading, elsewhere, frozenset(), "links below the label, away from the text", apart=True)
    return Related((), frozenset(places), "none: no links to other articles at the text")


def _unlabelled(reading: Reading, region: Region, taken: set[int]) -> set[int]:
    """Lines of links that stand before or within the text; after its last paragraph they may be a box of the frame."""
    found: set[int] = set()
    waiting: set[int] = set()
    for place in range(region.start, region.end):
        if place in taken or place in region.foreign:
            continue
        line = reading.lines[place]
        if line.text and links_of(reading, line):
            waiting.update(() if waiting else _name_above(reading, region, place))
            waiting.add(place)
        elif is_text(line):
            found |= waiting
            waiting = set()
    return found | waiting if region.rule in {"the tags", "the comments", "a dated comment"} else found


def _before_comments(reading: Reading, region: Region) -> set[int]:
    """Lines of links between the tags and the comments, whatever their name: what stands there is the article's, not the frame's."""
    found: set[int] = set()
    if region.tags_at is None:
        return found
    for place in range(region.end, len(reading.lines)):
        line = reading.lines[place]
        if place in reading.dates and region.rule != "the tags":
            break
        if line.label in labels.COMMENT_LABELS or place in reading.form_lines:
            return found
        if line.text and links_of(reading, line):
            found.add(place)
        elif line.prose or line.label in labels.FRAME_LABELS:
            break
    return set()


def _name_above(reading: Reading, region: Region, place: int) -> set[int]:
    """The line that names a row of links, whatever its word; bullets drawn as pictures may stand between.

    A row that opens with a name of its own has none above it, and what stands beside a picture is its caption.
    """
    row = reading.lines[place]
    if labels.label_key(row.text.partition(row.links[0].text)[0]) in labels.RELATED_LABELS:
        return set()
    above = place - 1
    while above > region.start and not reading.lines[above].text:
        above -= 1
    line = reading.lines[above]
    named = is_caption_of_box(line) and not any("/upload/" in image.src.lower() for image in line.images)
    return {above} if above >= region.start and named else set()


def _collect(reading: Reading, places: set[int], steps: frozenset[int], rule: str, *, apart: bool = False) -> Related:
    """The links of all lines but `steps`, each article once; a later text fills in for an earlier picture."""
    links: dict[str, RelatedLink] = {}
    for place in sorted(places - steps):
        for link in links_of(reading, reading.lines[place]):
            links.setdefault(link.url, link)
    return Related(tuple(links.values()), frozenset() if apart else frozenset(places), rule)
