"""The rules by which rows of the same key become one: what makes the dataset a set union of captures.

Every reduction is associative, commutative and idempotent, so the order of captures, runs and
repeats cannot show. A reduction reads rows by attribute - item rows and views of Arrow rows alike -
and answers with the row that gives the content and the columns in which the result differs from it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final, NamedTuple

from alwaght_scraper.items import Outcome

Merged = tuple[Any, dict[str, Any]]
Key = tuple[Hashable, ...]

CONTENT_FIELDS: Final = (
    "title",
    "published",
    "published_raw",
    "category",
    "dateline",
    "teaser",
    "blocks",
    "tags",
    "related",
    "images",
)
"""What an article says. `content_hash` covers these; the reason why a date is missing is no content."""

COMPARED_FIELDS: Final = (*CONTENT_FIELDS[:6], "body", *CONTENT_FIELDS[6:])
"""What `changed_fields` may name: a change of the text shows as `body` and `blocks`, of a block's kind as `blocks` alone."""

REJECTED_OUTCOMES: Final = (Outcome.REJECTED, Outcome.SOFT_404, Outcome.BLOCKED)
"""Outcomes that stand in `rejects`: a page came, yet it gave no item."""


# --- what makes two rows the same ----------------------------------------------------------------
# Each identity takes the values of its table's order columns and gives something that sorts as the
# files do: ascending, nulls last.


def _plain(*values: Any) -> Key:
    return values


def _wording(lang: str, term: str, definition: str | None) -> Key:
    return lang, term, definition is None, definition or ""


def _entry(lang: str, tag: str, article_id: int | None, url: str | None, title: str) -> Key:
    if article_id is not None:
        return lang, tag, 0, article_id, ""
    return (lang, tag, 1, 0, url) if url is not None else (lang, tag, 2, 0, title)


# --- how same rows become one --------------------------------------------------------------------


def _nulls_last(value: Any) -> tuple[bool, Any]:
    return value is None, value


def _first_sighting(row: Any) -> tuple[Any, ...]:
    return row.first_seen, row.capture_id


def _version(rows: Sequence[Any]) -> Merged:
    """Content of the earliest sighting. Same hash means same content; only the reason of a null date can differ."""
    first = min(rows, key=lambda row: (*_first_sighting(row), _nulls_last(row.published_reason)))
    return first, {"last_seen": max(row.last_seen for row in rows)}


def _glossary(rows: Sequence[Any]) -> Merged:
    latest = max(rows, key=lambda row: (row.last_seen, -row.position))
    return min(rows, key=_first_sighting), {"last_seen": latest.last_seen, "position": latest.position}


def _listing(rows: Sequence[Any]) -> Merged:
    """The latest sighting, and of one capture's entries the first on the page."""
    latest = max(row.seen_at for row in rows)
    return min((row for row in rows if row.seen_at == latest), key=_place_in_list), {}


def _place_in_list(row: Any) -> tuple[Any, ...]:
    nullable = (row.page, row.article_id, row.url, row.published, row.snippet)
    return row.capture_id, _nulls_last(row.page), row.position, row.title, *map(_nulls_last, nullable), row.is_cut


def _capture(rows: Sequence[Any]) -> Merged:
    """The copy that lies first. Copies differ in their place, and where a server's headers did, in what came of them."""
    return min(rows, key=_place_in_archive), {}


def _place_in_archive(row: Any) -> tuple[Any, ...]:
    # The rules need no look: two copies alike in all of these are one record, read by one parser.
    place = (row.warc_file, row.warc_offset, row.warc_length, row.source, row.outcome, row.page_kind)
    return *place, *map(_nulls_last, (row.reason, row.content_hash, row.layout, row.lang, row.article_id))


def _coverage(rows: Sequence[Any]) -> Merged:
    """How and since when an id is known. What came of asking for it follows from the captures: see `standing`."""
    known_via = sorted({via for row in rows for via in row.known_via})
    return rows[0], {"known_via": tuple(known_via), "first_known": min(row.first_known for row in rows)}


