"""Drawing one chart: matplotlib's SVG, the same bytes for the same figures, its words left as text that the browser shapes."""

from __future__ import annotations

import io
import re
import warnings
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK: Final = "#22262b"
COLOURS: Final = ("#2f5d7c", "#c08a3e", "#7a9a86", "#a4483f", "#8a7fa3", "#b9b2a3", "#4b4f57", "#d3b58f", "#5f8fa8", "#946b4a")
WIDTH: Final = 7.4

_STYLE: Final[Any] = {
    "svg.fonttype": "none",  # words stay words: the browser knows how Arabic is joined and which way it runs
    "svg.hashsalt": "alwaght",  # else the names in the file are random
    "text.parse_math": False,  # a dollar sign in a tag is a dollar sign
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": "#b4b0a8",
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#e4e0d8",
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 8,
}
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_LONGEST: Final = 42


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: an SVG file as an address for an `img`, what it shows in words, and the numbers that it is drawn from."""

    src: str
    alt: str
    rows: Sequence[dict[str, Any]]


def drawn(draw: Callable[[Axes], object], alt: str, rows: Sequence[dict[str, Any]], height: float = 2.6) -> Chart:
    """What `draw` puts on a pair of axes, as a chart of these rows."""
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)  # it only measures; the browser has fonts
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure.add_subplot())
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return Chart(f"data:image/svg+xml;base64,{b64encode(file.getvalue()).decode()}", alt, rows)


def label(text: object) -> str:
    """A word of the archive as a chart can show it: on one line, short, without what would steer the text around it."""
    line = " ".join(_UNPRINTABLE.sub(" ", str(text)).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def stacked(axes: Axes, places: Sequence[Any], series: dict[str, list[float]]) -> None:
    """Bars at places, one part for each series, with a legend where there are several."""
    below = [0.0] * len(places)
    for number, (name, values) in enumerate(series.items()):
        axes.bar(range(len(places)), values, bottom=below, width=0.86, color=COLOURS[number % len(COLOURS)], label=label(name))
        below = [low + value for low, value in zip(below, values, strict=True)]
    if len(series) > 1:
        axes.legend(loc="upper left", ncols=min(5, len(series)), bbox_to_anchor=(0, 1.18), borderaxespad=0)
    along(axes, places)


def along(axes: Axes, places: Sequence[Any]) -> None:
    """Name the places along the axis, no more than a dozen of them."""
    axes.set_xlim(-0.7, max(len(places), 12) - 0.3)
    step = max(1, -(-len(places) // 12))
    axes.set_xticks(range(0, len(places), step), [label(place) for place in places[::step]])
    axes.tick_params(axis="x", length=0)


def bars(axes: Axes, values: dict[str, float]) -> None:
    """Bars that lie, the first at the top, each with its name and value."""
    names = [label(name) for name in values]
    places = range(len(names))
    axes.barh(places, list(values.values()), color=COLOURS[0], height=0.7)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="both", length=0)
    axes.set_xticks([])
    for place, value in zip(places, values.values(), strict=True):
        axes.annotate(f"{value:,.0f}", (value, place), xytext=(3, 0), textcoords="offset points", va="center", fontsize=8)
