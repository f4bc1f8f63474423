"""The links of lines that are nothing but links to other articles."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.items import PageKind, RelatedLink
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.lines import Reading, ends_in_section
from alwaght_scraper.parsers.region import Region
from alwaght_scraper.parsers.sentences import CLOSERS, INNER_STOP, ends_sentence

_LABEL_SPACE: Final = 24
_MARK: Final = 3
_SENTENCE: Final = 30
_SAID: Final = (".", "۔")
_CUT: Final = ("...", "…")
_MARKS: Final = " <>()[]:|·-–—"


def starts_with_label(line: Line) -> bool:
    """Whether a line is a label of related articles, a colon and what follows it."""
    head, colon, _ = line.text.partition(":")
    return bool(colon) and labels.label_key(head) in labels.RELATED_LABELS


def points_on(reading: Reading, line: Line) -> bool:
    """Whether a line is a label of related articles and a link to some page of the site: `Also read: our dossier`."""
    link = line.links[0] if len(line.links) == 1 and starts_with_label(line) else None
    return link is not None and line.text.partition(":")[2].strip() == link.text and reading.target(link) is not None


def links_of(reading: Reading, line: Line) -> list[RelatedLink]:
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
        starts_with_label(line)
        or name in labels.RELATED_LABELS
        or ends_in_section(line)
        or (rest.endswith((":", "：")) and line.text.startswith(rest) and not _says(found[-1].title))
    )
    return found if marks or named else []


def linked_paragraphs(reading: Reading, region: Region) -> frozenset[int]:
    """The lines that are links and yet paragraphs of the text: sentences, made like the others."""
    page, lines = reading.page, reading.lines
    span = range(region.start, region.end)
    shapes = {page.shape(lines[place].box) for place in span if lines[place].prose}
    linked = [place for place in span if lines[place].style & Style.LINK and _says(lines[place].text)]
    return frozenset([place for place in linked if page.shape(lines[place].box) in shapes and not _is_teaser(reading, place)])


def _is_teaser(reading: Reading, place: int) -> bool:
    """Whether a line leads to the same article as the title right above it."""
    article = reading.article_of(reading.lines[place])
    return article is not None and article == reading.article_of(reading.lines[place - 1])


def _says(text: str) -> bool:
    """Whether a text is surely more than a title: a sentence that is no question and not cut off, or several."""
    if len(text) < _SENTENCE or text.endswith(_CUT):
        return False
    return text.rstrip(CLOSERS).endswith(_SAID) or (INNER_STOP.search(text) is not None and ends_sentence(text))
