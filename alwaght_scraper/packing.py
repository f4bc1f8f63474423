"""How what a page gave goes from one process to another: pickled, by fields, its length before it."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from alwaght_scraper import items, tables
from alwaght_scraper.items import PageKind, PageLink
from alwaght_scraper.tables import Captured
from pipelines.prepare import with_facts

SIZE: Final = 4
"""Bytes that give the length of what follows, the most significant first."""

_PAGE: Final = (
    items.Article,
    items.Block,
    items.Extraction,
    items.FieldRule,
    items.GlossaryEntry,
    items.ListingEntry,
    items.Picture,
    items.RelatedLink,
)
_ROWS: Final = (tables.CaptureRow, tables.Facts, tables.GlossaryRow, tables.ListingRow, tables.RevisionRow)
_Parts = tuple[Callable[..., Any], tuple[Any, ...]]


@lru_cache(maxsize=4096)
def page_link(url: str, kind: PageKind, lang: str | None, article_id: int | None) -> PageLink:
    """A link; most links of a page stood on the page before it, and are not made again."""
    return PageLink(url, kind, lang, article_id)


def _by_fields(kind: type, make: Callable[..., Any] | None = None) -> Callable[[Any], _Parts]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda item: (make or kind, values(item))


def _with_facts(item: Captured) -> _Parts:
    return with_facts, (item.row, item.extraction, item.facts)


class _Pickler(pickle.Pickler):
    """Packs items by their fields, in order: a third of the time that pickle's own way takes, and half to unpack."""

    dispatch_table = {  # noqa: RUF012 (what pickle calls it)
        **{kind: _by_fields(kind) for kind in (*_PAGE, *_ROWS)},
        PageLink: _by_fields(PageLink, page_link),
        Captured: _with_facts,
    }


def packed(answer: object) -> bytes:
    """An answer as it goes out."""
    room = io.BytesIO()
    _Pickler(room, pickle.HIGHEST_PROTOCOL).dump(answer)
    return len(room.getbuffer()).to_bytes(SIZE) + room.getvalue()
