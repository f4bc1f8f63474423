"""Writes stories: article content of a seed, with the oddities of the real site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from alwaght_scraper.items import Article, Block, BlockKind, ListingEntry, Picture, RelatedLink
from alwaght_scraper.replica.model import FIRST_DAY, Abilities, Comment, Figure, ListItem, Ref, Story, id_on
from alwaght_scraper.replica.printed_dates import printed_date
from alwaght_scraper.replica.prose.grammar import VOICES, paragraph, write
from alwaght_scraper.site import ORIGIN, article_url
from alwaght_scraper.text import fold

LAST_DAY = date(2025, 9, 30)
SNIPPET_LENGTH = 300


def invent_ref(rng: Random, lang: str, pool: Sequence[str] = ()) -> Ref:
    """An article of any day of the archive's years, about tags of `pool` (all of the language's when empty)."""
    day = FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))
    tags = tuple(rng.sample(pool or VOICES[lang].tags, rng.randint(2, 6)))
    title = write(rng, lang, "title", tags[:2])
    summary = write(rng, lang, "teaser", tags[:2])
    return Ref(lang, id_on(day, rng.randrange(60)), title, day, printed_date(day, lang, rng), summary, tags)


def invent_refs(rng: Random, lang: str, count: int) -> tuple[Ref, ...]:
    """Articles with ids and titles that differ from one another."""
    refs: dict[str, Ref] = {}
    while len(refs) < count:
        ref = invent_ref(rng, lang)
        refs.setdefault(ref.title, ref)
    return tuple(refs.values())


def write_story(rng: Random, ref: Ref, related: Sequence[Ref], can: Abilities, size: int | None = None) -> Story:
    """The story of `ref` with `size` paragraphs (3-30 when not given), related to `related`."""
    teaser = ref.summary if can.teaser and rng.random() < 0.35 else None
    dateline = rng.choice(VOICES[ref.lang].datelines) if rng.random() < 0.92 else ""
    blocks = _body(rng, ref, dateline, can, size or rng.choice((3, 4, 6, 8, 10, 12, 16, 22, 30)))
    if teaser:
        blocks = (Block(BlockKind.PARAGRAPH.value, teaser), *blocks)
    figures = _figures(rng, ref, can, blocks)
    article = Article(
        lang=ref.lang,
        article_id=ref.article_id,
        url=article_url(ref.lang, ref.article_id),
        title=ref.title,
        published=ref.published,
        published_raw=ref.date_line,
        published_reason=None if ref.published else "",
        category=rng.choice(VOICES[ref.lang].categories) if rng.random() < 0.75 else None,
        dateline=dateline.strip() or None,
        teaser=teaser,
        blocks=blocks,
        tags=ref.tags,
        related=tuple(RelatedLink(other.article_id, article_url(other.lang, other.article_id), other.title) for other in related),
        images=tuple(figure.picture for figure in figures),
    )
    return Story(ref, article, tuple(related), figures, _comments(rng, ref))


def reprinted(story: Story, original: Article) -> Story:
    """The story with the text of another article, but for its lead and its last paragraph, under a title and a date of its own."""
    blocks = original.blocks[bool(original.teaser) :]
    blocks = blocks[:-1] if len(blocks) > 3 else blocks
    figures = tuple(figure for figure in story.figures if figure.after < 0)
    images = tuple(figure.picture for figure in figures)
    article = replace(story.article, blocks=blocks, dateline=original.dateline, teaser=None, images=images)
    return replace(story, article=article, figures=figures)


def _body(rng: Random, ref: Ref, dateline: str, can: Abilities, size: int) -> tuple[Block, ...]:
    opening = write(rng, ref.lang, "opening", ref.tags)
    first = fold(dateline + paragraph(rng, ref.lang, ref.tags, opening))
    blocks = [Block(BlockKind.PARAGRAPH.value, first)]
    has_headings = size > 4 and rng.random() < 0.6
    headings: set[str] = {ref.title}
    while len(blocks) < size:
        heading = write(rng, ref.lang, "heading", ref.tags)
        if has_headings and len(blocks) > 1 and rng.random() < 0.2 and heading not in headings:
            headings.add(heading)
            blocks.append(Block(BlockKind.HEADING.value, heading))
        blocks.append(Block(BlockKind.PARAGRAPH.value, paragraph(rng, ref.lang, ref.tags)))
        if can.quotes and rng.random() < 0.06:
            blocks += _group(rng, ref, "quote_lead", "quoted", BlockKind.QUOTE, rng.randint(1, 2))
        elif can.lists and rng.random() < 0.06:
            blocks += _group(rng, ref, "list_lead", "listed", BlockKind.LIST_ITEM, rng.randint(2, 4))
    return tuple(blocks)


def _group(rng: Random, ref: Ref, lead: str, rule: str, kind: BlockKind, count: int) -> list[Block]:
    texts = dict.fromkeys(write(rng, ref.lang, rule, ref.tags) for _ in range(count))
    blocks = [Block(BlockKind.PARAGRAPH.value, write(rng, ref.lang, lead, ref.tags)), *(Block(kind.value, text) for text in texts)]
    return [*blocks, Block(BlockKind.PARAGRAPH.value, paragraph(rng, ref.lang, ref.tags))]


def _figures(rng: Random, ref: Ref, can: Abilities, blocks: tuple[Block, ...]) -> tuple[Figure, ...]:
    places = [-1] if rng.random() < 0.8 else []
    between = [n for n in range(1, len(blocks) - 1) if blocks[n].kind == blocks[n + 1].kind == BlockKind.PARAGRAPH]
    if can.inner_pictures and between and rng.random() < 0.2:
        places.append(rng.choice(between))
    return tuple(Figure(place, _picture(rng, ref, can)) for place in places)


def _picture(rng: Random, ref: Ref, can: Abilities) -> Picture:
    day = ref.published or LAST_DAY
    url = f"{ORIGIN}/upload/logo/{day.year}{day.month}{day.day}_{rng.randint(1, 40)}/{rng.randrange(10**7, 10**10)}.jpg"
    return Picture(url, write(rng, ref.lang, "caption", ref.tags) if can.captions and rng.random() < 0.5 else None)


def _comments(rng: Random, ref: Ref) -> tuple[Comment, ...]:
    count = rng.choices((0, 1, 2, 3), weights=(50, 20, 20, 10))[0]
    days = [(ref.published or LAST_DAY) + timedelta(days=rng.randint(0, 90)) for _ in range(count)]
    return tuple(
        Comment(write(rng, ref.lang, "nickname"), printed_date(day, ref.lang, rng), write(rng, ref.lang, "comment", ref.tags))
        for day in sorted(days)
    )


def list_item(position: int, story: Story, tag: str) -> ListItem:
    """The entry of a story in the list of `tag`: teaser and body cut to about 300 characters from the tag's first occurrence."""
    ref, article = story.ref, story.article
    text = fold(f"{ref.summary} " + " ".join(block.text for block in article.blocks[bool(article.teaser) :]))
    start = max(text.casefold().find(tag.casefold()), 0)
    rest = text[start:]
    is_cut = len(rest) > SNIPPET_LENGTH
    snippet = fold(rest[:SNIPPET_LENGTH] + " ...") if is_cut else rest
    entry = ListingEntry(position, ref.article_id, article.url, ref.title, ref.published, ref.date_line, snippet, is_cut)
    return ListItem(ref, entry)
