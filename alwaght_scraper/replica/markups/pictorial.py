"""`pictorial`: labels are pictures, with or without alt text, or are not there at all; links and order must do."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<b>", "</b>"), ("<em>", "</em>")), share=0.2, links=0.05, hyphens=0.05)


class Pictorial(Markup):
    """Rounded boxes whose heads are GIFs of 2009."""

    name = "pictorial"

    def page(self, sheet: Sheet, main: str) -> str:
        """Boxes left, text right."""
        labels, frame = sheet.labels, sheet.frame
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        head = (
            f'<img src="/images/head.jpg" alt="{attr(labels.site)}" width="960">'
            if sheet.has(0.5)
            else f'<h1 class="logo">{esc(labels.site)}</h1>'
        )
        return (
            f'<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html{turn}><head>'
            f'<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n'
            f'<title>{head_title(sheet)}</title><style type="text/css">{style(int(16_000 * sheet.weight), "pictorial")}</style>\n'
            f'<script type="text/javascript">{script(int(22_000 * sheet.weight), "pictorial")}</script></head>\n<body>'
            f'<div class="page">\n<a href="{sheet.home()}">{head}</a>\n'
            f'<map name="menu">{self._menu(sheet)}</map><img src="/images/menu.gif" usemap="#menu" alt="">\n<div class="leftcol">\n'
            f"{self._box(sheet, 'choice', labels.editors_choice, frame.editors_choice)}{self._box(sheet, 'news', labels.news, frame.news)}"
            f"{self._box(sheet, 'viewed', labels.most_viewed, frame.most_viewed)}{self._in_focus(sheet)}</div>\n"
            f'<div class="rightcol">\n{main}</div>\n'
            f"{self._gallery(sheet)}</div></body></html>\n"
        )

    def _label(self, sheet: Sheet, name: str, text: str) -> str:
        """A label: a picture that says so, a picture that does not, or nothing."""
        choice = sheet.rng.randrange(3)
        if choice == 2:
            return ""
        return f'<img class="lbl" src="/images/{sheet.lang}/{name}.gif" alt="{attr(text) if choice else ""}">'

    def _menu(self, sheet: Sheet) -> str:
        return "".join(
            f'<area shape="rect" coords="{number * 90},0,{number * 90 + 88},30" href="{sheet.section(name)}" alt="{name}">'
            for number, name in enumerate(sheet.frame.sections)
        )

    def _box(self, sheet: Sheet, name: str, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<p><a href="{sheet.article(ref)}">{esc(ref.title)}</a><br><em>{esc(ref.date_line or "")}</em></p>\n' for ref in refs
        )
        return f'<div class="rbox"><img src="/images/{sheet.lang}/{name}.gif" alt="{attr(label)}">{rows}</div>\n'

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<div class="trm"><a href="javascript:void(0)">{esc(entry.term)}</a><div class="def"><b>{esc(entry.term)}</b>'
                f"<p>{esc(entry.definition or '')}</p></div></div>\n"
            )
            for entry in sheet.frame.glossary
        )
        label = (
            f'<img src="/images/{sheet.lang}/focus.gif" alt="{attr(sheet.labels.in_focus)}">'
            if sheet.has(0.6)
            else f"<h3>{esc(sheet.labels.in_focus)}</h3>"
        )
        return f'<div class="rbox">{label}\n{rows}</div>\n<div class="map">{esc(sheet.labels.map_line)}</div><div>alwaght.net</div>\n'

    def article(self, sheet: Sheet, story: Story) -> str:
        """Parts without a word to name them."""
        article = story.article
        category = f'<div class="c">{esc(article.category)}</div>\n' if article.category else ""
        date_line = f'<div class="d">{esc(article.published_raw)}</div>\n' if article.published_raw else ""
        related = "".join(
            f'<p class="r"><img src="/images/arrow.gif" alt=""><a href="{sheet.article(ref)}">{esc(ref.title)}</a></p>\n'
            for ref in story.related
        )
        related = f'<div class="rel">{self._label(sheet, "related", sheet.labels.related)}{related}</div>\n' if related else ""
        teaser = f'<p class="lead"><b>{esc(article.teaser)}</b></p>\n' if article.teaser else ""
        tags = " ".join(f'<a href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        hidden = (
            f'<div style="DISPLAY: NONE;">{text_of(print_copy(story, visit_day(sheet)), "<p>", "</p>")}</div>\n' if sheet.has(0.4) else ""
        )
        tools = (
            '<div class="tools"><a href="#p"><img src="/images/print.gif" alt="Print"></a><a href="#m">'
            '<img src="/images/mail.gif" alt="Send to a friend"></a></div>\n'
        )
        return (
            f"{category}<h2>{esc(article.title)}</h2>\n{date_line}{tools}<h3>{esc(article.title)}"
            f"</h3>\n{self.figures(story.lead_figures)}{related}{hidden}"
            f'<div class="txt">{teaser}{self.body(sheet, story)}</div>\n'
            f'<div class="tags">{self._label(sheet, "tags", sheet.labels.tags)}{tags}</div>\n{self._comments(sheet, story)}'
        )

    def _comments(self, sheet: Sheet, story: Story) -> str:
        rows = "".join(
            f'<div class="cmt"><p><b>{esc(c.author)}</b> | {esc(c.date_line)}</p><p>{esc(c.text)}</p></div>\n' for c in story.comments
        )
        fields = "".join(f'<p><img src="/images/{sheet.lang}/f{number}.gif" alt=""><input name="f{number}"></p>' for number in range(3))
        return (
            f'<div class="cms">{self._label(sheet, "comments", sheet.labels.comments)}{rows}<form>{fields}'
            f'<input type="image" src="/images/send.gif" alt="{attr(sheet.labels.send)}"></form></div>\n'
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Paragraphs and their like."""
        match block.kind:
            case "list_item":
                return f"<li>{inked(sheet, block.text, _INK)}</li>\n"
            case "quote":
                return f"<blockquote><p>{esc(block.text)}</p></blockquote>\n"
            case "heading":
                return f"<h4>{esc(block.text)}</h4>\n" if sheet.has(0.5) else f"<p>{esc(block.text)}</p>\n"
            case _:
                return f"<p>{inked(sheet, block.text, _INK)}</p>\n"

    def figure(self, picture: Picture) -> str:
        """A framed image; its alt text is no caption."""
        caption = f'<div class="capt"><i>{esc(picture.caption)}</i></div>' if picture.caption else ""
        return f'<div class="img"><img src="{attr(picture_path(picture))}" alt="alwaght photo" title="Click to enlarge">{caption}</div>\n'

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        heads = "".join(
            f'<img src="/images/{name}.gif" alt="{attr(text)}">'
            for name, text in (("gallery", labels.gallery), ("photo", labels.photo), ("film", labels.film))
        )
        return f'<div class="gal">{heads}<p>{film}</p><p>{film}</p></div>\n'

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """An entry."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<div class="en"><p><a href="{href}">{esc(entry.title)}</a>'
            f"</p>\n<h4>{esc(entry.title)}</h4>\n<p>{esc(entry.published_raw or '')}</p>\n"
            f"<p>{esc(entry.snippet or '')}</p></div>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """An entry with one print of the title."""
        return (
            f'<div class="en"><h4><a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4><p>{esc(ref.date_line or "")}</p>'
            f"<p>{esc(ref.summary)}</p></div>\n"
        )
