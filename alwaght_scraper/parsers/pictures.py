"""Pictures between title and tags, and the captions printed at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from alwaght_scraper import labels, site
from alwaght_scraper.items import PageKind, Picture
from alwaght_scraper.parsers.blocks import Image, Line, Style
from alwaght_scraper.parsers.facts import is_appeal
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_caption_of_box, is_prose, is_text
from alwaght_scraper.parsers.region import Region

_ICON: Final = re.compile(
    r"spacer|pixel|blank|icon|logo|print|share|btn|button|arrow|bullet|transparent|1x1|loading|loader|placeholder|rss|facebook|twitter|telegram|whatsapp|"
    r"e?mail|pdf|divider|separator|banner|avatar|sprite|captcha|rating|vote|\bstars?\b|\bads?\b|counter|tracker|stat",
    re.IGNORECASE,
)
_ICON_FOLDER: Final = re.compile(r"/(?:avatars?|icons?|emojis?|smil(?:ey|ie)s?|badges?|flags?)/", re.IGNORECASE)
_LABELS: Final = labels.RELATED_LABELS.union(
    labels.TAG_LABELS, labels.COMMENT_LABELS, labels.GALLERY_LABELS, labels.FRAME_LABELS, labels.GLOSSARY_LABELS, labels.TOOL_LABELS
)
_TINY: Final = 48
_MAX_PICTURES: Final = 200
_MAX_CAPTION: Final = 250
_SHORT_CAPTION: Final = 150
_MAX_BOX: Final = 300
_CLIMBS: Final = 4
_CELLS: Final = frozenset({"td", "th", "li"})
_SCRIPTS: Final = ("javascript:", "#")
_SENTENCE_ENDS: Final = (".", "!", "؟", "?", "…")


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures in page order and the lines that their captions fill (`whole`)."""

    pictures: tuple[Picture, ...]
    captions: frozenset[int]


def find_pictures(reading: Reading, heading: Heading, region: Region, taken: frozenset[int]) -> Pictures:
    """The article's pictures; `taken` are lines that are known to be something else (related articles)."""
    places = [place for place in range(heading.places[0], region.end) if place not in region.foreign and place not in taken]
    found: dict[str, str | None] = {}
    captions: set[int] = set()
    for place in places:
        line = reading.lines[place]
        if _stands_for_label(reading, region, place):
            continue
        urls = [url for url in (_picture_url(reading, image) for image in line.images[:_MAX_PICTURES]) if url]
        if not urls or len(found) >= _MAX_PICTURES:
            continue
        lines = {other for other in _captions(reading, heading, region, place) if not _is_nearer_another(reading, place, other)} - captions
        captions |= lines
        text = " ".join(reading.lines[other].text for other in sorted(lines)) or None
        for url in urls:
            if found.get(url) is None:
                found[url] = text
            text = None
    return Pictures(tuple(Picture(url, caption) for url, caption in found.items()), frozenset(captions))


def _stands_for_label(reading: Reading, region: Region, place: int) -> bool:
    """Whether a picture is a name drawn in place of a word: of the links below it, or of whatever comes after the text."""
    line = reading.lines[place]
    if line.text or place + 1 >= len(reading.lines) or any("/upload/" in image.src.lower() for image in line.images):
        return False
    if line.style & Style.HEADING:
        return True
    following = reading.lines[place + 1]
    if reading.article_of(following) is not None or reading.tags_of(following) is not None:
        return True
    return place + 1 >= region.start and not any(is_text(other) for other in reading.lines[place + 1 : region.end])


def _picture_url(reading: Reading, image: Image) -> str | None:
    """The absolute address of a picture that belongs to the text; None for icons, thumbnails of other pages, trackers."""
    if not image.src or any(
        size.removesuffix("px").isdigit() and int(size.removesuffix("px")) <= _TINY for size in (image.width, image.height)
    ):
        return None
    if image.link and _leads_away(reading, image.link):
        return None
    try:
        parts = urlsplit(urljoin(reading.base, site.unarchived(image.src.strip()).replace(" ", "%20")))
    except ValueError:
        return None
    name = parts.path.rpartition("/")[2]
    if parts.scheme not in {"http", "https"} or (parts.hostname or "") not in site.HOSTS or not name:
        return None
    if "/upload/" not in parts.path.lower() and (
        _ICON.search(name) or _ICON_FOLDER.search(parts.path) or labels.label_key(image.alt) in _LABELS
    ):
        return None
    path = quote(parts.path, safe="/%-._~!$&'()*+,;=:@")
    return f"{site.ORIGIN}{path}" + (f"?{parts.query}" if parts.query else "")


