"""A tag list page: entries of title (mostly twice), date and snippet."""

from __future__ import annotations

import re
from typing import Final

from alwaght_scraper import labels, site
from alwaght_scraper.items import ListingEntry, PageKind
from alwaght_scraper.parsers.blocks import Line, Style
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_copyright
from alwaght_scraper.parsers.mainlist import Draft, main_list, names_tag

_CUT: Final = re.compile(r"\s(?:\.\.\.|…)$")
_NUMBERED: Final = re.compile(r"[(\[]?[\d٠-٩۰-۹]{1,3}\s?[.)\]-]\s*")
_OPENING: Final = 24
_BOXES: Final = labels.FRAME_LABELS | labels.GLOSSARY_LABELS
_PAGER: Final = re.compile(r"[\d\s|<>«»‹›…. ]+|(?:next|previous|prev|first|last|التالي|السابق|بعدی|قبلی)\b.{0,10}", re.IGNORECASE)


def read_listing(reading: Reading, masked: frozenset[int]) -> tuple[ListingEntry, ...]:
    """The entries of a tag list page, in page order."""
    return tuple(_entry(position, draft) for position, draft in enumerate(main_list(reading, _drafts(reading, masked))))


def _drafts(reading: Reading, masked: frozenset[int]) -> list[Draft]:
    drafts: list[Draft] = []
    current: Draft | None = None
    framed, last, part = False, -1, 0
    for place, line in enumerate(reading.lines):
        if place in masked or not line.text:
            framed = framed and place not in masked  # the glossary is the last of the boxes before the list
            continue
        label = line.label
        framed = (framed or label in labels.FRAME_LABELS) and label not in labels.SITE_TITLES
        above, last, part = last, place, part + (label in _BOXES or names_tag(reading, line))
        if place in reading.dates:
            if current is not None and current.date is None:
                current.date, current.below = reading.dates[place], place
            continue
        address = _article(reading, line)
        if address is not None and line.label not in labels.MORE_LABELS:
            draft = Draft(
                _title(line),
                address,
                reading.page.shape(line.box),
                framed,
                line.box,
                place,
                part,
                above=above if above in reading.dates else None,
            )
            current = _titled(drafts, current, draft)
        elif current is None:
            continue
        elif _ends_list(reading, line):
            current = None
        elif line.text == current.title:
            current.titles += 1
        elif _names_another_part(line):
            current = None
        elif line.label not in labels.MORE_LABELS and not _PAGER.fullmatch(line.text) and _belongs(reading, current, line):
            current.snippet.append(_without_more(line))
    return drafts


def _without_more(line: Line) -> str:
    """A snippet without the link at its end that opens the article."""
    last = line.links[-1].text if line.links else ""
    return line.text.removesuffix(last).rstrip() if labels.label_key(last.strip("[]() →»›>…←«")) in labels.MORE_LABELS else line.text


def _belongs(reading: Reading, current: Draft, line: Line) -> bool:
    """A snippet follows title and date at once, and says more than a name; what comes after it is another part of the page."""
    if is_caption_of_box(line):
        return False
    return not current.snippet or (current.date is not None and reading.page.shape(line.box) == current.shape and line.gap > 0)


def _titled(drafts: list[Draft], current: Draft | None, draft: Draft) -> Draft:
    """The entry that a linked line begins, or the one before when the line is only another part of it."""
    if (
        current is not None
        and (current.address.canonical, current.part) == (draft.address.canonical, draft.part)
        and (current.date is None or draft.title != current.title)
    ):
        if draft.title == current.title:
            current.titles += 1
            return current
        if _opens_whole(draft.title, current.title):
            return current
        if not current.snippet:
            current.snippet.append(draft.title)
            return current
    drafts.append(draft)
    return draft


def _opens_whole(text: str, title: str) -> bool:
    """Whether a link says an entry's title again and, before it, that it opens the whole: `Read more about ...`."""
    return text.endswith(title) and len(text) - len(title) <= _OPENING


def _article(reading: Reading, line: Line) -> site.Address | None:
    """The article that a line of links leads to."""
    if not line.links:
        return None
    number = _NUMBERED.match(line.text)
    if sum(len(link.text) for link in line.links) < 0.8 * (len(line.text) - (number.end() if number else 0)):
        return None
    found = reading.target(line.links[0])
    return found if found is not None and found.kind is PageKind.ARTICLE else None


def _title(line: Line) -> str:
    """The title in a line of links, without the number of its entry."""
    title = line.links[0].text
    return title if title and _NUMBERED.fullmatch(line.text.removesuffix(title)) else line.text


def _names_another_part(line: Line) -> bool:
    """Whether a line is a heading that is neither a title nor a section: an entry's lines are over."""
    return bool(line.style & Style.HEADING) and not line.links and is_caption_of_box(line) and line.label not in labels.CATEGORIES


def _ends_list(reading: Reading, line: Line) -> bool:
    label = line.label
    return (
        label in labels.GALLERY_LABELS | labels.FRAME_LABELS | labels.GLOSSARY_LABELS | labels.COMMENT_LABELS | labels.SITE_TITLES
        or bool(reading.tags_of(line))
        or is_copyright(line)
        or labels.names_gallery(line.text)
    )


def _entry(position: int, draft: Draft) -> ListingEntry:
    snippet = " ".join(draft.snippet) or None
    return ListingEntry(
        position=position,
        article_id=draft.address.article_id,
        url=draft.address.canonical,
        title=draft.title,
        published=draft.date.day if draft.date else None,
        published_raw=draft.date.raw if draft.date else None,
        snippet=snippet,
        is_cut=bool(snippet and _CUT.search(snippet)),
    )
