"""What a page's head says of the article: Open Graph, JSON-LD, `<meta>`, `<title>`. Support, never the only word."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.text import comparison_key, fold

_MAX_JSON: Final = 500_000
_MAX_NODES: Final = 2000
_ARTICLE_TYPES: Final = frozenset(
    {"newsarticle", "article", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "blogposting", "webpage"}
)
_DATE_NAMES: Final = (
    "datepublished", "og:article:published_time", "article:published", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "date", "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "citation_publication_date",
)  # fmt: skip
_SUFFIX: Final = re.compile(r"\s+(?:[-–—|:»«•·]|::|//)\s+")
_EDGE: Final = re.compile(r"\s+(?:[-–—|:»«•·]|::|//)\s+|(?<=\w)[:|]\s*")
"""What may part the site's name from a title in the head."""
_SITE_NAMES: Final = frozenset(
    {
        "alwaght",
        "alwaghtnewsanalysiswebsite",
        "newsanalysiswebsite",
        "alwaghtwebsite",
        "الوقت",
        "موقعالوقت",
        "موقعالوقتالتحليليالإخباري",
        "alwaghtnet",
        "alwaghtcom",
    }
)


_SHORTEST_NAMES: Final = tuple(name for name in sorted(_SITE_NAMES) if not any(other in name for other in _SITE_NAMES - {name}))
"""What each of the site's names holds; most texts hold none, which is quickly told."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the head claims, each with its source; titles are without the site's name."""

    titles: tuple[tuple[str, str], ...]
    published: tuple[tuple[str, str], ...]
    section: str | None
    keywords: str | None
    url: str | None


def read_claims(page: Page) -> Claims:
    """Everything the head of `page` says of its article."""
    meta = page.meta
    node = _article_node(page)
    titles = [(source, title) for source, text in _title_sources(page, node) for title in _without_site_name(text)]
    published = [
        ("JSON-LD datePublished", _text(node.get("datePublished"))),
        ("article:published_time", meta.get("article:published_time", "")),
        *((f"meta {name}", meta[name]) for name in _DATE_NAMES if name in meta),
    ]
    return Claims(
        titles=tuple(dict.fromkeys(titles)),
        published=tuple((source, value) for source, value in published if value),
        section=meta.get("article:section") or _text(node.get("articleSection")) or None,
        keywords=meta.get("keywords") or meta.get("news_keywords") or None,
        url=meta.get("og:url") or page.canonical,
    )


def names_site(text: str) -> bool:
    """Whether a short text is the site's name, alone or with what the site says of itself."""
    whole = comparison_key(text)
    if not any(name in whole for name in _SHORTEST_NAMES):
        return False
    return any(comparison_key(piece) in _SITE_NAMES for piece in _SUFFIX.split(text)[:4])


def _title_sources(page: Page, node: dict[str, Any]) -> list[tuple[str, str]]:
    sources = [
        ("JSON-LD headline", _text(node.get("headline"))),
        ("og:title", page.meta.get("og:title", "")),
        ("twitter:title", page.meta.get("twitter:title", "")),
        ("<title>", page.title),
    ]
    return [(source, text) for source, text in sources if text]


def _without_site_name(text: str) -> list[str]:
    """The title in a head's title: with the site's name at either end taken off, and as it is."""
    marks = [mark.span() for mark in _EDGE.finditer(text)]
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    named = [comparison_key(text[start:end]) in _SITE_NAMES for start, end in zip(starts, ends, strict=True)]
    if all(named):
        return []
    first, last = named.index(False), len(named) - 1 - named[::-1].index(False)
    kept = dict.fromkeys((fold(text[starts[first] : ends[last]].strip(" -–—|:»«•·/")), fold(text)))
    return [title for title in kept if comparison_key(title) and comparison_key(title) not in _SITE_NAMES]


def _article_node(page: Page) -> dict[str, Any]:
    for text in page.json_ld[:20]:
        if len(text) > _MAX_JSON:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        if node := _find_article(data):
            return node
    return {}


def _find_article(data: object) -> dict[str, Any] | None:
    """The first node of an article's type that has a headline, found breadth first."""
    queue: list[object] = [data]
    for node in queue:
        if len(queue) > _MAX_NODES:
            return None
        if isinstance(node, list):
            queue.extend(node)
        elif isinstance(node, dict):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _ARTICLE_TYPES for name in names) and node.get("headline"):
                return node
            queue.extend(value for key, value in node.items() if key in {"@graph", "mainEntity", "mainEntityOfPage"})
    return None


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return fold(value) if isinstance(value, str) else ""
