"""Addresses: one article whatever its spelling, and nothing foreign ever taken for the site."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alwaght_scraper import site
from alwaght_scraper.items import PageKind

SPELLINGS = [
    "http://alwaght.net/en/News/52466",
    "https://alwaght.net/en/News/52466/",
    "http://www.alwaght.net/en/News/52466/A-Quiet-Border",
    "http://alwaght.net/en/news/52466/A-Quiet-Border?",
    "http://ALWAGHT.com/EN/NEWS/52466/x#top",
    "http://www.alwaght.com/en/News/52466/AboutUs",
    "http://alwaght.net/en/News/52466/ContactUs?a=b&c=d",
    "http://alwaght.net:80/en/News/52466/Who%E2%80%99s-Next",
    "https://alwaght.net:443/en/News/52466/Who%C3%A2%C2%80%C2%99s-Next",
    "http://alwaght.net/en//News//52466//x",
    "http://alwaght.net/en/%4Eews/52466/x",
    "http://alwaght.net/en/News/0052466",
    "http://alwaght.net/en/News/52466/a/b/c",
]

FOREIGN = [
    "http://evil.example/en/News/1",
    "http://alwaght.net.evil.example/en/News/1",
    "http://evilalwaght.net/en/News/1",
    "http://sub.alwaght.net/en/News/1",
    "http://alwaght.net./en/News/1",
    "http://alwaght.net:22/en/News/1",
    "http://alwaght.net:8080/en/News/1",
    "http://user@alwaght.net/en/News/1",
    "http://alwaght.net@evil.example/en/News/1",
    "http://127.0.0.1;@alwaght.net/",
    "http://alwaght.net\\@evil.example/",
    "http://evil.example#@alwaght.net/",
    "http://evil.example/?@alwaght.net",
    "http://alwaght.net%00.evil.example/",
    "http://alwaght.net\t.evil.example/",
    "http://аlwaght.net/en/News/1",
    "http://alwaght｡net/en/News/1",
    "http://2130706433/",
    "http://[::1]/",
    "http://[::1",
    "http://0x7f.1/",
    "ftp://alwaght.net/en/News/1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "//alwaght.net/en",
    "http:///en/News/1",
    "http://alwaght.net:99999/",
    "http://alwaght.net:x/",
    "",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_every_spelling_is_the_same_article(url: str) -> None:
    found = site.address(url)
    assert found is not None
    assert (found.kind, found.lang, found.article_id) == (PageKind.ARTICLE, "en", 52466)
    assert found.canonical == "http://alwaght.net/en/News/52466"


@pytest.mark.parametrize("url", FOREIGN)
def test_nothing_foreign_is_taken_for_the_site(url: str) -> None:
    assert site.address(url) is None


@pytest.mark.parametrize(
    ("url", "tag", "page"),
    [
        ("http://alwaght.net/en/Keywords/KDP", "KDP", None),
        ("http://alwaght.net/en/Keywords/al-Sadr/", "al-Sadr", None),
        ("http://alwaght.net/en/Keywords/Federal%20Government", "Federal Government", None),
        ("http://alwaght.net/en/Keywords/Alawites//1", "Alawites", 1),
        ("http://alwaght.com/EN/keywords/Alawites//0", "Alawites", 0),
        ("http://alwaght.net/ar/Keywords/%D8%B3%D9%88%D8%B1%D9%8A%D8%A7//2", "سوريا", 2),
    ],
)
def test_tag_lists_know_their_tag_and_page(url: str, tag: str, page: int | None) -> None:
    found = site.address(url)
    assert found is not None
    assert (found.kind, found.tag, found.page) == (PageKind.TAG_LIST, tag, page)
    assert site.address(found.canonical) == found


@pytest.mark.parametrize(
    ("url", "kind", "lang"),
    [
        ("http://alwaght.net", PageKind.HOME, None),
        ("http://alwaght.net/", PageKind.HOME, None),
        ("https://www.alwaght.com/ar/", PageKind.HOME, "ar"),
        ("http://alwaght.net/en/NewsCase/Type/396", PageKind.NEWS_CASE, "en"),
        ("http://alwaght.net/en/NewsCase/type/831", PageKind.NEWS_CASE, "en"),
        ("http://alwaght.net/en/Sections/Analysis", PageKind.OTHER, "en"),
        ("http://alwaght.net/en/News/0", PageKind.OTHER, "en"),
        ("http://alwaght.net/en/News/99999999999999", PageKind.OTHER, "en"),
        ("http://alwaght.net/robots.txt", PageKind.OTHER, None),
    ],
)
def test_other_pages_have_their_kind(url: str, kind: PageKind, lang: str | None) -> None:
    found = site.address(url)
    assert found is not None
    assert (found.kind, found.lang) == (kind, lang)


def test_the_slug_stays_in_what_is_fetched_and_frame_suffixes_do_not() -> None:
    slugged = site.address("http://alwaght.com/en/news/7/Who%E2%80%99s-Next;-Then")
    suffixed = site.address("http://alwaght.net/en/News/7/AboutUs")
    assert slugged is not None
    assert suffixed is not None
    assert slugged.fetch == "http://alwaght.net/en/News/7/Who%E2%80%99s-Next;-Then"
    assert suffixed.fetch == suffixed.canonical


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("AboutUs", "http://alwaght.net/en/News/5"),
        ("/en/News/7/it’s ok", "http://alwaght.net/en/News/7"),
        (" \n/en/Keywords/Iraq ", "http://alwaght.net/en/Keywords/Iraq"),
        ("//alwaght.net/en", "http://alwaght.net/en"),
        ("../8", "http://alwaght.net/en/News/8"),
        ("#top", None),
        ("mailto:a@alwaght.net", None),
        ("javascript:show(1)", None),
        ("//evil.example/en/News/1", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_links_are_resolved_against_their_page(href: str, canonical: str | None) -> None:
    found = site.resolve(href, "http://alwaght.net/en/News/5/slug")
    assert (found.canonical if found else None) == canonical


@given(
    scheme=st.sampled_from(["http", "https", "HTTP"]),
    host=st.sampled_from(sorted(site.HOSTS)),
    lang=st.sampled_from(["en", "EN", "ar", "fa"]),
    news=st.sampled_from(["News", "news", "NEWS"]),
    article_id=st.integers(1, site.MAX_ARTICLE_ID),
    slug=st.text(max_size=40),
    query=st.text(alphabet="abc=&1", max_size=10),
)
def test_any_spelling_of_any_article_has_one_canonical_form(
    scheme: str, host: str, lang: str, news: str, article_id: int, slug: str, query: str
) -> None:
    url = f"{scheme}://{host}/{lang}/{news}/{article_id}/{quote(slug, safe='', errors='replace')}?{query}"
    found = site.address(url)
    assert found is not None
    assert found.canonical == site.article_url(lang.lower(), article_id)
    again = site.address(found.fetch)
    assert again is not None
    assert (again.canonical, again.fetch) == (found.canonical, found.fetch)


@given(st.text(max_size=120))
def test_whatever_is_taken_for_the_site_goes_to_the_site(text: str) -> None:
    for url in (text, f"http://{text}", f"http://alwaght.net{text}", f"http://{text}@alwaght.net/"):
        found = site.address(url)
        if found is not None:
            parts = urlsplit(found.fetch)
            assert (parts.scheme, parts.netloc) == ("http", "alwaght.net")
            assert found.fetch.isascii()


@given(st.text(max_size=200))
def test_no_link_text_raises_or_leads_away(href: str) -> None:
    found = site.resolve(href, "http://alwaght.net/en/News/5/slug")
    assert found is None or found.fetch.startswith("http://alwaght.net/")


HREFS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(
        ("/", "//", "", "http://alwaght.net/", "https://www.alwaght.com/", "http://alwaght.net//", "/./", " /", "/EN/", "?", "#")
    ),
    st.sampled_from(
        ("en/News/", "ar/News/", "fa/News/", "en/news/", "EN/News/", "en/Keywords/", "ar/Keywords/a%20", "News/", "en/News//", "")
    ),
    st.sampled_from(("1", "52466", "052466", "0", "9999999999", "99999999999", "1x", "")),
    st.sampled_from(("", "/", "//", "?", "#a", ";", "%20")),
    st.one_of(
        st.text(alphabet="aZ9%-._~!$&'()*+,;=:@/?#é\u0645 \\", max_size=8),
        st.sampled_from(("AboutUs", "contactus", "ContactUs/", "..", ".", "%2e%2e", "%", "%zz", "%0a", "x" * 3000, "a:b")),
    ),
)


@given(
    HREFS,
    st.sampled_from(
        (
            "http://alwaght.net/en/News/7/x",
            "https://www.alwaght.com/",
            "http://evil.example/",
            "http://alwaght.net:80/en",
            "http://alwaght.net/en/Keywords/a//2",
            "http://www.alwaght.net/en/News/7?a=/b/c",
            "http://alwaght.net/en/News/7/x#/en/News/8/",
            "http://alwaght.net",
        )
    ),
)
@settings(max_examples=400)
def test_links_that_need_no_second_look_mean_what_the_rules_for_all_links_say(href, base):
    assert site.resolve(href, base) == site._resolve_any(href, site._root(base) if href[:1] == "/" else base)
    assert site.address(href) == site._address(href)
