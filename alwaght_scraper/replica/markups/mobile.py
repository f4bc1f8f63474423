"""`mobile` (held out): XHTML for telephones of 2010 - XML declaration, CDATA, self-closed tags, breaks inside one paragraph."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import Abilities, ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<b>", "</b>"), ("<big>", "</big>"), ('<a name="n"></a><i>', "</i>")), share=0.25, breaks=0.01)


class Mobile(Markup):
    """One narrow column; parts are divided by rules and breaks; nothing is tuned on it."""

    name = "mobile"
    languages = ("en", "fa")
    held_out = True
    content_type = "application/xhtml+xml; charset=utf-8"
    abilities = Abilities(lists=False)

    def page(self, sheet: Sheet, main: str) -> str:
        """Everything below everything else."""
        labels, frame = sheet.labels, sheet.frame
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<!DOCTYPE html PUBLIC "-//WAPFORUM//DTD XHTML Mobile 1.0//EN" "http://www.wapforum.org/DTD/xhtml-mobile10.dtd">\n'
            f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{sheet.lang}"{turn}>\n<head><title>{head_title(sheet)}</title>\n'
            f'<script type="text/javascript">/* '
            f"<![CDATA[ */\n{script(int(30_000 * sheet.weight), 'mobile')}/* ]]> */</script>\n</head>\n<body>\n"
            f'<p align="center"><img src="/m/logo.gif" alt="Alwaght" /><br />'
            f'<a href="{sheet.home()}" accesskey="0">{esc(labels.site)}</a></p>\n<hr />\n'
            f"{self._links(sheet, labels.editors_choice, frame.editors_choice)}{self._links(sheet, labels.news, frame.news)}"
            f"{self._links(sheet, labels.most_viewed, frame.most_viewed)}"
            f"{self._in_focus(sheet)}<hr />\n{main}<hr />\n{self._gallery(sheet)}<p>{self._menu(sheet)}</p>\n</body>\n</html>\n"
        )

    def _links(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<br />\n&#187; <a href="{sheet.article(ref)}">{esc(ref.title)}</a> <small>{esc(ref.date_line or "")}</small>' for ref in refs
        )
        return f"<p><b>{esc(label)}</b>{rows}</p>\n"

    def _menu(self, sheet: Sheet) -> str:
        return " | ".join(
            f'<a href="{sheet.section(name)}" accesskey="{number}">{name}</a>' for number, name in enumerate(sheet.frame.sections, 1)
        )

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<p><a href="#g{entry.position}">{esc(entry.term)}</a><br />\n<b>{esc(entry.term)}</b>'
                f"<br />\n{esc(entry.definition or '')}</p>\n"
            )
            for entry in sheet.frame.glossary
        )
        return f"<p><b>{esc(sheet.labels.in_focus)}</b></p>\n{rows}<p>{esc(sheet.labels.map_line)}<br />alwaght.net</p>\n"

    def article(self, sheet: Sheet, story: Story) -> str:
        """Head and body are paragraphs broken by `br`."""
        article, labels = story.article, sheet.labels
        category = f"<small>{esc(article.category)}</small><br />\n" if article.category else ""
        date_line = f"<small>{esc(article.published_raw)}</small><br />\n" if article.published_raw else ""
        related = "<br />\n".join(f'&#8226; <a href="{sheet.article(ref)}">{esc(ref.title)}</a>' for ref in story.related)
        related = f"<p><b>{esc(labels.related)}</b><br />\n{related}</p>\n" if related else ""
        teaser = f"<p><b>{esc(article.teaser)}</b></p>\n" if article.teaser else ""
        tags = "<br />\n".join(f'<a href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        comments = "".join(f"<p><i>{esc(c.author)}</i>, {esc(c.date_line)}<br />{esc(c.text)}</p>\n" for c in story.comments)
        fields = "".join(f"{esc(label)}<br /><input /><br />\n" for label in (labels.name, labels.email, labels.text))
        hidden = (
            f'<div style="display : none ;">{text_of(print_copy(story, visit_day(sheet)), "<p>", "</p>")}</div>\n' if sheet.has(0.4) else ""
        )
        return (
            f"<p>{category}<big><b>{esc(article.title)}</b></big>"
            f"<br />\n{date_line}{esc(article.title)}</p>\n{hidden}{self.figures(story.lead_figures)}{related}{teaser}"
            f"<p>{self.body(sheet, story)}</p>\n<p>{esc(labels.tags)}<br />\n{tags}</p>\n<p><b>{esc(labels.comments)}</b></p>\n{comments}"
            f'<form action="#"><p>{fields}<input type="submit" value="{attr(labels.send)}" /></p></form>\n'
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Text and two breaks; a quotation leaves the paragraph."""
        match block.kind:
            case "quote":
                return f"</p>\n<blockquote><p>{esc(block.text)}</p></blockquote>\n<p>"
            case "heading":
                return f"<b>{esc(block.text)}</b><br />\n"
            case _:
                return f"{inked(sheet, block.text, _INK)}<br /><br />\n"

    def figure(self, picture: Picture) -> str:
        """A small image between paragraphs."""
        caption = f"<br /><small>{esc(picture.caption)}</small>" if picture.caption else ""
        return f'</p><p align="center"><img src="{attr(picture_path(picture))}" width="220" alt="" />{caption}</p><p>\n'

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f'<p><b>{esc(labels.gallery)}</b><br />{esc(labels.photo)}<br />{esc(labels.film)}<br /><a href="#f">{film}</a>'
            f"<br />{film}</p>\n"
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Four lines of one paragraph."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<p><a href="{href}">{esc(entry.title)}</a><br />\n<b>{esc(entry.title)}</b>'
            f"<br />\n<small>{esc(entry.published_raw or '')}</small><br />\n"
            f"{esc(entry.snippet or '')}</p>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """Lines of one paragraph."""
        return (
            f'<p><a href="{sheet.article(ref)}">{esc(ref.title)}</a><br />\n<small>{esc(ref.date_line or "")}</small>'
            f"<br />\n{esc(ref.summary)}</p>\n"
        )
