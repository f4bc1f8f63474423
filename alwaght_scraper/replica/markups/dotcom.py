"""`dotcom`: the former domain's order - lists with teasers first, the clock of the visit, date before title, title once."""

from __future__ import annotations

from urllib.parse import quote

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<b>", "</b>"), ('<span class="hl">', "</span>")), share=0.2, links=0.06, breaks=0.01)


class Dotcom(Markup):
    """Pages as alwaght.com served them; addresses and pictures name that host."""

    name = "dotcom"
    spelling = "former"

    def page(self, sheet: Sheet, main: str) -> str:
        """Lists, glossary, clock, content."""
        labels, frame = sheet.labels, sheet.frame
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            f'<!DOCTYPE html>\n<html{turn}><head><meta charset="utf-8"><title>{head_title(sheet)}</title>'
            f"<style>{style(int(12_000 * sheet.weight), 'dotcom')}</style>"
            f'<script>{script(int(26_000 * sheet.weight), "dotcom")}</script></head>\n<body>\n<div id="top"><a href="{sheet.home()}">'
            f'<img src="/img/logo.png" alt="{attr(labels.site)}"></a>'
            f'<span class="site">{esc(labels.site)}</span>'
            f'</div>\n<div id="lists">{self._list(sheet, labels.editors_choice, frame.editors_choice)}'
            f'{self._list(sheet, labels.news, frame.news)}<div class="mv">'
            f"<h3>{esc(labels.most_viewed)}</h3>{self._titles(sheet, frame.most_viewed)}</div></div>\n"
            f'{self._in_focus(sheet)}<div id="bar">'
            f'<span class="clock">  {esc(visit_day(sheet))} {frame.visited:%H:%M}</span> {self._menu(sheet)}</div>\n'
            f'<div id="content">\n{main}</div>\n{self._gallery(sheet)}</body></html>\n'
        )

    def _list(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<div class="it"><h4><a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4><p>{esc(ref.summary)}</p></div>\n' for ref in refs
        )
        return f'<div class="ls"><h3>{esc(label)}</h3>\n{rows}</div>\n'

    def _titles(self, sheet: Sheet, refs: tuple[Ref, ...]) -> str:
        return "".join(f'<p><a href="{sheet.article(ref)}">{esc(ref.title)}</a></p>' for ref in refs)

    def _menu(self, sheet: Sheet) -> str:
        return " ".join(f'<a href="{sheet.section(name)}">{name}</a>' for name in sheet.frame.sections)

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<li><a href="#i{entry.position}">{esc(entry.term)}</a><div class="tip"><b>{esc(entry.term)}</b>'
                f"<p>{esc(entry.definition or '')}</p></div></li>\n"
            )
            for entry in sheet.frame.glossary
        )
        return (
            f'<div id="focus"><h3>{esc(sheet.labels.in_focus)}</h3><ul>{rows}</ul>'
            f'</div>\n<p class="map">{esc(sheet.labels.map_line)} <a href="#map">alwaght.net</a></p>\n'
        )

    def article(self, sheet: Sheet, story: Story) -> str:
        """The date stands before the title, which is printed once."""
        article, labels = story.article, sheet.labels
        category = f'<div class="cat">{esc(article.category)}</div>\n' if article.category else ""
        date_line = f'<div class="when">{esc(article.published_raw)}</div>\n' if article.published_raw else ""
        related = "".join(f'<div><a href="{sheet.article(ref)}">{esc(ref.title)}</a></div>\n' for ref in story.related)
        related = f'<div class="rel"><h5>{esc(labels.related)}</h5>{related}</div>\n' if related else ""
        teaser = f'<div class="lead"><b>{esc(article.teaser)}</b></div><hr>\n' if article.teaser else ""
        tags = ", ".join(f'<a href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        comments = "".join(
            f"<li><b>{esc(c.author)}</b> <span>{esc(c.date_line)}</span> <q>{esc(c.text)}</q></li>\n" for c in story.comments
        )
        fields = "".join(f"<div>{esc(label)} <input></div>" for label in (labels.name, labels.email, labels.text))
        share = quote(story.article.url, safe="")
        return (
            f'{category}{date_line}<h1>{esc(article.title)}</h1>\n<div class="share"><a href="https://social.example/share?u={share}">'
            f'<img src="/img/share.png" alt=""></a></div>\n'
            f'{self.figures(story.lead_figures)}{related}<div class="txt">\n{teaser}{self.body(sheet, story)}</div>\n<div class="tg">'
            f"<b>{esc(labels.tags)}</b> {tags}</div>\n"
            f'<div class="cm"><h3>{esc(labels.comments)}</h3><ul>{comments}</ul>'
            f'<form>{fields}<input type="submit" value="{attr(labels.send)}"></form></div>\n'
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Divs for paragraphs."""
        match block.kind:
            case "list_item":
                return f"<li>{inked(sheet, block.text, _INK)}</li>\n"
            case "quote":
                return f"<blockquote><div>{esc(block.text)}</div></blockquote>\n"
            case "heading":
                return f"<div><b>{esc(block.text)}</b></div>\n"
            case _:
                return f"<div>{inked(sheet, block.text, _INK)}</div>\n<div>&nbsp;</div>\n"

    def figure(self, picture: Picture) -> str:
        """An image of the former host."""
        caption = f"<p><small>{esc(picture.caption)}</small></p>" if picture.caption else ""
        return f'<div class="ph"><img src="http://alwaght.com{attr(picture_path(picture))}">{caption}</div>\n'

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f'<div id="gal"><h3>{esc(labels.gallery)}</h3><p>{esc(labels.photo)}</p><p>{esc(labels.film)}</p><p>{film}</p>'
            f"<p>{film}</p></div>\n"
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Title, title again, date, snippet: lists keep the newer order."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<div class="e"><a href="{href}">{esc(entry.title)}</a>\n<h4><a href="{href}">{esc(entry.title)}</a>'
            f"</h4>\n<div>{esc(entry.published_raw or '')}</div>\n"
            f"<div>{esc(entry.snippet or '')}</div></div>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """Date, title, teaser."""
        return (
            f'<div class="e"><span>{esc(ref.date_line or "")}</span><h4><a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4>'
            f"<p>{esc(ref.summary)}</p></div>\n"
        )
