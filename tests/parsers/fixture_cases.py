"""The fixture cases: pages of the replica, and pages that are broken, lying or hostile, each with its truth."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import escape

from hijridate import Gregorian

from alwaght_scraper.items import Article, Block, Outcome
from alwaght_scraper.replica.broken import HTML, failed_page, framed, json_body, not_found, pdf, png
from alwaght_scraper.replica.frames import FIRST_VISIT
from alwaght_scraper.replica.markups.catalogue import ALL, OPEN
from alwaght_scraper.replica.model import Page, Ref, id_on
from alwaght_scraper.replica.pages import article_page, home_page, tag_list_page
from alwaght_scraper.replica.printed_dates import english_date, persian_date
from alwaght_scraper.replica.prose.grammar import seeded
from alwaght_scraper.replica.site import aliases
from alwaght_scraper.replica.stories import invent_ref
from alwaght_scraper.site import address

LIGHT = 0.0
URL = "http://alwaght.net/en/News/61234/A-Page-That-Is-None"
HIJRI_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الثاني",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)


def all_cases() -> dict[str, Page]:
    """Every case by `page_kind/name`."""
    cases: dict[str, Page] = {}
    for name, page in (*_markups(), *_lists(), *_fronts(), *_contents(), *_dates(), *_addresses(), *_bytes(), *_failures()):
        assert name not in cases, name
        cases[name] = page
    return cases


def _markups() -> Iterator[tuple[str, Page]]:
    for name in OPEN:
        for lang in ALL[name].languages:
            yield f"article/{name}_{lang}", article_page(name, "fixture", lang, weight=LIGHT, size=5)


def _lists() -> Iterator[tuple[str, Page]]:
    for name, lang in (
        ("portal", "en"),
        ("souk", "ar"),
        ("tables", "en"),
        ("soup", "ar"),
        ("semantic", "en"),
        ("shouting", "en"),
        ("legacy", "ar"),
        ("wordpaste", "en"),
    ):
        yield f"tag_list/{name}_{lang}", tag_list_page(name, "fixture", lang, weight=LIGHT, length=5)
    yield "tag_list/not_all_cut", _first(lambda seed: tag_list_page("portal", seed, weight=LIGHT, length=3), _has_whole_snippet)
    cut_and_whole = _first(lambda seed: tag_list_page("soup", seed, weight=LIGHT, length=3), _has_whole_snippet)
    yield "tag_list/authors_ellipsis", _with_authors_ellipsis(cut_and_whole)


def _fronts() -> Iterator[tuple[str, Page]]:
    for name, lang in (("portal", "en"), ("souk", "ar"), ("dotcom", "en"), ("pictorial", "ar")):
        yield f"home/{name}_{lang}", home_page(name, "fixture", lang, weight=LIGHT)
    dossier = home_page("portal", "dossier", "en", weight=LIGHT)
    yield "news_case/portal_en", _at(dossier, "http://alwaght.net/en/NewsCase/type/831")


def _first(make: Callable[[int], Page], wanted: Callable[[Page], bool]) -> Page:
    return next(page for page in map(make, range(500)) if wanted(page))


def _has_whole_snippet(page: Page) -> bool:
    return len({entry.is_cut for entry in page.expected.listing}) == 2


def _with_authors_ellipsis(page: Page) -> Page:
    """A snippet that its author, not the site, ends in three dots: no blank before them."""
    position = next(n for n, entry in enumerate(page.expected.listing) if not entry.is_cut)
    entry = page.expected.listing[position]
    snippet = (entry.snippet or "").removesuffix(".") + "..."
    payload = page.payload.replace(escape(entry.snippet or "", quote=False).encode(), escape(snippet, quote=False).encode())
    listing = tuple(replace(e, snippet=snippet) if e is entry else e for e in page.expected.listing)
    return replace(page, payload=payload, expected=replace(page.expected, listing=listing))


def _at(page: Page, url: str) -> Page:
    """The same bytes under another address of the same meaning or kind."""
    target = address(url)
    assert target is not None
    return replace(page, url=url, expected=replace(page.expected, kind=target.kind, lang=target.lang, article_id=target.article_id))


def _with_opening(opening: str, markup: str = "tables", lang: str = "en") -> Page:
    def opens(page: Page) -> bool:
        article = page.expected.article
        return article is not None and not article.teaser and article.blocks[0].text.startswith(opening)

    return _first(lambda seed: article_page(markup, seed, lang, weight=LIGHT, size=4), opens)


def _contents() -> Iterator[tuple[str, Page]]:
    def small(markup: str, lang: str = "en", size: int = 6) -> Callable[[int], Page]:
        return lambda seed: article_page(markup, seed, lang, weight=LIGHT, size=size)

    yield (
        "article/dateline_glued",
        _first(small("soup", size=4), lambda page: _article(page).blocks[0].text[7:9] in {"-A", "-T", "-W", "-C"}),
    )
    yield "article/dateline_name_lost", _with_opening("- ")
    yield "article/dateline_upper_case", _with_opening("ALWAGHT-")
    yield "article/dateline_en_dash", _with_opening("Alwaght–")
    yield "article/dateline_none", _first(small("portal", size=4), lambda page: not _article(page).dateline and not _article(page).teaser)
    yield "article/teaser_lost_its_first_letter", _first(small("dotcom"), lambda page: (_article(page).teaser or "").startswith("hile"))
    yield (
        "article/teaser_opens_like_a_category",
        _first(small("pictorial"), lambda page: (_article(page).teaser or "").startswith("Analysis:")),
    )
    yield "article/no_category", _first(small("semantic"), lambda page: not _article(page).category)
    yield "article/no_related_no_picture", _first(small("soup"), lambda page: not _article(page).related and not _article(page).images)
    yield "article/picture_inside_the_body", _first(small("tables", size=10), lambda page: len(_article(page).images) == 2)
    yield (
        "article/all_block_kinds",
        _first(small("semantic", size=14), lambda page: len({block.kind for block in _article(page).blocks}) == 4),
    )
    yield (
        "article/plain_line_headings",
        _first(small("soup", "ar", 10), lambda page: any(block.kind == "heading" for block in _article(page).blocks)),
    )
    for name, title in TITLES.items():
        ref = replace(invent_ref(seeded("title", name), "en"), title=title)
        yield f"article/title_{name}", article_page("portal" if len(title) > 60 else "wordpaste", name, ref=ref, weight=LIGHT, size=4)


TITLES = {
    "over_90_characters": "Caught between Two Fires: How the Valley’s Farmers, Smugglers and Soldiers Share a Road; Why None Yields",
    "ends_in_question_mark": "Is the Long Truce on the River Over?",
    "digits_with_commas": "12,500 Families, 1,300 Tents: Winter Comes to the Camp",
    "typo_and_ellipsis": "Ten Years of war ... has the Goverment Learnt its Lesson",
    "quotes_and_ampersand": '"Bread & Borders": A Minister\'s Sudden ’change of heart’',
    "opens_like_a_label": "News: The Rumour That Closed a Border",
}


def _article(page: Page) -> Article:
    assert page.expected.article is not None
    return page.expected.article


def _dated(name: str, lang: str, day: date | None, line: str | None, markup: str) -> Page:
    ref: Ref = replace(invent_ref(seeded("date", name), lang), published=day, date_line=line)
    return article_page(markup, name, lang, ref=ref if day is None else replace(ref, article_id=id_on(day, 7)), weight=LIGHT, size=4)


def _dates() -> Iterator[tuple[str, Page]]:
    day = date(2019, 3, 14)
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    yield "article/date_missing", _dated("missing", "en", None, None, "portal")
    yield "article/date_impossible", _dated("impossible", "en", None, "Thursday 31 June 2016", "tables")
    yield "article/date_in_the_future", _dated("future", "en", None, english_date(FIRST_VISIT.date() + timedelta(days=1500)), "soup")
    yield "article/date_levantine_digits", _dated("levant", "ar", day, "الخميس ١٤ آذار ٢٠١٩", "souk")
    yield "article/date_maghreb_ascii", _dated("maghreb", "ar", day, "الخميس 14 مارس 2019", "soup")
    yield "article/date_two_word_month", _dated("two_words", "ar", date(2016, 11, 5), "السبت 5 تشرين الثاني 2016", "tables")
    yield "article/date_hijri", _dated("hijri", "ar", day, f"الخميس {hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year} هـ", "souk")
    yield "article/date_jalali", _dated("jalali", "fa", day, persian_date(day), "souk")


def _addresses() -> Iterator[tuple[str, Page]]:
    page = article_page("portal", "alias", weight=LIGHT, size=4)
    ref = replace(invent_ref(seeded("alias"), "en"), article_id=_article(page).article_id)
    spellings = aliases(ref)
    yield "article/address_about_us", _at(page, spellings[1])
    yield "article/address_former_host_lower_case", _at(page, spellings[3])
    yield "article/address_upper_case_www", _at(page, spellings[4])
    doubled = f"http://alwaght.com/en/news/{ref.article_id}/The-Town%C3%A2%C2%80%C2%99s-Last-Well?"
    yield "article/address_doubly_encoded", _at(page, doubled)


def _recoded(page: Page, payload: bytes, content_type: str) -> Page:
    return replace(page, payload=payload, headers=(("Content-Type", content_type), *page.headers[1:]))


def _undeclared(page: Page) -> str:
    return (
        page.payload.decode()
        .replace('<meta charset="utf-8">', "")
        .replace('<meta http-equiv="content-type" content="text/html; charset=utf-8">', "")
    )


def _bytes() -> Iterator[tuple[str, Page]]:
    english, arabic = (article_page("tables", "bytes", lang, weight=LIGHT, size=3) for lang in ("en", "ar"))
    yield (
        "article/charset_cp1256_said_utf8",
        _recoded(arabic, arabic.payload.decode().encode("cp1256", "xmlcharrefreplace"), "text/html; charset=utf-8"),
    )
    yield "article/charset_utf8_said_latin1", _recoded(english, _undeclared(english).encode(), "text/html; charset=iso-8859-1")
    yield "article/charset_utf8_said_cp1256", _recoded(arabic, _undeclared(arabic).encode(), "text/html; charset=windows-1256")
    yield "article/charset_utf8_bom_said_latin1", _recoded(arabic, b"\xef\xbb\xbf" + arabic.payload, "text/html; charset=iso-8859-1")
    yield "article/charset_utf16_bom", _recoded(arabic, _undeclared(arabic).encode("utf-16"), "text/html")
    yield "article/charset_utf16_undeclared", _recoded(english, _undeclared(english).encode("utf-16-le"), "text/html")
    yield "article/bad_byte_in_frame", replace(english, payload=english.payload.replace(b"Editor's Choice", b"Editor\x92s Choice", 1))
    yield "article/bad_byte_in_body", _bad_byte_in_body(english)
    yield "article/nul_bytes", replace(english, payload=english.payload.replace(b"</td></tr>", b"\0</td>\0</tr>"))
    yield "article/nested_900_divs", replace(english, payload=english.payload.replace(b"<center>", b"<center>" + b"<div>" * 900, 1))
    yield (
        "article/gzip",
        replace(english, payload=gzip.compress(english.payload, mtime=0), headers=(*english.headers, ("Content-Encoding", "gzip"))),
    )


def _bad_byte_in_body(page: Page) -> Page:
    article = _article(page)
    first = article.blocks[-1].text.split()[0]
    start = page.payload.rindex(b">" + first.encode() + b" ") + 1 + len(first.encode())
    payload = page.payload[:start] + b"\xe9" + page.payload[start:]
    last = Block("paragraph", article.blocks[-1].text.replace(first, first + "\ufffd", 1))
    return replace(page, payload=payload, expected=replace(page.expected, article=replace(article, blocks=(*article.blocks[:-1], last))))


def _failed(outcome: Outcome, payload: bytes, url: str = URL, **more: object) -> Page:
    return failed_page(url, FIRST_VISIT, outcome, payload, **more)  # type: ignore[arg-type]


def _failures() -> Iterator[tuple[str, Page]]:
    ref = invent_ref(seeded("failures"), "en")
    whole = article_page("tables", "cut", weight=LIGHT, size=12)
    packed = gzip.compress(whole.payload, mtime=0)
    coded = (*HTML, ("Content-Encoding", "gzip"))
    rejected, soft = Outcome.REJECTED, Outcome.SOFT_404
    yield "not_a_page/empty", _failed(rejected, b"")
    yield "not_a_page/blanks", _failed(rejected, b" \r\n\t" * 40)
    yield "not_a_page/png", _failed(rejected, png())
    yield "not_a_page/pdf", _failed(rejected, pdf())
    yield "not_a_page/json", _failed(rejected, json_body(ref))
    yield "not_a_page/noise", _failed(rejected, seeded("noise").randbytes(3000))
    yield "not_a_page/gzip_cut", _failed(rejected, packed[: len(packed) // 2], headers=(*coded, ("Content-Length", str(len(packed) // 2))))
    yield "not_a_page/gzip_that_is_none", _failed(rejected, whole.payload[:2000], headers=coded)
    yield (
        "not_a_page/script_shell",
        _failed(rejected, b'<!doctype html><title>Alwaght</title><div id="root"></div><script src="/app.js"></script>'),
    )
    yield "not_a_page/cut_in_the_body", _failed(rejected, whole.payload[: whole.payload.rindex(b"<p align") + 60], whole.url)
    yield "not_a_page/cut_before_the_title", _failed(rejected, whole.payload[: whole.payload.index(b"alwaght.net</font>")], whole.url)
    yield "soft_404/english", _failed(soft, not_found("en"))
    yield "soft_404/arabic", _failed(soft, not_found("ar"), "http://alwaght.net/ar/News/61234")
    yield "soft_404/home_page_instead", _failed(soft, home_page("portal", "instead", weight=LIGHT).payload)
    yield (
        "blocked/browser_check",
        _failed(Outcome.BLOCKED, framed("en", "Just a moment...", "Checking your browser before accessing the site.")),
    )
    yield "blocked/forbidden", _failed(Outcome.BLOCKED, framed("en", "403 - Forbidden", "Access is denied."), status=403)
    yield "http_error/gone", _failed(Outcome.GONE, not_found("en"), status=404)
    yield "http_error/server", _failed(Outcome.HTTP_ERROR, framed("en", "Server Error", "Runtime Error"), status=500)
    yield (
        "foreign/address_of_another_site",
        _failed(rejected, framed("en", "Weather", "Rain in the hills."), "http://weather.example/en/News/61234"),
    )
    yield "foreign/domain_for_sale", _failed(rejected, FOR_SALE)


FOR_SALE = (
    b"<!DOCTYPE html><html><head><title>This domain may be for sale</title></head><body><h1>This domain may be for sale</h1>"
    b"<p>Make an offer today. Related searches:</p><ul><li><a href='http://ads.example/1'>Cheap flights</a></li>"
    b"<li><a href='http://ads.example/2'>Car insurance</a></li></ul><p>Privacy policy</p></body></html>"
)
