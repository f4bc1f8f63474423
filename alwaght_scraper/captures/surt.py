"""Sort keys of addresses (SURT), by which tools of web archives look pages up."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_WWW: Final = re.compile(r"^www\d*\.")
_SESSION: Final = re.compile(r"(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}(?:&|$)")
_SAFE: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "#%")
_AS_IT_IS: Final = re.compile(r"[!\"$&-~]*")  # what `_SAFE` lets be
_MAX_ESCAPES: Final = 8


def surt_key(url: str) -> str:
    """The sort key of an address, as pywb computes it to look pages up: reversed host, then path and query without case.

    Addresses that are not http or https are their own key.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return _one_word(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return _one_word(url)
    host = ",".join(reversed(_ascii_host(parts.hostname).split(".")))
    number = "" if port in {None, 80 if parts.scheme == "http" else 443} else f":{port}"
    query = _query(parts.query)
    return f"{host}{number}){_path(parts.path)}" + (f"?{query}" if query else "")


def _one_word(url: str) -> str:
    return "".join(_escaped(url).split()) or "-"


def _ascii_host(host: str) -> str:
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode()
    return _WWW.sub("", _one_word(host.strip(".")))


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _escaped(path).lower().split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    lowered = _SESSION.sub("", _escaped(query).lower())
    return "&".join(sorted(lowered.split("&"), key=lambda pair: pair.split("=", 1)))


def _escaped(text: str) -> str:
    """Percent-encoding taken off, however often it was put on, and put back once where it must be."""
    if _AS_IT_IS.fullmatch(text):
        return text
    raw = text.encode("utf-8", "replace")
    for _ in range(_MAX_ESCAPES):
        raw, before = unquote_to_bytes(raw), raw
        if raw == before:
            break
    return quote_from_bytes(raw, safe=_SAFE)
