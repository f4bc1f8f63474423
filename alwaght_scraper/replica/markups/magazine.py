"""`magazine` (held out): a card-based page of the 2020s - details, drop caps, lazy pictures, sections in the body."""

from __future__ import annotations

from alwaght_scraper.items import Block, Picture
from alwaght_scraper.replica.ballast import script, style
from alwaght_scraper.replica.inline import Ink, inked
from alwaght_scraper.replica.markups.base import Markup, head_title, picture_path, print_copy, text_of, visit_day
from alwaght_scraper.replica.model import ListItem, Ref, Story
from alwaght_scraper.replica.sheet import Sheet, attr, esc

_INK = Ink(wrappers=(("<strong>", "</strong>"), ("<em><span>", "</span></em>"), ("<u>", "</u>")), links=0.12, breaks=0.01, hyphens=0.1)
_PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


class Magazine(Markup):
    """Custom elements, flex boxes, no ids; nothing is tuned on it."""

    name = "magazine"
    held_out = True

    def page(self, sheet: Sheet, main: str) -> str:
        """Masthead, rail, main, foot."""
        labels, frame, heavy = sheet.labels, sheet.frame, int(1000 * sheet.weight)
        turn = "rtl" if sheet.lang != "en" else "ltr"
        return (
            f"<!DOCTYPE html><html lang={sheet.lang} dir={turn}><head><meta charset=utf-8><title>{head_title(sheet)}</title>"
            f"<style>{style(18 * heavy, 'magazine')}</style>\n"
            f'<script>window.__STATE__={{"html":"<h1>Loading</h1>'
            f'<p>Alwaght- placeholder</p>"}};{script(20 * heavy, "magazine")}</script></head>\n<body>\n'
            f"<site-masthead><a href=\"{sheet.home()}\"><svg viewBox='0 0 10 10'><title>Alwaght</title><text>W</text></svg>"
            f"<strong>{esc(labels.site)}</strong></a></site-masthead>\n"
            f"<site-rail>\n{self._cards(sheet, labels.editors_choice, frame.editors_choice)}{self._cards(sheet, labels.news, frame.news)}"
            f"{self._cards(sheet, labels.most_viewed, frame.most_viewed)}"
            f"<div>{' '.join(f'<b>{esc(word)}</b>' for word in labels.period.split())}</div>\n"
            f"{self._in_focus(sheet)}</site-rail>\n<main>\n{main}\n</main>\n<site-foot>{self._gallery(sheet)}<nav>{self._menu(sheet)}"
            f"</nav></site-foot>\n</body></html>\n"
        )

    def _cards(self, sheet: Sheet, label: str, refs: tuple[Ref, ...]) -> str:
        rows = "".join(
            (
                f'<rail-card><a href="{sheet.article(ref)}"><h2>{esc(ref.title)}</h2><time>{esc(ref.date_line or "")}</time>'
                f"<p>{esc(ref.summary)}</p></a></rail-card>\n"
            )
            for ref in refs
        )
        return f"<section><header>{esc(label)}</header>\n{rows}</section>\n"

    def _in_focus(self, sheet: Sheet) -> str:
        rows = "".join(
            (
                f"<details open><summary>{esc(entry.term)}</summary><dl>"
                f"<dt>{esc(entry.term)}</dt>{f'<dd>{esc(entry.definition)}</dd>' if entry.definition else ''}</dl></details>\n"
            )
            for entry in sheet.frame.glossary
        )
        return (
            f"<section><header>{esc(sheet.labels.in_focus)}</header>\n{rows}</section>\n<section><p>{esc(sheet.labels.map_line)}</p>"
            f"<p>alwaght.net</p></section>\n"
        )

    def _menu(self, sheet: Sheet) -> str:
        return "".join(f'<a href="{sheet.section(name)}">{name}</a>' for name in sheet.frame.sections)

    def article(self, sheet: Sheet, story: Story) -> str:
        """The body's paragraphs stand in two sections."""
        article, labels = story.article, sheet.labels
        category = f"<p><small>{esc(article.category)}</small></p>\n" if article.category else ""
        date_line = f"<p><time>{esc(article.published_raw)}</time></p>\n" if article.published_raw else ""
        related = "".join(
            f'<li><article><h4><a href="{sheet.article(ref)}">{esc(ref.title)}</a></h4></article></li>\n' for ref in story.related
        )
        related = f"<aside><h3>{esc(labels.related)}</h3><ul>{related}</ul></aside>\n" if related else ""
        lead = f"<h2 class=standfirst>{esc(article.teaser)}</h2>\n" if article.teaser else ""
        tags = "".join(f'<li><a href="{sheet.tag(tag)}">{esc(tag)}</a></li>' for tag in article.tags)
        comments = "".join(
            f"<li><cite>{esc(c.author)}</cite> <time>{esc(c.date_line)}</time><p>{esc(c.text)}</p></li>\n" for c in story.comments
        )
        fields = "".join(f"<label>{esc(label)}<input></label>" for label in (labels.name, labels.email, labels.text))
        dialog = (
            f"<dialog><h1>{esc(visit_day(sheet))}</h1>{text_of(print_copy(story, visit_day(sheet)), '<p>', '</p>')}</dialog>\n"
            if sheet.has(0.4)
            else ""
        )
        return (
            f"<story-head>{category}<h1><span>{esc(article.title)}</span></h1>\n{date_line}<p><b>{esc(article.title)}</b></p>"
            f"</story-head>\n{self.figures(story.lead_figures)}{related}"
            f"{dialog}<story-body><section>{lead}{self.body(sheet, story)}</section></story-body>\n<story-foot>"
            f"<h3>{esc(labels.tags)}</h3><ul>{tags}</ul></story-foot>\n"
            f"<section><h3>{esc(labels.comments)}</h3><ol>{comments}</ol><form>{fields}<button>{esc(labels.send)}</button></form></section>"
        )

    def block(self, sheet: Sheet, block: Block) -> str:
        """A heading opens a new section; some paragraphs begin with a drop cap."""
        match block.kind:
            case "list_item":
                return f"<li><p>{inked(sheet, block.text, _INK)}</p></li>\n"
            case "quote":
                return f"<figure><blockquote><p>{esc(block.text)}</p></blockquote></figure>\n"
            case "heading":
                return f"</section>\n<section><header><h2>{esc(block.text)}</h2></header>\n"
            case _ if sheet.has(0.1) and block.text[:2].isalpha() and sheet.lang == "en":
                return f"<p><span class=cap>{esc(block.text[0])}</span>{esc(block.text[1:])}</p>\n"
            case _:
                return f"<p>{inked(sheet, block.text, _INK)}</p>\n"

    def figure(self, picture: Picture) -> str:
        """A picture that a script fetches when it comes into view."""
        caption = f"<figcaption><p>{esc(picture.caption)}</p></figcaption>" if picture.caption else ""
        path = attr(picture_path(picture))
        return (
            f'<figure><picture><source data-srcset="{path}" type="image/jpeg"><img src="{_PIXEL}" data-src="{path}" alt="">'
            f"</picture>{caption}</figure>\n"
        )

    def _gallery(self, sheet: Sheet) -> str:
        labels, film = sheet.labels, esc(sheet.frame.film)
        return (
            f"<section><header>{esc(labels.gallery)}</header><p>{esc(labels.photo)}</p><p>{esc(labels.film)}</p><h2>{film}</h2>"
            f"<p>{film}</p></section>"
        )

    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """A card."""
        entry, href = item.expected, sheet.article(item.ref)
        return (
            f'<rail-card><a href="{href}"><h2>{esc(entry.title)}</h2></a><h3><a href="{href}">{esc(entry.title)}</a></h3>'
            f"<time>{esc(entry.published_raw or '')}</time>"
            f"<p>{esc(entry.snippet or '')}</p></rail-card>\n"
        )

    def card(self, sheet: Sheet, ref: Ref) -> str:
        """A card."""
        return (
            f'<rail-card><a href="{sheet.article(ref)}"><h2>{esc(ref.title)}</h2></a><time>{esc(ref.date_line or "")}</time>'
            f"<p>{esc(ref.summary)}</p></rail-card>\n"
        )
