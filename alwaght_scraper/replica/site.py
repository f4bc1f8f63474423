"""A whole small site with known content: articles, lists with paging, dossiers, sections, aliases, broken pages.

Everything follows from (seed, pages, weight). Pages are rendered one at a time, so that a site of
20,000 pages needs no more memory than its table of contents.
"""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Final

from alwaght_scraper.items import Outcome, PageKind
from alwaght_scraper.replica.broken import BREAKERS, failed_page
from alwaght_scraper.replica.frames import FIRST_VISIT, SECTIONS, write_frame
from alwaght_scraper.replica.markups.base import Markup
from alwaght_scraper.replica.markups.catalogue import ALL, MAIN, OPEN
from alwaght_scraper.replica.model import Content, Frame, Front, ListItem, Page, Ref, Story, TagList
from alwaght_scraper.replica.pages import article_address, render_page
from alwaght_scraper.replica.prose.grammar import VOICES, seeded
from alwaght_scraper.replica.stories import invent_ref, list_item, reprinted, write_story
from alwaght_scraper.site import ORIGIN, home_url, tag_url

EDITIONS: Final = ("en", "ar")
ARABIC_SHARE: Final = 0.25
ARTICLE_SHARE: Final = 0.72
MAIN_SHARE: Final = 0.7
GZIP_SHARE: Final = 0.3
ALIAS_SHARE: Final = 0.05
LIST_LENGTH: Final = 20
TRAP_PAGES: Final = 3
CASES: Final = (396, 831)
TAGS_USED: Final = {"en": 22, "ar": 12}
FRAMES: Final = 6


@dataclass(frozen=True, slots=True)
class Edition:
    """One language edition: its articles by id, its broken addresses, the frames that its visits show.

    `reprints` names, for the id of an article that prints another one again, that other one.
    """

    lang: str
    refs: tuple[Ref, ...]
    broken: Mapping[str, Ref]
    tags: tuple[str, ...]
    frames: tuple[Frame, ...]
    reprints: Mapping[int, Ref]

    @property
    def known(self) -> tuple[Ref, ...]:
        """All articles that pages may link to, broken ones included."""
        return (*self.refs, *self.broken.values())


