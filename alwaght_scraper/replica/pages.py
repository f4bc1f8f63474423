"""Renders single pages with their ground truth: what tests, fixtures and benchmarks are made of."""

from __future__ import annotations

from random import Random

from alwaght_scraper.captures.capture import Headers
from alwaght_scraper.items import Extraction, ListingEntry, Outcome, PageKind
from alwaght_scraper.replica.frames import write_frame
from alwaght_scraper.replica.labels import choose_labels
from alwaght_scraper.replica.markups.base import Markup
from alwaght_scraper.replica.markups.catalogue import ALL
from alwaght_scraper.replica.model import Content, Frame, Front, Page, Ref, Story, TagList
from alwaght_scraper.replica.prose.grammar import seeded
from alwaght_scraper.replica.sheet import Sheet
from alwaght_scraper.replica.stories import invent_ref, invent_refs, list_item, write_story
from alwaght_scraper.site import address, home_url, tag_url

SERVER: Headers = (("Server", "Microsoft-IIS/8.5"), ("X-Powered-By", "ASP.NET"), ("Cache-Control", "private"))


def article_address(ref: Ref, markup: Markup) -> str:
    """The usual address of an article, on the host whose pages the markup imitates."""
    host = "alwaght.com" if markup.spelling == "former" else "alwaght.net"
    return f"http://{host}/{ref.lang}/{'news' if host.endswith('com') else 'News'}/{ref.article_id}/{ref.slug}"


def render_page(markup: Markup, url: str, frame: Frame, content: Content, rng: Random, weight: float) -> Page:
    """One page in one markup, with what extraction must make of it."""
    sheet = Sheet(url, frame, content, choose_labels(frame.lang, rng), rng, weight, markup.spelling)
    payload = markup.render(sheet)
    headers: Headers = SERVER if markup.content_type is None else (("Content-Type", markup.content_type), *SERVER)
    return Page(url, frame.visited, 200, headers, payload, _expected(sheet), markup.name)


def _expected(sheet: Sheet) -> Extraction:
    content = sheet.content
    target = address(sheet.url)
    if target is None:
        raise ValueError(f"{sheet.url} is no address of the site")
    listing: tuple[ListingEntry, ...] = tuple(item.expected for item in content.items) if isinstance(content, TagList) else ()
    return Extraction(
        kind=target.kind,
        outcome=Outcome.OK,
        lang=target.lang,
        article_id=target.article_id,
        tag=target.tag,
        page=target.page,
        article=content.article if isinstance(content, Story) else None,
        glossary=sheet.frame.glossary,
        listing=listing,
        links=tuple(sheet.links[url] for url in sorted(sheet.links)),
    )


def article_page(
    markup_name: str, seed: int | str, lang: str = "en", *, weight: float = 0.1, ref: Ref | None = None, size: int | None = None
) -> Page:
    """An article page that depends on nothing but its arguments; `weight` 1.0 gives about 70 KB."""
    markup = ALL[markup_name]
    rng = seeded(markup_name, lang, seed)
    ref = ref or invent_ref(rng, lang)
    story = write_story(rng, ref, invent_refs(rng, lang, rng.choice((0, 0, 1, 2, 3, 4))), markup.abilities, size)
    return render_page(markup, article_address(ref, markup), write_frame(rng, lang, invent_refs(rng, lang, 12)), story, rng, weight)


def tag_list_page(markup_name: str, seed: int | str, lang: str = "en", *, weight: float = 0.1, length: int | None = None) -> Page:
    """A tag list page of `length` entries (3-12 when not given)."""
    markup = ALL[markup_name]
    rng = seeded(markup_name, lang, seed, "list")
    stories = [
        write_story(rng, ref, (), markup.abilities, rng.randint(3, 8)) for ref in invent_refs(rng, lang, length or rng.randint(3, 12))
    ]
    tag = rng.choice(stories[0].ref.tags)
    page, pages = rng.choice((None, None, 1, 2)), 3
    content = TagList(tag, page, pages, tuple(list_item(position, story, tag) for position, story in enumerate(stories)))
    return render_page(markup, tag_url(lang, tag, page), write_frame(rng, lang, invent_refs(rng, lang, 12)), content, rng, weight)


def home_page(markup_name: str, seed: int | str, lang: str = "en", *, weight: float = 0.1) -> Page:
    """A home page with two groups of cards."""
    markup = ALL[markup_name]
    rng = seeded(markup_name, lang, seed, "home")
    refs = invent_refs(rng, lang, 12)
    content = Front(PageKind.HOME, (("Latest", refs[:8]), ("Analysis", refs[8:])))
    return render_page(markup, home_url(lang), write_frame(rng, lang, invent_refs(rng, lang, 12)), content, rng, weight)
