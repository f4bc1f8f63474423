"""`tables`: nested layout tables with font tags, spacer images and everything centred, as in 2004."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<b>", "</b>"), ("<i>", "</i>"), ('<font color="#800000">', "</font>"), ("<u>", "</u>")), breaks=0.03, entities=True)
_TABLE = '<table border="0" cellpadding="0" cellspacing="0" width="100%">'
_SPACER = '<img src="/images/spacer.gif" width="1" height="8" alt="">'


class Tables(Markup):
    """Every part of the page is a table in a cell of another."""

    name = "tables"
    list_tags = ('<tr><td><ul type="square">', "</ul></td></tr>\n")

    def page(self, sheet: Sheet, main: str) -> str:
        """One table with a row for the head, a row of three columns and a row for the foot."""
        labels, frame = sheet.labels, sheet.frame
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            f'<html{turn}>\n<head>\n<meta http-equiv="content-type" content="text/html; charset=utf-8">\n<title>{head_title(sheet)}'
            f"</title>\n"
            f'<script language="JavaScript">\n<!--\n{script(int(30_000 * sheet.weight), "tables")}//-->\n</script>\n</head>\n'
            f'<body bgcolor="#ffffff" topmargin="0"><center>\n{_TABLE}<tr><td colspan="3" align="center" background="/images/top.gif">'
            f'<font size="5" face="Tahoma"><b>{esc(labels.site)}</b></font><br>{self._menu(sheet)}</td></tr>\n<tr>'
            f'<td width="180" valign="top">{self._box(sheet, labels.editors_choice, frame.editors_choice)}'
            f"{self._box(sheet, labels.news, frame.news)}"
            f"{self._box(sheet, labels.most_viewed + ' ' + labels.period, frame.most_viewed)}{self._in_focus(sheet)}</td>\n"
            f'<td width="10">&nbsp;</td>'
            f'<td valign="top">{main}</td></tr>\n<tr><td colspan="3">{self._gallery(sheet)}</td></tr></table>\n</center></body></html>\n'
        )

    def _menu(self, sheet: Sheet) -> str:
        links = (f'<a href="{sheet.section(name)}"><font size="2" color="white">{name}</font></a>' for name in sheet.frame.sections)
        return "&nbsp;|&nbsp;".join([f'<a href="{sheet.home()}"><font size="2" color="white">Home</font></a>', *links])

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<tr><td width="9"><img src="/images/bullet.gif" alt=""></td><td><font size="1" face="Verdana">'
            f'<a href="{sheet.article(ref)}">{esc(ref.title)}</a>'
            f"<br>{esc(ref.date_line or '')}</font></td></tr>\n"
            for ref in refs
        )
        return (
            f'{_TABLE}<tr><td colspan="2" bgcolor="#003366"><font color="#ffffff"><b>{esc(label)}</b></font></td>'
            f"</tr>\n{rows}</table>{_SPACER}\n"
        )

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            f'<tr><td bgcolor="#eeeeee"><font size="2"><a name="g{entry.position}">{esc(entry.term)}</a></font></td></tr>\n'
            f'<tr><td><font size="2"><b>{esc(entry.term)}</b></font><br><br><font size="1">{esc(entry.definition or "")}</font></td></tr>\n'
            for entry in sheet.frame.glossary
        )
        head = f'<tr><td bgcolor="#003366"><font color="#ffffff"><b>{esc(sheet.labels.in_focus)}</b></font></td></tr>'
        map_row = (
            f'<tr><td><font size="1">{sheet.labels.map_line.replace("  ", "&nbsp; ")}</font></td></tr><tr><td>'
            f'<font size="1">alwaght.net</font></td></tr>'
        )
        return f"{_TABLE}{head}\n{rows}{map_row}</table>\n"

    def article(self, sheet: Sheet, story: Story) -> str:
        """A table of its own for each part; the body's paragraphs are rows."""
        article, labels = story.article, sheet.labels
        title = esc(article.title)
        rows = [
            f'<font size="1" color="#990000">{esc(article.category)}</font>' if article.category else "",
            f'<font size="5" face="Times New Roman"><b>{title}</b></font>',
            f'<font size="1" color="gray">{esc(article.published_raw).replace(" ", "&nbsp;")}</font>' if article.published_raw else "",
            f'<font size="4">{title}</font>',
        ]
        head = "".join(f'<tr><td align="center">{row}</td></tr>\n' for row in rows if row)
        teaser = f'<tr><td><font size="3"><b><i>{esc(article.teaser)}</i></b></font></td></tr>\n' if article.teaser else ""
        tags = "&nbsp; ".join(f'<a href="{sheet.tag(tag)}"><font size="2">{esc(tag)}</font></a>' for tag in article.tags)
        hidden = (
            f'<table style="display: none"><tr><td>{text_of(print_copy(story, visit_day(sheet)), "<p>", "</p>")}</td></tr></table>'
            if sheet.has(0.3)
            else ""
        )
        return (
            f"{_TABLE}{head}</table>\n{hidden}{_TABLE}{self.figures(story.lead_figures)}<tr><td>{self._related(sheet, story)}</td></tr>"
            f"</table>\n"
            f'{_TABLE}{teaser}{self.body(sheet, story)}</table>\n{_SPACER}{_TABLE}<tr><td><font size="2"><b>{esc(labels.tags)}</b>'
            f"</font> {tags}</td></tr></table>\n"
            f"{self._comments(sheet, story)}"
        )

    def _related(self, sheet: Sheet, story: Story) -> str:
        if not story.related:
            return ""
        rows = "".join(
            (
                f'<tr><td width="9"><img src="/images/bullet.gif" alt=""></td><td><a href="{sheet.article(ref)}">'
                f'<font size="2">{esc(ref.title)}</font></a></td></tr>\n'
            )
            for ref in story.related
        )
        return (
            f'{_TABLE}<tr><td colspan="2"><font size="2" color="#003366"><b>{esc(sheet.labels.related)}</b></font></td>'
            f"</tr>{rows}</table>\n"
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """A row for a paragraph; indented tables for quotations."""
        if block.kind == "list_item":
            return f'<li><font size="3">{inked(sheet, block.text, _INK)}</font></li>\n'
        if block.kind == "quote":
            return f'<tr><td><blockquote><font size="3"><i>{esc(block.text)}</i></font></blockquote></td></tr>\n'
        if block.kind == "heading":
            return f'<tr><td><font size="3" color="#003366"><b>{esc(block.text)}</b></font></td></tr>\n'
        return (
            f'<tr><td align="justify"><p align="justify">'
            f'<font size="3" face="Times New Roman">{inked(sheet, block.text, _INK)}</font></p></td></tr>\n'
        )

    def figure(self, picture: Picture) -> str:
        """A table with the caption in the row below; a row of the body's table where it stands inside."""
        caption = f'<tr><td align="center"><font size="1">{esc(picture.caption)}</font></td></tr>' if picture.caption else ""
        return (
            f'<tr><td align="center"><table border="1"><tr><td><img src="{attr(picture_path(picture))}" border="0"></td>'
            f"</tr>{caption}</table></td></tr>\n"
        )

    def figures(self, pictures: tuple[Picture, ...]) -> str:
        """Rows must stand in a table wherever they are printed."""
        return f"<tr><td>{_TABLE}{''.join(map(self.figure, pictures))}</table></td></tr>\n" if pictures else ""

    def _comments(self, sheet: Sheet, story: Story) -> str:
        labels = sheet.labels
        rows = "".join(
            f'<tr><td colspan="2" bgcolor="#f4f4f4"><font size="1"><b>{esc(comment.author)}</b> - {esc(comment.date_line)}</font><br>'
            f'<font size="2">{esc(comment.text)}</font></td></tr>\n'
            for comment in story.comments
        )
        fields = "".join(
            f"<tr><td><font size=2>{esc(label)}</font></td><td><input name=f></td></tr>"
            for label in (labels.name, labels.email, labels.text)
        )
        return (
            f'<form>{_TABLE}<tr><td colspan="2"><b>{esc(labels.comments)}</b></td></tr>{rows}{fields}</table>'
            f'<input type="submit" value="{attr(labels.send)}"></form>\n'
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        cells = "".join(f'<td><font size="2">{esc(text)}</font></td>' for text in (labels.gallery, labels.photo, labels.film))
        return f'{_TABLE}<tr>{cells}</tr><tr><td colspan="3"><a href="#v">{film}</a></td></tr><tr><td colspan="3">{film}</td></tr></table>'

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """A table with four rows."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'{_TABLE}<tr><td><a href="{href}"><font size="3"><b>{esc(entry.title)}</b></font></a></td></tr>\n'
            f'<tr><td><a href="{href}"><font size="2">{esc(entry.title)}</font></a></td></tr>\n<tr><td>'
            f'<font size="1">{esc(entry.published_raw or "")}</font></td></tr>\n'
            f'<tr><td><font size="2">{esc(entry.snippet or "")}</font></td></tr></table>{_SPACER}\n'
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A bullet with title and teaser."""
        return (
            f'{_TABLE}<tr><td><a href="{sheet.article(ref)}"><b>{esc(ref.title)}</b></a><br>'
            f'<font size="1">{esc(ref.date_line or "")}</font><br>'
            f'<font size="2">{esc(ref.summary)}</font></td></tr></table>\n'
        )
