"""Related articles: lines that are links to other articles, by their label or by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import PageKind, RelatedLink
from alwaght_scraper.parsers.blocks import Line
from alwaght_scraper.parsers.lines import Reading, ends_in_section, is_caption_of_box, is_text
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.steps import find_steps

_LABEL_SPACE: Final = 24
_MARK: Final = 3
_MOST_LABELS: Final = 50
"""Labels whose boxes are looked for: the box of one may be half of the page."""
_MARKS: Final = " <>()[]:|·-–—"


@dataclass(frozen=True, slots=True)
class Related:
    """The links in page order, the lines that they fill, and how they were found."""

    links: tuple[RelatedLink, ...]
    places: frozenset[int]
    rule: str


def find_related(reading: Reading, region: Region) -> Related:
    """The related articles of a page."""
    labelled = _labelled(reading, range(region.start, region.end), region.foreign)
    inside = _unlabelled(reading, region, labelled)
    places = labelled | inside | _before_comments(reading, region)
    steps = find_steps(reading, sorted(places))
    if any(_links(reading, reading.lines[place]) for place in places - steps):
        return _collect(reading, places, steps, "links below the label" if labelled - steps else "lines of links in the text's box")
    for span in (range(region.end, len(reading.lines)), range(region.start)):
        elsewhere = _labelled(reading, span, frozenset())
        elsewhere -= find_steps(reading, sorted(elsewhere))
        if any(_links(reading, reading.lines[place]) for place in elsewhere):
            return _collect(reading, elsewhere, frozenset(), "links below the label, away from the text", apart=True)
    return Related((), frozenset(places), "none: no links to other articles at the text")


def _labelled(reading: Reading, span: range, foreign: frozenset[int]) -> set[int]:
    """The lines of boxes that a label opens: the label and what stands in its box or follows as links."""
    found: set[int] = set()
    left = _MOST_LABELS
    for place in span:
        line = reading.lines[place]
        is_label = line.label in labels.RELATED_LABELS and reading.article_of(line) is None
        if place in found or place in foreign or not is_label:
            if line.label == "" and _starts_with_label(line) and _links(reading, line):
                found.add(place)
            continue
        found.add(place)
        left -= 1
        found.update(_below(reading, place, span) if left >= 0 else ())
    return found


def _starts_with_label(line: Line) -> bool:
    head, colon, _ = line.text.partition(":")
    return bool(colon) and labels.label_key(head) in labels.RELATED_LABELS


def _below(reading: Reading, place: int, span: range) -> set[int]:
    """The lines after a label that belong to its box."""
    page, lines = reading.page, reading.lines
    box = lines[place].box
    parent = page.parents[box]
    while parent and not _opens_wider(reading, parent, place, span.stop):
        box, parent = parent, page.parents[parent]
    found: set[int] = set()
    for other in range(place + 1, span.stop):
        line = lines[other]
        inside = page.holds(box, line.box) and not line.prose and line.label not in labels.TAG_LABELS and line.box != lines[place].box
        if inside or _links(reading, line) or (found and line.text and _is_printed_with(reading, other, place)):
            found.add(other)
        elif line.text and other not in reading.dates:
            break
    last = max((other for other in found if _links(reading, lines[other])), default=place)
    teaser = _teaser_below(reading, last, box, found) if last > place else frozenset()
    if teaser and not any(is_text(lines[other]) for other in span if other not in teaser and (other not in found or other > last)):
        teaser = frozenset()  # else it is all the text there is
    return {
        other
        for other in found
        if place < last >= other
        or other in teaser
        or (other == last + 1 and _is_printed_with(reading, other, place))
        or (page.holds(box, lines[other].box) and other in reading.dates)
    }


def _is_printed_with(reading: Reading, place: int, label: int) -> bool:
    """Whether a line is the teaser of the link right above it, a date aside: alone in a box that holds neither the label nor more."""
    page, lines = reading.page, reading.lines
    above = place - 1 - (place - 1 in reading.dates)
    if above <= label:
        return False
    box = page.common_box(lines[above].box, lines[place].box)
    if lines[place].opens or page.holds(box, lines[label].box) or not _links(reading, lines[above]):
        return False
    before = above - 1 - (not lines[above - 1].text)  # a picture may stand above the link
    return not any(0 <= other < len(lines) and page.holds(box, lines[other].box) for other in (before, place + 1))


def _teaser_below(reading: Reading, last: int, box: int, found: set[int]) -> frozenset[int]:
    """What is printed with the last link in a box of its own, if that holds nothing else: an element that nobody closed holds the text."""
    page, lines = reading.page, reading.lines
    entry = lines[last].box
    while entry != box and page.parents[entry] != box and page.holds(box, entry):
        entry = page.parents[entry]
    end = last + 1
    while end < len(lines) and page.holds(entry, lines[end].box):
        end += 1
    inside = frozenset(range(last + 1, end))
    return inside if entry != box and inside <= found else frozenset()


def _opens_wider(reading: Reading, box: int, place: int, stop: int) -> bool:
    """Whether a box holds more than a label's links: running text, or lines before the label."""
    page, lines = reading.page, reading.lines
    if place and page.holds(box, lines[place - 1].box):
        return True
    other = place + 1
    while other < stop and page.holds(box, lines[other].box):
        if lines[other].prose:
            return True
        other += 1
    return False


def _unlabelled(reading: Reading, region: Region, taken: set[int]) -> set[int]:
    """Lines of links that stand before or within the text; after its last paragraph they may be a box of the frame."""
    found: set[int] = set()
    waiting: set[int] = set()
    for place in range(region.start, region.end):
        if place in taken or place in region.foreign:
            continue
        line = reading.lines[place]
        if line.text and _links(reading, line):
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
        if line.text and _links(reading, line):
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


def _links(reading: Reading, line: Line) -> list[RelatedLink]:
    """The links of a line that is nothing but links to other articles, with a label or a section's name at most.

    Where the address itself is printed as the link, the words before it are the title.
    """
    if not line.links:
        return []
    rest = line.text
    found: list[RelatedLink] = []
    own = reading.own
    for link in line.links:
        target = reading.target(link)
        if target is None or target.kind is not PageKind.ARTICLE:
            return []
        if own is not None and (target.lang != own.lang or target.article_id == own.article_id):
            return []
        rest = rest.replace(link.text, " ", 1).strip()
        found.append(RelatedLink(target.article_id, target.canonical, link.text))
    if (
        len(found) == 1
        and "://" in line.links[0].text
        and (title := rest.strip(_MARKS))
        and line.text.rstrip(_MARKS).endswith(line.links[0].text)
    ):
        return [RelatedLink(found[0].article_id, found[0].url, title)]
    marks = not any(map(str.isalnum, rest)) or len(rest) <= _MARK
    name = labels.label_key(rest.strip(_MARKS))
    named = len(rest) <= _LABEL_SPACE and (
        _starts_with_label(line)
        or name in labels.RELATED_LABELS
        or ends_in_section(line)
        or (name in labels.CATEGORIES and rest.endswith(":"))
    )
    return found if marks or named else []


def _collect(reading: Reading, places: set[int], steps: frozenset[int], rule: str, *, apart: bool = False) -> Related:
    """The links of all lines but `steps`, each article once; a later text fills in for an earlier picture."""
    links: dict[str, RelatedLink] = {}
    for place in sorted(places - steps):
        for link in _links(reading, reading.lines[place]):
            links.setdefault(link.url, link)
    return Related(tuple(links.values()), frozenset() if apart else frozenset(places), rule)
