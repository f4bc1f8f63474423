"""The charts of a report: each takes rows of one figure, and says in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import networkx as nx
from matplotlib.axes import Axes

from alwaght_scraper.report.drawing import COLOURS, INK, Chart, along, bars, drawn, label, stacked

Rows = Sequence[dict[str, Any]]


def over_time(rows: Rows, *, what: str, value: str, by: str | None = None) -> Chart | None:
    """Stacked bars for each month from the first to the last."""
    if not rows:
        return None
    months = _months(rows[0]["month"], max(row["month"] for row in rows))
    series = _series(rows, months, "month", value, by or what)
    totals = {month: sum(values[place] for values in series.values()) for place, month in enumerate(months)}
    most = max(totals, key=lambda month: totals[month])
    span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    alt = f"Bar chart of {what} per month, {span}: {sum(totals.values()):,.0f} in all, most in {most} ({totals[most]:,.0f})."
    return drawn(lambda axes: stacked(axes, months, series), alt, rows)


def by_id(rows: Rows) -> Chart | None:
    """Article ids by what became of them, in ranges of ids."""
    if not rows:
        return None
    firsts = sorted({row["first_id"] for row in rows})
    beyond = {row["first_id"] for row in rows if row["is_beyond"]}
    places = [f"{first // 1000:,}k" + ("+" if first in beyond else "") for first in firsts]
    series = _series([{**row, "place": places[firsts.index(row["first_id"])]} for row in rows], places, "place", "ids", "status")
    fetched = sum(series.get("fetched", [0]))
    total = sum(map(sum, series.values()))
    alt = f"Bar chart of {total:,.0f} known article ids in ranges of {rows[0]['width']:,}, by what became of them: {fetched:,.0f} fetched."
    return drawn(lambda axes: stacked(axes, places, series), alt, rows)


def ranking(rows: Rows, *, name: str, value: str, what: str) -> Chart | None:
    """Lying bars, greatest first."""
    values = {label(row[name]): float(row[value]) for row in rows}
    if not values:
        return None
    alt = f"Bar chart of {what}: " + ", ".join(f"{key} {count:,.0f}" for key, count in list(values.items())[:5]) + "."
    return drawn(lambda axes: bars(axes, values), alt, rows, height=0.35 + 0.21 * len(values))


def lines(rows: Rows, names: Sequence[str]) -> Chart | None:
    """One line through the years for each name."""
    years = sorted({row["year"] for row in rows})
    if len(years) < 2:
        return None
    span = list(range(years[0], years[-1] + 1))
    series = _series(rows, span, "year", "articles", "tag")

    def draw(axes: Axes) -> None:
        for number, name in enumerate(names):
            style = ("-", "--")[number // 5 % 2]
            axes.plot(span, series.get(name, [0.0] * len(span)), style, color=COLOURS[number % 5], label=label(name), linewidth=1.6)
        axes.set_xticks(span[:: max(1, len(span) // 12)])
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))

    alt = f"Line chart of articles per year from {span[0]} to {span[-1]} with the tags {', '.join(map(label, names))}."
    return drawn(draw, alt, [row for row in rows if row["tag"] in names], height=3)


def networks(pairs: Rows, sizes: dict[str, int]) -> tuple[list[Chart], list[dict[str, Any]]]:
    """For each language the tags that stand on the same articles, drawn where they hang together, and measures of each tag."""
    charts, measures = [], []
    for lang in sorted({row["lang"] for row in pairs}):
        rows = [row for row in pairs if row["lang"] == lang]
        graph = nx.Graph()
        graph.add_weighted_edges_from((row["tag"], row["other"], row["articles"]) for row in rows)
        whole = graph.subgraph(max(nx.connected_components(graph), key=lambda tags: (len(tags), min(tags)))).copy()
        ranked = _measures(whole, lang, sizes)
        middle = ", ".join(label(row["tag"]) for row in ranked[:3])
        alt = f"Network of {len(whole)} tags ({lang}) with {whole.number_of_edges()} links between tags of the same articles"
        charts.append(drawn(partial(_graph, graph=whole, sizes=sizes), f"{alt}; at its middle {middle}.", rows, height=5.2))
        measures += ranked[:10]
    return charts, measures


def _measures(graph: Any, lang: str, sizes: dict[str, int]) -> list[dict[str, Any]]:
    central = nx.betweenness_centrality(graph)
    return [
        {"lang": lang, "tag": tag, "articles": sizes.get(tag, 0), "neighbours": graph.degree[tag], "betweenness": round(central[tag], 3)}
        for tag in sorted(graph, key=lambda tag: (-central[tag], tag))
    ]


def _graph(axes: Axes, graph: Any, sizes: dict[str, int]) -> None:
    places = nx.spring_layout(graph, weight=None, seed=1, k=4 / len(graph) ** 0.5, iterations=200)
    heaviest = max(weight for *_, weight in graph.edges(data="weight"))
    for one, other, weight in graph.edges(data="weight"):
        (left, low), (right, high) = places[one], places[other]
        axes.plot([left, right], [low, high], color="#d6d1c6", linewidth=0.3 + 1.4 * weight / heaviest, zorder=1)
    greatest = max(sizes.values(), default=1)
    for tag, (x, y) in places.items():
        area = 20 + 180 * sizes.get(tag, 0) / greatest
        axes.scatter([x], [y], s=area, color=COLOURS[0], zorder=2, linewidths=0)
        axes.annotate(
            label(tag), (x, y), xytext=(0, 3 + area**0.5 / 2), textcoords="offset points", ha="center", fontsize=7.5, color=INK, zorder=3
        )
    axes.set_axis_off()
    axes.margins(0.12)


def timeline(rows: Rows) -> Chart | None:
    """When each glossary term was seen in the box, newest terms last; a fuller colour for those that were reworded."""
    if not rows:
        return None
    shown = rows[:40]
    terms = [label(row["term"]) for row in shown]

    def draw(axes: Axes) -> None:
        for place, row in enumerate(shown):
            first, last = (date.fromisoformat(row[name]).toordinal() for name in ("first_seen", "last_seen"))
            axes.barh(place, max(1, last - first), left=first, height=0.6, color=COLOURS[1 if row["wordings"] > 1 else 0])
        axes.set_yticks(range(len(terms)), terms)
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        low, high = axes.get_xlim()
        days = sorted({int(low + (high - low) * share) for share in (0.02, 0.5, 0.98)})
        axes.set_xticks(days, [date.fromordinal(max(1, day)).isoformat() for day in days])

    reworded = sum(row["wordings"] > 1 for row in rows)
    alt = f"Timeline of {len(shown)} of {len(rows)} glossary terms from first to last sighting; {reworded} were reworded."
    return drawn(draw, alt, rows, height=0.7 + 0.2 * len(shown))


def latency(rows: Rows) -> Chart | None:
    """How long answers took, month by month: the median, and what one in twenty exceeded."""
    if not rows:
        return None
    months = _months(rows[0]["month"], rows[-1]["month"])
    found = {row["month"]: row for row in rows}

    def draw(axes: Axes) -> None:
        for colour, name, what in ((COLOURS[0], "median_ms", "median"), (COLOURS[1], "p95_ms", "p95")):
            seconds = [found[month][name] / 1000 if month in found else math.nan for month in months]
            axes.plot(range(len(months)), seconds, "o-", color=colour, label=what, linewidth=1.6, markersize=4)
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter("{x:g} s")
        axes.legend(loc="upper left", ncols=2, bbox_to_anchor=(0, 1.18), borderaxespad=0)
        along(axes, months)

    last = rows[-1]
    told = f"in {last['month']} half of the answers came within {last['median_ms']:,} ms, 95 % within {last['p95_ms']:,} ms"
    return drawn(draw, f"Line chart of the time the site took to answer, month by month, {months[0]} to {months[-1]}; {told}.", rows)


def completeness(rows: Rows) -> Chart | None:
    """The share of articles that have each field, beside the snapshot before."""
    if not rows or rows[0]["share"] is None:
        return None
    now, before = ([float(row[name] or 0) * 100 for row in rows] for name in ("share", "share_before"))
    has_before = any(row["share_before"] is not None for row in rows)

    def draw(axes: Axes) -> None:
        places = range(len(rows))
        aside = 0.19 if has_before else 0
        axes.barh([place - aside for place in places], now, height=0.36, color=COLOURS[0], label="this snapshot")
        if has_before:
            axes.barh([place + aside for place in places], before, height=0.36, color=COLOURS[5], label="the one before")
            axes.legend(loc="lower right")
        axes.set_yticks(places, [row["field"] for row in rows])
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")

    alt = "Bar chart of the share of articles that have a field: " + ", ".join(
        f"{row['field']} {value:.0f} %" for row, value in zip(rows, now, strict=True)
    )
    return drawn(draw, f"{alt}.", rows, height=2.8)


def _series(rows: Rows, places: Sequence[Any], place: str, value: str, by: str) -> dict[str, list[float]]:
    """For each value of the column `by` (the one series of that name where there is no such column) a number for each place."""
    series: dict[str, list[float]] = {}
    index = {name: number for number, name in enumerate(places)}
    totals: dict[str, float] = {}
    for row in rows:
        totals[str(row.get(by, by))] = totals.get(str(row.get(by, by)), 0) + row[value]
    for row in sorted(rows, key=lambda row: (-totals[str(row.get(by, by))], str(row.get(by, by)))):
        series.setdefault(str(row.get(by, by)), [0.0] * len(places))[index[row[place]]] += row[value]
    return series


def _months(first: str, last: str) -> list[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(start, end + 1)]
