"""`alwaght trace`: where a value comes from: the rule that found it, the captures that showed it, the bytes themselves."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from alwaght_scraper.captures.capture import Location
from alwaght_scraper.captures.payload import decoded_body
from alwaght_scraper.captures.warc import WarcArchive
from alwaght_scraper.cli.edits import as_text
from alwaght_scraper.cli.terminal import columns, say, say_json, short
from alwaght_scraper.errors import AlwaghtError, RejectedPage, UsageError
from alwaght_scraper.workspace import CAPTURES
from pipelines.lookup import Row, captures_of_article, rows_of_article, versions_of_article
from pipelines.read import Snapshot
from pipelines.schema import TABLES

_WIDTH: Final = 110
_RULE_OF: Final = {"body": "blocks", "published_raw": "published", "published_reason": "published"}
_FETCH: Final = ("capture_id", "url", "fetched_at", "status", "outcome", "reason", "source", "latency_ms")
_PLACE: Final = ("warc_file", "warc_offset", "warc_length", "payload_sha256")


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of one article: its current version (None when none was ever read), versions, fetches and standing."""

    lang: str
    article_id: int
    article: Row | None
    versions: list[Row]
    captures: list[Row]
    coverage: Row | None

    def version_number(self, capture: Row) -> int | None:
        """Which version a capture shows, from 1."""
        hashes = [version["content_hash"] for version in self.versions]
        return hashes.index(capture["content_hash"]) + 1 if capture["content_hash"] in hashes else None

    def rule(self, capture_id: str, field: str) -> tuple[str | None, str | None]:
        """By which rule a capture gave a field, and the value that disagreed."""
        for capture in self.captures:
            if capture["capture_id"] == capture_id:
                rules = {rule["field"]: (rule["rule"], rule["conflict"]) for rule in capture["rules"]}
                return rules.get(_RULE_OF.get(field, field), (None, None))
        return None, None


def run(args: Namespace) -> None:
    """Look the article up, then print its trace or write its bytes."""
    fields = TABLES["articles"].schema.names
    if args.field is not None and args.field not in fields:
        raise UsageError(f"'{args.field}' is no field of an article; they are {', '.join(fields)}")
    if args.raw and not args.bytes:
        raise UsageError("--raw says how --bytes writes; give both")
    snapshot = Snapshot.open(args.data, args.snapshot)
    with snapshot.held():
        found = look_up(snapshot, args.lang, args.id)
    if args.bytes:
        _write_bytes(args, found)
    elif args.json:
        say_json(as_record(found, args.field, changes=args.changes))
    elif args.changes:
        _print_changes(found, args.field)
    else:
        _print(found, args.field)


def look_up(snapshot: Snapshot, lang: str, article_id: int) -> Trace:
    """Everything that a snapshot knows of an article; raises UsageError when that is nothing."""
    articles = rows_of_article(snapshot, "articles", lang, article_id)
    coverage = rows_of_article(snapshot, "coverage", lang, article_id)
    captures = captures_of_article(snapshot, lang, article_id)
    if not (articles or coverage or captures):
        raise UsageError(f"nothing is known of an article {lang} {article_id}: no page links to it and no run asked for it")
    versions = versions_of_article(snapshot, lang, article_id)
    return Trace(lang, article_id, articles[0] if articles else None, versions, captures, coverage[0] if coverage else None)


# --- as JSON --------------------------------------------------------------------------------------


def as_record(found: Trace, field: str | None, *, changes: bool) -> dict[str, Any]:
    """The trace, ready for JSON: of one field, or of all."""
    record: dict[str, Any] = {"lang": found.lang, "article_id": found.article_id, "coverage": found.coverage}
    if changes:
        return record | {"changes": [_change(found, *pair) for pair in _changes(found, field)]}
    captures = [_sighting(found, capture) for capture in found.captures]
    return record | {"fields": [_field(found, name) for name in _fields(found, field)], "captures": captures}


def _fields(found: Trace, field: str | None) -> list[str]:
    if found.article is None:
        return []
    return [field] if field else [name for name in found.article if name not in {"lang", "article_id", "body"}]


def _field(found: Trace, name: str) -> dict[str, Any]:
    article = found.article or {}
    rule, conflict = found.rule(article["capture_id"], name)
    meaning = TABLES["articles"].schema.field(name).metadata[b"description"].decode()
    return {
        "field": name,
        "value": article[name],
        "rule": rule,
        "conflict": conflict,
        "meaning": meaning,
        "capture_id": article["capture_id"],
    }


def _sighting(found: Trace, capture: Row) -> dict[str, Any]:
    told = {name: capture[name] for name in (*_FETCH, *_PLACE)}
    return {"version": found.version_number(capture), "content_hash": capture["content_hash"], **told}


def _changes(found: Trace, field: str | None) -> list[tuple[str, Row | None, Row]]:
    """Each value that a field had, or with None each version: (fields, version before, version)."""
    if not found.versions:
        return []
    first: list[tuple[str, Row | None, Row]] = [(field or "", None, found.versions[0])]
    for old, new in pairwise(found.versions):
        if field is None or (old[field] != new[field] if field in new else False):
            first.append((field or ", ".join(new["changed_fields"]), old, new))
    return first


