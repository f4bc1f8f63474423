"""Lines made ready for reading: what links lead to, what is text, what is a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from alwaght_scraper import labels, site
from alwaght_scraper.items import PageKind
from alwaght_scraper.parsers.blocks import Line, Link, Page, Style, may_open_body
from alwaght_scraper.parsers.marks import is_mark
from alwaght_scraper.parsers.parting import SEPARATORS
from alwaght_scraper.parsers.sentences import STOPS
from alwaght_scraper.parsers.stamps import stamps_of
from alwaght_scraper.parsers.taglines import MAX_LABEL_WORDS, is_tag_label, listed_tags, tags_head

_COPYRIGHT: Final = re.compile(r"(?:©|copyright\b|all rights reserved|جميع الحقوق|کلیه حقوق|تمامی حقوق)", re.IGNORECASE)
_RESERVED: Final = re.compile(r"\b(?:all rights reserved|جميع الحقوق محفوظة|(?:کلیه|تمامی) حقوق .{0,40}محفوظ)", re.IGNORECASE)
_MAX_NOTICE: Final = 80
_RIGHTS: Final = re.compile(r"rights reserved|جميع الحقوق|حقوق.{0,40}محفوظ|alwaght|الوقت", re.IGNORECASE)
_SENTENCE: Final = 30
_SENTENCE_ENDS: Final = "".join(STOPS) + '"”»'
_CLOSERS: Final = ")]"

_MAX_BOX_NAME: Final = 40
_COUNTS: Final = re.compile(r"[(\[]\s*[\d٠-٩۰-۹]{1,5}\s*[)\]]")


class Reading:
    """A page's visible lines, with the address that its links are relative to."""

    def __init__(self, page: Page, url: str) -> None:
        """Reads `page`, which was captured at `url`; `dates` are those of its lines, but for `stamps`, which say when it was changed.

        `marked` are the lines right after a mark that stands alone.
        """
        self.page = page
        self.base = _base(page, url)
        self.own = site.address(url)
        self.lines: list[Line] = []
        self.form_lines: set[int] = set()
        self.marked: list[int] = []
        forms = set(page.forms)
        for number, line in enumerate(page.lines):
            if number in forms:
                self.form_lines.add(len(self.lines))
            if line.parts:
                self.lines += line.parts
            elif not line.style & Style.HIDDEN:
                self.lines.append(line)
            elif is_mark(line.text):
                self.marked.append(len(self.lines))
        self._articles: dict[int, int | None] = {}
        self._tags: dict[int, list[str] | None] = {}
        self.dates = {number: line.date for number, line in enumerate(self.lines) if line.date is not None}
        self.stamps = stamps_of(self.lines, self.dates)
        for place in self.stamps.intersection(self.dates):
            del self.dates[place]

    def places_of(self, lines: Sequence[Line]) -> frozenset[int]:
        """Where some of the page's lines stand, given in page order; what is hidden, or stands there in parts, stands nowhere."""
        found: list[int] = []
        place = 0
        for line in lines:
            if line.style & Style.HIDDEN or line.parts:
                continue
            while self.lines[place] is not line:
                place += 1
            found.append(place)
        return frozenset(found)

    def around(self, place: int, box: int, span: range) -> range:
        """The lines around a line in `place` that a box holds, of those in `span`."""
        holds, lines = self.page.holds, self.lines
        first, end = place, place + 1
        while first > span.start and holds(box, lines[first - 1].box):
            first -= 1
        while end < span.stop and holds(box, lines[end].box):
            end += 1
        return range(first, end)

    def target(self, link: Link) -> site.Address | None:
        """Where a link leads, None when it leaves the site."""
        return site.resolve(link.href, self.base)

    def address(self, text: str) -> site.Address | None:
        """What a printed address means."""
        return site.resolve(text, self.base)

    def article_of(self, line: Line) -> int | None:
        """The other article that all of a line's text (but its section or a count, at most) links to; None when it is not such a line."""
        if not line.links or not is_entry(line):
            return None
        known = self._articles.get(id(line), -1)
        if known == -1:
            ids = {self._foreign_id(link) for link in line.links}
            known = self._articles[id(line)] = ids.pop() if len(ids) == 1 else None
        return known

    def is_other_edition(self, line: Line) -> bool:
        """Whether a line is links to articles in other languages, with a name before them at most."""
        own = self.own
        if own is None or not line.links:
            return False
        name, _, rest = line.text.partition(line.links[0].text)
        for link in line.links[1:]:
            rest = rest.replace(link.text, " ", 1)
        if rest.strip(SEPARATORS) or len(name) > _MAX_BOX_NAME or (name and name.rstrip()[-1:] not in ":："):
            return False
        targets = [self.target(link) for link in line.links]
        return all(target is not None and target.kind is PageKind.ARTICLE and target.lang != own.lang for target in targets)

    def _tagged(self, line: Line) -> int:
        """Where the tags begin in a sentence that names them after other links, as `Posted in News and tagged Water, Wheat`."""
        kinds = [found.kind if (found := site.resolve(link.href, self.base)) else None for link in line.links]
        if PageKind.TAG_LIST not in kinds:
            return 0
        start = line.text.find(line.links[kinds.index(PageKind.TAG_LIST)].text)
        words = line.text[: max(0, start)].split()
        named = len(words) > MAX_LABEL_WORDS and any(labels.label_key(" ".join(words[-count:])) in labels.TAG_LABELS for count in (1, 2))
        return start if named else 0

    def _foreign_id(self, link: Link) -> int | None:
        found = site.resolve(link.href, self.base)
        if found is None or found.kind is not PageKind.ARTICLE:
            return None
        if self.own is not None and (found.lang, found.article_id) == (self.own.lang, self.own.article_id):
            return None
        return found.article_id

    def tags_of(self, line: Line) -> list[str] | None:
        """The tags that a line prints, when links to tag lists are all that it holds but a label; else None."""
        key = id(line)
        if key not in self._tags:
            self._tags[key] = self._read_tags(line)
        return self._tags[key]

    def _read_tags(self, line: Line) -> list[str] | None:
        head = tags_head(line)
        if not line.links:
            return self._tags_beside(line, line.text[head:].strip()) or (listed_tags(line.text[head:]) if head else None)
        tags: list[str] = []
        sentence = 0 if head else self._tagged(line)
        head = head or sentence
        rest, shift = line.text[head:] if head else line.text, bool(head)
        for link in line.links:
            found = site.resolve(link.href, self.base)
            if found is None or found.kind is not PageKind.TAG_LIST:
                if shift and not tags and link.text in line.text[:head]:
                    continue
                if not (sentence and tags):
                    return None
                rest = rest.partition(".")[0]  # what the next sentence links to
                break
            tags.append(link.text.strip(SEPARATORS + "#") or found.tag or "")
            rest = rest.replace(link.text, " ", 1)
        if is_tag_label(_COUNTS.sub(" ", rest), line.text):
            return tags
        return listed_tags(line.text[head:]) if head else None

    def _tags_beside(self, line: Line, text: str) -> list[str]:
        """The tags of a text that is nothing but the names of the tag lists to which the icons beside it lead, as printed."""
        targets = [site.resolve(image.link, self.base) for image in line.images if image.link]
        tags = [found.tag for found in targets if found is not None and found.kind is PageKind.TAG_LIST and found.tag]
        if not tags or " ".join(tags).casefold() != text.casefold():
            return []
        ends = list(accumulate(len(tag) + 1 for tag in tags))
        return [text[end - len(tag) - 1 : end - 1] for tag, end in zip(tags, ends, strict=True)]


