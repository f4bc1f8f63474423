"""Related articles: lines that are links to other articles, by their label or by where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from alwaght_scraper import labels
from alwaght_scraper.items import RelatedLink
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.entrylinks import linked_paragraphs, links_of
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
    told = linked_paragraphs(reading, region)
    labelled = labelled_lines(reading, range(region.start, region.end), region.foreign | told)
    inside = _unlabelled(reading, region, labelled | told)
    places = (labelled | inside | _before_comments(reading, region)) - told
    others = find_steps(reading, sorted(places)) | _pointed_out(reading, region, places)
    if any(links_of(reading, reading.lines[place]) for place in places - others):
        return _collect(reading, places, others, "links below the label" if labelled - others else "lines of links in the text's box")
    for span in (range(region.end, len(reading.lines)), range(region.start)):
        elsewhere = labelled_lines(reading, span, frozenset())
        elsewhere -= find_steps(reading, sorted(elsewhere))
        if any(links_of(reading, reading.lines[place]) for place in elsewhere):
            return _collect(reading, elsewhere, frozenset(), "links below the label, away from the text", apart=True)
    return Related((), frozenset(places), "none: no links to other articles at the text")


def _pointed_out(reading: Reading, region: Region, places: set[int]) -> frozenset[int]:
    """The boxes between two paragraphs that point out an article each, where another box is named the related content or stands apart."""
    lines = reading.lines
    prose = [place for place in range(region.start, region.end) if lines[place].prose and place not in places]
    if not prose:
        return frozenset()
    boxes = _in_rows(reading, places)
    within = [box for box in boxes if prose[0] < box[0] < prose[-1] and not any(_is_related_content(lines[place]) for place in box)]
    apart = [box for box in boxes if box not in within and any(links_of(reading, lines[place]) for place in box)]
    named = [box for box in within if any(lines[place].label in labels.RELATED_LABELS for place in box)]
    others = within if apart or len(named) > 1 else [box for box in within if box not in named]
    return frozenset([place for box in others for place in box])


def _in_rows(reading: Reading, places: set[int]) -> list[list[int]]:
    """Lines in rows of which each stands right below the one before, pictures and dates aside."""
    rows: list[list[int]] = []
    for place in sorted(places):
        between = range(rows[-1][-1] + 1, place) if rows else range(place)
        if rows and all(other in reading.dates or not reading.lines[other].text for other in between):
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows


def _is_related_content(line: Line) -> bool:
    """Whether a line is the name that the site has for related articles, or begins with it."""
    return line.label in labels.RELATED_CONTENT or labels.label_key(line.text.partition(":")[0]) in labels.RELATED_CONTENT


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
        elif line.prose or labels.names_frame(line.label):
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
    named = named and not (line.style & ~row.style & Style.LIST)  # a list's last item
    return {above} if above >= region.start and named else set()


def _collect(reading: Reading, places: set[int], steps: frozenset[int], rule: str, *, apart: bool = False) -> Related:
    """The links of all lines but `steps`, each article once; a later text fills in for an earlier picture."""
    links: dict[str, RelatedLink] = {}
    for place in sorted(places - steps):
        for link in links_of(reading, reading.lines[place]):
            links.setdefault(link.url, link)
    return Related(tuple(links.values()), frozenset() if apart else frozenset(places), rule)
