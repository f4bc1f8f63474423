"""A sheet: everything one markup needs to print one page, and the record of where its links lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from random import Random
from typing import Final, Literal
from urllib.parse import quote

from alwaght_scraper.items import PageLink
from alwaght_scraper.replica.labels import Labels
from alwaght_scraper.replica.model import Content, Frame, Ref, Story
from alwaght_scraper.site import resolve

Spelling = Literal["rooted", "absolute", "former", "lower", "based"]
"""How a markup writes addresses: from the root, in full, on the former domain, in lower case, or below `<base>`."""

BASE: Final = "http://alwaght.net/"


def esc(text: str) -> str:
    """Text as HTML text."""
    return escape(text, quote=False)


def attr(text: str) -> str:
    """Text as the inside of a double-quoted attribute."""
    return escape(text, quote=True)


@dataclass(slots=True)
class Sheet:
    """One page to print. `weight` scales the frame's ballast: 1.0 gives about 70 KB, 0.0 the bare page."""

    url: str
    frame: Frame
    content: Content
    labels: Labels
    rng: Random
    weight: float
    spelling: Spelling
    links: dict[str, PageLink] = field(default_factory=dict)

    @property
    def lang(self) -> str:
        """Language edition of the page."""
        return self.frame.lang

    def href(self, path: str) -> str:
        """The value of a link to `path` on the site, ready for an attribute; the link's target is recorded."""
        return self._recorded(self._spell(path))

    def _recorded(self, href: str) -> str:
        if target := resolve(href, BASE if self.spelling == "based" else self.url):
            self.links.setdefault(target.canonical, PageLink(target.canonical, target.kind, target.lang, target.article_id))
        return attr(href)

    def _spell(self, path: str) -> str:
        match self.spelling:
            case "absolute":
                return f"http://alwaght.net{path}"
            case "former":
                return f"http://alwaght.com{path}".replace("/News/", "/news/")
            case "lower":
                return path.replace("/News/", "/news/").replace("/Keywords/", "/keywords/").replace("/NewsCase/type/", "/newscase/Type/")
            case "based":
                return path.lstrip("/")
            case _:
                return path

    def article(self, ref: Ref) -> str:
        """Link to an article, now and then without its slug or under the frame's odd suffix."""
        tail = self.rng.choices((f"/{ref.slug}", "", "/AboutUs"), weights=(90, 8, 2))[0]
        return self.href(f"/{ref.lang}/News/{ref.article_id}{tail}")

    def tag(self, tag: str, page: int | None = None) -> str:
        """Link to a tag list; Arabic tags stand raw in some pages, percent-encoded in others."""
        spelled = tag.replace(" ", "%20") if not tag.isascii() and self.rng.random() < 0.3 else quote(tag, safe="")
        return self.href(f"/{self.lang}/Keywords/{spelled}" + ("" if page is None else f"//{page}"))

    def case(self, number: int) -> str:
        """Link to a dossier."""
        return self.href(f"/{self.lang}/NewsCase/type/{number}")

    def home(self) -> str:
        """Link to the edition's home page."""
        return self.href(f"/{self.lang}")

    def section(self, name: str) -> str:
        """Link to a section page."""
        return self.href(f"/{self.lang}/Section/{name}")

    def itself(self, story: Story) -> str:
        """Link of an article page to itself."""
        return self.href(f"/{story.ref.lang}/News/{story.ref.article_id}/{story.ref.slug}")

    def frame_link(self, name: str) -> str:
        """A frame's link left relative (`AboutUs`): on an article it names the article again; elsewhere it goes home."""
        if not isinstance(self.content, Story):
            return self.home()
        return self._recorded(name)

    def has(self, share: float) -> bool:
        """A choice of this page that turns out yes in `share` of all pages."""
        return self.rng.random() < share