def _base(page: Page, url: str) -> str:
    if page.base and (found := site.resolve(page.base, url)):
        return site.ORIGIN + page.base if page.base.startswith("/") else page.base if "://" in page.base else found.fetch
    return url


def is_prose(line: Line) -> bool:
    """Whether a line is surely running text: long, or opened by the agency's mark, and no link."""
    return line.prose


def is_text(line: Line) -> bool:
    """Whether a line may be running text: prose, or a sentence, however short."""
    if line.style & Style.LINK:
        return False
    return is_prose(line) or (len(line.text) >= _SENTENCE and line.text.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS)


def is_copyright(line: Line) -> bool:
    """Whether a line is the site's notice of its rights, which ends every page."""
    return _COPYRIGHT.match(line.text) is not None or (len(line.text) <= _MAX_NOTICE and _RESERVED.search(line.text) is not None)


def claims_rights(line: Line) -> bool:
    """Whether a notice of rights is the site's for sure; others may stand at a picture: `© AFP`."""
    return _RIGHTS.search(line.text) is not None


def is_entry(line: Line) -> bool:
    """Whether a line is nothing but links, or a link and, behind it, its section or how often it was read: an entry of a list."""
    return bool(line.style & Style.LINK) or ends_in_section(line) or ends_in_count(line)


def ends_in_count(line: Line) -> bool:
    """Whether a line is a link and, behind it, a number in brackets."""
    title = line.links[0].text if len(line.links) == 1 else ""
    return (
        bool(title)
        and line.text.startswith(title)
        and _COUNTS.fullmatch(line.text, len(title) + line.text[len(title) :].startswith(" ")) is not None
    )


def ends_in_section(line: Line) -> bool:
    """Whether a line is a link and, behind it, the name of a section: an entry of a list."""
    title = line.links[0].text if len(line.links) == 1 else ""
    return bool(title) and line.text.startswith(title) and labels.label_key(line.text[len(title) :].strip(SEPARATORS)) in labels.CATEGORIES


def is_caption_of_box(line: Line) -> bool:
    """Whether a line is short enough, and unpunctuated enough, to be the printed name of what follows it."""
    return 0 < len(line.text) <= _MAX_BOX_NAME and line.text[-1] not in ".!،,;…" and not may_open_body(line.text)
