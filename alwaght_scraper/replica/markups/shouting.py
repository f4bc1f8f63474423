"""`shouting`: minified upper-case HTML 3.2 - no closing tags that can be left out, no quotes, no line ends."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, esc

_INK = Ink(wrappers=(("<B>", "</B>"), ("<I>", "</I>"), ("<FONT COLOR=#990000>", "</FONT>")), entities=True)


class Shouting(Markup):
    """P, LI, TR, TD, DT and DD are never closed; attributes stand bare where they can."""

    name = "shouting"
    languages = ("en",)
    spelling = "lower"
    content_type = "text/html; charset=UTF-8"
    list_tags = ("<UL>", "</UL>")

    def page(self, sheet: Sheet, main: str) -> str:
        """One long line."""
        labels, frame = sheet.labels, sheet.frame
        return (
            f"<HTML><HEAD><TITLE>{head_title(sheet)}</TITLE><META NAME=GENERATOR CONTENT=Publisher>"
            f"<SCRIPT>{script(int(40_000 * sheet.weight), 'shouting')}</SCRIPT>"
            f"<BODY BGCOLOR=#FFFFFF TEXT=#000000 LINK=#0000EE><CENTER><H1>{esc(labels.site)}</H1></CENTER>"
            f"<P ALIGN=CENTER>{self._menu(sheet)}<HR NOSHADE>"
            f"<TABLE BORDER=0 WIDTH=100%><TR VALIGN=TOP><TD WIDTH=25%>{self._box(sheet, labels.editors_choice, frame.editors_choice)}"
            f"{self._box(sheet, labels.news, frame.news)}{self._box(sheet, labels.most_viewed, frame.most_viewed)}"
            f"{self._period(sheet)}{self._in_focus(sheet)}"
            f"<TD>{main}</TABLE><HR>{self._gallery(sheet)}</BODY></HTML>"
        )

    def _menu(self, sheet: Sheet) -> str:
        return f"<A HREF={sheet.home()}>Home</A>" + "".join(
            f" | <A HREF={sheet.section(name)}>{name.upper()}</A>" for name in sheet.frame.sections
        )

    def _period(self, sheet: Sheet) -> str:
        return f"<P><SMALL>{esc(sheet.labels.period)}</SMALL>" if sheet.labels.period else ""

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        return f"<H4>{esc(label)}</H4><UL>" + "".join(f"<LI><A HREF={sheet.article(ref)}>{esc(ref.title)}</A>" for ref in refs) + "</UL>"

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            f"<DT><A NAME=T{entry.position}>{esc(entry.term)}</A><DD><B>{esc(entry.term)}</B><P>{esc(entry.definition or '')}"
            for entry in sheet.frame.glossary
        )
        return f"<H4>{esc(sheet.labels.in_focus)}</H4><DL COMPACT>{rows}</DL><P>{esc(sheet.labels.map_line)}<BR>alwaght.net"

    def article(self, sheet: Sheet, story: Story) -> str:
        """Paragraphs follow one another without an end."""
        article, labels = story.article, sheet.labels
        category = f"<P><FONT SIZE=-1>{esc(article.category)}</FONT>" if article.category else ""
        date_line = f"<P><FONT SIZE=-1><I>{esc(article.published_raw)}</I></FONT>" if article.published_raw else ""
        related = "".join(f"<LI><A HREF={sheet.article(ref)}>{esc(ref.title)}</A>" for ref in story.related)
        related = f"<H4>{esc(labels.related)}</H4><UL>{related}</UL>" if related else ""
        teaser = f"<P><B><I>{esc(article.teaser)}</I></B>" if article.teaser else ""
        tags = "&nbsp; ".join(f"<A HREF={sheet.tag(tag)}>{esc(tag)}</A>" for tag in article.tags)
        comments = "".join(f"<DT><B>{esc(c.author)}</B>, {esc(c.date_line)}<DD>{esc(c.text)}" for c in story.comments)
        fields = "".join(f"<TR><TD>{esc(label)}<TD><INPUT NAME=F>" for label in (labels.name, labels.email, labels.text))
        old = f"<!-- <H2>{esc(article.title)}</H2><P>{esc(visit_day(sheet))}<P>Alwaght- An older text that was commented out. -->"
        return (
            f"{old}{category}<H2>{esc(article.title)}</H2>{date_line}<H3>{esc(article.title)}"
            f"</H3>{self.figures(story.lead_figures)}{related}{teaser}{self.body(sheet, story)}"
            f"<P><B>{esc(labels.tags)}</B> {tags}<H4>{esc(labels.comments)}</H4><DL>{comments}</DL><FORM METHOD=POST>"
            f"<TABLE>{fields}</TABLE>"
            f'<INPUT TYPE=SUBMIT VALUE="{esc(labels.send)}"></FORM>'
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """An opening tag is enough."""
        match block.kind:
            case "list_item":
                return f"<LI>{inked(sheet, block.text, _INK)}"
            case "quote":
                return f"<BLOCKQUOTE><P>{esc(block.text)}</BLOCKQUOTE>"
            case "heading":
                return f"<P><B>{esc(block.text)}</B>"
            case _:
                return f"<P ALIGN=JUSTIFY>{inked(sheet, block.text, _INK)}"

    def figure(self, picture: Picture) -> str:
        """A centred image with its caption in small print."""
        caption = f"<BR><SMALL>{esc(picture.caption)}</SMALL>" if picture.caption else ""
        return f"<CENTER><IMG SRC={picture_path(picture)} BORDER=1>{caption}</CENTER>"

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return f"<H4>{esc(labels.gallery)}</H4><P>{esc(labels.photo)}<P>{esc(labels.film)}<P><A HREF=#V>{film}</A><P>{film}"

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Four paragraphs."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f"<P><A HREF={href}><B>{esc(entry.title)}</B></A><P>{esc(entry.title)}<P><I>{esc(entry.published_raw or '')}</I>"
            f"<P>{esc(entry.snippet or '')}<HR>"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A list entry."""
        return f"<LI><A HREF={sheet.article(ref)}>{esc(ref.title)}</A><BR><SMALL>{esc(ref.date_line or '')}</SMALL><BR>{esc(ref.summary)}"

    def group(self, sheet: Sheet, heading: str, cards: list[str]) -> str:  # noqa: ARG002
        """A list."""
        return f"<H3>{esc(heading)}</H3><UL>{''.join(cards)}</UL>"
