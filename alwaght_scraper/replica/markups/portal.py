"""`portal`: a WebForms page of the 2010s - one big form, view state, nested lists of boxes, inline scripts.

The replica's main English markup and the one to measure speed on: about 70 KB, of which the article is 15 %.
"""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style, view_state
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(
    wrappers=(("<strong>", "</strong>"), ("<em>", "</em>"), ('<span style="font-size: 12pt;">', "</span>")),
    links=0.06,
    breaks=0.004,
    hyphens=0.05,
)
_KINDS = {"quote": ("<blockquote><p>", "</p></blockquote>"), "heading": ("<p><strong>", "</strong></p>")}


class Portal(Markup):
    """Divs and lists with ids of ASP.NET controls."""

    name = "portal"

    def page(self, sheet: Sheet, main: str) -> str:
        """Header with mega-menu, the left column of boxes, the content panel, footer."""
        labels, frame, heavy = sheet.labels, sheet.frame, int(sheet.weight * 1000)
        direction = "" if sheet.lang == "en" else ' dir="rtl"'
        return (
            f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
            f'<html xmlns="http://www.w3.org/1999/xhtml"{direction}>\n<head id="ctl00_Head1">'
            f'<meta http-equiv="Content-Type" content="text/html; '
            f'charset=utf-8" /><title>\n\t{head_title(sheet)}\n</title><meta name="keywords" content="news, analysis, Middle East, Iran" />'
            f'<meta name="description" content="{attr(labels.site)}" /><link rel="stylesheet" href="/Content/site.css" type="text/css" />'
            f'<style type="text/css">\n{style(5 * heavy, "portal")}</style>\n<script type="text/javascript">//'
            f"<![CDATA[\n{script(11 * heavy, 'portal')}"
            f'//]]></script></head>\n<body>\n<form method="post" action="./" id="aspnetForm">\n<div class="aspNetHidden">\n'
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK{view_state(12 * heavy, sheet.url)}" />\n</div>\n'
            f'<div id="wrap"><div id="head"><h1 id="logo"><a href="{sheet.home()}" title="Home">{esc(labels.site)}</a>'
            f"</h1>{self._menu(sheet)}</div>\n"
            f'<div id="left">{self._box(sheet, labels.editors_choice, frame.editors_choice, True)}'
            f"{self._box(sheet, labels.news, frame.news, False)}"
            f'<div class="box"><h3>{esc(labels.most_viewed)}</h3>'
            f'<div class="tabs">{self._period(sheet)}</div>{self._titles(sheet, frame.most_viewed)}</div>\n'
            f"{self._in_focus(sheet)}</div>\n"
            f'<div id="ctl00_cph_pnlContent">{main}</div>\n{self._gallery(sheet)}{self._footer(sheet)}</div></form>\n'
            f'<script type="text/javascript">\n{script(8 * heavy, "portal-foot")}</script>\n</body>\n</html>\n'
        )

    def _menu(self, sheet: Sheet) -> str:
        items = "".join(
            f'<li class="m{number}"><a href="{sheet.section(name)}"><span>{name}</span></a>{self._submenu(sheet)}</li>\n'
            for number, name in enumerate(sheet.frame.sections)
        )
        return f'<ul id="nav">{items}<li><a href="{sheet.frame_link("AboutUs")}">About us</a></li></ul>'

    def _submenu(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<li class="sub{number}"><a class="menuItem level2" href="{sheet.tag(tag)}" title="{attr(tag)}"><span class="ico">'
                f"</span>{esc(tag)}</a></li>\n"
            )
            for number, tag in enumerate(sheet.frame.cloud * round(3 * sheet.weight))
        )
        return f'<ul class="sub">{rows}</ul>' if rows else ""

    def _period(self, sheet: Sheet) -> str:
        return " ".join(f'<a href="#">{esc(word)}</a>' for word in sheet.labels.period.split())

    def _titles(self, sheet: Sheet, refs: tuple[Ref, ...]) -> str:
        return "<ul>" + "".join(f'<li><a href="{sheet.article(ref)}">{esc(ref.title)}</a></li>\n' for ref in refs) + "</ul>"

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...], dated: bool) -> str:
        rows = "".join(
            f'<div class="item"><a href="{sheet.article(ref)}">{esc(ref.title)}</a>'
            + (f'<span class="d">{esc(ref.date_line or "")}</span><p>{esc(ref.summary)}</p>' if dated else "")
            + "</div>\n"
            for ref in refs
        )
        return f'<div class="box"><h3>{esc(label)}</h3>{rows}</div>\n'

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            f'<div class="focus"><a href="#f{entry.position}">{"  " * (entry.position == 5)}{esc(entry.term)}</a>\n<div class="pop">'
            f"<h5>{esc(entry.term)}</h5>\n"
            f"{esc(entry.definition or '')}</div></div>\n"
            for entry in sheet.frame.glossary
        )
        map_line = f'<div class="map"><a href="#map">{esc(sheet.labels.map_line)}<br />alwaght.net</a></div>'
        return f'<div class="box"><h3>{esc(sheet.labels.in_focus)}</h3>\n{rows}</div>\n{map_line}'

    def article(self, sheet: Sheet, story: Story) -> str:
        """The news panel."""
        article, labels = story.article, sheet.labels
        category = f'<div class="newsType">{esc(article.category)}</div>' if article.category else ""
        date_line = f'<span id="ctl00_cph_lblDate" class="date">{esc(article.published_raw)}</span>\n' if article.published_raw else ""
        related = "".join(f'<li><a href="{sheet.article(ref)}">{esc(ref.title)}</a></li>\n' for ref in story.related)
        related = f'<div class="rel"><h4>{esc(labels.related)}</h4><ul>{related}</ul></div>\n' if related else ""
        teaser = f'<div class="lead"><b>{esc(article.teaser)}</b></div>\n' if article.teaser else ""
        tags = "\n".join(f'<a class="tg" href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        print_div = (
            f'<div id="printDiv" style="display:none">{text_of(print_copy(story, visit_day(sheet)), "<p>", "</p>")}</div>\n'
            if sheet.has(0.4)
            else ""
        )
        return (
            f'{print_div}{category}<h2 class="newsTitle">{esc(article.title)}</h2>\n{date_line}'
            f'<div class="subject"><a href="{sheet.itself(story)}">{esc(article.title)}</a>'
            f"</div>\n{self.figures(story.lead_figures)}{related}"
            f'<div class="newsText">{teaser}{self.body(sheet, story)}</div>\n<div class="tags">{esc(labels.tags)} {tags}'
            f"</div>\n{self._comments(sheet, story)}"
        )

    def figure(self, picture: Picture) -> str:
        """An image with its caption below."""
        caption = f'<span class="cap">{esc(picture.caption)}</span>' if picture.caption else ""
        return f'<div class="pic"><img src="{attr(picture_path(picture))}" alt="" width="600" />{caption}</div>\n'

    def block(self, sheet: Sheet, block: Block) -> str:
        """Justified paragraphs; a bold line as heading."""
        if block.kind == "list_item":
            return f"<li>{inked(sheet, block.text, _INK)}</li>\n"
        before, after = _KINDS.get(block.kind, ('<p style="text-align: justify;">', "</p>"))
        return f"{before}{inked(sheet, block.text, _INK) if block.kind == 'paragraph' else esc(block.text)}{after}\n"

    def _comments(self, sheet: Sheet, story: Story) -> str:
        labels = sheet.labels
        rows = "".join(
            f'<div class="cm"><b>{esc(comment.author)}</b> <i>{esc(comment.date_line)}</i><p>{esc(comment.text)}</p></div>'
            for comment in story.comments
        )
        return (
            f'<div class="comments"><h4>{esc(labels.comments)}</h4>{rows}<table><tr><td>{esc(labels.name)}</td><td>'
            f'<input type="text" name="n" /></td></tr>'
            f'<tr><td>{esc(labels.email)}</td><td><input type="text" name="e" /></td></tr><tr><td>{esc(labels.text)}</td><td>'
            f'<textarea name="t"></textarea>'
            f'</td></tr></table><input type="submit" value="{attr(labels.send)}" /></div>\n'
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f'<div class="gallery"><h3>{esc(labels.gallery)}</h3><div><a href="#ph">{esc(labels.photo)}</a></div><div>'
            f'<a href="#fi">{esc(labels.film)}</a></div>'
            f'<a href="#film"><img src="/upload/film/cover.jpg" alt="{attr(sheet.frame.film)}" />{film}</a><p>{film}</p></div>\n'
        )

    def _footer(self, sheet: Sheet) -> str:
        cases = " ".join(f'<a href="{sheet.case(number)}">Dossier {number}</a>' for number in sheet.frame.cases)
        return (
            f'<div id="foot"><p>{cases}</p><p>Copyright 2026 Alwaght. {esc(visit_day(sheet))}</p>'
            f'<a href="{sheet.frame_link("ContactUs")}">Contact us</a></div>'
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """A row of the keyword page."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<div class="row"><h4><a href="{href}">{esc(entry.title)}</a></h4>\n<a class="more" href="{href}">{esc(entry.title)}</a>\n'
            f'<span class="date">{esc(entry.published_raw or "")}</span>\n<div class="sn">{esc(entry.snippet or "")}</div></div>\n'
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A teaser on the front page."""
        href = sheet.article(ref)
        return (
            f'<div class="card"><a href="{href}"><img src="/upload/thumb/{ref.article_id}.jpg" alt="" /></a><h4>'
            f'<a href="{href}">{esc(ref.title)}</a></h4>'
            f"<span>{esc(ref.date_line or '')}</span><p>{esc(ref.summary)}</p></div>\n"
        )
