"""Sites and the crawls of them that tests look at. A scenario runs once; many tests may read its outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from signal import SIGINT, SIGKILL, SIGTERM
from typing import Any

import brotli

from tests.crawl.site_server import (
    MISSING,
    Answer,
    article_page,
    bomb,
    cut,
    cut_chunks,
    dripping,
    endless,
    home_page,
    later,
    list_page,
    raw,
    reply,
    small_site,
    without_length,
    zipped,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Answers = dict[str, Answer | list[Answer]]
ORIGIN = "http://alwaght.net"


@dataclass(frozen=True)
class Scenario:
    answers: Callable[[], Answers]
    options: dict[str, Any] = field(default_factory=dict)
    fallback: Callable[[str], Answer] = lambda path: MISSING  # noqa: ARG005
    signals: tuple[int, ...] = ()
    """Sent one after the other once `after` requests have come."""
    after: int = 0
    file_limit: int | None = None
    """Bytes that a file of the first run may have: a disk that is full."""
    again: bool = False
    """Whether the same command runs once more on what the first one left."""


def only(*paths: str) -> dict[str, Any]:
    return {"start_urls": tuple(ORIGIN + path for path in paths)}


def news(number: int) -> str:
    return f"/en/News/{number}"


def moved(target: str) -> Answer:
    return reply("moved", 302, Location=target)


NOT_FOUND_TEXT = '<html><body><a href="/en">Alwaght</a><h1>Page not found</h1><p>The page you asked for does not exist.</p></body></html>'
BLOCK_TEXT = "<html><body><h1>Access denied</h1><p>Your IP has been blocked. Are you a human?</p></body></html>"


IN_ARABIC = article_page(435).replace("Harbour Report", "تقرير الميناء")


def faulty_site() -> Answers:
    """One article address for each fault; the number is the fault."""
    return faults_of_answers() | faults_of_bodies() | {"/en": reply(home_page())}


def turned_faulty() -> Answers:
    """The same, but each address shows its article to the one who asks for the first time."""
    site: Answers = {}
    for path, answer in faulty_site().items():
        number = path.removeprefix("/en/News/")
        good = [reply(IN_ARABIC if number == "435" else article_page(int(number)))] if number.isdigit() else []
        site[path] = [*good, *(answer if isinstance(answer, list) else [answer])]
    return site


def faults_of_answers() -> Answers:
    """Answers that are wrong in their first line or their header, or never come."""
    page = article_page(401)
    return {
        news(427): reply("", 502),
        news(428): reply("", 503),
        news(429): reply("", 429),
        news(430): [reply("", 503, Retry_After="1"), reply(article_page(430))],
        news(431): reply("", 503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
        news(432): endless(200 << 20),
        news(436): raw(b"HTTP/1.1 200 OK\r\nX-Large: " + b"a" * (5 << 20) + b"\r\n\r\n", close=True),
        news(437): raw(b"\x00\xff\x16 no such protocol\r\n\r\n" + page.encode(), close=True),
        news(438): raw(b"HTTP/1.1 200 OK\r\n" + b"X-Many: 1\r\n" * 200_000 + b"\r\n" + page.encode(), close=True),
        news(440): raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" + page.encode(), close=True),
        news(441): moved("javascript:alert(1)"),
        news(442): reply("", 304),
        news(443): reply("", 204),
    }


def faults_of_bodies() -> Answers:
    """Bodies that are cut, packed wrongly, no page or another one, and redirects."""
    page = article_page(401)
    return {
        news(433): reply(brotli.compress(b"<p>" + bytes(64 << 20), quality=1), Content_Encoding="br"),
        news(434): reply(zstd.compress(b"<p>" + bytes(64 << 20)), Content_Encoding="zstd"),
        news(435): reply(IN_ARABIC, Content_Type="text/html; charset=iso-8859-1"),
        news(439): reply(article_page(439), Content_Encoding="gzip"),
        news(401): reply("", 500),
        news(402): MISSING,
        news(403): raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<html>", abort=True),
        news(404): cut(page),
        news(405): cut_chunks(page),
        news(406): zipped(page, 0.5),
        news(407): bomb(64 << 20),
        news(408): moved("/en/News/408?again=1"),
        news(408) + "?again=1": moved("/en/News/408"),
        news(409): moved("http://elsewhere.example/en/News/409"),
        news(410): moved("file:///etc/passwd"),
        news(411): moved("http://alwaght.net:8080/en/News/411"),
        news(412): dripping(10),
        news(413): later(30, reply(page)),
        news(414): reply("", Content_Length=str(40 << 20)),
        news(415): reply(NOT_FOUND_TEXT),
        news(416): without_length(article_page(416)),
        news(417): without_length(article_page(417), 0.6),
        news(418): moved("/en/News/418/Report-418"),
        news(418) + "/Report-418": reply(article_page(418)),
        news(419): moved("/en"),
        news(420): reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        news(421): reply(""),
        news(422): [reply("", 500), reply(article_page(422))],
        news(423): zipped(article_page(423)),
        news(424): moved("http://127.0.0.1:1/en/News/424"),
        news(425): reply('<html><head><meta http-equiv="refresh" content="0;url=http://elsewhere.example/"></head><body>on</body></html>'),
        news(426): [raw(b"", abort=True), reply(article_page(426))],
    }


FAULTS = range(401, 444)


def asking_to_wait() -> Answers:
    """One page asks to wait by seconds, another one by a date."""
    now = datetime.now(UTC)
    by_date = reply("", 429, Date=format_datetime(now, usegmt=True), Retry_After=format_datetime(now + timedelta(seconds=1), usegmt=True))
    site: Answers = {news(number): later(0.05, reply(article_page(number))) for number in range(501, 521)}
    return site | {news(520): [reply("", 503, Retry_After="1"), reply(article_page(520))], news(501): [by_date, reply(article_page(501))]}


def trap(path: str) -> Answer:
    """Every address leads on to new ones: a calendar, an endless list, session ids, paths that repeat."""
    if "/Keywords/" in path:
        number = int(path.rpartition("//")[2]) if "//" in path else 0
        return reply(list_page([1, 2], more=f'<a href="/en/Keywords/Trap//{number + 1}">next</a>'))
    if "/News/" in path:
        return reply(article_page(int(path.split("/")[3])))
    if path == "/robots.txt":
        return MISSING
    turns = [f"{path}?day={day}" for day in range(40)] if "?" not in path else [f"{path}&s={turn}" for turn in range(5)]
    return reply(home_page("/en/Keywords/Trap", *turns, f"{path}/a", f"{path}/b", f"{path}/a/b/a/b/a/b"))


def refusing(status: int, text: str = "") -> Callable[[str], Answer]:
    return lambda path: MISSING if path == "/robots.txt" else reply(text, status)


def many_articles(answer: Callable[[str], Answer]) -> Answers:
    paths = [news(number) for number in range(601, 661)]
    return {"/en": reply(home_page(*paths)), **{path: answer(article_page(int(path[-3:]))) for path in paths}}


def unhurried() -> Answers:
    return many_articles(lambda page: later(0.05, reply(page)))


def leisurely() -> Answers:
    """Answers that take longer than what lies between two signals: what is asked when the first comes is not there at the second."""
    return many_articles(lambda page: later(0.3, reply(page)))


def hanging_at_first() -> Answers:
    """Articles that hang when they are asked for the first time."""
    site = many_articles(reply)
    return {path: [later(30, answer), answer] if "/News/" in path else answer for path, answer in site.items()}


def moved_for_good() -> Answers:
    """The same small site under its other name, and every page of the usual one a redirect to it."""
    site = small_site()
    to_other = {path: reply("", 301, Location=f"http://www.alwaght.net{path}") for path in site}
    return to_other | {f"http://www.alwaght.net{path}": answer for path, answer in site.items()}


def dying_site() -> Answers:
    return {"/en": reply(home_page(*(news(number) for number in range(1, 100)))), "/robots.txt": MISSING}


FAULTY = only(*map(news, FAULTS)) | {"settings": {"DOWNLOAD_TIMEOUT": 3, "RETRY_TIMES": 1}}
SLOW = {"langs": ("en",), "concurrency": 4}

SCENARIOS = {
    "small": Scenario(small_site),
    "twice": Scenario(small_site, again=True),
    "interrupted": Scenario(unhurried, SLOW, signals=(SIGINT,), after=20, again=True),
    "interrupted while it hangs": Scenario(hanging_at_first, SLOW | {"settings": {"DOWNLOAD_TIMEOUT": 60}}, signals=(SIGTERM,), after=6),
    "interrupted twice": Scenario(leisurely, SLOW, signals=(SIGINT, SIGINT), after=20, again=True),
    "killed": Scenario(unhurried, SLOW, signals=(SIGKILL,), after=20, again=True),
    "faults": Scenario(faulty_site, FAULTY),
    "turned faulty": Scenario(turned_faulty, FAULTY, again=True),
    "wait": Scenario(asking_to_wait, only(*map(news, range(501, 521))) | {"concurrency": 4}),
    "wait too long": Scenario(lambda: {"/en": reply("", 503, Retry_After="1000000000")}, only("/en")),
    "refused": Scenario(dict, only(*map(news, range(1, 60))), refusing(403)),
    "blocked by pages": Scenario(dict, only(*map(news, range(1, 60))), refusing(200, BLOCK_TEXT)),
    "robots forbids all": Scenario(lambda: small_site() | {"/robots.txt": reply("User-agent: *\nDisallow: /\n")}),
    "robots forbids some": Scenario(lambda: small_site() | {"/robots.txt": reply("User-agent: AlwaghtArchive\nDisallow: /en/NewsCase/\n")}),
    "robots broken": Scenario(lambda: small_site() | {"/robots.txt": reply("", 503)}),
    "robots silent": Scenario(
        lambda: small_site() | {"/robots.txt": later(30, reply(""))}, {"settings": {"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0}}
    ),
    "robots elsewhere": Scenario(
        lambda: small_site() | {"/robots.txt": moved("/rules.txt"), "/rules.txt": reply("User-agent: *\nDisallow: /\n")}
    ),
    "robots in a circle": Scenario(lambda: small_site() | {"/robots.txt": moved("/robots.txt")}),
    "robots off the site": Scenario(lambda: small_site() | {"/robots.txt": moved("http://elsewhere.example/robots.txt")}),
    "robots wants years": Scenario(lambda: small_site() | {"/robots.txt": reply("User-agent: *\nCrawl-delay: 1000000000\n")}),
    "robots slow": Scenario(lambda: small_site() | {"/robots.txt": reply("User-agent: *\nCrawl-delay: 0.3\n")}, {"limit": 4}),
    "traps": Scenario(dict, {"langs": ("en",)}, trap),
    "moved away": Scenario(dict, {"langs": ("en",)}, lambda path: MISSING if path == "/robots.txt" else moved("http://new.example/")),
    "moved for good": Scenario(moved_for_good),
    "dying": Scenario(dying_site, {"settings": {"RETRY_TIMES": 0}}, lambda _: raw(b"", abort=True)),
    "no room": Scenario(unhurried, SLOW, file_limit=30_000, again=True),
    "topics": Scenario(small_site, {"spider": "topics"}),
    "ids": Scenario(small_site, {"ids": range(103, 106), "langs": ("en",)}),
    "limit": Scenario(small_site, {"limit": 3, "langs": ("en",)}),
}
