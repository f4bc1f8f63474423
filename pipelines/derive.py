"""The tables that follow from merged ones: articles, tags, related, rejects, and the standing part of coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.items import PageKind
from pipelines.merge import CONTENT_FIELDS, REJECTED_OUTCOMES, Key, Standing, changed_fields, history, standing
from pipelines.rows import article_key
from pipelines.schema import TABLES
from pipelines.union import Pick, View, bodies, one_chunk, with_changes

# --- articles ------------------------------------------------------------------------------------

Mark = Mapping[str, Any] | None
"""Of a version: None when it is not the current one, else what its row in `articles` has different."""


_AS_IT_IS: Final[Mapping[str, Any]] = {}  # one for all articles of one version, of which there may be many thousands


def with_bodies(versions: pa.Table) -> pa.Table:
    """Rows of `revisions`, from rows without `body`."""
    return _columns(versions, TABLES["revisions"].schema, {"body": bodies(one_chunk(versions.column("blocks")))})


def articles(versions: pa.Table, marks: Sequence[Mark], originals: Mapping[int, int]) -> pa.Table:
    """The rows of `articles` that belong to some rows of `revisions`; `originals` gives near-duplicates their `near_duplicate_of`."""
    current = [row for row, mark in enumerate(marks) if mark is not None]
    count = len(current)
    rows = versions if count == len(marks) else versions.take(pa.array(current, pa.int64()))
    extra = {"revision": pa.repeat(pa.scalar(1, pa.int32()), count), "near_duplicate_of": pa.nulls(count, pa.int64())}
    current_rows = with_changes(_columns(rows, TABLES["articles"].schema, extra), [mark for mark in marks if mark is not None])
    return with_originals(current_rows, originals) if originals else current_rows


def with_originals(rows: pa.Table, originals: Mapping[int, int]) -> pa.Table:
    """Rows of `articles` with `near_duplicate_of` as it is now."""
    found = pa.array(map(originals.get, rows.column("article_id").to_pylist()), pa.int64())
    return _columns(rows, TABLES["articles"].schema, {"near_duplicate_of": found})


def _columns(table: pa.Table, schema: pa.Schema, extra: Mapping[str, Any]) -> pa.Table:
    return pa.Table.from_arrays([extra[name] if name in extra else table.column(name) for name in schema.names], schema=schema)


def histories(versions: Iterable[Pick]) -> Iterator[tuple[Pick, Mark]]:
    """Each version with its `changed_fields`, and its mark."""
    for _, group in groupby(versions, key=lambda pick: pick.key[:2]):
        first, *others = group
        if others:
            yield from _edited([first, *others])
        else:
            yield first, _AS_IT_IS


class _Version(View):
    """A version in its merged state: a pick's changes before what lies in the batch."""

    __slots__ = ("pick",)

    def __init__(self, pick: Pick) -> None:
        super().__init__(pick.slab, pick.row)
        self.pick = pick

    def __getattr__(self, name: str) -> Any:
        return self.pick.changes[name] if name in self.pick.changes else super().__getattr__(name)

    def content(self) -> dict[str, Any]:
        # One row at a time: edits are rare, and a whole batch of article text as Python values would weigh more than the batch.
        values = {name: self.slab.batch.column(name)[self.row].as_py() for name in CONTENT_FIELDS}
        return values | {"body": [block["text"] for block in values["blocks"]]}


def _edited(picks: list[Pick]) -> Iterator[tuple[Pick, Mark]]:
    story = history(map(_Version, picks))
    contents = [version.content() for version in story.versions]
    changes: list[tuple[str, ...]] = [(), *map(changed_fields, contents, contents[1:])]
    changed = {version.pick.key: fields for version, fields in zip(story.versions, changes, strict=True)}
    summary = {"revision": len(picks), "first_seen": story.first_seen, "last_seen": story.last_seen}
    for pick in picks:
        version = pick._replace(changes={**pick.changes, "changed_fields": changed[pick.key]})
        yield version, summary if pick is story.current.pick else None


# --- edges of the articles -----------------------------------------------------------------------

EDGE_COLUMNS: Final = ["article_id", "lang", "tags", "related"]
"""The columns of `articles` from which `tags` and `related` follow, in the order of the file."""

Archive = Mapping[str, pa.Array]
"""The ids of all archived articles of each language."""


def tags(rows: pa.RecordBatch) -> pa.Table:
    """The rows of `tags` for some rows of `articles`."""
    edges = _edges(rows, "tags")
    return _columns(edges, TABLES["tags"].schema, {"tag": edges.column("value")})


