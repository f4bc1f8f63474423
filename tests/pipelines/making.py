"""Captures made by hand and by Hypothesis: the input of every test of the pipelines."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from alwaght_scraper.items import (
    Article,
    Block,
    Extraction,
    FieldRule,
    GlossaryEntry,
    ListingEntry,
    Outcome,
    PageKind,
    PageLink,
    Picture,
    RelatedLink,
)
from alwaght_scraper.tables import Captured, CaptureRow

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No test of this project depends on how busy the machine is."""

DAY_ONE = datetime(2021, 5, 3, 10, 0, tzinfo=UTC)
SITE = "http://alwaght.net"


def url_of(lang, article_id):
    return f"{SITE}/{lang}/News/{article_id}"


def make_row(url, when, *, outcome=Outcome.OK, kind=PageKind.ARTICLE, lang="en", article_id=None, offset=0, warc="a.warc.gz", reason=None):
    """A capture row; everything but its place follows from its address, time and outcome."""
    status = {Outcome.OK: 200, Outcome.REJECTED: 200, Outcome.SOFT_404: 200, Outcome.GONE: 404, Outcome.NOT_MODIFIED: 304}.get(outcome, 503)
    identity = f"{url}\n{when.isoformat()}\n{outcome}"
    return CaptureRow(
        capture_id=hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32],
        url=url,
        fetched_at=when,
        status=None if outcome is Outcome.NO_RESPONSE else status,
        source="live",
        payload_sha256=hashlib.sha256(b"").hexdigest(),
        warc_file=warc,
        warc_offset=offset,
        warc_length=100,
        latency_ms=None,
        page_kind=kind.value,
        lang=lang,
        article_id=article_id,
        content_hash=None,
        layout="b41c6a0e92d3",
        outcome=outcome.value,
        reason=reason if reason or outcome is Outcome.OK else f"it was {outcome.value}",
        rules=(FieldRule("title", "repeated around the date", None), FieldRule("teaser", "none: no lead", "the other")),
    )


def make_article(article_id=5, lang="en", **changes):
    article = Article(
        lang=lang,
        article_id=article_id,
        url=url_of(lang, article_id),
        title="Fishermen Return to the Old Pier",
        published=date(2021, 5, 1),
        published_raw="Saturday 1 May 2021",
        published_reason=None,
        category="News",
        dateline="Alwaght-",
        teaser=None,
        blocks=(Block("paragraph", "Alwaght- The pier opened at dawn."), Block("heading", "A long wait")),
        tags=("Harbour", "North Coast"),
        related=(RelatedLink(7, url_of(lang, 7), "Nets Are Mended"), RelatedLink(None, f"{SITE}/{lang}/Film", "A film")),
        images=(Picture(f"{SITE}/upload/1.jpg", None), Picture(f"{SITE}/upload/2.jpg", "The pier")),
    )
    return replace(article, **changes)


def article_capture(article_id=5, lang="en", when=DAY_ONE, *, outcome=Outcome.OK, glossary=(), links=(), place=("a.warc.gz", 0), **changes):
    article = make_article(article_id, lang, **changes)
    row = make_row(f"{article.url}/slug", when, outcome=outcome, lang=lang, article_id=article_id, warc=place[0], offset=place[1])
    extraction = Extraction(PageKind.ARTICLE, outcome, lang, article_id, article=article, glossary=tuple(glossary), links=tuple(links))
    return Captured(row, extraction)


def failed_capture(outcome, article_id=5, lang="en", when=DAY_ONE, **changes):
    row = make_row(url_of(lang, article_id), when, outcome=outcome, lang=lang, article_id=article_id, **changes)
    return Captured(row, Extraction(PageKind.ARTICLE, outcome, lang, article_id, reason=row.reason))


def list_capture(entries, tag="Harbour", lang="en", when=DAY_ONE, page=1, glossary=()):
    row = make_row(f"{SITE}/{lang}/Keywords/{tag}//{page}", when, kind=PageKind.TAG_LIST, lang=lang)
    extraction = Extraction(PageKind.TAG_LIST, Outcome.OK, lang, tag=tag, page=page, listing=tuple(entries), glossary=tuple(glossary))
    return Captured(row, extraction)


def make_entry(position=0, article_id=5, lang="en", title="Fishermen Return", **changes):
    url = url_of(lang, article_id) if article_id else None
    return replace(ListingEntry(position, article_id, url, title, date(2021, 5, 1), "Saturday 1 May 2021", "The pier ...", True), **changes)


def link_to(article_id, lang="en"):
    return PageLink(f"{url_of(lang, article_id)}/slug", PageKind.ARTICLE, lang, article_id)


# --- random captures -----------------------------------------------------------------------------
# Few values of everything, so that captures meet: the same ids, times, wordings and places again and again.

LANGS = st.sampled_from(["en", "ar"])
IDS = st.sampled_from([4, 5, 9_999, 10_000])
TIMES = st.integers(0, 5).map(lambda step: DAY_ONE + timedelta(hours=9 * step, microseconds=step))
WORDS = st.sampled_from(["Harbour", "الميناء", "a", "Łódź 🜁", "nets"])
PLACES = st.tuples(st.sampled_from(["a.warc.gz", "b.warc.gz"]), st.integers(0, 2))
GLOSSARY = st.lists(st.builds(GlossaryEntry, WORDS, st.none() | WORDS, st.integers(0, 3)), max_size=3)
LINKS = st.lists(st.builds(link_to, IDS, LANGS), max_size=3)


@st.composite
def articles(draw):
    article_id, lang = draw(IDS), draw(LANGS)
    target = draw(IDS)
    changes = {
        "title": draw(WORDS),
        "published": draw(st.sampled_from([None, date(2021, 5, 1), date(2021, 5, 3)])),
        "published_reason": draw(st.sampled_from([None, "no date line"])),
        "blocks": tuple(draw(st.lists(st.builds(Block, st.sampled_from(["paragraph", "quote"]), WORDS), min_size=1, max_size=3))),
        "tags": tuple(draw(st.lists(WORDS, max_size=2))),
        "related": tuple(draw(st.lists(st.just(RelatedLink(target, url_of(lang, target), "Nets")), max_size=2))),
    }
    outcome = draw(st.sampled_from([Outcome.OK, Outcome.OK, Outcome.NOT_MODIFIED]))
    more = {"outcome": outcome, "glossary": draw(GLOSSARY), "links": draw(LINKS), "place": draw(PLACES)}
    return article_capture(article_id, lang, draw(TIMES), **more, **changes)


@st.composite
def failures(draw):
    outcome = draw(st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.OK]))
    warc, offset = draw(PLACES)
    return failed_capture(outcome, draw(IDS), draw(LANGS), draw(TIMES), warc=warc, offset=offset)


@st.composite
def lists(draw):
    entry = st.builds(make_entry, st.integers(0, 2), st.none() | IDS, LANGS, WORDS)
    page, glossary = draw(st.sampled_from([None, 1, 2])), draw(GLOSSARY)
    return list_capture(draw(st.lists(entry, max_size=4)), draw(WORDS), draw(LANGS), draw(TIMES), page, glossary)


def captures(max_size=12):
    return st.lists(st.one_of(articles(), failures(), lists()), max_size=max_size)
