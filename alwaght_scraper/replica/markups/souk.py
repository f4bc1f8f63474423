"""`souk`: a right-to-left grid page of the 2020s, the replica's main Arabic (and Persian) markup."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(
    wrappers=(
        ("<strong>", "</strong>"),
        ("<bdi>", "</bdi>"),
        ('<span dir="rtl">', "</span>"),
        ('<span style="direction: rtl;">', "</span>"),
    ),
    links=0.08,
    breaks=0.01,
)


class Souk(Markup):
    """Rows and columns; the printed copy at the foot is hidden by a style rule."""

    name = "souk"
    languages = ("ar", "fa")

    def page(self, sheet: Sheet, main: str) -> str:
        """Header, a row with the column of boxes and the column of content, footer."""
        labels, frame, heavy = sheet.labels, sheet.frame, int(sheet.weight * 1000)
        return (
            f'<!DOCTYPE html>\n<html lang="{sheet.lang}" dir="rtl">\n<head>\n<meta charset="utf-8">\n'
            f'<meta name="viewport" content="width=device-width">\n'
            f"<title>{head_title(sheet)}</title>\n"
            f"<style>.printable{{display:none}}@media print{{.printable{{display:block}}.screen{{display:none}}}}\n"
            f"{style(12 * heavy, 'souk')}</style>\n<script>{script(22 * heavy, 'souk')}</script>\n</head>\n<body>\n"
            f'<div class="container screen">\n'
            f'<div class="row header"><h1 class="brand"><a href="{sheet.home()}">{esc(labels.site)}</a></h1>'
            f'<ul class="navbar">{self._menu(sheet)}</ul></div>\n'
            f'<div class="row"><div '
            f'class="col-3">\n{self._box(sheet, labels.editors_choice, frame.editors_choice)}{self._box(sheet, labels.news, frame.news)}'
            f'{self._box(sheet, labels.most_viewed, frame.most_viewed)}<div class="pills">{esc(labels.period)}'
            f"</div>\n{self._in_focus(sheet)}</div>\n"
            f'<div class="col-9">\n{main}</div>'
            f'</div>\n<div class="row footer">{self._gallery(sheet)}{self._cloud(sheet)}</div>\n</div>\n{self._printable(sheet)}'
            f"<script>{script(10 * heavy, 'souk-foot')}</script></body>\n</html>\n"
        )

    def _printable(self, sheet: Sheet) -> str:
        if not isinstance(sheet.content, Story):
            return ""
        return f'<div class="printable">{text_of(print_copy(sheet.content, visit_day(sheet)), "<p>", "</p>")}</div>\n'

    def _menu(self, sheet: Sheet) -> str:
        home = f'<li><a href="{sheet.frame_link("AboutUs")}">من نحن</a></li>'
        return home + "".join(f'<li><a href="{sheet.section(name)}">{name}</a></li>' for name in sheet.frame.sections)

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            f'<div class="media"><a href="{sheet.article(ref)}"><img src="/upload/thumb/{ref.article_id}.jpg" alt=""></a><h5>'
            f'<a href="{sheet.article(ref)}">{esc(ref.title)}</a></h5>'
            f"<small>{esc(ref.date_line or '')}</small></div>\n"
            for ref in refs
        )
        return f'<div class="card"><div class="card-header">{esc(label)}</div>{rows}</div>\n'

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f'<div class="acc"><a class="acc-head" href="#c{entry.position}">{esc(entry.term)}</a><div id="c{entry.position}">'
                f"<strong>{esc(entry.term)}</strong>"
            )
            + (f'<div class="acc-body">{esc(entry.definition)}</div>' if entry.definition else "")
            + "</div></div>\n"
            for entry in sheet.frame.glossary
        )
        return (
            f'<div class="card"><div class="card-header">{esc(sheet.labels.in_focus)}</div>\n{rows}</div>\n'
            f'<div class="map">{esc(sheet.labels.map_line)}<br>alwaght.net</div>\n'
        )

    def article(self, sheet: Sheet, story: Story) -> str:
        """The content column."""
        article, labels = story.article, sheet.labels
        category = f'<span class="badge">{esc(article.category)}</span>\n' if article.category else ""
        date_line = (
            f'<div class="meta"><i class="icon-calendar"></i> <span>{esc(article.published_raw)}</span></div>\n'
            if article.published_raw
            else ""
        )
        related = "".join(f'<a class="list-group-item" href="{sheet.article(ref)}">{esc(ref.title)}</a>\n' for ref in story.related)
        related = f'<div class="list-group"><div class="list-group-head">{esc(labels.related)}</div>{related}</div>\n' if related else ""
        teaser = f'<p class="intro"><strong>{esc(article.teaser)}</strong></p>\n' if article.teaser else ""
        tags = "\n".join(f'<a class="label" href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        comments = "".join(
            f'<div class="media"><h6>{esc(c.author)}</h6><small>{esc(c.date_line)}</small><p>{esc(c.text)}</p></div>\n'
            for c in story.comments
        )
        fields = "".join(
            f'<div class="form-group"><label>{esc(label)}</label><input></div>' for label in (labels.name, labels.email, labels.text)
        )
        return (
            f'{category}<h1 class="title">{esc(article.title)}</h1>\n{date_line}<h2 class="sub">'
            f'<a href="{sheet.itself(story)}">{esc(article.title)}</a></h2>\n'
            f'{self.figures(story.lead_figures)}{related}<div class="content">{teaser}{self.body(sheet, story)}</div>\n'
            f'<div class="labels"><span>{esc(labels.tags)}</span> {tags}</div>\n'
            f'<div class="comments"><h4>{esc(labels.comments)}</h4>{comments}<form>{fields}<button>{esc(labels.send)}</button></form>'
            f"</div>\n"
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Paragraphs that are set right-to-left one by one."""
        match block.kind:
            case "list_item":
                return f"<li>{inked(sheet, block.text, _INK)}</li>\n"
            case "quote":
                return f'<blockquote class="quote">{esc(block.text)}</blockquote>\n'
            case "heading":
                return f"<h3>{esc(block.text)}</h3>\n" if sheet.has(0.5) else f"<p><strong>{esc(block.text)}</strong></p>\n"
            case _:
                return f'<p style="text-align: justify;" dir="RTL">{inked(sheet, block.text, _INK)}</p>\n'

    def figure(self, picture: Picture) -> str:
        """An image with its caption in the same box."""
        caption = f'<div class="caption">{esc(picture.caption)}</div>' if picture.caption else ""
        return f'<div class="thumbnail"><img src="{attr(picture_path(picture))}" class="img-responsive" alt="">{caption}</div>\n'

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f"<h4>{esc(labels.gallery)}</h4><span>{esc(labels.photo)}</span> <span>{esc(labels.film)}</span><div>{film}</div>"
            f"<div>{film}</div>\n"
        )

    def _cloud(self, sheet: Sheet) -> str:
        sizes = enumerate(sheet.frame.cloud, 9)
        tags = (f'<a style="font-size:{size}px" href="{sheet.tag(tag)}">{esc(tag)}</a>' for size, tag in sizes)
        cases = (f'<a href="{sheet.case(number)}">#{number}</a>' for number in sheet.frame.cases)
        return " ".join((*tags, *cases))

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """A media box."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<div class="media"><h3><a href="{href}">{esc(entry.title)}</a></h3><a href="{href}">{esc(entry.title)}</a><div>'
            f"<small>{esc(entry.published_raw or '')}</small></div>"
            f"<p>{esc(entry.snippet or '')}</p></div>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A media box with picture."""
        return (
            f'<div class="media"><img src="/upload/thumb/{ref.article_id}.jpg" alt=""><h4>'
            f'<a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4>'
            f"<small>{esc(ref.date_line or '')}</small><p>{esc(ref.summary)}</p></div>\n"
        )
