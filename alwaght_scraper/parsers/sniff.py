"""What is no page of the site: other file types, block pages, soft 404s."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from alwaght_scraper import labels, site
from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.parsers.decode import mojibake
from alwaght_scraper.parsers.lines import Reading, is_text
from alwaght_scraper.text import comparison_key

MAX_PAGE: Final = 8 * 1024 * 1024
"""Largest page read, in bytes of HTML; the site's pages have about 70 KB."""

_MAGIC: Final = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"BM", "a bitmap"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"(\xb5/\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"wOF", "a font"),
    (b"\x00asm", "a program"),
    (b"{\\rtf", "an RTF file"),
)
_MARKUP: Final = re.compile(rb"<\s*[a-zA-Z!/?]")
_JSON: Final = re.compile(rb"\s*[\[{]")
_FEED: Final = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|urlset|sitemapindex|svg|kml)\b", re.IGNORECASE)
_CONTROLS: Final = bytes((*range(1, 9), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_SAMPLE: Final = 4096
_NAMES: Final = re.compile(r"alwa(?:gh|q)t|الوقت", re.IGNORECASE)
_PRINTED: Final = re.compile(r"https?://[^\s<>\")\]]+")
_WORDS: Final = re.compile(r"[^\W\d_]{3,}")
_SEVERAL: Final = 3
_THIN: Final = 1500
_TEASERS: Final = 3
_TOLD: Final = 2
_TAIL: Final = 2000
_NUMBERS: Final = re.compile(r"\d+")
_MISSING: Final = "a 'not found' page with a good status"


def check_is_html(html: bytes) -> None:
    """Raises `RejectedPage` with a reason for bytes that are no HTML page; `html` is decoded from UTF-16 already."""
    if not html or html.isspace():
        raise RejectedPage("the page is empty")
    if len(html) > MAX_PAGE:
        raise RejectedPage(f"the page has {len(html) / 2**20:.1f} MB, more than the {MAX_PAGE // 2**20} MB that any page for people has")
    for magic, name in _MAGIC:
        if html.startswith(magic) and not _MARKUP.match(html):
            raise RejectedPage(f"the body is {name}, not a page")
    if _FEED.match(html):
        raise RejectedPage("the body is an XML feed or drawing, not a page")
    if not _MARKUP.search(html):
        kind = "JSON" if _JSON.match(html) else "plain text or binary data"
        raise RejectedPage(f"the body is {kind} without any markup, not a page")
    if _JSON.match(html) and not _MARKUP.match(html.lstrip()[1:]) and html.rstrip()[-1:] in b"]}":
        raise RejectedPage("the body is JSON, not a page")
    sample = html[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) // 20:
        raise RejectedPage("the body is binary data, not a page")


def block_reason(reading: Reading) -> str | None:
    """Why a page is a refusal of the site (ban, captcha, maintenance); None when it is not."""
    if not _is_thin(reading.page):
        return None
    return _phrase(reading, labels.BLOCK_PHRASES, "a block or maintenance page", until=min(reading.form_lines, default=None))


def _is_thin(page: Page) -> bool:
    """Whether a page has little text; most are told from such by their first lines."""
    size = 0
    for line in page.lines:
        size += len(line.text)
        if size > _THIN:
            return False
    return True


def foreign_reason(reading: Reading) -> str | None:
    """Why a page is another site's: it says so, or nothing on it names or links to this one."""
    page = reading.page
    for claimed in (page.canonical, page.meta.get("og:url")):
        if claimed and "://" in claimed and "alwaght" not in claimed.lower() and not site.is_on_site(claimed):
            return f"a page of another site: it calls itself {claimed[:120]}"
    if any(site.resolve(href, reading.base) for href in page.hrefs):
        return None
    if any(reading.address(found[0]) for line in page.lines if "://" in line.text and (found := _PRINTED.search(line.text))):
        return None
    if not reading.dates and _is_thin(page):
        return "a short notice without a date or a link into the site, not a page of it"
    texts = [page.title, page.meta.get("og:site_name", ""), *(line.text for line in page.lines)]
    return None if any(_NAMES.search(text) for text in texts) else "a page of another site: nothing on it names Alwaght or links to it"


def is_cut_off(html: bytes, reading: Reading, last: str) -> bool:
    """Whether a page breaks off in its text: no end of the page is written, and nothing stands after the `last` paragraph."""
    tail = html[-_TAIL:].lower()
    if b"</html" in tail or b"</body" in tail:
        return False
    shown = next((line.text for line in reversed(reading.lines) if line.text), "")
    return bool(shown) and last.endswith(shown)


def is_list_of_articles(reading: Reading, masked: frozenset[int], start: int) -> bool:
    """Whether most running text from line `start` on stands right below links to other articles, as teasers on lists do."""
    places = [place for place, line in enumerate(reading.lines) if place >= start and line.prose and place not in masked]
    are_teasers = [_is_teaser(reading, place) for place in places]
    told = are_teasers.index(True) if True in are_teasers else len(places)
    if told >= _TOLD or (told and reading.lines[places[0]].opens):
        return False  # a text stands there before them
    return sum(are_teasers) >= _TEASERS and 2 * sum(are_teasers) > len(places)


def is_nothing_but_teasers(reading: Reading, masked: frozenset[int], start: int | None) -> bool:
    """Whether nearly every sentence of a page, however short, is a teaser below a link to another article.

    Where something looks like a title and ends at line `start`, the first sentence below it is one too.
    """
    if start is not None:
        first = next((place for place in range(start, len(reading.lines)) if is_text(reading.lines[place])), None)
        if first is not None and not _is_teaser(reading, first):
            return False
    texts, teasers = _teasers(reading, masked, [place for place, line in enumerate(reading.lines) if is_text(line)])
    return teasers >= _TEASERS and 10 * teasers >= 8 * texts


def is_of_another(reading: Reading, title: str, rule: str) -> bool:
    """Whether a title that neither head nor repetition vouches for shares no word with the several that the address names."""
    slug = reading.own.slug if reading.own is not None else None
    if not slug or any(mark in rule for mark in ("slug", "title", "headline", "repeated")):
        return False
    named = mojibake(unquote(slug, errors="replace")).casefold()
    words = set(_WORDS.findall(named))
    shown = set(_WORDS.findall(title.casefold()))
    alike = named.isascii() == title.isascii()  # an address that was encoded twice is read by neither
    return len(words) >= _SEVERAL and len(shown) >= _SEVERAL and alike and words.isdisjoint(shown)


def _teasers(reading: Reading, masked: frozenset[int], places: list[int]) -> tuple[int, int]:
    """How many of some lines are texts, and how many of these stand right below a link to another article."""
    texts = [place for place in places if place not in masked]
    return len(texts), sum(_is_teaser(reading, place) for place in texts)


def _is_teaser(reading: Reading, place: int) -> bool:
    """Whether a line stands right below a link to another article that is not the last of a row of such links."""
    above = _shown_above(reading, place)
    entry = reading.article_of(reading.lines[above]) if above >= 0 else None
    if entry is None:
        return False
    before = _shown_above(reading, above)
    return before < 0 or reading.article_of(reading.lines[before]) in (None, entry)


def _shown_above(reading: Reading, place: int) -> int:
    """The line above, dates and pictures left out; -1 where there is none."""
    above = place - 1
    while above >= 0 and (above in reading.dates or not reading.lines[above].text):
        above -= 1
    return above


def parked_reason(reading: Reading) -> str | None:
    """Why a page is a seller's of the domain's name; None when it is not."""
    return _phrase(reading, labels.PARKED_PHRASES, "a page of whoever sells the domain") if _is_thin(reading.page) else None


def missing_reason(reading: Reading) -> str | None:
    """Why a page is a 'not found' page in all but its status; None when it is not."""
    return _phrase(reading, labels.NOT_FOUND_PHRASES, _MISSING)


def _phrase(reading: Reading, phrases: tuple[str, ...], what: str, until: int | None = None) -> str | None:
    """What a page says that only such pages say.

    What stands below its comment form (a captcha, say) is left out, and so are titles of articles, which may say
    anything: those that it links to, and the one that its address names.
    """
    slug = reading.own.slug if reading.own is not None else None
    named = comparison_key(unquote(slug, errors="replace")) if slug else ""
    shown = (line for line in reading.lines[:until] if len(line.text) < 300)
    texts = [reading.page.title, *(line.text for line in shown if reading.article_of(line) is None)]
    return _said([text for text in texts if not (named and named in comparison_key(text))], phrases, what)


def missing_words(texts: Iterable[str]) -> str | None:
    """Why texts are the notice of a page that was not found; None when they aren't."""
    return _said(texts, labels.NOT_FOUND_PHRASES, _MISSING)


def _said(texts: Iterable[str], phrases: tuple[str, ...], what: str) -> str | None:
    said = (text for text in texts if any(_says(text.casefold(), phrase) for phrase in phrases))
    text = next(said, None)
    return None if text is None else f"{what}: it says {text[:80]!r}"


def _says(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase; a number as a whole one only, for 1404 is a year."""
    return phrase in text and (not phrase.isdigit() or phrase in _NUMBERS.findall(text))
