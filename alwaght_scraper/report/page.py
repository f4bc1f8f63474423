"""The report as one HTML page that needs nothing else: no script, no request, every word of the archive escaped."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from alwaght_scraper.report import charts
from alwaght_scraper.report.drawing import Chart

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report: a heading, a sentence on how to read it, charts, and the numbers as a table."""

    title: str
    lead: str
    charts: Sequence[Chart | None]
    tables: Sequence[tuple[str, Rows]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page says of the dataset as a whole; `card` has the paragraphs of the data card by their headings."""

    title: str
    summary: str
    snapshot: int
    manifest_sha256: str
    captured_from: str | None
    captured_until: str | None
    counts: Mapping[str, int]
    card: Mapping[str, str]


def page(facts: Facts, figures: Mapping[str, Rows]) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("alwaght_scraper", "report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"shown": shown, "linkable": linkable, "numbers": numbers}
    style = environment.get_template("style.css").render()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template("page.html").render(facts=facts, figures=figures, parts=parts(figures), style=style, digest=digest)


def shown(value: object, name: str = "") -> str:
    """A cell of a table; `name` is its column's."""
    if value is None or isinstance(value, bool):
        return "–" if value is None else "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.1%}" if name.startswith("share") else f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) and not name.endswith("_id") else str(value)


def numbers(rows: Rows) -> set[str]:
    """The columns that hold numbers, nulls among them or not."""
    return {name for row in rows for name, value in row.items() if isinstance(value, (int, float)) and not isinstance(value, bool)}


def linkable(value: object) -> bool:
    """Whether a cell may become a link: web addresses only."""
    try:
        return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc)
    except ValueError:
        return False


def parts(figures: Mapping[str, Rows]) -> list[Part]:
    """The parts in the order of the page."""
    return [*_holdings(figures), *_content(figures), *_upkeep(figures)]


def _holdings(figures: Mapping[str, Rows]) -> list[Part]:
    """What the archive holds, and what it lacks."""
    return [
        Part(
            "Articles",
            "Articles by the month that is printed on them. Articles without a printed date are counted below and not drawn.",
            [charts.over_time(figures["months"], what="articles", value="articles", by="lang")],
            [("By language", figures["languages"]), ("Near-duplicates by kind", figures["near_duplicates"])],
        ),
        Part(
            "Coverage",
            "Every article id that a page of the archive names, by what became of it. Ids and dates rise together, so low ids are old "
            "articles. One sequence of ids serves all languages; an id that nothing names proves nothing.",
            [
                charts.by_id(figures["coverage_by_id"]),
                charts.over_time(figures["coverage_by_time"], what="ids by the month of their last try", value="ids", by="status"),
            ],
            [("Ids by language and status", figures["coverage"])],
        ),
        Part(
            "Completeness",
            "The share of articles in which a field was found. A field can be missing because the page prints none. A fall against the "
            "snapshot before is a sign that the site's pages changed.",
            [charts.completeness(figures["completeness"])],
            [("Fields", figures["completeness"])],
        ),
    ]


def _content(figures: Mapping[str, Rows]) -> list[Part]:
    """What the articles are about, and how they hang together."""
    networks, measures = charts.networks(figures["tag_pairs"], {row["tag"]: row["articles"] for row in figures["tags"]})
    top = [row["tag"] for row in figures["tags"][:8]]
    return [
        Part(
            "Tags",
            "The site's own tags, as printed: the most frequent ones, eight of them through the years, and which stand together.",
            [
                charts.ranking(figures["tags"][:15], name="tag", value="articles", what="articles with a tag"),
                charts.lines(figures["tags_by_year"], top),
                *networks,
            ],
            [("Most frequent", figures["tags"][:15]), ("In the network of tags: tags that stand between others come first", measures)],
        ),
        Part(
            "Glossary",
            "Terms of the site's “In Focus” box by when it showed them, with the number of times that articles mention them. The box "
            "belongs to the visit, not to the article that it stands on.",
            [charts.timeline(figures["glossary"])],
            [("Terms", figures["glossary"]), ("Terms with more than one wording", figures["rewordings"])],
        ),
        Part(
            "Related articles",
            "Links of the “Related Content” boxes. A link is returned when the other article links back; articles joined by links, "
            "whichever way they point, form a group.",
            [],
            [("The network", figures["links"]), ("Most linked to", figures["most_linked"])],
        ),
    ]


def _upkeep(figures: Mapping[str, Rows]) -> list[Part]:
    """What changed, and how the crawl went."""
    return [
        Part(
            "Edits and deletions",
            "Versions that differ from the one before by the month in which they were first seen, and articles that are gone since.",
            [
                charts.over_time(figures["revisions"], what="edited versions", value="versions"),
                charts.over_time(figures["deletions"], what="deleted articles", value="articles"),
            ],
            [("Fields that changed", figures["changed_fields"]), ("Gone", figures["deletions"])],
        ),
        Part(
            "Health of the crawl",
            "What came of each fetch, and how long the site took from the request to the last byte of its answer: half of the answers took "
            "no longer than the median, nineteen of twenty no longer than p95. Saved pages and WARC files made by others do not say.",
            [charts.over_time(figures["outcomes"], what="captures", value="captures", by="outcome"), charts.latency(figures["latency"])],
            [
                ("HTTP status", figures["statuses"]),
                ("Time to answer, in milliseconds, by month", figures["latency"]),
                ("Slowest answers", figures["slowest"]),
                ("Pages that gave nothing", figures["rejects"]),
            ],
        ),
    ]