@dataclass(frozen=True, slots=True)
class Rule:
    """How one table's rows merge: `identity` over its order columns, `reduce` over rows of one identity."""

    identity: Callable[..., Key]
    reduce: Callable[[Sequence[Any]], Merged]


RULES: Final = {
    "revisions": Rule(_plain, _version),
    "glossary": Rule(_wording, _glossary),
    "listings": Rule(_entry, _listing),
    "captures": Rule(_plain, _capture),
    "coverage": Rule(_plain, _coverage),
}
"""The tables that are merged. All others are derived from these: articles, tags, related, rejects."""


def identity_of(table: str) -> Callable[..., Key]:
    """What makes the values of a table's order columns a key that sorts as its rows do."""
    return RULES[table].identity if table in RULES else _plain


# --- what follows from the merged rows -----------------------------------------------------------


class History(NamedTuple):
    """One article through all its versions: which is current, and the versions in order of first sighting."""

    current: Any
    first_seen: datetime
    last_seen: datetime
    versions: tuple[Any, ...]


def history(versions: Iterable[Any]) -> History:
    """Fold the versions of one article; the current one is the one seen last, ties by the greater hash."""
    ordered = tuple(sorted(versions, key=lambda row: (row.first_seen, row.content_hash)))
    current = max(ordered, key=lambda row: (row.last_seen, row.content_hash))
    return History(current, ordered[0].first_seen, current.last_seen, ordered)


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the content fields in which two versions differ, in column order."""
    return tuple(name for name in COMPARED_FIELDS if before[name] != after[name])


class Standing(NamedTuple):
    """What came of asking for one article, over all captures of its address."""

    status: str
    attempts: int
    first_tried: datetime
    last_tried: datetime
    gone_since: datetime | None


def standing(attempts: Iterable[tuple[datetime, str]]) -> Standing:
    """Sum up the (time, outcome) of every capture of one article's address; there must be one at least.

    The last answer about the article itself counts: there (`ok`, or 304 for a page held already), or not there (`gone`,
    `soft_404`; for a page held already once two such answers lie `GONE_AFTER` apart). A failure, a block or an unreadable
    page says nothing about the article, so it shows only while no such answer ever came.
    """
    ordered = sorted(attempts)
    held = any(outcome == Outcome.OK for _, outcome in ordered)
    answers = [(when, _ANSWERS[outcome]) for when, outcome in ordered if outcome in _ANSWERS and (held or outcome != Outcome.NOT_MODIFIED)]
    last_outcome = ordered[-1][1]
    status, gone_since = _verdict(answers, held=held) if answers else (last_outcome if last_outcome in _FRUITLESS else "failed", None)
    return Standing(status, len(ordered), ordered[0][0], ordered[-1][0], gone_since)


def _verdict(answers: Sequence[tuple[datetime, str]], *, held: bool) -> tuple[str, datetime | None]:
    """The status by the answers about an article, in order of time, and when it went if it did."""
    missing = list(takewhile(lambda answer: answer[1] != _THERE, reversed(answers)))
    if not missing:
        return _THERE, None
    (last, status), (first, _) = missing[0], missing[-1]
    return (_THERE, None) if held and last - first < GONE_AFTER else (status, first)


GONE_AFTER: Final = timedelta(hours=12)
"""How far apart two answers must lie that an archived article is not there, with none between that it is, until it counts as gone.

A site that is down or misled answers 404 for everything for some hours; two runs of a day's schedule never lie so near.
"""

_THERE: Final = "fetched"
_ANSWERS: Final[dict[str, str]] = {
    Outcome.OK: _THERE,
    Outcome.NOT_MODIFIED: _THERE,
    Outcome.GONE: "gone",
    Outcome.SOFT_404: "soft_404",
}
_FRUITLESS: Final = (Outcome.REJECTED, Outcome.BLOCKED)
