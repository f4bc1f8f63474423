"""The weight of real pages: scripts, style sheets and view state that surround an article."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Final

from alwaght_scraper.replica.prose.grammar import seeded

_NAMES: Final = [
    "menu",
    "slider",
    "gallery",
    "focus",
    "ticker",
    "counter",
    "banner",
    "popup",
    "scroll",
    "resize",
    "tab",
    "panel",
    "rating",
    "vote",
    "search",
    "player",
]
_PROPERTIES: Final = (
    "margin:0 auto",
    "float:left",
    "color:#3b3b3b",
    "font:11px Tahoma,Arial",
    "padding:4px 8px",
    "width:318px",
    "clear:both",
    "overflow:hidden",
)


@lru_cache(maxsize=64)
def script(size: int, seed: str) -> str:
    """About `size` characters of JavaScript with markup in its strings, as old sites have it."""
    rng = seeded("script", seed)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        name, number = rng.choice(_NAMES), rng.randrange(10_000)
        parts.append(
            f'function {name}_{number}(e,i){{var h=\'<div class="{name}"><h1>Old Headline {number}</h1><p>Monday 1 January 2001<\\/p>'
            f"<\\/div>';"
            f"if(i<{number}&&e.length>2){{document.getElementById('{name}{number % 7}').innerHTML=h;}}"
            f"else{{setTimeout('{name}_{number}(0,1)',{number});}}}}\n"
        )
    return "".join(parts)


@lru_cache(maxsize=64)
def style(size: int, seed: str) -> str:
    """About `size` characters of style rules."""
    rng = seeded("style", seed)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(f".{rng.choice(_NAMES)}-{rng.randrange(999)} > li a:hover{{{';'.join(rng.sample(_PROPERTIES, 3))}}}\n")
    return "".join(parts)


@lru_cache(maxsize=256)
def view_state(size: int, seed: str) -> str:
    """`size` characters of base64, as a hidden field of a WebForms page holds them."""
    return base64.b64encode(seeded("state", seed).randbytes(size * 3 // 4)).decode("ascii")