def _leads_away(reading: Reading, href: str) -> bool:
    target = site.resolve(href, reading.base)
    if target is None:
        return href.strip().lower().startswith(("http:", "https:", "//", "mailto:", "whatsapp:", "tg:"))
    own = reading.own
    return target.kind is not PageKind.OTHER and (own is None or (target.lang, target.article_id) != (own.lang, own.article_id))


def _captions(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    """The lines that are the caption of the picture in a line: marked as one, boxed with it, or printed small beside it."""
    lines = reading.lines
    if lines[place].text:
        return {place} if _may_be_caption(lines[place]) and not _reads_on(lines[place]) else set()
    for found in (_marked(reading, region, place), _boxed(reading, heading, region, place)):
        if found:
            return found
    after = _next_text(reading, region, place)
    if after is None or not any(is_text(line) for line in (*lines[region.start : after], *lines[after + 1 : region.end])):
        return set()  # all the text there is
    return {after} if _beside(reading, heading, region, place, after) else set()


def _is_nearer_another(reading: Reading, place: int, caption: int) -> bool:
    """Whether another picture stands between a picture and a caption, which is then that picture's."""
    return any(_picture_url(reading, image) for line in reading.lines[place + 1 : caption] for image in line.images)


def _may_be_caption(line: Line) -> bool:
    if not line.text or len(line.text) > _MAX_CAPTION or line.opens or line.style & (Style.HEADING | Style.LINK):
        return False
    return not is_appeal(line) and line.label not in labels.RELATED_LABELS | labels.TOOL_LABELS and not _is_row_of_links(line)


def _is_row_of_links(line: Line) -> bool:
    """Whether a line is links for the most part, or a box's name with links right behind it."""
    if not line.links:
        return False
    name = labels.label_key(line.text.partition(line.links[0].text)[0])
    return name in labels.RELATED_LABELS or 2 * sum(len(link.text) for link in line.links) > len(line.text)


def _reads_on(line: Line) -> bool:
    """Whether text beside a picture is a paragraph that the picture stands in."""
    return not line.style & (Style.SMALL | Style.ITALIC | Style.CAPTION) and len(line.text) > _SHORT_CAPTION


def _marked(reading: Reading, region: Region, place: int) -> set[int]:
    page = reading.page
    figure = reading.lines[place].box
    while figure and page.tags[figure] != "figure":
        figure = page.parents[figure]
    if not figure:
        return set()
    span = range(max(0, place - 3), min(place + 6, region.end))
    return {
        other
        for other in span
        if reading.lines[other].style & Style.CAPTION and reading.lines[other].text and page.holds(figure, reading.lines[other].box)
    }


def _boxed(reading: Reading, heading: Heading, region: Region, place: int) -> set[int]:
    """The one or two short lines that share a box with the picture and nothing else."""
    page, lines = reading.page, reading.lines
    box = lines[place].box
    for _ in range(_CLIMBS):
        if not box or any(page.holds(box, lines[other].box) for other in heading.places):
            return set()
        inside = _span(reading, region, place, box)
        texts = [other for other in inside if lines[other].text]
        if texts:
            fits = len(texts) <= 2 and sum(len(lines[other].text) for other in texts) <= _MAX_BOX
            if len(texts) == 2 and _is_caption_and_text(lines[texts[0]], lines[texts[1]]):
                texts = texts[:1]
            good = fits and all(
                _may_be_caption(lines[other]) and not lines[other].style & Style.BOLD and other >= region.start for other in texts
            )
            elsewhere = any(is_text(lines[other]) for other in range(region.start, region.end) if other not in inside)
            return set(texts) if good and elsewhere and not _paragraph_like(reading, region, place, texts) else set()
        box = page.parents[box]
    return set()


def _is_caption_and_text(first: Line, second: Line) -> bool:
    """Whether the second line that shares a box with a picture is a sentence of the text, below a caption that is none."""
    return is_text(second) and second.gap == 1 and first.gap == 1 and not first.text.endswith(_SENTENCE_ENDS)


def _names_links(reading: Reading, place: int) -> bool:
    """Whether a line is the name of the links to other articles below it."""
    following = reading.lines[place + 1] if place + 1 < len(reading.lines) else None
    return following is not None and reading.article_of(following) is not None and is_caption_of_box(reading.lines[place])


def _paragraph_like(reading: Reading, region: Region, place: int, texts: list[int]) -> bool:
    """Whether the text in a picture's box is made like the paragraphs around, and long enough to be one or a sentence above the picture."""
    shape, lines = reading.page.shape, reading.lines
    shapes = {
        shape(line.box) for other, line in enumerate(lines[region.start : region.end], region.start) if other not in texts and is_text(line)
    }
    likely = [
        other
        for other in texts
        if len(lines[other].text) > _SHORT_CAPTION or (other < place and lines[other].text.endswith(_SENTENCE_ENDS))
    ]
    return any(shape(lines[other].box) in shapes for other in likely)


def _span(reading: Reading, region: Region, place: int, box: int) -> range:
    page, lines = reading.page, reading.lines
    first = last = place
    while first > region.start - 3 and first > 0 and page.holds(box, lines[first - 1].box):
        first -= 1
    while last + 1 < region.end and page.holds(box, lines[last + 1].box):
        last += 1
    return range(first, last + 1)


def _next_text(reading: Reading, region: Region, place: int) -> int | None:
    after = place + 1
    while after < region.end and not reading.lines[after].text:
        after += 1
    return after if region.start <= after < region.end else None


def _following(reading: Reading, region: Region, place: int) -> Line | None:
    """The line after a line, tools of the page (print, larger letters) left out."""
    rest = reading.lines[place + 1 : region.end]
    return next((line for line in rest if not (line.style & Style.LINK and line.links and line.links[0].href.startswith(_SCRIPTS))), None)


def _beside(reading: Reading, heading: Heading, region: Region, place: int, after: int) -> bool:
    """Whether the line after a picture is its caption by its print, its breaks or what follows it."""
    line, picture = reading.lines[after], reading.lines[place]
    if not _may_be_caption(line) or line.style & Style.BOLD or line.text == heading.title or after in reading.dates:
        return False
    following = _following(reading, region, after)
    apart = line.style & ~(following.style if following else 0) & (Style.SMALL | Style.ITALIC)
    if _is_sentence_outside(reading, place, after):
        return False
    if apart or line.style & Style.CAPTION or any(line.text == image.alt for image in picture.images):
        return True
    return following is not None and len(line.text) <= _SHORT_CAPTION and _placed_as_caption(reading, region, place, after)


def _is_sentence_outside(reading: Reading, place: int, after: int) -> bool:
    """Whether a line is a whole sentence among the paragraphs, outside the box that is the picture's own: a lead in italics."""
    page, picture, line = reading.page, reading.lines[place], reading.lines[after]
    if page.tags[picture.box] == "p" or line.style & (Style.SMALL | Style.CAPTION) or not line.text.endswith(_SENTENCE_ENDS):
        return False
    following = next((other for other in reading.lines[after + 1 :] if other.prose), None)
    among = following is not None and page.parents[following.box] == page.parents[line.box]
    return among and page.parents[picture.box] == page.parents[line.box] and picture.box != line.box


def _is_no_heading(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether a short line below a picture is surely no sub-heading: those of the page are marked, or it is made like the picture."""
    page, line, picture = reading.page, reading.lines[after], reading.lines[place]
    following = _following(reading, region, after)
    if line.gap > 1 or line.text[-1] in ":：" or following is None or page.tags[line.box] in _CELLS:
        return False
    lines = reading.lines[region.start : region.end]
    if line.box == picture.box:
        return line.gap == 1 != picture.gap and following.gap <= 1 and any(other.gap > 1 for other in lines)
    if any(other.style & (Style.BOLD | Style.HEADING) and is_caption_of_box(other) and not other.links for other in lines):
        return True
    shape, made = page.shape(line.box), page.shape(picture.box)
    return shape == made and line.box != following.box and all(page.shape(other.box) != shape for other in lines if other.prose)


def _placed_as_caption(reading: Reading, region: Region, place: int, after: int) -> bool:
    """Whether breaks tie a line to the picture above it, or the text opens right below it."""
    line, following = reading.lines[after], _following(reading, region, after) or reading.lines[after]
    if line.box == reading.lines[place].box and line.gap == 1 and (following.gap > 1 or following.box != line.box):
        return True
    if _names_links(reading, after) or line.text.endswith(_SENTENCE_ENDS):
        return False
    if any(map(is_prose, reading.lines[region.start : after])):
        return _is_no_heading(reading, region, place, after)
    return is_text(following) or following.label in labels.RELATED_LABELS or _names_links(reading, after + 1)
