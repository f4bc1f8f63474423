"""A page beside the earlier pages of the dataset: which fields those have, all of its language and those of its layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alwaght_scraper.cli.terminal import columns, say
from alwaght_scraper.items import Extraction, PageKind
from pipelines.expectations import ARTICLE_FIELDS
from pipelines.measure import Count, cells, of_snapshot
from pipelines.read import Snapshot, is_published


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier article pages of one language: for each field how many of them have it, of all and of those of one layout."""

    lang: str
    layout: str | None
    all: dict[str, Count]
    same_layout: dict[str, Count]


def earlier_pages(data: Path, extraction: Extraction) -> Earlier | None:
    """What the dataset below `data` holds of pages such as this; None where it holds none, or the page is no article's."""
    lang, layout = extraction.lang, extraction.layout
    if extraction.kind is not PageKind.ARTICLE or lang is None or not is_published(data):
        return None
    pages = of_snapshot(Snapshot.open(data))
    by_language = cells(pages, ["lang"]).get((lang,))
    if by_language is None or not by_language["title"].pages:
        return None
    none = dict.fromkeys(ARTICLE_FIELDS, Count(0, 0))
    return Earlier(lang, layout, dict(by_language), dict(cells(pages, ["lang", "layout"]).get((lang, layout), none)))


def print_earlier(extraction: Extraction, earlier: Earlier) -> None:
    """Print what earlier pages have beside what this one has."""
    seen = earlier.same_layout["title"].pages
    say()
    say(f"beside the {earlier.all['title'].pages:,} earlier pages of {earlier.lang}, {seen or 'none'} of them of this layout")
    columns([("", "here", "all", "layout"), *(_row(name, extraction, earlier) for name in ARTICLE_FIELDS)])


def _row(name: str, extraction: Extraction, earlier: Earlier) -> tuple[str, str, str, str]:
    here = extraction.glossary if name == "glossary" else getattr(extraction.article, name, None)
    return name, "yes" if here else "no", _share(earlier.all[name]), _share(earlier.same_layout[name])


def _share(count: Count) -> str:
    return f"{100 * count.filled / count.pages:.0f} %" if count.pages else "-"
