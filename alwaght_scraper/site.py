"""The only file that knows Alwaght: its hosts, languages and URL shapes (its printed words: `labels`).

Every shape here was seen in real addresses of the site or follows from one that was (`docs/site.md`
says which). Addresses are read by one rule: an article is its (language, id), so scheme, host, case,
slug, suffix, query and fragment are spellings of the same article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from alwaght_scraper.items import PageKind, PageLink
from alwaght_scraper.text import fold

ORIGIN: Final = "http://alwaght.net"
ROBOTS: Final = f"{ORIGIN}/robots.txt"
HOSTS: Final = frozenset({"alwaght.net", "www.alwaght.net", "alwaght.com", "www.alwaght.com"})
LANGUAGES: Final = ("en", "ar", "fa")
SEEDED_LANGUAGES: Final = ("en", "ar")  # a Persian edition is plausible but was never seen
MAX_URL_LENGTH: Final = 2048
MAX_ARTICLE_ID: Final = 9_999_999_999

_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f\\]")
_ORIGIN: Final = re.compile(r"https?://[\w.-]+/", re.ASCII)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_ROOTS: Final = frozenset(f"{scheme}://{host}/" for scheme in _DEFAULT_PORTS for host in HOSTS)
_LANGS: Final = "|".join(LANGUAGES)
_ARTICLE: Final = re.compile(rf"/+({_LANGS})/+news/+(\d{{1,10}})(?:/.*)?", re.IGNORECASE | re.ASCII | re.DOTALL)
_PLAIN: Final = re.compile(rf"/({_LANGS})/News/([1-9]\d{{0,9}})(?:/([\w%!$'()*+,:;=@~-][\w%!$'()*+,:;=@~.-]*))?", re.ASCII)
"""Most links to articles: a path in which nothing needs a second look."""
_PLAIN_TAG: Final = re.compile(rf"/({_LANGS})/Keywords/([\w-]+(?:%20[\w-]+)*)(?://(\d{{1,6}}))?", re.ASCII)
_SITE: Final = re.compile(r"https?://(?:www\.)?alwaght\.(?:net|com)(?=/)", re.ASCII)
_ROOTLESS: Final = re.compile(rf"(?:\.{{1,2}}/+)*(?=(?:{_LANGS})/+(?:news|keywords|newscase)/)", re.IGNORECASE | re.ASCII)
"""How a link from the root begins that lost its first slash, or climbs too few folders to get there: by the letter it leads nowhere."""
_NAME: Final = re.compile(r"[a-z][\w-]*", re.IGNORECASE | re.ASCII)
_TAG_LIST: Final = re.compile(rf"/+({_LANGS})/+keywords/+([^/]+)(?:/+(\d{{1,6}})?)?/*", re.IGNORECASE | re.ASCII)
_NEWS_CASE: Final = re.compile(rf"/+({_LANGS})/+newscase/+type/+(\d{{1,10}})(?:/+(\d{{1,6}})?)?/*", re.IGNORECASE | re.ASCII)
_HOME: Final = re.compile(rf"/*(?:({_LANGS})(?:/+(?:home|default|index)(?:\.\w+)?)?)?/*", re.IGNORECASE | re.ASCII)
_LANG_PREFIX: Final = re.compile(rf"/+({_LANGS})(?:/|$)", re.IGNORECASE | re.ASCII)
_WAYBACK: Final = re.compile(r"(?:(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://)", re.IGNORECASE | re.ASCII)
_FRAME_PAGES: Final = frozenset({"aboutus", "contactus"})
_FRAME_SUFFIX: Final = re.compile(rf"/(?:{'|'.join(sorted(_FRAME_PAGES))})/*$", re.IGNORECASE)


@dataclass(slots=True, init=False, unsafe_hash=True)
class Address:
    """What an address of the site means.

    `canonical` is the one spelling under which the page is known; `fetch` is the spelling to ask the
    server for (it keeps an article's slug, which the server has seen).
    """

    kind: PageKind
    canonical: str
    fetch: str
    lang: str | None = None
    article_id: int | None = None
    tag: str | None = None
    page: int | None = None
    slug: str | None = None

    def __init__(  # by hand, since mypyc leaves a generated one in Python
        self,
        kind: PageKind,
        canonical: str,
        fetch: str,
        lang: str | None = None,
        article_id: int | None = None,
        tag: str | None = None,
        page: int | None = None,
        slug: str | None = None,
    ) -> None:
        self.kind, self.canonical, self.fetch, self.lang = kind, canonical, fetch, lang
        self.article_id, self.tag, self.page, self.slug = article_id, tag, page, slug

    def link(self) -> PageLink:
        """The address as an item."""
        return PageLink(self.fetch, self.kind, self.lang, self.article_id)


def article_url(lang: str, article_id: int) -> str:
    """The canonical address of an article."""
    return f"{ORIGIN}/{lang}/News/{article_id}"


def home_url(lang: str) -> str:
    """The home page of a language edition."""
    return f"{ORIGIN}/{lang}"


def tag_url(lang: str, tag: str, page: int | None = None) -> str:
    """The canonical address of a tag list page."""
    return f"{ORIGIN}/{lang}/Keywords/{quote(tag, safe='')}" + ("" if page is None else f"//{page}")


def is_on_site(url: str) -> bool:
    """Whether an absolute address is one of the site's own, read as strictly as can be.

    Credentials, other ports, other schemes, control characters, back-slashes and look-alike hosts
    all make an address foreign: different clients read such spellings differently.
    """
    if len(url) > MAX_URL_LENGTH or _FORBIDDEN.search(url) or (not url.isascii() and _odd_host(url)):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or "@" in parts.netloc or (port or _DEFAULT_PORTS[scheme]) != _DEFAULT_PORTS[scheme]:
        return False
    host = parts.netloc.lower().removesuffix(f":{port}").removesuffix(":")
    return host in HOSTS


def _odd_host(url: str) -> bool:
    return not url.split("://", 1)[-1].split("/", 1)[0].isascii()


@lru_cache(maxsize=1 << 10)
def address(url: str) -> Address | None:
    """What an absolute address means; None when it is not the site's."""
    return _plain(url, "") or _address(url)


def resolve(href: str, base: str) -> Address | None:
    """What a link means on a page at `base`; None when it leaves the site or is no page address."""
    first = href[:1]
    return None if first == "#" else _resolve(href, _root(base) if first == "/" else base)


def links(hrefs: Iterable[str], base: str) -> Iterable[PageLink]:
    """The site's pages that the links of a page at `base` lead to, each once, in order."""
    found: dict[str, PageLink] = {}
    root = _root(base)
    for href in hrefs:
        first = href[:1]
        target = None if first == "#" else _linked(href, root if first == "/" else base)
        if target is not None and target[0] not in found:
            found[target[0]] = target[1]
    return found.values()


@lru_cache(maxsize=1 << 13)
def _linked(href: str, base: str) -> tuple[str, PageLink] | None:
    target = _resolve(href, base)
    return None if target is None else (target.canonical, target.link())


@lru_cache(maxsize=1 << 10)
def _root(base: str) -> str:
    """All of a page's address that counts for links that begin with `/`; so pages share what is remembered."""
    origin = _ORIGIN.match(base)
    return origin[0] if origin else base


def unarchived(href: str) -> str:
    """A link as it was before the Wayback Machine pointed it at its own copy; any other link as it is."""
    copy = _WAYBACK.match(href) if "/web/" in href else None
    return href[copy.end() :] if copy else href


@lru_cache(maxsize=1 << 13)
def _resolve(href: str, base: str) -> Address | None:
    return _plain(href, base) or _resolve_any(href, base)


def _plain(href: str, base: str) -> Address | None:
    """What a link means in which nothing needs a second look, as in most; None leaves it to the rules for all."""
    path = _plain_path(href, base) if len(href) + len(base) < MAX_URL_LENGTH else None
    if path is None:
        return None
    if article := _PLAIN.fullmatch(path):
        slug = article[3]
        return _article_address(article[1], int(article[2]), None if slug and slug.lower() in _FRAME_PAGES else slug)
    if tag := _PLAIN_TAG.fullmatch(path):
        page = int(tag[3]) if tag[3] else None
        url = f"{ORIGIN}/{tag[1]}/Keywords/{tag[2]}" + ("" if page is None else f"//{page}")
        return Address(PageKind.TAG_LIST, url, url, tag[1], tag=tag[2].replace("%20", " "), page=page)
    return None


def _plain_path(href: str, base: str) -> str | None:
    """The path of a link that is a path itself, an address of the site, or a name beside its page's."""
    if href[:1] == "/":
        return href if base in _ROOTS else None
    if origin := _SITE.match(href):
        return href[origin.end() :]
    if (origin := _SITE.match(base)) and _NAME.fullmatch(href):
        return base[origin.end() : base.rfind("/") + 1] + href
    return None


def _resolve_any(href: str, base: str) -> Address | None:
    href = unarchived(href.strip(" \t\r\n\f"))
    if rootless := _ROOTLESS.match(href):
        href = f"/{href[rootless.end() :]}"
    if not href or href.startswith("#") or _FORBIDDEN.search(href.replace(" ", "")):
        return None
    try:
        return _address(urljoin(base, href.replace(" ", "%20")))
    except ValueError:
        return None


def _address(url: str) -> Address | None:
    if not is_on_site(url):
        return None
    parts = urlsplit(url)
    path = parts.path
    plain = unquote(path)
    return _article(plain, path) or _list(path) or _page(plain, path, parts.query)


def _article(plain: str, path: str) -> Address | None:
    match = _ARTICLE.fullmatch(plain)
    if not match or not int(match[2]):
        return None
    lang, article_id = match[1].lower(), int(match[2])
    return _article_address(lang, article_id, slug_of(_FRAME_SUFFIX.sub("", path)))


def _article_address(lang: str, article_id: int, slug: str | None) -> Address:
    canonical = article_url(lang, article_id)
    return Address(PageKind.ARTICLE, canonical, f"{canonical}/{slug}" if slug else canonical, lang, article_id, slug=slug)


def slug_of(path: str) -> str | None:
    """The slug of an article's path, still percent-encoded; None when it has none."""
    tail = re.split(r"/news/+\d+/+", path, maxsplit=1, flags=re.IGNORECASE)
    slug = tail[1].strip("/") if len(tail) == 2 else ""
    return quote(slug, safe="%-._~!$&'()*+,;=:@") or None


def _list(path: str) -> Address | None:
    if match := _TAG_LIST.fullmatch(path):
        lang, tag = match[1].lower(), fold(unquote(match[2]))
        page = int(match[3]) if match[3] else None
        url = tag_url(lang, tag, page)
        return Address(PageKind.TAG_LIST, url, url, lang, tag=tag, page=page) if tag else None
    if match := _NEWS_CASE.fullmatch(path):
        lang = match[1].lower()
        page = int(match[3]) if match[3] else None
        url = f"{ORIGIN}/{lang}/NewsCase/type/{int(match[2])}" + ("" if page is None else f"//{page}")
        return Address(PageKind.NEWS_CASE, url, url, lang, page=page)
    return None


def _page(plain: str, path: str, query: str) -> Address:
    if (match := _HOME.fullmatch(plain)) and not query:
        lang = match[1].lower() if match[1] else None
        url = home_url(lang) if lang else f"{ORIGIN}/"
        return Address(PageKind.HOME, url, url, lang)
    prefix = _LANG_PREFIX.match(plain)
    url = ORIGIN + quote(path or "/", safe="/%-._~!$&'()*+,;=:@") + (f"?{quote(query, safe='/%-._~!$&()*+,;=:@?')}" if query else "")
    return Address(PageKind.OTHER, url, url, prefix[1].lower() if prefix else None)
