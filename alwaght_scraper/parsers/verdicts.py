"""What a page is instead of what was asked for, and why: a notice, a list, another article."""

from __future__ import annotations

from typing import Final

from alwaght_scraper import site
from alwaght_scraper.items import Article, Outcome, PageKind
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.sniff import (
    block_reason,
    foreign_reason,
    is_list_of_articles,
    is_nothing_but_teasers,
    is_of_another,
    missing_reason,
    missing_words,
    parked_reason,
)

_FEW_WORDS: Final = 600
_NOTICE: Final = 150
_ENTRIES: Final = 3
_BY_PLACE: Final = frozenset({"before the date", "after the date"})
_WEAK: Final = 6
"""A title's support up to which its place alone may have spoken for it."""


def refusal_of(reading: Reading) -> tuple[Outcome, str] | None:
    """What a page is instead of one of the site's, and why; None when it may be the site's."""
    if not any(line.text for line in reading.page.lines):
        return Outcome.REJECTED, "the page has no text"
    if reason := parked_reason(reading):
        return Outcome.REJECTED, reason
    if (reason := block_reason(reading)) and _prose_size(reading) < _NOTICE:
        return Outcome.BLOCKED, reason
    if reason := foreign_reason(reading):
        missing = missing_reason(reading) if _prose_size(reading) < _NOTICE else None
        return (Outcome.SOFT_404, missing) if missing else (Outcome.REJECTED, reason)
    return None


def not_this_article(reading: Reading, masked: frozenset[int], claimed: str | None, heading: Heading | None) -> str | None:
    """Why a page with a good status is not the article that was asked for; None when it may be."""
    named = site.resolve(claimed, reading.base) if claimed else None
    if named is not None and named.kind is PageKind.HOME and (heading is None or heading.score < _WEAK):
        return "the home page in place of the article"
    if heading is not None and not heading.confirmed and (reason := _no_article(reading, masked, heading)):
        return reason
    if heading is not None and is_of_another(reading, heading.title, heading.title_rule):
        return "another article in place of the one that was asked for"
    unsure = heading is None or (heading.date is None and not heading.confirmed)
    if unsure and is_nothing_but_teasers(reading, masked, heading.end if heading else None):
        return "a list of articles in place of the article"
    if (heading is None or heading.date is None) and _prose_size(reading, masked) < _FEW_WORDS:
        return missing_reason(reading)
    return None


def _no_article(reading: Reading, masked: frozenset[int], heading: Heading) -> str | None:
    """What a page holds instead of an article, when only its place may have spoken for the title."""
    if (heading.crowd and heading.score <= _WEAK) or is_list_of_articles(reading, masked, heading.end):
        return "a list of articles in place of the article"
    if _is_frame_alone(reading, masked, heading):
        return missing_reason(reading) or "nothing but the site's frame in place of the article"
    return None


def _is_frame_alone(reading: Reading, masked: frozenset[int], heading: Heading) -> bool:
    """Whether nothing but a date speaks for a title, and below it stand entries of lists, but no line that is surely running text."""
    if not _BY_PLACE.issuperset(heading.title_rule.split(", ")):
        return False
    below = [(place, line) for place, line in enumerate(reading.lines) if place >= heading.end and place not in masked]
    entries = sum(reading.article_of(line) is not None for _, line in below)
    return entries >= _ENTRIES and not any(line.prose and not _is_teaser(reading, line) for _, line in below)


def _is_teaser(reading: Reading, line: Line) -> bool:
    """Whether a text ends with the link that opens the article that it is of."""
    link = line.links[-1] if line.links else None
    target = reading.target(link) if link is not None and line.text.endswith(link.text) else None
    return target is not None and target.kind is PageKind.ARTICLE


def notice_in(article: Article, heading: Heading) -> str | None:
    """Why what was read is a notice that there is no such article, set like one, maybe below the day of the visit."""
    texts = [article.title, *(block.text for block in article.blocks)]
    most = _FEW_WORDS if missing_words(texts[:1]) else _NOTICE
    return missing_words(texts) if not heading.confirmed and sum(map(len, texts)) < most else None


def _prose_size(reading: Reading, masked: frozenset[int] = frozenset()) -> int:
    long = [line for place, line in enumerate(reading.lines) if len(line.text) > 120 and place not in masked]
    return sum(len(line.text) for line in long if not line.style & Style.LINK)
