"""Pictures between title and tags, each with its caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from alwaght_scraper import labels, site
from alwaght_scraper.items import PageKind, Picture
from alwaght_scraper.parsers.blocks import Image, Style
from alwaght_scraper.parsers.captions import captions_of, in_column
from alwaght_scraper.parsers.heading import Heading
from alwaght_scraper.parsers.lines import Reading, is_text
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
_PLAIN: Final = re.compile(r"(?:https?://(?:www\.)?alwaght\.(?:net|com))?((?:/[\w-][\w.-]*)+)", re.ASCII)
"""An address of a picture in which nothing needs a second look."""
_UPLOADS: Final = "/upload/"
_SAFE: Final = "/%-._~!$&'()*+,;=:@"
_TINY: Final = 48
_MAX_PICTURES: Final = 200


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
        if not line.images or _stands_for_label(reading, region, place):
            continue
        urls = [url for url in (_picture_url(reading, image) for image in line.images[:_MAX_PICTURES]) if url]
        if not urls or len(found) >= _MAX_PICTURES:
            continue
        near = captions_of(reading, heading, region, place)
        column = in_column(reading, region, place)
        lines = {other for other in near if other in column or not _is_nearer_another(reading, place, other)} - captions
        captions |= lines
        text = " ".join(reading.lines[other].text for other in sorted(lines)) or None
        for url in urls:
            if found.get(url) is None:
                found[url] = text
            text = None
    own = [url for url in found if _UPLOADS in url.lower()] or list(found)  # where some are newsroom's, others are the page's own
    return Pictures(tuple(Picture(url, found[url]) for url in own), frozenset(captions))


def _stands_for_label(reading: Reading, region: Region, place: int) -> bool:
    """Whether a picture is a name drawn in place of a word: of the links below it, or of whatever comes after the text."""
    line = reading.lines[place]
    if line.text or any(_UPLOADS in image.src.lower() for image in line.images):
        return False
    if line.style & Style.HEADING:
        return True
    following = reading.lines[place + 1] if place + 1 < len(reading.lines) else line
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
    address = _address_of(reading, image.src.strip())
    if address is None:
        return None
    path, query = address
    name = path.rpartition("/")[2]
    if not name or (
        _UPLOADS not in path.lower() and (_ICON.search(name) or _ICON_FOLDER.search(path) or labels.label_key(image.alt) in _LABELS)
    ):
        return None
    return f"{site.ORIGIN}{quote(path, safe=_SAFE) if _PLAIN.fullmatch(path) is None else path}" + (f"?{query}" if query else "")


def _address_of(reading: Reading, src: str) -> tuple[str, str] | None:
    """Path and query of a picture on the site, as written; None for any other."""
    if plain := _PLAIN.fullmatch(src):  # as most are
        return plain[1], ""
    try:
        parts = urlsplit(urljoin(reading.base, site.unarchived(src).replace(" ", "%20")))
    except ValueError:
        return None
    is_ours = parts.scheme in {"http", "https"} and (parts.hostname or "") in site.HOSTS
    return (parts.path, parts.query) if is_ours else None


def _leads_away(reading: Reading, href: str) -> bool:
    target = site.resolve(href, reading.base)
    if target is None:
        return href.strip().lower().startswith(("http:", "https:", "//", "mailto:", "whatsapp:", "tg:"))
    own = reading.own
    return target.kind is not PageKind.OTHER and (own is None or (target.lang, target.article_id) != (own.lang, own.article_id))


def _is_nearer_another(reading: Reading, place: int, caption: int) -> bool:
    """Whether another picture stands between a picture and a caption, which is then that picture's."""
    return any(_picture_url(reading, image) for line in reading.lines[place + 1 : caption] for image in line.images)
