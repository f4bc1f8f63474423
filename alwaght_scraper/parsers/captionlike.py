"""Which lines may be a picture's caption, by themselves."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import labels
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.counters import is_counter
from alwaght_scraper.parsers.facts import is_appeal
from alwaght_scraper.parsers.lines import is_text
from alwaght_scraper.parsers.sentences import INNER_STOP

_MAX_CAPTION: Final = 250
SHORT_CAPTION: Final = 150


def may_be_caption(line: Line) -> bool:
    """Whether a line is short, no heading, no link and no appeal."""
    if not line.text or len(line.text) > _MAX_CAPTION or line.opens or line.style & (Style.HEADING | Style.LINK):
        return False
    return (
        not (is_appeal(line) or is_counter(line.text))
        and line.label not in labels.RELATED_LABELS | labels.TOOL_LABELS
        and not _is_row_of_links(line)
    )


def _is_row_of_links(line: Line) -> bool:
    """Whether a line is links for the most part, or a box's name with links right behind it."""
    if not line.links:
        return False
    name = labels.label_key(line.text.partition(line.links[0].text)[0])
    return name in labels.RELATED_LABELS or 2 * sum(len(link.text) for link in line.links) > len(line.text)


def reads_on(line: Line) -> bool:
    """Whether text beside a picture is a paragraph that the picture stands in."""
    if line.style & (Style.SMALL | Style.ITALIC | Style.CAPTION):
        return False
    return len(line.text) > SHORT_CAPTION or (is_text(line) and INNER_STOP.search(line.text) is not None)
