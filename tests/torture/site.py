"""The sites that tortured runs read: one for crawls, the same at every visit, and one for refreshes, which lives."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.crawl.site_server import MISSING, Answer, SiteServer, article_page, home_page, later, list_page, reply

ENGLISH, ARABIC = range(601, 641), range(701, 711)
GONE = (690, 691)
"""Articles that are named and not there."""
ARTICLES = len(ENGLISH) + len(ARABIC)
_PACE = 0.02
"""Seconds for each answer, so that a crawl lasts long enough to be killed in the middle."""


def paced_site() -> dict[str, Answer | list[Answer]]:
    """Two languages, lists in pages, links between articles."""
    pages = {
        "/en": home_page("/en/Section/2", "/en/Keywords/Harbour", "/en/NewsCase/type/8", *_news("en", GONE)),
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


class LivingSite:
    """An edition that knows entity tags and changes from day to day; what a refresh finds is what its lists lead to.

    On the second day there are twelve articles more, most of them on later pages of a list only; one of them fails, one that was
    there is deleted, and two are edited. On the third one the failing one is there, and a third one is edited. All that is
    due fits in one refresh.
    """

    OLD, RECENT, NEW = range(101, 113), range(201, 209), range(301, 313)
    DELETED, FAILING, EDITED = 208, 312, {201: 1, 203: 1, 202: 2}
    """Articles that go and that fail on the second day; the day on which each of some is edited."""
    _ON_A_PAGE = 4

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.day = 0
        self.server = SiteServer(fallback=self._answer)
        self._printed = f"{now:%A} {now.day} {now:%B %Y}"

    def _answer(self, path: str) -> Answer:
        page = self._page(path)
        if page is None:
            is_failing = self.day == 1 and f"/News/{self.FAILING}" in path
            return later(_PACE, reply("", 500) if is_failing else MISSING)
        tag = f'"{hashlib.sha256(page.encode()).hexdigest()[:16]}"'
        if self.server.hits[-1].headers.get("if-none-match") == tag:
            return later(_PACE, reply("", 304, ETag=tag, Content_Type="", Content_Length=""))
        return later(_PACE, reply(page, ETag=tag))

    def _page(self, path: str) -> str | None:
        numbers = [*reversed([*self.RECENT, *(self.NEW if self.day else ())])]
        if path == "/en":
            return home_page("/en/Section/2", "/en/Keywords/Harbour", *_news("en", numbers[1:3]))
        if path == "/en/Section/2":
            return home_page(*_news("en", self.OLD))
        if path.startswith("/en/Keywords/Harbour"):
            first = self._ON_A_PAGE * int(path.partition("//")[2] or 0)
            shown = numbers[first : first + self._ON_A_PAGE]
            return list_page(shown, day=self._printed) if shown else None
        return self._article(int(path.split("/")[3]), [*numbers, *self.OLD]) if "/News/" in path else None

    def _article(self, number: int, there: list[int]) -> str | None:
        if number not in there or (number == self.FAILING and self.day == 1) or (number == self.DELETED and self.day):
            return None
        page = article_page(number, day=self._printed if number in self.RECENT else "Thursday 17 March 2016")
        return page.replace("listened without", "listened, sitting, without") if self.day >= self.EDITED.get(number, 3) else page
