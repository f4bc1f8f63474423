"""The figures of a report: what one snapshot holds, counted by SQL, as plain rows that JSON can hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from alwaght_scraper.errors import AlwaghtError
from pipelines.duplicates import Pair, originals
from pipelines.query import Database
from pipelines.read import Snapshot

Rows = list[dict[str, Any]]

_TAGS: Final = 30
_BARS: Final = 60

_TOP_TAGS: Final = f"SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC, tag LIMIT {_TAGS}"  # noqa: S608 (a number of ours)

_QUERIES: Final = {
    "languages": """
        SELECT lang, count(*) AS articles, count(*) - count(published) AS undated, min(published) AS oldest,
            max(published) AS newest, sum(word_count)::BIGINT AS words,
            count(near_duplicate_of) AS near_duplicates FROM articles GROUP BY lang ORDER BY lang""",
    "months": """
        SELECT strftime(published, '%Y-%m') AS month, lang, count(*) AS articles
        FROM articles WHERE published IS NOT NULL GROUP BY ALL ORDER BY ALL""",
    "coverage": "SELECT lang, status, count(*) AS ids FROM coverage GROUP BY ALL ORDER BY ALL",
    "coverage_by_time": """
        SELECT strftime(last_tried, '%Y-%m') AS month, status, count(*) AS ids
        FROM coverage WHERE last_tried IS NOT NULL GROUP BY ALL ORDER BY ALL""",
    "tags": "SELECT tag, count(*) AS articles FROM tags GROUP BY tag ORDER BY articles DESC, tag LIMIT 30",
    "tags_by_year": f"""
        SELECT tag, year(published) AS year, count(*) AS articles FROM tags JOIN articles USING (lang, article_id)
        WHERE published IS NOT NULL AND tag IN ({_TOP_TAGS}) GROUP BY ALL ORDER BY ALL""",  # noqa: S608 (words of ours)
    "tag_pairs": f"""
        SELECT lang, a.tag AS tag, b.tag AS other, count(*) AS articles FROM tags a JOIN tags b USING (lang, article_id)
        WHERE a.tag < b.tag AND a.tag IN ({_TOP_TAGS}) AND b.tag IN ({_TOP_TAGS})
        GROUP BY ALL ORDER BY articles DESC, lang, tag, other LIMIT 150""",  # noqa: S608 (words of ours)
    "glossary": """
        SELECT g.lang, g.term, count(*) AS wordings, min(first_seen)::DATE AS first_seen, max(last_seen)::DATE AS last_seen,
            (SELECT count(*) FROM mentions m WHERE m.lang = g.lang AND m.term = g.term) AS mentions
        FROM glossary g GROUP BY g.lang, g.term ORDER BY first_seen, g.lang, g.term LIMIT 100""",
    "rewordings": """
        SELECT lang, term, first_seen::DATE AS first_seen, last_seen::DATE AS last_seen, definition FROM glossary
        WHERE (lang, term) IN (SELECT (lang, term) FROM glossary GROUP BY lang, term HAVING count(*) > 1)
        ORDER BY lang, term, first_seen, definition LIMIT 100""",
    "links": """
        SELECT count(*) AS links, count(*) FILTER (in_archive) AS links_into_the_archive,
            count(DISTINCT (lang, article_id)) AS articles_with_links,
            count(*) FILTER ((lang, article_id, related_id) IN (SELECT (related_lang, related_id, article_id) FROM related))
                AS links_returned
        FROM related""",
    "most_linked": """
        SELECT a.lang, a.article_id, any_value(a.title) AS title, any_value(a.url) AS url, count(*) AS links
        FROM related r JOIN articles a ON a.lang = r.related_lang AND a.article_id = r.related_id
        GROUP BY a.lang, a.article_id ORDER BY links DESC, a.lang, a.article_id LIMIT 15""",
    "revisions": """
        SELECT strftime(first_seen, '%Y-%m') AS month, count(*) AS versions FROM revisions
        WHERE len(changed_fields) > 0 GROUP BY ALL ORDER BY ALL""",
    "changed_fields": """
        SELECT field, count(*) AS versions FROM (SELECT unnest(changed_fields) AS field FROM revisions)
        GROUP BY field ORDER BY versions DESC, field""",
    "deletions": """
        SELECT strftime(gone_since, '%Y-%m') AS month, count(*) AS articles FROM coverage
        WHERE gone_since IS NOT NULL GROUP BY ALL ORDER BY ALL""",
    "near_duplicates": """
        SELECT kind, count(*) AS pairs, round(avg(similarity), 3) AS mean_similarity
        FROM near_duplicates GROUP BY kind ORDER BY kind""",
    "outcomes": """
        SELECT strftime(fetched_at, '%Y-%m') AS month, outcome, count(*) AS captures FROM captures GROUP BY ALL ORDER BY ALL""",
    "statuses": """
        SELECT coalesce(status::VARCHAR, 'no response') AS status, count(*) AS captures
        FROM captures GROUP BY ALL ORDER BY captures DESC, status""",
    "latency": """
        SELECT strftime(fetched_at, '%Y-%m') AS month, count(*) AS answers, quantile_disc(latency_ms, 0.5) AS median_ms,
            quantile_disc(latency_ms, 0.95) AS p95_ms, max(latency_ms) AS slowest_ms
        FROM captures WHERE latency_ms IS NOT NULL GROUP BY month ORDER BY month""",
    "slowest": """
        SELECT latency_ms, status, fetched_at, url AS address FROM captures WHERE latency_ms IS NOT NULL
        ORDER BY latency_ms DESC, fetched_at, capture_id LIMIT 10""",
    "rejects": "SELECT reason, count(*) AS pages FROM rejects GROUP BY reason ORDER BY pages DESC, reason LIMIT 20",
}
_FIELDS: Final = {
    **dict.fromkeys(("published", "category", "dateline", "teaser"), "{} IS NOT NULL"),
    **dict.fromkeys(("tags", "related", "images"), "len({}) > 0"),
}


def figures(snapshot: Snapshot, before: Snapshot | None) -> dict[str, Rows]:
    """Every figure of a snapshot by its name; `before` is the snapshot that its completeness is compared with.

    Raises:
        DamagedArchiveError: a file of the snapshot cannot be read.
    """
    with Database(snapshot) as database:
        counted = {name: _rows(database, query) for name, query in _QUERIES.items()}
        counted["coverage_by_id"] = _coverage_by_id(database)
        counted["links"] = [counted["links"][0] | _components(database)]
        filled = _filled(database)
    earlier = _filled_before(before)
    counted["completeness"] = [{"field": name, **shares, "share_before": earlier.get(name)} for name, shares in filled.items()]
    return counted


def snapshot_before(data_dir: Any, snapshot: Snapshot) -> Snapshot | None:
    """The newest older snapshot that can be read; None when there is none."""
    for number in range(snapshot.number - 1, 0, -1):
        try:
            return Snapshot.open(data_dir, number)
        except AlwaghtError:  # pruned, or of another format: not the report's affair
            continue
    return None


def _rows(database: Database, query: str, parameters: Sequence[object] = ()) -> Rows:
    relation = database.sql(query, parameters)
    return [dict(zip(relation.columns, map(_plain, row), strict=True)) for row in relation.fetchall()]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _coverage_by_id(database: Database) -> Rows:
    """Ids by what became of them, in at most `_BARS` ranges up to the greatest fetched one; ids beyond it are one range more."""
    (span,) = _rows(database, "SELECT max(article_id) FILTER (status = 'fetched') AS last FROM coverage")
    last = span["last"] or 1
    width = next(step * 10**power for power in range(12) for step in (1, 2, 5) if step * 10**power * _BARS > last)
    query = """
        SELECT least(article_id // $1, $2 // $1 + 1) * $1 AS first_id, status, count(*) AS ids FROM coverage GROUP BY ALL ORDER BY ALL"""
    return [{**row, "width": width, "is_beyond": row["first_id"] > last} for row in _rows(database, query, [width, last])]


def _components(database: Database) -> dict[str, int]:
    """Groups of articles of the archive that are joined by related links, whichever way they point."""
    query = "SELECT lang, article_id, related_lang, related_id FROM related WHERE in_archive"
    numbers: dict[tuple[str, int], int] = {}
    pairs = []
    for row in database.sql(query).fetchall():
        one, other = (numbers.setdefault(key, len(numbers)) for key in (row[:2], row[2:]))
        pairs.append(Pair(one, other))
    groups = originals(pairs)
    sizes: dict[int, int] = {}
    for number in range(len(numbers)):
        root = groups.get(number, number)
        sizes[root] = sizes.get(root, 0) + 1
    return {"articles_joined": len(numbers), "groups": len(sizes), "largest_group": max(sizes.values(), default=0)}


def _filled(database: Database) -> dict[str, dict[str, Any]]:
    counts = ", ".join(f"count(*) FILTER ({condition.format(name)}) AS {name}" for name, condition in _FIELDS.items())
    (row,) = _rows(database, f"SELECT count(*) AS articles, {counts} FROM articles")  # noqa: S608 (columns of ours)
    articles = row.pop("articles")
    return {name: {"articles": count, "share": round(count / articles, 4) if articles else None} for name, count in row.items()}


def _filled_before(before: Snapshot | None) -> dict[str, float | None]:
    if before is None:
        return {}
    with Database(before) as database:
        return {name: shares["share"] for name, shares in _filled(database).items()}
