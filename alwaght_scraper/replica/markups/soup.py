"""`soup`: nothing but divs and spans with machine-made classes, nested deep, links below a `<base>`."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import Abilities, ListItem, Ref, Story
from alwaght_scraper.replica.sheet import BASE, Sheet, attr, esc

_INK = Ink(wrappers=(('<span class="k7f">', "</span>"), ('<span style="font-weight:700">', "</span>")), share=0.4, links=0.05, breaks=0.01)
_DEPTH = 24


class Soup(Markup):
    """No heading, paragraph, list or table anywhere; only looks and order tell what a text is."""

    name = "soup"
    spelling = "based"
    abilities = Abilities(lists=False, quotes=False)
    list_tags = ("", "")

    def page(self, sheet: Sheet, main: str) -> str:
        """A tower of divs around everything."""
        labels, frame, heavy = sheet.labels, sheet.frame, int(1000 * sheet.weight)
        boxes = (
            self._box(sheet, labels.editors_choice, frame.editors_choice)
            + self._box(sheet, labels.news, frame.news)
            + self._box(sheet, labels.most_viewed, frame.most_viewed)
            + "".join(f'<div class="u1">{esc(word)}</div>' for word in labels.period.split())
        )
        turn = ' dir="rtl"' if sheet.lang != "en" else ""
        return (
            f'<!doctype html><html{turn}><head><meta charset="utf-8"><base href="{BASE}"><title>{head_title(sheet)}</title>'
            f"<style>{style(14 * heavy, 'soup')}</style>"
            f'<script>{script(20 * heavy, "soup")}</script></head><body>{"<div>" * _DEPTH}<div class="a0"><div class="a1">'
            f'<a href="{sheet.home()}">'
            f'{esc(labels.site)}</a></div><div class="a2">{self._menu(sheet)}</div></div>'
            f'<div class="b0">{boxes}{self._in_focus(sheet)}</div>'
            f'<div class="c0">{main}</div><div class="d0">{self._gallery(sheet)}</div>{"</div>" * _DEPTH}</body></html>'
        )

    def _menu(self, sheet: Sheet) -> str:
        return "".join(f'<div class="a3"><a href="{sheet.section(name)}"><span>{name}</span></a></div>' for name in sheet.frame.sections)

    def _box(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            (
                f'<div class="q{number}"><div><a href="{sheet.article(ref)}"><span>{esc(ref.title)}</span></a></div><div>'
                f"<span>{esc(ref.date_line or '')}</span></div></div>"
            )
            for number, ref in enumerate(refs)
        )
        return f'<div class="b1"><div class="b2"><span>{esc(label)}</span></div>{rows}</div>\n'

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            f'<div class="g1"><div class="g2"><span>{esc(entry.term)}</span></div><div class="g3"><div class="g4">{esc(entry.term)}</div>'
            f'<div class="g5"><span>{esc(entry.definition or "")}</span></div></div></div>\n'
            for entry in sheet.frame.glossary
        )
        return (
            f'<div class="g0"><div class="b2"><span>{esc(sheet.labels.in_focus)}</span></div>{rows}</div>'
            f'<div class="g9"><span>{esc(sheet.labels.map_line)}</span> <span>alwaght.net</span></div>'
        )

    def article(self, sheet: Sheet, story: Story) -> str:
        """One div a line."""
        article, labels = story.article, sheet.labels
        lines = [
            f'<div class="n1"><span>{esc(article.category)}</span></div>' if article.category else "",
            f'<div class="n2"><span>{esc(article.title)}</span></div>',
            f'<div class="n3"><span>{esc(article.published_raw)}</span></div>' if article.published_raw else "",
            f'<div class="n4"><div><span>{esc(article.title)}</span></div></div>',
            self.figures(story.lead_figures),
            self._related(sheet, story),
            f'<div class="n6"><span style="font-weight:bold">{esc(article.teaser)}</span></div>' if article.teaser else "",
            f'<div class="n7"><div>{self.body(sheet, story)}</div></div>',
        ]
        tags = "".join(f'<div class="t1"><a href="{sheet.tag(tag)}"><span>{esc(tag)}</span></a></div>' for tag in article.tags)
        hidden = f'<div class="n9" hidden>{text_of(print_copy(story, visit_day(sheet)), "<div>", "</div>")}</div>' if sheet.has(0.5) else ""
        return (
            "".join(lines) + f'{hidden}<div class="t0"><div><span>{esc(labels.tags)}</span></div>{tags}</div>{self._comments(sheet, story)}'
        )

    def _related(self, sheet: Sheet, story: Story) -> str:
        rows = "".join(f'<div class="r1"><a href="{sheet.article(ref)}"><span>{esc(ref.title)}</span></a></div>' for ref in story.related)
        return f'<div class="r0"><div><span>{esc(sheet.labels.related)}</span></div>{rows}</div>' if rows else ""

    def block(self, sheet: Sheet, block: Block) -> str:
        """A div; a heading is a short line, bold or not."""
        if block.kind == "heading":
            look = ' style="font-weight:bold"' if sheet.has(0.5) else ""
            return f'<div class="z1"><span{look}>{esc(block.text)}</span></div>\n'
        return f'<div class="z0"><span>{inked(sheet, block.text, _INK)}</span></div>\n'

    def figure(self, picture: Picture) -> str:
        """An image in a div, its caption in the next."""
        caption = f'<div class="i1"><span>{esc(picture.caption)}</span></div>' if picture.caption else ""
        return f'<div class="i0"><div><img src="{attr(picture_path(picture))}"></div>{caption}</div>\n'

    def _comments(self, sheet: Sheet, story: Story) -> str:
        labels = sheet.labels
        rows = "".join(
            (
                f'<div class="w1"><div><span>{esc(comment.author)}</span></div><div><span>{esc(comment.date_line)}</span></div><div>'
                f"<span>{esc(comment.text)}</span></div></div>"
            )
            for comment in story.comments
        )
        fields = "".join(f"<div><span>{esc(label)}</span><input></div>" for label in (labels.name, labels.email, labels.text))
        return (
            f'<div class="w0"><div><span>{esc(labels.comments)}</span></div>{rows}{fields}<div><span>{esc(labels.send)}</span></div></div>'
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels = sheet.labels
        return "".join(
            f"<div><span>{esc(text)}</span></div>"
            for text in (labels.gallery, labels.photo, labels.film, sheet.frame.film, sheet.frame.film)
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """Four lines."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<div class="l0"><div class="l1"><a href="{href}"><span>{esc(entry.title)}</span></a></div><div class="l2">'
            f"<span>{esc(entry.title)}</span></div>"
            f'<div class="l3"><span>{esc(entry.published_raw or "")}</span></div><div class="l4"><span>{esc(entry.snippet or "")}</span>'
            f"</div></div>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """Title, date and teaser."""
        return (
            f'<div class="l0"><div class="l1"><a href="{sheet.article(ref)}"><span>{esc(ref.title)}</span></a></div><div>'
            f"<span>{esc(ref.date_line or '')}</span></div>"
            f"<div><span>{esc(ref.summary)}</span></div></div>\n"
        )

    def group(self, sheet: Sheet, heading: str, cards: list[str]) -> str:  # noqa: ARG002
        """No heading tag here either."""
        return f'<div class="l9"><span>{esc(heading)}</span></div>' + "".join(cards)
