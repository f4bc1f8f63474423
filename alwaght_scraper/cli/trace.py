"""`alwaght trace`: where a value comes from: the rule that found it, the captures that showed it, the bytes themselves."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Final

from alwaght_scraper.cli.edits import as_text
from alwaght_scraper.cli.page_bytes import write_bytes
from alwaght_scraper.cli.terminal import columns, say, say_json, short
from alwaght_scraper.cli.tracing import Trace, as_record, look_up
from alwaght_scraper.errors import UsageError
from alwaght_scraper.workspace import CAPTURES
from pipelines.lookup import Row
from pipelines.read import Snapshot
from pipelines.schema import TABLES

_WIDTH: Final = 110


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
        write_bytes(args.data, found, args.capture, raw=args.raw)
    elif args.json:
        say_json(as_record(found, args.field, changes=args.changes))
    else:
        _print_head(found)
        (_print_changes if args.changes else _print_fields)(found, args.field)


def _print_head(found: Trace) -> None:
    article, coverage = found.article, found.coverage
    if article is not None:
        say(f"{found.lang} {found.article_id}: {short(article['title'])}")
        seen = f"seen {_when(article['first_seen'])} to {_when(article['last_seen'])} UTC"
        say(f"{article['url']}, {seen}, {len(found.versions)} version{'s' if len(found.versions) > 1 else ''}")
    else:
        say(f"{found.lang} {found.article_id}: never read as an article")
    if coverage is not None:
        gone = f" since {_when(coverage['gone_since'])} UTC" if coverage["gone_since"] else ""
        say(f"{coverage['status']}{gone}, {coverage['attempts']} attempts, known by {', '.join(coverage['known_via'])}")
    say()


def _print_fields(found: Trace, field: str | None) -> None:
    for told in found.fields(field):
        say(f"{told['field']}: {as_text(told['value']) if field else short(as_text(told['value']), _WIDTH)}")
        say(f"  by {told['rule']}" if told["rule"] else f"  {told['meaning']}")
        if told["conflict"] is not None:
            say(f"  but {short(told['conflict'], _WIDTH)}")
    if found.captures:
        if found.article is not None:
            say()
        say(f"captures of its address: {len(found.captures)}")
    for capture in found.captures:
        _print_capture(found, capture)


def _print_capture(found: Trace, capture: Row) -> None:
    number = found.version_number(capture)
    shown = f"version {number}" if number else f"{capture['outcome']}: {capture['reason'] or 'no reason'}"
    say(f"  {_when(capture['fetched_at'])} UTC  {shown}")
    place = f"{capture['warc_length']} bytes at byte {capture['warc_offset']} of {CAPTURES}/{capture['warc_file']}"
    took = [] if capture["latency_ms"] is None else [("came in", f"{capture['latency_ms']:,} ms")]
    columns([("capture", capture["capture_id"]), ("lies", place), ("payload", f"sha256 {capture['payload_sha256']}"), *took], indent=4)


def _print_changes(found: Trace, field: str | None) -> None:
    for fields, _, new in found.changes(field):
        say(f"{_when(new['first_seen'])} UTC  {', '.join(fields) or 'first version'}")
        if field and field in new:
            say(f"  {as_text(new[field])}")
            rule, _ = found.rule(new["capture_id"], field)
            say(f"  by {rule or 'no rule of its own'}")
        place = found.capture(new["capture_id"])
        if place is not None:
            say(f"  first shown by {place['capture_id']} at byte {place['warc_offset']} of {CAPTURES}/{place['warc_file']}")


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
