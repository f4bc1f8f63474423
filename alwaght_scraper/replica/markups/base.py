"""What all markups share: the choice of what to print, by the kind of page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar
from urllib.parse import urlsplit

from alwaght_scraper.items import Block, BlockKind, Picture
from alwaght_scraper.replica.model import Abilities, Front, ListItem, Ref, Story, TagList
from alwaght_scraper.replica.printed_dates import printed_date
from alwaght_scraper.replica.sheet import Sheet, Spelling, esc


class Markup(ABC):
    """One way to print the site; the order of blocks is the site's, everything else is the markup's own.

    `held_out` markups are for measuring how extraction generalises: nothing is ever tuned on them.
    """

    name: ClassVar[str]
    languages: ClassVar[tuple[str, ...]] = ("en", "ar")
    abilities: ClassVar[Abilities] = Abilities()
    spelling: ClassVar[Spelling] = "rooted"
    held_out: ClassVar[bool] = False
    content_type: ClassVar[str | None] = "text/html; charset=utf-8"
    list_tags: ClassVar[tuple[str, str]] = ("<ul>", "</ul>\n")

    def render(self, sheet: Sheet) -> bytes:
        """The page's bytes."""
        return self.encode(self.page(sheet, self._main(sheet)), sheet)

    def _main(self, sheet: Sheet) -> str:
        match sheet.content:
            case Story() as story:
                return self.article(sheet, story)
            case TagList() as tag_list:
                return self.entries(sheet, [self.entry(sheet, item) for item in tag_list.items]) + self.pager(sheet, tag_list)
            case Front() as front:
                return "".join(self.group(sheet, heading, [self.card(sheet, ref) for ref in refs]) for heading, refs in front.groups)

    @abstractmethod
    def page(self, sheet: Sheet, main: str) -> str:
        """The whole page around its main part: site title, boxes, In Focus, map line, `main`, gallery."""

    @abstractmethod
    def article(self, sheet: Sheet, story: Story) -> str:
        """Category, title, date, title, pictures, related links, body, tags, comments."""

    @abstractmethod
    def entry(self, sheet: Sheet, item: ListItem) -> str:
        """An entry of a tag list: title, title again, date, snippet."""

    @abstractmethod
    def card(self, sheet: Sheet, ref: Ref) -> str:
        """An article on a home, section or dossier page."""

    @abstractmethod
    def block(self, sheet: Sheet, block: Block) -> str:
        """One block of the body."""

    @abstractmethod
    def figure(self, picture: Picture) -> str:
        """A picture with its caption."""

    def figures(self, pictures: tuple[Picture, ...]) -> str:
        """Pictures, one after the other."""
        return "".join(map(self.figure, pictures))

    def body(self, sheet: Sheet, story: Story) -> str:
        """The blocks below the teaser, list entries between `list_tags`, pictures where they stand."""
        parts: list[str] = []
        in_list = False
        for position, block in enumerate(story.article.blocks):
            if position == 0 and story.article.teaser:
                continue
            is_item = block.kind == BlockKind.LIST_ITEM
            if is_item != in_list:
                parts.append(self.list_tags[in_list])
            in_list = is_item
            parts += [self.block(sheet, block), self.figures(story.figures_after(position))]
        return "".join(parts) + (self.list_tags[1] if in_list else "")

    def entries(self, sheet: Sheet, entries: list[str]) -> str:  # noqa: ARG002 - markups that wrap them look at the sheet
        """All entries of a tag list."""
        return "".join(entries)

    def group(self, sheet: Sheet, heading: str, cards: list[str]) -> str:  # noqa: ARG002
        """The cards below one heading."""
        return f"<h3>{esc(heading)}</h3>" + "".join(cards)

    def pager(self, sheet: Sheet, tag_list: TagList) -> str:
        """Links to the other pages of a tag list, with the empty path segment of the real site."""
        if tag_list.pages < 2:
            return ""
        links = (f'<a href="{sheet.tag(tag_list.tag, number)}">{number + 1}</a>' for number in range(1, tag_list.pages))
        return '<div class="pg">' + " ".join(links) + "</div>"

    def encode(self, html: str, sheet: Sheet) -> bytes:  # noqa: ARG002 - the charset may depend on the language
        """The bytes of the finished page."""
        return html.encode("utf-8")


def head_title(sheet: Sheet) -> str:
    """The text of `<title>`: the site's alone, or with the article's on either side."""
    if not isinstance(sheet.content, Story):
        return esc(sheet.labels.site)
    title = sheet.content.article.title
    return esc(sheet.rng.choice((sheet.labels.site, f"Alwaght | {title}", f"{title} - Alwaght", title)))


def picture_path(picture: Picture) -> str:
    """The address of a picture from the root of its host."""
    return urlsplit(picture.url).path


def visit_day(sheet: Sheet) -> str:
    """The day of the visit as the clock line prints it: never the article's date."""
    return printed_date(sheet.frame.visited.date(), sheet.lang, sheet.rng)


def print_copy(story: Story, wrong_date: str) -> list[str]:
    """The text of a hidden print version: the article once more, under another date and a little different."""
    texts = [block.text for block in story.article.blocks]
    return [story.article.title, wrong_date, *texts[:-1], f"{texts[-1]} (print version)"]


def text_of(texts: list[str], before: str, after: str) -> str:
    """Each text between two tags."""
    return "".join(f"{before}{esc(text)}{after}" for text in texts)
