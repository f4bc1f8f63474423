"""An article page: every field by its best-supported candidate, each with the rule that found it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from alwaght_scraper.dates import PrintedDate, read_date
from alwaght_scraper.items import Article, FieldRule
from alwaght_scraper.parsers.body import read_body
from alwaght_scraper.parsers.broken import join_broken_titles
from alwaght_scraper.parsers.facts import named_date
from alwaght_scraper.parsers.heading import Heading, find_heading
from alwaght_scraper.parsers.lines import Reading
from alwaght_scraper.parsers.metadata import Claims
from alwaght_scraper.parsers.pictures import find_pictures
from alwaght_scraper.parsers.region import find_region
from alwaght_scraper.parsers.related import find_related
from alwaght_scraper.parsers.section import find_section
from alwaght_scraper.parsers.series import series_lines
from alwaght_scraper.parsers.tags import find_tags

_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_TIME_ZONES: Final = timedelta(days=1)
"""A day may have begun at the site that has not begun in UTC."""


def read_article(
    reading: Reading, claims: Claims, masked: frozenset[int], captured: date
) -> tuple[Article, Heading, tuple[FieldRule, ...]] | None:
    """The article of a page captured on day `captured`, its heading and the rules of its fields; None when nothing looks like a title."""
    own = reading.own
    join_broken_titles(reading, claims)
    heading = find_heading(reading, claims, masked)
    if heading is None or own is None or own.lang is None or own.article_id is None:
        return None
    region = find_region(reading, heading, masked)
    if heading.date is None and (found := named_date(reading, region)) is not None:
        heading = replace(heading, date=found, date_rule="the date named in a row of facts")
    region = replace(region, foreign=region.foreign | series_lines(reading, heading, region))
    related = find_related(reading, region)
    pictures = find_pictures(reading, heading, region, related.places)
    body = read_body(reading, heading, region, related.places | pictures.captions)
    tags = find_tags(reading, heading, region, claims)
    category, category_rule = find_section(reading, heading, region, claims)
    published, raw, reason, date_rule, date_rival = _published(heading, claims, captured)
    article = Article(
        lang=own.lang,
        article_id=own.article_id,
        url=own.canonical,
        title=heading.title,
        published=published,
        published_raw=raw,
        published_reason=reason,
        category=category,
        dateline=body.dateline,
        teaser=body.teaser,
        blocks=body.blocks,
        tags=tags.tags,
        related=related.links,
        images=pictures.pictures,
    )
    rules = (
        FieldRule("title", heading.title_rule, heading.title_rival),
        FieldRule("published", date_rule, date_rival),
        FieldRule("category", category_rule),
        FieldRule("dateline", "the opening mark" if body.dateline else "none: the text opens without a mark"),
        FieldRule("teaser", body.teaser_rule),
        FieldRule("blocks", f"from the heading to {region.rule}" if body.blocks else "none: no text after the heading"),
        FieldRule("tags", tags.rule),
        FieldRule("related", related.rule),
        FieldRule("images", "pictures between title and tags" if pictures.pictures else "none: no picture between title and tags"),
    )
    return article, heading, rules


def _published(heading: Heading, claims: Claims, captured: date) -> tuple[date | None, str | None, str | None, str, str | None]:
    """Day, raw text, reason for null, rule and competing value: the printed date, else what the head claims."""
    claimed = _claimed_day(claims)
    if heading.date is None and claimed is None:
        return None, None, heading.date_rule.removeprefix("none: "), heading.date_rule, None
    found, rule = (heading.date, heading.date_rule) if heading.date is not None or claimed is None else (claimed[1], claimed[0])
    if found is None or found.day is None:
        return None, found.raw if found else None, found.reason if found else None, rule, None
    if found.day > captured + _TIME_ZONES:
        return None, found.raw, "lies after the day of the capture", rule, None
    if claimed is None and heading.date_apart and abs(found.day - captured) <= _TIME_ZONES:
        return None, found.raw, "is the day of the capture, printed above the title and apart from it: as likely the visit's", rule, None
    rival = claimed[1].day if claimed and claimed[1].day != found.day else None
    return found.day, found.raw, None, rule, rival.isoformat() if rival else None


def _claimed_day(claims: Claims) -> tuple[str, PrintedDate] | None:
    """The head's day of publication as written there: no shift between time zones."""
    for source, value in claims.published:
        iso = _ISO.match(value)
        found = read_date(iso[1] if iso else value)
        if found and found.day:
            return source, PrintedDate(value, found.day)
    return None