def related(rows: pa.RecordBatch, archive: Archive) -> pa.Table:
    """The rows of `related` for some rows of `articles`; `in_archive` by the ids in `archive`."""
    edges = _edges(rows, "related")
    links = one_chunk(edges.column("value"))
    urls = pc.struct_field(links, "url")
    keys = map(article_key, urls.to_pylist())
    extra = {
        "related_lang": pa.array([key and key[0] for key in keys], pa.string()),
        "related_id": pc.struct_field(links, "article_id"),
        "url": urls,
        "title": pc.struct_field(links, "title"),
        "in_archive": pa.repeat(pa.scalar(value=False), len(links)),
    }
    return with_archive(_columns(edges, TABLES["related"].schema, extra), archive)


def with_archive(edges: pa.Table, archive: Archive) -> pa.Table:
    """Rows of `related` with `in_archive` as it is now."""
    known = pa.chunked_array([pa.repeat(pa.scalar(value=False), edges.num_rows)])
    for lang, ids in archive.items():
        here = pc.and_(pc.equal(edges.column("related_lang"), lang), pc.is_in(edges.column("related_id"), ids))
        known = pc.or_(known, pc.fill_null(here, fill_value=False))
    return _columns(edges, TABLES["related"].schema, {"in_archive": known})


def _edges(rows: pa.RecordBatch, column: str) -> pa.Table:
    """One row for each element of a list column: lang, article_id, position from 0, value."""
    lists = rows.column(column)
    parents = pc.list_parent_indices(lists)
    starts = pc.take(pc.subtract(lists.offsets, lists.offsets[0]), parents)
    position = pc.subtract(pa.array(range(len(parents)), pa.int32()), starts)
    return pa.table(
        {
            "lang": pc.take(rows.column("lang"), parents),
            "article_id": pc.take(rows.column("article_id"), parents),
            "position": position,
            "value": pc.list_flatten(lists),
        }
    )


# --- what follows from the captures --------------------------------------------------------------

FETCH_COLUMNS: Final = ["capture_id", "url", "fetched_at", "page_kind", "lang", "article_id", "outcome", "reason"]
"""The columns of `captures` from which `rejects` and the standings follow, in the order of the file."""


def rejects(captures: pa.RecordBatch) -> pa.Table:
    """The rows of `rejects` among some rows of `captures`."""
    found = captures.filter(pc.is_in(captures.column("outcome"), pa.array(REJECTED_OUTCOMES, pa.string())))
    reason = pc.coalesce(found.column("reason"), found.column("outcome"))
    return _columns(pa.Table.from_batches([found]), TABLES["rejects"].schema, {"reason": reason})


def article_ids(captures: pa.RecordBatch) -> Iterator[tuple[str, pa.Array]]:
    """The article ids whose addresses some rows of `captures` asked for, by language; repeats left in."""
    has_id = pc.and_(captures.column("lang").is_valid(), captures.column("article_id").is_valid())
    found = captures.filter(pc.and_(has_id, pc.equal(captures.column("page_kind"), PageKind.ARTICLE.value)))
    for lang in found.column("lang").unique().to_pylist():
        yield lang, found.filter(pc.equal(found.column("lang"), lang)).column("article_id")


def attempts(captures: pa.RecordBatch, tried: Archive) -> pa.Table:
    """The captures of the addresses of the articles in `tried`: lang, article_id, fetched_at, outcome."""
    is_tried = pa.repeat(pa.scalar(value=False), captures.num_rows)
    for lang, ids in tried.items():
        here = pc.and_(pc.equal(captures.column("lang"), lang), pc.is_in(captures.column("article_id"), ids))
        is_tried = pc.or_(is_tried, pc.fill_null(here, fill_value=False))
    found = captures.filter(pc.and_(is_tried, pc.equal(captures.column("page_kind"), PageKind.ARTICLE.value)))
    return pa.Table.from_batches([found]).select(["lang", "article_id", "fetched_at", "outcome"])


class Standings:
    """The standing of each article that some captures asked for; asked for in ascending key order, held one at a time."""

    def __init__(self, found: pa.Table) -> None:
        self._sums = _standings(found)
        self._next = next(self._sums, None)

    def update(self, pick: Pick) -> Pick:
        """The row of `coverage` with its standing, where there is one."""
        if self._next is None or self._next[0] != pick.key:
            return pick
        current = self._next[1]
        self._next = next(self._sums, None)
        return pick._replace(changes={**pick.changes, **current._asdict()})


def _standings(found: pa.Table) -> Iterator[tuple[Key, Standing]]:
    ordered = found.sort_by([(name, "ascending") for name in ("lang", "article_id", "fetched_at", "outcome")])
    portions = ordered.to_batches(max_chunksize=10_000)
    rows = (row for portion in portions for row in zip(*(column.to_pylist() for column in portion.columns), strict=True))
    for key, group in groupby(rows, key=itemgetter(0, 1)):
        yield key, standing(row[2:] for row in group)
