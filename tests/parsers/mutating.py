"""Changes to a page's source: some that change nothing a reader sees, some that break it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

TOKEN = re.compile(r"<!--.*?-->|<(script|style|template|textarea)\b.*?</\1\s*>|<[^>]*>|[^<]+", re.DOTALL | re.IGNORECASE)
BLOCK_END = re.compile(r"</(?:p|div|h[1-6]|blockquote)\s*>\Z", re.IGNORECASE)
UNSEEN = (
    '<script>document.write("<h2>Another Title</h2><p>Monday 1 January 2001</p>")</script>',
    '<script type="text/template"><h1>Template Title</h1><p>Alwaght- Template text.</p></script>',
    "<style>p.a > b { color: red }</style>",
    "<!-- <h2>Old Title</h2><p>Friday 7 March 2014</p><p>Alwaght- Old text.</p> -->",
    '<div style="display:none"><h2>Hidden Title</h2><p>Friday 7 March 2014</p><p>Alwaght- Hidden text.</p></div>',
    "<div style='color:red; DISPLAY : none !important'><p>Hidden text of some length, with a full stop.</p></div>",
    "<div hidden><p>Tags :</p><p>Alwaght- Hidden text.</p></div>",
    "<template><h2>Template Title</h2><p>Template text.</p></template>",
    '<input type="hidden" name="copy" value="&lt;p&gt;Hidden value&lt;/p&gt;">',
)
"""Pieces of source that put nothing on the screen."""


def tokens(html: str) -> list[str]:
    """The source cut into comments, raw-text elements, tags and text; joined they give it back."""
    return [match[0] for match in TOKEN.finditer(html)]


def with_unseen(html: str, piece: str, place: int) -> str:
    """`piece` put after one of the page's block ends."""
    parts = tokens(html)
    start = next((n for n, part in enumerate(parts) if part.lower().startswith("<body")), 0)
    ends = [n for n in range(start, len(parts)) if BLOCK_END.fullmatch(parts[n])]
    if not ends:
        return html
    spot = ends[place % len(ends)]
    return "".join([*parts[: spot + 1], piece, *parts[spot + 1 :]])


def _in_text(html: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith("<") else change(part) for part in tokens(html))


def with_other_blanks(html: str, blank: str) -> str:
    """Each run of white space in text printed as `blank`."""
    return _in_text(html, lambda text: re.sub(r"[ \t\r\n]+", lambda _: blank, text))


def with_references(html: str) -> str:
    """Every letter outside ASCII as a numeric reference."""
    return _in_text(html, lambda text: "".join(char if char.isascii() else f"&#x{ord(char):x};" for char in text))


def with_other_names(html: str, name: str) -> str:
    """All classes renamed, all ids gone: names are the site's own business."""
    without_ids = re.sub(r"(<[a-z][^<>]*?)\s+id=(\"[^\"]*\"|[^\s>\"]+)", r"\1", html, flags=re.IGNORECASE)
    return re.sub(r"(<[a-z][^<>]*?)\bclass=(\"[^\"]*\"|[^\s>\"]+)", rf'\1class="{name}"', without_ids, flags=re.IGNORECASE)


def with_other_case(html: str) -> str:
    """Tag names in upper case, raw-text elements left alone."""
    return "".join(
        re.sub(r"\A</?[a-zA-Z][a-zA-Z0-9]*", lambda found: found[0].upper(), part)
        if re.match(r"</?[a-zA-Z][a-zA-Z0-9]*[\s/>]", part) and not _is_raw(part)
        else part
        for part in tokens(html)
    )


def _is_raw(part: str) -> bool:
    return part.lower().startswith(("<script", "<style", "<template", "<textarea", "<svg", "</svg"))


def broken(payload: bytes, rng: Random) -> bytes:
    """`payload` after one to six accidents: flipped bytes, lost, doubled and moved ranges, doubled and lost tags."""
    for _ in range(rng.randint(1, 6)):
        start = rng.randrange(len(payload))
        end = min(len(payload), start + rng.choice((1, 5, 40, 400, 4000)))
        piece = payload[start:end]
        match rng.randrange(6):
            case 0:
                flipped = bytes(byte ^ (1 << rng.randrange(8)) for byte in piece[:3])
                payload = payload[:start] + flipped + payload[start + len(flipped) :]
            case 1:
                payload = payload[:start] + payload[end:] or b"<"
            case 2:
                payload = payload[:end] + piece + payload[end:]
            case 3:
                spot = rng.randrange(len(payload))
                payload = payload[:spot] + piece + payload[spot:]
            case 4:
                payload = _tag_changed(payload, rng, rng.choice((b"", None)))
            case _:
                payload = payload[:start] + rng.randbytes(rng.randint(1, 8)) + payload[start:]
    return payload


def _tag_changed(payload: bytes, rng: Random, to: bytes | None) -> bytes:
    found = list(re.finditer(rb"<[^<>]{1,200}>", payload))
    if not found:
        return payload
    tag = rng.choice(found)
    return payload[: tag.start()] + (tag[0] * 3 if to is None else to) + payload[tag.end() :]