def _change(found: Trace, fields: str, old: Row | None, new: Row) -> dict[str, Any]:
    names = [name for name in fields.split(", ") if name in new]
    place = next((_sighting(found, one) for one in found.captures if one["capture_id"] == new["capture_id"]), None)
    values = [
        {"field": name, "old": old[name] if old else None, "new": new[name], "rule": found.rule(new["capture_id"], name)[0]}
        for name in names
    ]
    return {"first_seen": new["first_seen"], "last_seen": new["last_seen"], "fields": values, "capture": place}


# --- for a person ---------------------------------------------------------------------------------


def _print(found: Trace, field: str | None) -> None:
    _print_head(found)
    for name in _fields(found, field):
        told = _field(found, name)
        say(f"{name}: {as_text(told['value']) if field else short(as_text(told['value']), _WIDTH)}")
        say(f"  by {told['rule']}" if told["rule"] else f"  {told['meaning']}")
        if told["conflict"] is not None:
            say(f"  but {short(told['conflict'], _WIDTH)}")
    if found.captures:
        if found.article is not None:
            say()
        say(f"captures of its address: {len(found.captures)}")
    for capture in found.captures:
        _print_capture(found, capture)


def _print_head(found: Trace) -> None:
    article, coverage = found.article, found.coverage
    if article is not None:
        say(f"{found.lang} {found.article_id}: {short(article['title'])}")
        seen = f"seen {article['first_seen']:%Y-%m-%d %H:%M:%S} to {article['last_seen']:%Y-%m-%d %H:%M:%S} UTC"
        say(f"{article['url']}, {seen}, {len(found.versions)} version{'s' if len(found.versions) > 1 else ''}")
    else:
        say(f"{found.lang} {found.article_id}: never read as an article")
    if coverage is not None:
        gone = f" since {coverage['gone_since']:%Y-%m-%d %H:%M:%S} UTC" if coverage["gone_since"] else ""
        say(f"{coverage['status']}{gone}, {coverage['attempts']} attempts, known by {', '.join(coverage['known_via'])}")
    say()


def _print_capture(found: Trace, capture: Row) -> None:
    number = found.version_number(capture)
    shown = f"version {number}" if number else f"{capture['outcome']}: {capture['reason'] or 'no reason'}"
    say(f"  {capture['fetched_at']:%Y-%m-%d %H:%M:%S} UTC  {shown}")
    place = f"{capture['warc_length']} bytes at byte {capture['warc_offset']} of {CAPTURES}/{capture['warc_file']}"
    took = [] if capture["latency_ms"] is None else [("came in", f"{capture['latency_ms']:,} ms")]
    columns([("capture", capture["capture_id"]), ("lies", place), ("payload", f"sha256 {capture['payload_sha256']}"), *took], indent=4)


def _print_changes(found: Trace, field: str | None) -> None:
    _print_head(found)
    for fields, _, new in _changes(found, field):
        say(f"{new['first_seen']:%Y-%m-%d %H:%M:%S} UTC  {fields or 'first version'}")
        if field and field in new:
            say(f"  {as_text(new[field])}")
            rule, _ = found.rule(new["capture_id"], field)
            say(f"  by {rule or 'no rule of its own'}")
        place = next((one for one in found.captures if one["capture_id"] == new["capture_id"]), None)
        if place is not None:
            say(f"  first shown by {place['capture_id']} at byte {place['warc_offset']} of {CAPTURES}/{place['warc_file']}")


# --- the bytes ------------------------------------------------------------------------------------


def _write_bytes(args: Namespace, found: Trace) -> None:
    """Write the payload of one capture: the one named, else the first that showed the current version, else the last there is."""
    if sys.stdout.isatty():
        raise UsageError("archived bytes could steer your terminal: send them to a file or a pipe, such as `> page.html`")
    wanted = args.capture or (
        found.article["capture_id"] if found.article else found.captures[-1]["capture_id"] if found.captures else None
    )
    row = next((one for one in found.captures if one["capture_id"] == wanted), None)
    if row is None:
        what = f"no capture {wanted}" if wanted else "no capture"
        raise UsageError(f"{what} of {found.lang} {found.article_id}: `alwaght trace {found.lang} {found.article_id}` lists those that are")
    capture = WarcArchive(args.data / CAPTURES).load(Location(row["warc_file"], row["warc_offset"], row["warc_length"]))
    if capture.capture_id != row["capture_id"]:
        raise AlwaghtError(f"another capture than {wanted} lies at byte {row['warc_offset']} of {row['warc_file']}: run `alwaght verify`")
    try:
        sys.stdout.buffer.write(capture.payload if args.raw else decoded_body(capture))
    except RejectedPage as rejection:
        raise AlwaghtError(f"{rejection}; --raw writes what came as it is") from rejection
    sys.stdout.buffer.flush()
