"""`alwaght diff`: what changed between the versions of an article, or between two snapshots."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.cli.edits import value_edits
from alwaght_scraper.cli.snapshot_diff import diff_snapshots, print_diff
from alwaght_scraper.cli.terminal import note, say, say_edits, say_json, short
from alwaght_scraper.errors import UsageError
from alwaght_scraper.site import LANGUAGES
from pipelines.lookup import Row, languages_of_article, versions_of_article
from pipelines.read import CURRENT, Snapshot

_DIGITS: Final = 18
_KEY: Final = ("content_hash", "first_seen", "last_seen", "capture_id", "title")


def run(args: Namespace) -> None:
    """Find out what is meant, compare, print."""
    match args.what:
        case [lang, number] if lang in LANGUAGES and _is_number(number):
            _article(args, lang, int(number))
        case [number] if _is_number(number):
            _article(args, None, int(number))
        case [old, new] if all(_is_number(one) or one == CURRENT for one in (old, new)):
            _snapshots(args, old, new)
        case _:
            raise UsageError(
                f"'{' '.join(args.what)}' is neither LANG ID nor two snapshots; write `alwaght diff en 52466` or `alwaght diff 3 current`"
            )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


# --- snapshots ------------------------------------------------------------------------------------


def _snapshots(args: Namespace, old: str, new: str) -> None:
    before, after = (_open(args.data, one) for one in (old, new))
    with before.held(), after.held():
        found = diff_snapshots(before, after)
    if args.json:
        say_json(asdict(found))
    else:
        say(f"from snapshot {before.number} to snapshot {after.number}")
        print_diff(found)


def _open(data: Path, name: str) -> Snapshot:
    return Snapshot.open(data, None if name == CURRENT else int(name))


# --- versions of an article -----------------------------------------------------------------------


def _article(args: Namespace, lang: str | None, article_id: int) -> None:
    snapshot = Snapshot.open(args.data)
    with snapshot.held():
        lang = lang or only_language(snapshot, article_id)
        versions = versions_of_article(snapshot, lang, article_id)
    if not versions:
        raise UsageError(f"no version of {lang} {article_id} in {args.data}: `alwaght trace {lang} {article_id}` tells what is known of it")
    if args.json:
        say_json(as_record(lang, article_id, versions))
    else:
        _print(lang, article_id, versions)


def only_language(snapshot: Snapshot, article_id: int) -> str:
    """The one language in which an id is known; raises UsageError when there are none or several."""
    langs = languages_of_article(snapshot, article_id)
    if not langs:
        raise UsageError(f"nothing is known of an article {article_id} in {snapshot.folder.parent.parent}")
    if len(langs) > 1:
        raise UsageError(f"{article_id} is known in {', '.join(langs)}; put the language before it")
    return langs[0]


def as_record(lang: str, article_id: int, versions: list[Row]) -> dict[str, Any]:
    """The versions, and each change from one to the next, ready for JSON."""
    changes = [
        {
            "from": old["content_hash"],
            "to": new["content_hash"],
            "seen": new["first_seen"].isoformat(),
            "fields": {name: {"old": old[name], "new": new[name], "edits": _edits(old, new, name)} for name in new["changed_fields"]},
        }
        for old, new in pairwise(versions)
    ]
    return {
        "lang": lang,
        "article_id": article_id,
        "versions": [{name: row[name] for name in _KEY} for row in versions],
        "changes": changes,
    }


def _edits(old: Row, new: Row, name: str) -> list[list[dict[str, str]]]:
    return [[edit._asdict() for edit in passage] for passage in value_edits(old[name], new[name])]


def _print(lang: str, article_id: int, versions: list[Row]) -> None:
    count = len(versions)
    say(f"{lang} {article_id}: {count} version{'s' if count > 1 else ''}, first seen {_when(versions[0])}")
    if count == 1:
        note("seen in one version only, so there is nothing to compare")
    for number, (old, new) in enumerate(pairwise(versions), 2):
        say()
        say(f"version {number}, first seen {_when(new)}: {', '.join(new['changed_fields'])}")
        for name in _shown(new["changed_fields"]):
            say(f"  {name}")
            for passage in value_edits(old[name], new[name]):
                say_edits(passage)


def _when(version: Row) -> str:
    return f"{version['first_seen']:%Y-%m-%d %H:%M:%S} UTC ({short(version['title'], 60)})"


def _shown(fields: list[str]) -> Iterator[str]:
    """The fields to print: `body` says the same as `blocks`."""
    return (name for name in fields if name != "body" or "blocks" not in fields)
