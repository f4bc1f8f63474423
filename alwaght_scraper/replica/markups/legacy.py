"""`legacy`: pages saved in windows-1252 and windows-1256 whose charset is left out or given wrongly."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<b>", "</b>"), ("<tt>", "</tt>"), ('<a href="#top">', "</a>")), share=0.2, breaks=0.02)
_CLAIMS = (
    "",
    '<meta http-equiv="Content-Type" content="text/html">',
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
)


class Legacy(Markup):
    """Headings and definition lists; what the bytes are, only the bytes tell.

    English pages are windows-1252, Arabic ones windows-1256; they say nothing, or utf-8, or (in
    English) iso-8859-1, which browsers read as windows-1252. What the charset lacks is a reference.
    """

    name = "legacy"
    content_type = "text/html"

    def page(self, sheet: Sheet, main: str) -> str:
        """Rules between the parts."""
        labels, frame = sheet.labels, sheet.frame
        claims = (*_CLAIMS, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">') if sheet.lang == "en" else _CLAIMS
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            f"<html{turn}><head>{sheet.rng.choice(claims)}\n<title>{head_title(sheet)}</title>\n"
            f"<script>{script(int(40_000 * sheet.weight), 'legacy')}</script></head>\n"
            f'<body><a name="top"></a><h1><a href="{sheet.home()}">{esc(labels.site)}</a></h1>\n<p>{self._menu(sheet)}</p><hr>\n'
            f"{self._box(sheet, labels.editors_choice, frame.editors_choice)}{self._box(sheet, labels.news, frame.news)}"
            f"{self._box(sheet, labels.most_viewed, frame.most_viewed)}"
            f"{f'<p>{esc(labels.period)}</p>' if labels.period else ''}{self._in_focus(sheet)}<hr>\n{main}<hr>\n"
            f"{self._gallery(sheet)}</body></html>\n"
        )

    def encode(self, html: str, sheet: Sheet) -> bytes:
        """The old charset of the language."""
        return html.encode("cp1252" if sheet.lang == "en" else "cp1256", "xmlcharrefreplace")

    def _menu(self, sheet: Sheet) -> str:
        return " - ".join(f'<a href="{sheet.section(name)}">{name}</a>' for name in sheet.frame.sections)

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(f'<dt><a href="{sheet.article(ref)}">{esc(ref.title)}</a></dt><dd>{esc(ref.summary)}</dd>\n' for ref in refs)
        return f"<h3>{esc(label)}</h3>\n<dl>{rows}</dl>\n"

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f"<dt>{esc(entry.term)}</dt>\n<dd>"
                f"<b>{esc(entry.term)}</b>{f'<p>{esc(entry.definition)}</p>' if entry.definition else ''}</dd>\n"
            )
            for entry in sheet.frame.glossary
        )
        return f"<h3>{esc(sheet.labels.in_focus)}</h3>\n<dl>{rows}</dl>\n<p>{esc(sheet.labels.map_line)}</p>\n<p>alwaght.net</p>\n"

    def article(self, sheet: Sheet, story: Story) -> str:
        """Plain headings and paragraphs."""
        article, labels = story.article, sheet.labels
        category = f"<h4>{esc(article.category)}</h4>\n" if article.category else ""
        date_line = f"<p><small>{esc(article.published_raw)}</small></p>\n" if article.published_raw else ""
        related = "".join(f'<li><a href="{sheet.article(ref)}">{esc(ref.title)}</a>\n' for ref in story.related)
        related = f"<h4>{esc(labels.related)}</h4>\n<ul>{related}</ul>\n" if related else ""
        teaser = f"<p><big>{esc(article.teaser)}</big></p>\n" if article.teaser else ""
        tags = " | ".join(f'<a href="{sheet.tag(tag)}">{esc(tag)}</a>' for tag in article.tags)
        comments = "".join(f"<dt>{esc(c.author)}, <i>{esc(c.date_line)}</i></dt><dd>{esc(c.text)}</dd>\n" for c in story.comments)
        fields = "".join(f"<p>{esc(label)} <input></p>" for label in (labels.name, labels.email, labels.text))
        return (
            f"{category}<h2>{esc(article.title)}</h2>\n{date_line}<h3>{esc(article.title)}"
            f"</h3>\n{self.figures(story.lead_figures)}{related}{teaser}"
            f"{self.body(sheet, story)}<p>{esc(labels.tags)} {tags}</p>\n<h4>{esc(labels.comments)}</h4>\n<dl>{comments}</dl><form>{fields}"
            f'<input type="submit" value="{attr(labels.send)}"></form>\n<noscript>'
            f"<p>{esc(visit_day(sheet))}: please enable JavaScript to vote.</p></noscript>\n"
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """Headings of the lowest rank."""
        match block.kind:
            case "list_item":
                return f"<li>{inked(sheet, block.text, _INK)}</li>\n"
            case "quote":
                return f"<blockquote>{esc(block.text)}</blockquote>\n"
            case "heading":
                return f"<h5>{esc(block.text)}</h5>\n"
            case _:
                return f"<p>{inked(sheet, block.text, _INK)}</p>\n"

    def figure(self, picture: Picture) -> str:
        """An image with a line below."""
        caption = f"<br><small>{esc(picture.caption)}</small>" if picture.caption else ""
        return f'<p><img src="http://alwaght.com{attr(picture_path(picture))}" alt="">{caption}</p>\n'

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return f"<h3>{esc(labels.gallery)}</h3><h4>{esc(labels.photo)}</h4><h4>{esc(labels.film)}</h4><p>{film}</p><p>{film}</p>\n"

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Heading, line, date, paragraph."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<h4><a href="{href}">{esc(entry.title)}</a></h4>\n<p><b>{esc(entry.title)}</b></p>\n<p>'
            f"<small>{esc(entry.published_raw or '')}</small></p>\n"
            f"<p>{esc(entry.snippet or '')}</p>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """Heading, date, paragraph."""
        return (
            f'<h4><a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4><p><small>{esc(ref.date_line or "")}</small></p>'
            f"<p>{esc(ref.summary)}</p>\n"
        )
