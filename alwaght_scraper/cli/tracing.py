"""All that is known of one article: its versions, the captures of its address, the rule that found each value."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from alwaght_scraper.errors import UsageError
from pipelines.lookup import Row, captures_of_article, rows_of_article, versions_of_article
from pipelines.read import Snapshot
from pipelines.schema import TABLES

_RULE_OF: Final = {"body": "blocks", "published_raw": "published", "published_reason": "published"}
_NOT_SHOWN: Final = frozenset({"lang", "article_id", "body"})
_FETCH: Final = ("capture_id", "url", "fetched_at", "status", "outcome", "reason", "source", "latency_ms")
_PLACE: Final = ("warc_file", "warc_offset", "warc_length", "payload_sha256")


class Change(NamedTuple):
    """The fields in which a version differs from the one before; of the first, which has none before it, the field that was asked for."""

    fields: tuple[str, ...]
    old: Row | None
    new: Row


@dataclass(frozen=True, slots=True)
class Trace:
    """One article as a snapshot knows it: current version (None when none was ever read), versions, fetches and standing."""

    lang: str
    article_id: int
    article: Row | None
    versions: list[Row]
    captures: list[Row]
    coverage: Row | None

    def capture(self, capture_id: str | None) -> Row | None:
        """The capture of that name; None when it is none of this article's."""
        return next((capture for capture in self.captures if capture["capture_id"] == capture_id), None)

    def version_number(self, capture: Row) -> int | None:
        """Which version a capture shows, from 1."""
        hashes = [version["content_hash"] for version in self.versions]
        return hashes.index(capture["content_hash"]) + 1 if capture["content_hash"] in hashes else None

    def rule(self, capture_id: str, field: str) -> tuple[str | None, str | None]:
        """By which rule a capture gave a field, and the value that disagreed."""
        capture = self.capture(capture_id)
        rules = {rule["field"]: (rule["rule"], rule["conflict"]) for rule in capture["rules"]} if capture else {}
        return rules.get(_RULE_OF.get(field, field), (None, None))

    def fields(self, field: str | None) -> list[dict[str, Any]]:
        """One field of the current version, or all: its value, the rule that found it, what disagreed, what it means."""
        if self.article is None:
            return []
        names = [field] if field else [name for name in self.article if name not in _NOT_SHOWN]
        return [self._field(self.article, name) for name in names]

    def _field(self, article: Row, name: str) -> dict[str, Any]:
        rule, conflict = self.rule(article["capture_id"], name)
        return {
            "field": name,
            "value": article[name],
            "rule": rule,
            "conflict": conflict,
            "meaning": TABLES["articles"].schema.field(name).metadata[b"description"].decode(),
            "capture_id": article["capture_id"],
        }

    def changes(self, field: str | None) -> list[Change]:
        """Each value that a field had, or with None each version, the first one first."""
        if not self.versions:
            return []
        found = [Change((field,) if field else (), None, self.versions[0])]
        for old, new in pairwise(self.versions):
            if field is None:
                found.append(Change(tuple(new["changed_fields"]), old, new))
            elif field in new and old[field] != new[field]:
                found.append(Change((field,), old, new))
        return found


def look_up(snapshot: Snapshot, lang: str, article_id: int) -> Trace:
    """Everything that a snapshot knows of an article; raises UsageError when that is nothing."""
    articles = rows_of_article(snapshot, "articles", lang, article_id)
    coverage = rows_of_article(snapshot, "coverage", lang, article_id)
    captures = captures_of_article(snapshot, lang, article_id)
    if not (articles or coverage or captures):
        raise UsageError(f"nothing is known of an article {lang} {article_id}: no page links to it and no run asked for it")
    versions = versions_of_article(snapshot, lang, article_id)
    return Trace(lang, article_id, articles[0] if articles else None, versions, captures, coverage[0] if coverage else None)


def as_record(found: Trace, field: str | None, *, changes: bool) -> dict[str, Any]:
    """The trace, ready for JSON: of one field, or of all."""
    record: dict[str, Any] = {"lang": found.lang, "article_id": found.article_id, "coverage": found.coverage}
    if changes:
        return record | {"changes": [_change(found, change) for change in found.changes(field)]}
    return record | {"fields": found.fields(field), "captures": [_sighting(found, capture) for capture in found.captures]}


def _sighting(found: Trace, capture: Row) -> dict[str, Any]:
    told = {name: capture[name] for name in (*_FETCH, *_PLACE)}
    return {"version": found.version_number(capture), "content_hash": capture["content_hash"], **told}


def _change(found: Trace, change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    values = [
        {"field": name, "old": old[name] if old else None, "new": new[name], "rule": found.rule(new["capture_id"], name)[0]}
        for name in change.fields
        if name in new
    ]
    capture = found.capture(new["capture_id"])
    place = None if capture is None else _sighting(found, capture)
    return {"first_seen": new["first_seen"], "last_seen": new["last_seen"], "fields": values, "capture": place}