@dataclass(frozen=True)
class Site:
    """The site of a seed with about `pages` pages, 72 % of them articles; `weight` 1.0 gives pages of about 70 KB."""

    seed: int = 1
    pages: int = 400
    weight: float = 1.0

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions' tables of contents."""
        articles = max(round(self.pages * ARTICLE_SHARE), 8)
        arabic = max(round(articles * ARABIC_SHARE), 3)
        return (self._edition("en", articles - arabic, tuple(BREAKERS)), self._edition("ar", arabic, ("gone", "soft_404", "empty")))

    def _edition(self, lang: str, size: int, breakers: tuple[str, ...]) -> Edition:
        rng = seeded("site", self.seed, lang)
        tags = tuple(rng.sample(VOICES[lang].tags, TAGS_USED[lang]))
        refs: dict[int, Ref] = {}
        while len(refs) < size + len(breakers):
            ref = invent_ref(rng, lang, tags)
            article_id = next(n for n in count(ref.article_id) if n not in refs)
            refs[article_id] = dataclasses.replace(ref, article_id=article_id)
        chosen = rng.sample(sorted(refs), len(breakers))
        broken = {name: refs.pop(article_id) for name, article_id in zip(breakers, chosen, strict=True)}
        whole = tuple(refs[article_id] for article_id in sorted(refs))
        first = write_frame(rng, lang, (*whole, *broken.values()), FIRST_VISIT, CASES)
        later = (dataclasses.replace(write_frame(rng, lang, whole, FIRST_VISIT, CASES), glossary=first.glossary) for _ in range(FRAMES - 1))
        frames = tuple(dataclasses.replace(frame, cloud=tuple(rng.sample(tags, 6))) for frame in (first, *later))
        alike = [ref for ref in whole if self.markup(ref) is ALL[MAIN[lang]]]  # what one of these prints, the others can print too
        return Edition(lang, whole, broken, tags, frames, {alike[-1].article_id: alike[0]} if len(alike) > 1 else {})

    def story(self, edition: Edition, ref: Ref) -> Story:
        """The story of an article, the same whenever it is asked for."""
        rng = seeded("story", self.seed, ref.lang, ref.article_id)
        related = [other for other in rng.sample(edition.known, min(len(edition.known), rng.randint(0, 4))) if other != ref]
        story = write_story(rng, ref, related, self.markup(ref).abilities)
        origin = edition.reprints.get(ref.article_id)
        return story if origin is None else reprinted(story, self.story(edition, origin).article)

    def markup(self, ref: Ref) -> Markup:
        """The markup of an article: its edition's main one, or one of the others."""
        rng = seeded("markup", self.seed, ref.lang, ref.article_id)
        others = [name for name in OPEN if ref.lang in ALL[name].languages and name != MAIN[ref.lang]]
        return ALL[MAIN[ref.lang] if rng.random() < MAIN_SHARE else rng.choice(others)]

    def __iter__(self) -> Iterator[Page]:
        """All pages in the order of their visits, a minute apart, from 3 February 2026 on."""
        for number, page in enumerate(self._all_pages()):
            yield self._served(page, FIRST_VISIT + timedelta(minutes=number))

    def _served(self, page: Page, visited: datetime) -> Page:
        payload, headers = page.payload, page.headers
        if page.status == 200 and page.expected.outcome is Outcome.OK and seeded("gzip", self.seed, page.url).random() < GZIP_SHARE:
            payload, headers = gzip.compress(payload, 6, mtime=0), (*headers, ("Content-Encoding", "gzip"))
        if not any(name == "Content-Length" for name, _ in headers):
            headers = (*headers, ("Content-Length", str(len(payload))))
        return dataclasses.replace(page, fetched_at=visited, payload=payload, headers=headers)

    def _all_pages(self) -> Iterator[Page]:
        yield robots_page()
        yield failed_page(f"{ORIGIN}/", FIRST_VISIT, Outcome.REDIRECT, b"", status=302, headers=(("Location", f"/{EDITIONS[0]}"),))
        for edition in self.editions:
            yield from self._fronts(edition)
            yield from self._tag_lists(edition)
            yield from self._articles(edition)
            yield from self._broken(edition)

    def _render(self, url: str, edition: Edition, content: Content, markup: Markup) -> Page:
        rng = seeded("page", self.seed, url)
        return render_page(markup, url, rng.choice(edition.frames), content, rng, self.weight)

    def _fronts(self, edition: Edition) -> Iterator[Page]:
        main, lang, refs = ALL[MAIN[edition.lang]], edition.lang, edition.refs
        home = Front(PageKind.HOME, (("Latest", refs[-12:]), ("Archive", tuple(edition.broken.values()))))
        yield self._render(home_url(lang), edition, home, main)
        rng = seeded("fronts", self.seed, lang)
        for name in SECTIONS:
            cards = tuple(rng.sample(refs, min(len(refs), 15)))
            yield self._render(f"{ORIGIN}/{lang}/Section/{name}", edition, Front(PageKind.OTHER, ((name, cards),)), main)
        for number in CASES:
            cards = tuple(rng.sample(refs, min(len(refs), 10)))
            yield self._render(
                f"{ORIGIN}/{lang}/NewsCase/type/{number}", edition, Front(PageKind.NEWS_CASE, ((f"Dossier {number}", cards),)), main
            )

    def _tag_lists(self, edition: Edition) -> Iterator[Page]:
        items = self._list_items(edition)
        for tag in edition.tags:
            chunks = [items[tag][start : start + LIST_LENGTH] for start in range(0, len(items[tag]), LIST_LENGTH)] or [()]
            pages = len(chunks)
            if tag == edition.tags[0]:  # past its end this list repeats its last page for ever
                chunks += [chunks[-1]] * TRAP_PAGES
                pages = len(chunks) + 1
            for page, chunk in enumerate(chunks):
                number = page or None
                content = TagList(tag, number, pages, chunk)
                yield self._render(tag_url(edition.lang, tag, number), edition, content, ALL[MAIN[edition.lang]])

    def _list_items(self, edition: Edition) -> dict[str, tuple[ListItem, ...]]:
        lists: dict[str, list[ListItem]] = {tag: [] for tag in edition.tags}
        for ref in reversed(edition.refs):
            story = self.story(edition, ref)
            for tag in ref.tags:
                lists[tag].append(list_item(len(lists[tag]) % LIST_LENGTH, story, tag))
        return {tag: tuple(entries) for tag, entries in lists.items()}

    def _articles(self, edition: Edition) -> Iterator[Page]:
        for ref in edition.refs:
            story, markup = self.story(edition, ref), self.markup(ref)
            url = article_address(ref, markup)
            yield self._render(url, edition, story, markup)
            rng = seeded("alias", self.seed, url)
            if rng.random() < ALIAS_SHARE:
                yield self._render(rng.choice(aliases(ref)), edition, story, markup)

    def _broken(self, edition: Edition) -> Iterator[Page]:
        home = next(self._fronts(edition)).payload
        for name, ref in edition.broken.items():
            yield BREAKERS[name](f"{ORIGIN}/{ref.lang}/News/{ref.article_id}/{ref.slug}", FIRST_VISIT, ref, home)


def aliases(ref: Ref) -> tuple[str, ...]:
    """Other spellings of an article's address, as seen on the real site."""
    path = f"{ref.lang}/News/{ref.article_id}"
    return (
        f"http://alwaght.net/{path}", f"http://alwaght.net/{path}/AboutUs", f"https://alwaght.net/{path}/ContactUs",
        f"http://alwaght.com/{path.lower()}/{ref.slug}", f"http://www.alwaght.net/{path.upper()}/{ref.slug}", f"http://alwaght.net/{path}/{ref.slug}?page=1",
    )  # fmt: skip


def robots_page() -> Page:
    """A robots.txt that allows everything and asks for no delay."""
    payload = b"User-agent: *\nAllow: /\n"
    return failed_page(f"{ORIGIN}/robots.txt", FIRST_VISIT, Outcome.OK, payload, headers=(("Content-Type", "text/plain"),))
