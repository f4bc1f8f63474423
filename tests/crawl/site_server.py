"""A small Alwaght on loopback, with every fault a server can have.

It is reached as an HTTP proxy, so that the addresses stay `http://alwaght.net/...`. Each path has an
answer; a path without one is a 404. `hits` says what was asked for, when and with which headers.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Hit:
    url: str
    at: float
    headers: dict[str, str]

    @property
    def path(self) -> str:
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass
class SiteServer:
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    fallback: Callable[[str], Answer] = lambda path: MISSING  # noqa: ARG005
    hits: list[Hit] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None
    """What a tunnel to port 443 meets."""

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(5)
        self._loop.close()

    def _stop(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        gathered = asyncio.gather(*tasks, return_exceptions=True)
        gathered.add_done_callback(lambda _: self._loop.stop())

    def shut(self) -> None:
        """Refuse new connections, until `reopen`."""
        self._loop.call_soon_threadsafe(self._server.close)

    def reopen(self) -> None:
        coming = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(coming, self._loop).result()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [hit.path for hit in self.hits]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._serve_one(reader, writer):
                pass
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        if head[0].startswith("CONNECT ") and self.tls is not None:
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            await writer.start_tls(self.tls)
            return True
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        hit = Hit(head[0].split(" ")[1], time.monotonic(), headers)
        self.hits.append(hit)
        answer = self.answers.get(hit.url) or self.answers.get(hit.path) or self.fallback(hit.path)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        await answer(writer)
        await writer.drain()
        return not writer.is_closing()


# --- answers --------------------------------------------------------------------------------------


def reply(body: str | bytes = "", status: int = 200, **headers: str) -> Answer:
    data = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return raw(f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + data)


def raw(data: bytes, *, close: bool = False, abort: bool = False) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        if abort or close:
            await writer.drain()
            (writer.transport.abort if abort else writer.close)()

    return answer


def later(seconds: float, answer: Answer) -> Answer:
    async def wait(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await answer(writer)

    return wait


def dripping(seconds: float) -> Answer:
    """One byte after the other, for so long in all; a clock that starts anew at each byte never ends it."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(int(seconds * 20)):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    return answer


def endless(size: int) -> Answer:
    """A page of so many bytes, without saying how many, for as long as anyone listens."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(size >> 16):
            writer.write(b" " * (1 << 16))
            await writer.drain()
        writer.close()

    return answer


def cut(body: str, share: float = 0.5) -> Answer:
    """A body that ends before its Content-Length."""
    data = body.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(data)}\r\n\r\n".encode()
    return raw(head + data[: int(len(data) * share)], close=True)


def cut_chunks(body: str) -> Answer:
    data = body.encode()
    head = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{len(data):x}\r\n".encode()
    return raw(head + data[: len(data) // 2], close=True)


def without_length(body: str, share: float = 1.0) -> Answer:
    data = body.encode()
    return raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + data[: int(len(data) * share)], close=True)


def zipped(body: str, share: float = 1.0) -> Answer:
    data = gzip.compress(body.encode())
    return reply(data[: int(len(data) * share)], Content_Encoding="gzip")


def bomb(size: int) -> Answer:
    return reply(gzip.compress(b"<p>" + b"a" * size), Content_Encoding="gzip")


MISSING = reply("<html><body><h1>Nothing here</h1></body></html>", 404)


# --- pages ----------------------------------------------------------------------------------------

FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div>Alwaght | News &amp; Analysis Website</div><div>Editor's Choice</div><div>News</div><div>Most Viewed</div><div>Day Week Month</div>
<div>In Focus</div><div><b>Tides</b><b>Tides</b><p>The coming and going of the sea along this coast.</p></div>
{body}
<div>Comments</div><div>Name :</div><div>Email :</div><div>* Text :</div><div>Send</div><div>Gallery</div><div>Photo</div><div>Film</div>
</body></html>"""

PROSE = (
    "The harbour master read the new timetable aloud, and the captains who had come in from the islands listened without a word.",
    "By noon the quay was full of crates, and nobody could say any longer which of them belonged to the morning boat.",
    "A second meeting was called for the evening, to be held in the old customs house above the fish market.",
)


def article_page(number: int, links: list[str] | None = None, lang: str = "en", day: str = "Thursday 17 March 2016") -> str:
    """An article as the site prints it, in plain markup of our own."""
    title = f"Harbour Report Number {number} on the Morning Boats"
    prose = "".join(f"<p>{text}</p>" for text in (f"Alwaght- {PROSE[0]}", *PROSE[1:]))
    related = "".join(f'<li><a href="{url}">Another report at {url[-6:]}</a></li>' for url in links or [])
    box = f"<div>Related Content</div><ul>{related}</ul>" if related else ""
    body = f"""<div>News</div><h1>{title}</h1><span>{day}</span><h2>{title}</h2>{box}<div>{prose}</div>
<div>Tags : <a href="/{lang}/Keywords/Harbour">Harbour</a></div>"""
    return FRAME.format(title=title, body=body)


def list_page(numbers: list[int], lang: str = "en", day: str = "Thursday 17 March 2016", more: str = "") -> str:
    entries = "".join(
        f'<div><a href="/{lang}/News/{number}/Report-{number}">Harbour Report {number}</a><h3>Harbour Report {number}</h3>'
        f"<span>{day}</span><p>{PROSE[number % 3]} ...</p></div>"
        for number in numbers
    )
    return FRAME.format(title="Harbour", body=f"<div>{entries}</div>{more}")


def home_page(*urls: str) -> str:
    links = "".join(f'<p><a href="{url}">Read on at {url}</a></p>' for url in urls)
    return FRAME.format(title="Alwaght", body=f"<div><p>{PROSE[0]}</p>{links}</div>")


def small_site() -> dict[str, Answer | list[Answer]]:
    """Two languages, a section, a paged list, a dossier; thirteen articles, one of them missing."""
    pages: dict[str, str] = {
        "/en": home_page("/en/News/101/Report-101", "/en/Section/2", "/en/Keywords/Harbour", "/en/NewsCase/type/8", "/ar"),
        "/ar": home_page("/ar/News/301", "/en"),
        "/en/Section/2": home_page("/en/News/102", "/en/News/199"),
        "/en/Keywords/Harbour": list_page([101, 103, 104]),
        "/en/Keywords/Harbour//1": list_page([105, 106, 107]),
        "/en/Keywords/Harbour//2": list_page([108]),
        "/en/NewsCase/type/8": list_page([109]),
        "/ar/Keywords/Harbour": list_page([301], lang="ar"),
    }
    pages |= {f"/en/News/{number}": article_page(number, [f"/en/News/{number + 1}"]) for number in range(101, 111)}
    pages |= {f"/en/News/{number}/Report-{number}": article_page(number, [f"/en/News/{number + 1}"]) for number in range(101, 110)}
    for number in (301, 302, 303):
        pages[f"/ar/News/{number}"] = article_page(number, [f"/ar/News/{number + 1}"][: 303 - number], lang="ar")
    return {path: reply(page) for path, page in pages.items()}
