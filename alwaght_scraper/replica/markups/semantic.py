"""`semantic`: HTML5 with JSON-LD, Open Graph and `<time>` - and their usual untruths.

The logo is the `h1`, `dateModified` is later, `datePublished` is in UTC (a day early in Tehran's
evening hours), `og:title` has the site's name behind it, comments and asides have `<time>` too.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(
    wrappers=(("<strong>", "</strong>"), ("<em>", "</em>"), ("<mark>", "</mark>"), ('<abbr title="see below">', "</abbr>")),
    links=0.08,
    hyphens=0.05,
)
_TAGS = {"heading": "h3", "list_item": "li"}


def _time(day: date | None, line: str | None) -> str:
    return f'<time datetime="{day.isoformat()}T00:00:00+03:30">{esc(line)}</time>' if day and line else esc(line or "")


class Semantic(Markup):
    """Header, nav, aside, main, article, footer."""

    name = "semantic"
    spelling = "absolute"

    def page(self, sheet: Sheet, main: str) -> str:
        """The aside stands before the main part, as the site's order has it."""
        labels, frame = sheet.labels, sheet.frame
        direction = "ltr" if sheet.lang == "en" else "rtl"
        tabs = "".join(f'<button type="button" role="tab">{esc(word)}</button>' for word in labels.period.split())
        return (
            f'<!DOCTYPE html>\n<html lang="{sheet.lang}" dir="{direction}">\n<head>\n  <meta charset="utf-8">\n{self._head(sheet)}'
            f"  <script>{script(int(30_000 * sheet.weight), 'semantic')}</script>\n</head>\n<body>\n<header>\n  <h1>"
            f'<a href="{sheet.home()}">{esc(labels.site)}</a></h1>\n'
            f"  <nav><ul>{self._menu(sheet)}</ul>"
            f"</nav>\n</header>\n<aside>\n{self._box(sheet, labels.editors_choice, frame.editors_choice)}"
            f"{self._box(sheet, labels.news, frame.news)}<section><h2>{esc(labels.most_viewed)}</h2>"
            f'<div role="tablist">{tabs}</div>{self._items(sheet, frame.most_viewed)}</section>\n'
            f"{self._in_focus(sheet)}</aside>\n<main>\n{main}\n</main>\n<footer>\n{self._gallery(sheet)}</footer>\n</body>\n</html>\n"
        )

    def _head(self, sheet: Sheet) -> str:
        if not isinstance(sheet.content, Story):
            return f"  <title>{esc(sheet.labels.site)}</title>\n"
        article = sheet.content.article
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title[:110],
            "dateModified": "2025-11-02T09:14:00Z",
        }
        if article.published:
            start = datetime.combine(article.published, time(1, 0)) - timedelta(hours=3, minutes=30)
            data["datePublished"] = start.isoformat() + "Z"
        logo = {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Alwaght",
            "foundingDate": "2014-05-31",
            "logo": "http://alwaght.net/logo.png",
        }
        scripts = "".join(
            f'  <script type="application/ld+json">{json.dumps(part, ensure_ascii=False)}</script>\n' for part in (logo, data)
        )
        described = article.teaser or sheet.content.body_blocks[0].text[:150]
        return (
            f'  <title>{esc(article.title)} - {esc(sheet.labels.site)}</title>\n  <link rel="canonical" href="{attr(article.url)}">\n'
            f'  <meta property="og:site_name" content="Alwaght">\n  <meta property="og:title" content="{attr(article.title)} - Alwaght">\n'
            f'  <meta property="og:type" content="article">\n  <meta name="description" content="{attr(described)}">\n{scripts}'
        )

    def _menu(self, sheet: Sheet) -> str:
        return "".join(f'<li><a href="{sheet.section(name)}">{name}</a></li>' for name in sheet.frame.sections)

    def _items(self, sheet: Sheet, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<li><a href="{sheet.article(ref)}">{esc(ref.title)}</a> {_time(ref.published, ref.date_line)}</li>\n' for ref in refs
        )
        return f"<ol>{rows}</ol>"

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        return f"<section><h2>{esc(label)}</h2>{self._items(sheet, refs)}</section>\n"

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<article class="term"><h3><a href="#t{entry.position}">{esc(entry.term)}</a></h3><div id="t{entry.position}">'
                f"<h4>{esc(entry.term)}</h4>"
            )
            + (f"<p>{esc(entry.definition)}</p>" if entry.definition else "")
            + "</div></article>\n"
            for entry in sheet.frame.glossary
        )
        return f"<section><h2>{esc(sheet.labels.in_focus)}</h2>\n{rows}</section>\n<p>{esc(sheet.labels.map_line)}<br>alwaght.net</p>\n"

    def article(self, sheet: Sheet, story: Story) -> str:
        """An article with header, figure, nav, section and footer."""
        article, labels = story.article, sheet.labels
        category = f'<p class="kicker">{esc(article.category)}</p>\n' if article.category else ""
        related = "".join(f'<li><a href="{sheet.article(ref)}">{esc(ref.title)}</a></li>\n' for ref in story.related)
        related = f'<nav aria-label="related"><h3>{esc(labels.related)}</h3><ul>{related}</ul></nav>\n' if related else ""
        lead = f'<p class="lead"><strong>{esc(article.teaser)}</strong></p>\n' if article.teaser else ""
        tags = "\n".join(f'<li><a rel="tag" href="{sheet.tag(tag)}">{esc(tag)}</a></li>' for tag in article.tags)
        print_part = f"<template>{text_of(print_copy(story, visit_day(sheet)), '<p>', '</p>')}</template>\n" if sheet.has(0.4) else ""
        return (
            f"{print_part}<article>\n<header>{category}<h2>{esc(article.title)}</h2>\n"
            f"<p>{_time(article.published, article.published_raw)}</p>\n"
            f'<h3><a href="{sheet.itself(story)}">{esc(article.title)}</a></h3></header>\n{self.figures(story.lead_figures)}{related}'
            f"<section>\n{lead}{self.body(sheet, story)}</section>\n<footer><h3>{esc(labels.tags)}</h3><ul>{tags}</ul>"
            f"</footer>\n</article>\n{self._comments(sheet, story)}"
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """The tag that says what it is."""
        if block.kind == "quote":
            return f"<blockquote><p>{esc(block.text)}</p></blockquote>\n"
        name = _TAGS.get(block.kind, "p")
        return f"<{name}>{inked(sheet, block.text, _INK) if name == 'p' else esc(block.text)}</{name}>\n"

    def figure(self, picture: Picture) -> str:
        """A figure."""
        caption = f"<figcaption>{esc(picture.caption)}</figcaption>" if picture.caption else ""
        return f'<figure><img src="{attr(picture.url)}" alt="Alwaght photo">{caption}</figure>\n'

    def _comments(self, sheet: Sheet, story: Story) -> str:
        labels = sheet.labels
        rows = "".join(
            (
                f'<article><h4>{esc(comment.author)}</h4><time datetime="2025-10-0{number + 1}">{esc(comment.date_line)}</time>'
                f"<p>{esc(comment.text)}</p></article>\n"
            )
            for number, comment in enumerate(story.comments)
        )
        fields = "".join(f"<label>{esc(label)} <input></label>" for label in (labels.name, labels.email))
        return (
            f"<section><h2>{esc(labels.comments)}</h2>\n{rows}<form>{fields}<label>{esc(labels.text)} <textarea></textarea></label>"
            f"<button>{esc(labels.send)}</button></form></section>\n"
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f"<h2>{esc(labels.gallery)}</h2><ul><li>{esc(labels.photo)}</li><li>{esc(labels.film)}</li></ul><h3>{film}</h3><p>{film}</p>\n"
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """A short article."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<article><h3><a href="{href}">{esc(entry.title)}</a></h3><h4>{esc(entry.title)}</h4>'
            f"<p>{_time(entry.published, entry.published_raw)}</p>"
            f"<p>{esc(entry.snippet or '')}</p></article>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A short article."""
        return (
            f'<article><h3><a href="{sheet.article(ref)}">{esc(ref.title)}</a>'
            f"</h3>{_time(ref.published, ref.date_line)}<p>{esc(ref.summary)}</p></article>\n"
        )
