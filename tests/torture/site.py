"""The site that tortured crawls read: two languages, lists in pages, links between articles; the same at every visit."""

from __future__ import annotations

from tests.crawl.site_server import Answer, article_page, home_page, later, list_page, reply

ENGLISH, ARABIC = range(601, 641), range(701, 711)
MISSING = (690, 691)
ARTICLES = len(ENGLISH) + len(ARABIC)
_PACE = 0.02
"""Seconds for each answer, so that a crawl lasts long enough to be killed in the middle."""


def paced_site() -> dict[str, Answer | list[Answer]]:
    pages = {
        "/en": home_page("/en/Section/2", "/en/Keywords/Harbour", "/en/NewsCase/type/8", *_news("en", MISSING)),
        "/ar": home_page("/ar/Keywords/Harbour", "/en"),
        "/en/Section/2": home_page(*_news("en", ENGLISH[:10])),
        "/en/Keywords/Harbour": list_page(list(ENGLISH[10:18])),
        "/en/Keywords/Harbour//1": list_page(list(ENGLISH[18:26])),
        "/en/Keywords/Harbour//2": list_page(list(ENGLISH[26:30])),
        "/en/NewsCase/type/8": list_page(list(ENGLISH[30:35])),
        "/ar/Keywords/Harbour": list_page(list(ARABIC[:5]), lang="ar"),
    }
    for lang, numbers in (("en", ENGLISH), ("ar", ARABIC)):
        for number in numbers:
            page = article_page(number, _news(lang, [numbers[(number - numbers[0] + 5) % len(numbers)]]), lang)
            pages[f"/{lang}/News/{number}"] = pages[f"/{lang}/News/{number}/Report-{number}"] = page
    return {path: later(_PACE, reply(page)) for path, page in pages.items()}


def _news(lang: str, numbers: range | tuple[int, ...] | list[int]) -> list[str]:
    return [f"/{lang}/News/{number}" for number in numbers]
