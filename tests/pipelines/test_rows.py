"""What one capture says, and what its content hash covers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alwaght_scraper.items import Block, GlossaryEntry, Outcome, PageKind, PageLink, Picture, RelatedLink
from pipelines.rows import article_key, content_hash, facts
from tests.pipelines.making import DAY_ONE, SITE, article_capture, failed_capture, link_to, list_capture, make_article, make_entry

EDITS = {
    "title": "Fishermen Leave the Old Pier",
    "published": date(2021, 5, 2),
    "published_raw": "1 May 2021",
    "category": None,
    "dateline": "Alwaght–",
    "teaser": "At dawn.",
    "blocks": (Block("paragraph", "Alwaght- The pier opened at noon."),),
    "tags": ("North Coast", "Harbour"),
    "related": (),
    "images": (Picture(f"{SITE}/upload/1.jpg", "The pier"),),
}


@pytest.mark.parametrize("field", EDITS)
def test_an_edit_of_any_content_field_is_another_version(field):
    assert content_hash(make_article(**{field: EDITS[field]})) != content_hash(make_article())


def test_a_change_of_a_blocks_kind_is_another_version():
    one, other = (make_article(blocks=(Block(kind, "The pier"),)) for kind in ("paragraph", "heading"))
    assert content_hash(one) != content_hash(other)


def test_text_moved_over_a_block_border_is_another_version():
    one = make_article(blocks=(Block("paragraph", "a"), Block("paragraph", "b c")))
    other = make_article(blocks=(Block("paragraph", "a b"), Block("paragraph", "c")))
    assert content_hash(one) != content_hash(other)


def test_the_reason_of_a_missing_date_is_no_content():
    one, other = (make_article(published=None, published_reason=reason) for reason in ("no date line", "after the capture of 2021-05-03"))
    assert content_hash(one) == content_hash(other)


def test_frame_time_and_place_of_the_visit_are_no_content():
    now = facts(article_capture(glossary=[GlossaryEntry("Pier", "a bridge", 0)], links=[link_to(9)]))
    later = facts(article_capture(when=DAY_ONE + timedelta(days=9), place=("b.warc.gz", 7)))
    assert now.revision.content_hash == later.revision.content_hash


def test_the_hash_never_changes_between_releases():
    assert content_hash(make_article()) == "29ad1cf75ec0e26f6e187827b1ae06123ee0ec13dc4661b0540e20e7260cd045"


def test_the_capture_row_names_the_version_that_it_shows():
    found = facts(article_capture())
    assert found.capture.content_hash == found.revision.content_hash


def test_a_version_counts_the_words_of_its_body():
    row = facts(article_capture(blocks=(Block("heading", "One two"), Block("list_item", "three")))).revision
    assert (row.body, row.word_count) == ("One two\n\nthree", 3)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.OK])
def test_a_fetch_that_gave_no_page_is_a_capture_and_a_sighting_of_its_own_address_only(outcome):
    found = facts(failed_capture(outcome, article_id=9))
    assert (found.revision, found.glossary, found.listings) == (None, (), ())
    assert found.sightings == {"fetched": {("en", 9)}}
    assert found.capture.content_hash is None


def test_a_304_is_a_sighting_of_the_version_that_it_confirms():
    shown, confirmed = facts(article_capture()), facts(article_capture(when=DAY_ONE + timedelta(days=1), outcome=Outcome.NOT_MODIFIED))
    assert confirmed.capture.content_hash == confirmed.revision.content_hash == shown.revision.content_hash
    assert confirmed.revision.last_seen == DAY_ONE + timedelta(days=1)


def test_a_page_makes_known_what_it_links_to_by_its_kind():
    links = [
        link_to(9),
        link_to(9, "ar"),
        PageLink(f"{SITE}/en", PageKind.HOME, "en", None),
        PageLink(f"{SITE}/fr/News/3", PageKind.OTHER, None, None),
    ]
    related = (RelatedLink(7, f"{SITE}/en/News/7", "Nets"), RelatedLink(None, f"{SITE}/en/Film", "A film"))
    found = facts(article_capture(5, links=links, related=related))
    assert found.sightings == {"fetched": {("en", 5)}, "article": {("en", 9), ("ar", 9), ("en", 7)}}


def test_a_list_makes_its_entries_known():
    found = facts(list_capture([make_entry(0, 5), make_entry(1, 6), make_entry(2, None)]))
    assert found.sightings == {"tag_list": {("en", 5), ("en", 6)}}


def test_a_list_entry_carries_its_list_and_page():
    (row,) = facts(list_capture([make_entry(3, 5)], tag="North Coast", page=2)).listings
    assert (row.tag, row.page, row.position, row.article_id, row.seen_at) == ("North Coast", 2, 3, 5, DAY_ONE)


def test_every_page_shows_its_glossary_at_its_time():
    (row,) = facts(list_capture([], glossary=[GlossaryEntry("Pier", None, 4)])).glossary
    assert (row.term, row.definition, row.position, row.first_seen, row.last_seen) == ("Pier", None, 4, DAY_ONE, DAY_ONE)


@pytest.mark.parametrize(("url", "key"), [
    (f"{SITE}/en/News/7", ("en", 7)), (f"{SITE}/ar/News/52466", ("ar", 52_466)), (f"{SITE}/en/News/7/slug", None),
    (f"{SITE}/en/News/0", None),
    (f"{SITE}/en/Keywords/7", None), (f"{SITE}/en/News/12345678901", None), (f"{SITE}/../News/7", None), ("", None),
])  # fmt: skip
def test_only_a_canonical_article_address_names_an_article(url, key):
    assert article_key(url) == key
