"""What may enter the dataset, and what becomes of the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given

from alwaght_scraper.items import Block, GlossaryEntry, Outcome, PageKind, PageLink, RelatedLink
from pipelines import validate as rules
from pipelines.rows import facts
from pipelines.schema import TABLES, to_batch
from pipelines.validate import validate
from tests.pipelines.making import CALM, DAY_ONE, SITE, article_capture, captures, failed_capture, link_to, list_capture, make_entry

TODAY = DAY_ONE.date()


def extraction(captured, **changes):
    return replace(captured, extraction=replace(captured.extraction, **changes))


@given(captures())
@CALM
def test_a_sound_capture_is_given_back_as_it_is(captured):
    assert all(validate(one) is one for one in captured)


def rejected(captured):
    checked = validate(captured)
    assert checked.row.outcome == checked.extraction.outcome == Outcome.REJECTED
    assert checked.row.reason == checked.extraction.reason
    assert checked.extraction.article is None
    assert checked.extraction.glossary == ()
    return checked.row.reason


@pytest.mark.parametrize(("changes", "reason"), [
    ({"title": " "}, "no title found"),
    ({"blocks": ()}, "no body found"),
    ({"blocks": (Block("paragraph", " "),), "title": ""}, "no title and no body found"),
    ({"title": "x" * 2_001}, "a title or tag of more than 2,000 characters"),
    ({"tags": ("x" * 2_001,)}, "a title or tag of more than 2,000 characters"),
    ({"title": "cut \ud800 in two"}, "the article's text holds lone surrogates, which are no characters"),
    ({"related": (RelatedLink(1, "\udfff", ""),)}, "the article's text holds lone surrogates, which are no characters"),
])  # fmt: skip
def test_an_article_that_cannot_be_one_is_rejected_with_the_reason(changes, reason):
    assert rejected(article_capture(glossary=[GlossaryEntry("Pier", None, 0)], **changes)) == reason


def test_an_article_of_absurd_length_is_rejected_with_its_size(monkeypatch):
    monkeypatch.setattr(rules, "MAX_ARTICLE_CHARS", 5_000)
    assert rejected(article_capture(blocks=(Block("paragraph", "x" * 6_000),))).endswith("characters of text; articles have 5,000 at most")


@pytest.mark.parametrize(("lang", "article_id"), [("../x", 5), ("EN", 5), ("", 5), ("en", 0), ("en", -1), ("en", 10**10)])
def test_an_article_whose_key_could_not_name_a_file_is_rejected(lang, article_id):
    captured = article_capture()
    odd = replace(captured.extraction.article, lang=lang, article_id=article_id)
    assert "no known article address" in rejected(extraction(captured, article=odd))


def test_an_article_is_never_filed_under_another_id_than_was_asked_for():
    captured = article_capture(5)
    other = replace(captured.extraction.article, article_id=6)
    assert rejected(extraction(captured, article=other)) == "the page says en/6, its address en/5"


def test_a_rejected_articles_links_still_lead_on():
    captured = article_capture(links=[link_to(9)], title="")
    assert facts(validate(captured)).sightings["article"] >= {("en", 9)}


@pytest.mark.parametrize("published", [date(2000, 1, 1), TODAY, TODAY + timedelta(days=1)])
def test_dates_of_the_sites_time_stay(published):
    captured = article_capture(published=published)
    assert validate(captured) is captured


@pytest.mark.parametrize(("published", "reason"), [
    (date(1999, 12, 31), "printed date 1999-12-31 lies before 2000"),
    (date(1394, 12, 27), "printed date 1394-12-27 lies before 2000"),
    (TODAY + timedelta(days=2), "printed date 2021-05-05 lies after the capture of 2021-05-03"),
    (date(9999, 12, 31), "printed date 9999-12-31 lies after the capture of 2021-05-03"),
])  # fmt: skip
def test_any_other_date_becomes_null_with_the_reason_and_its_raw_print_stays(published, reason):
    article = validate(article_capture(published=published, published_raw="as printed")).extraction.article
    assert (article.published, article.published_reason, article.published_raw) == (None, reason, "as printed")


def test_the_last_day_of_the_calendar_is_no_stumbling_block():
    captured = article_capture(when=datetime(9999, 12, 31, tzinfo=UTC), published=date(9999, 12, 31))
    assert validate(captured) is captured


def test_list_entries_keep_their_place_but_not_an_implausible_date():
    checked = validate(list_capture([make_entry(0), make_entry(1, 6, published=date(2031, 1, 1))]))
    assert [entry.published for entry in checked.extraction.listing] == [date(2021, 5, 1), None]
    assert checked.row.rules[-1].rule == "none: 0 entries unfit to store, 1 dates not plausible"


def test_entries_that_cannot_be_stored_are_left_out_and_counted():
    entries = [make_entry(0), make_entry(1, title="\ud83d"), make_entry(2, snippet="x" * 50_001)]
    checked = validate(list_capture(entries, glossary=[GlossaryEntry("x" * 2_001, None, 0), GlossaryEntry("Pier", "\udc00", 1)]))
    assert [entry.position for entry in checked.extraction.listing] == [0]
    assert checked.extraction.glossary == ()
    assert [rule.rule for rule in checked.row.rules[-2:]] == [
        "none: 2 entries unfit to store, 0 dates not plausible",
        "none: 2 entries unfit to store",
    ]


def test_links_that_could_not_name_a_file_are_left_out():
    odd = [PageLink(f"{SITE}/x", PageKind.ARTICLE, lang, number) for lang, number in (("..", 5), ("en", 10**10), ("en", -3))]
    home = PageLink(f"{SITE}/", PageKind.HOME, None, None)
    assert validate(article_capture(links=[*odd, home, link_to(9)])).extraction.links == (home, link_to(9))


def test_a_language_that_could_not_name_a_file_is_none():
    checked = validate(list_capture([make_entry()], lang="a/b"))
    assert (checked.row.lang, checked.extraction.lang) == (None, None)
    assert facts(checked).listings == ()


def test_surrogates_in_a_captures_own_columns_become_the_replacement_character():
    captured = failed_capture(Outcome.NO_RESPONSE, reason="reset \ud800")
    row = facts(validate(replace(captured, row=replace(captured.row, url="http://x/\udcff")))).capture
    assert (row.url, row.reason) == ("http://x/\ufffd", "reset \ufffd")
    assert to_batch([row], TABLES["captures"].schema).num_rows == 1


def test_validating_twice_is_validating_once():
    odd = article_capture(
        published=date(1970, 1, 1), glossary=[GlossaryEntry("\ud800", None, 0)], links=[PageLink("u", PageKind.ARTICLE, "..", 5)]
    )
    once = validate(odd)
    assert validate(once) is once
