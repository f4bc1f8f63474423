"""`wordpaste`: bodies pasted from Word - line breaks for paragraphs, mso junk, conditional comments, smart tags."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, visit_day
from alwaght_scraper.replica.model import Abilities, ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(
    wrappers=(
        ("<span lang=EN-US style='font-size:12.0pt;mso-bidi-font-size:11.0pt'>", "</span>"),
        ("<b style='mso-bidi-font-weight:normal'>", "</b>"),
        ('<st1:place w:st="on">', "</st1:place>"),
        ("<span style='mso-spacerun:yes'>", "</span>"),
        ('<i style="mso-bidi-font-style:normal">', "</i>"),
    ),
    share=0.6,
    breaks=0.06,
    entities=True,
)
_JUNK = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:PunctuationKerning/></w:WordDocument></xml>"
    "<![endif]-->"
    '<!--[if gte mso 10]><style>table.MsoNormalTable {mso-style-name:"Table Normal";}</style><p>Wednesday 9 January 2008</p><![endif]-->\n'
)
_EMPTY = (
    "<o:p></o:p>",
    "<o:p>&nbsp;</o:p>",
    "<!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->",
    "<![if !supportLineBreakNewLine]><![endif]>",
)


class WordPaste(Markup):
    """A plain frame around a body that no paragraph tag divides."""

    name = "wordpaste"
    abilities = Abilities(lists=False, quotes=False, inner_pictures=False)

    def page(self, sheet: Sheet, main: str) -> str:
        """Boxes in one column, the article in the other."""
        labels, frame = sheet.labels, sheet.frame
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            f"<!DOCTYPE html>\n<html{turn} "
            f'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">\n<head>\n'
            f'<meta charset="utf-8" />\n<title>{head_title(sheet)}</title>\n'
            f'<script type="text/javascript">{script(int(40_000 * sheet.weight), "word")}</script>\n</head>\n'
            f'<body>\n<div class="top"><a href="{sheet.home()}"><b>{esc(labels.site)}</b>'
            f'</a> {self._menu(sheet)}</div>\n<div class="side">\n'
            f"{self._box(sheet, labels.editors_choice, frame.editors_choice)}{self._box(sheet, labels.news, frame.news)}"
            f"{self._box(sheet, labels.most_viewed, frame.most_viewed)}<p>{esc(labels.period)}</p>\n{self._in_focus(sheet)}</div>\n"
            f'<div class="text">\n{main}</div>\n{self._gallery(sheet)}</body>\n</html>\n'
        )

    def _menu(self, sheet: Sheet) -> str:
        return " ".join(f'<a href="{sheet.section(name)}">{name}</a>' for name in sheet.frame.sections)

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(f'<a href="{sheet.article(ref)}">{esc(ref.title)}</a><br />\n' for ref in refs)
        return f"<h4>{esc(label)}</h4>\n<p>{rows}</p>\n"

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            f"<strong>{esc(entry.term)}</strong><br />\n{esc(entry.term)}<br />\n{esc(entry.definition or '')}<br /><br />\n"
            for entry in sheet.frame.glossary
        )
        return f"<h4>{esc(sheet.labels.in_focus)}</h4>\n<div>{rows}</div>\n<p>{esc(sheet.labels.map_line)}<br />\nalwaght.net</p>\n"

    def article(self, sheet: Sheet, story: Story) -> str:
        """Title and date in tags of their own, the body one long run of text."""
        article, labels = story.article, sheet.labels
        category = f'<p class="cat">{esc(article.category)}</p>\n' if article.category else ""
        date_line = f'<p class="date">{esc(article.published_raw)}</p>\n' if article.published_raw else ""
        related = "<br />\n".join(f'<a href="{sheet.article(ref)}">{esc(ref.title)}</a>' for ref in story.related)
        related = f"<p><u>{esc(labels.related)}</u><br />\n{related}</p>\n" if related else ""
        teaser = f"<p class=MsoNormal><b>{esc(article.teaser)}<o:p></o:p></b></p>\n" if article.teaser else ""
        tags = " ".join(f'<a href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        comments = "".join(f"<p><b>{esc(c.author)}</b> ({esc(c.date_line)}):<br />{esc(c.text)}</p>\n" for c in story.comments)
        fields = " ".join(f"{esc(label)} <input /><br />" for label in (labels.name, labels.email, labels.text))
        note = f'<div style="visibility:hidden;mso-hide:all">{esc(visit_day(sheet))} {esc(article.title)}</div>\n' if sheet.has(0.3) else ""
        return (
            f"{category}<h1>{esc(article.title)}</h1>\n{date_line}<h2>{esc(article.title)}"
            f"</h2>\n{self.figures(story.lead_figures)}{related}{note}{_JUNK}{teaser}"
            f"<div>{self.body(sheet, story)}</div>\n<p>{esc(labels.tags)} {tags}</p>\n<h4>{esc(labels.comments)}</h4>\n{comments}"
            f'<form>{fields}<input type="submit" value="{attr(labels.send)}" /></form>\n'
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Text, then an empty line."""
        text = f"<b>{esc(block.text)}</b>" if block.kind == "heading" else inked(sheet, block.text, _INK)
        junk = sheet.rng.choice(_EMPTY) if sheet.has(0.25) else ""
        return f"{text}{junk}<br />\n{'&nbsp;' if sheet.has(0.3) else ''}<br />\n"

    def figure(self, picture: Picture) -> str:
        """An image in a paragraph, its caption in the next."""
        caption = f'<p class="caption"><i>{esc(picture.caption)}</i></p>\n' if picture.caption else ""
        return (
            f'<p align="center"><!--[if gte vml 1]><v:shape id="_x0000_i1025"/><![endif]-->'
            f'<img src="{attr(picture_path(picture))}" v:shapes="_x0000_i1025" /></p>\n{caption}'
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return f"<div><h4>{esc(labels.gallery)}</h4>{esc(labels.photo)}<br />{esc(labels.film)}<br />{film}<br />{film}</div>\n"

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Lines of one paragraph."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<p><a href="{href}"><b>{esc(entry.title)}</b></a><br />\n{esc(entry.title)}<br />\n<i>{esc(entry.published_raw or "")}</i>'
            f"<br />\n"
            f"{esc(entry.snippet or '')}</p>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """Lines of one paragraph."""
        return f'<p><a href="{sheet.article(ref)}">{esc(ref.title)}</a><br />\n{esc(ref.date_line or "")}<br />\n{esc(ref.summary)}</p>\n'
