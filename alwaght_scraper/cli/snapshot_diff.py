"""What differs between two snapshots: counts of every table, and which articles came, went and changed, by which rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from alwaght_scraper.cli.edits import value_edits
from alwaght_scraper.cli.terminal import columns, say, say_edits, short
from pipelines.compare import Change, Tally, changes, rules_of, tallies
from pipelines.merge import COMPARED_FIELDS
from pipelines.read import Snapshot

EXAMPLES: Final = 20
_PASSAGES: Final = 5
_BY_RULE: Final = frozenset({*COMPARED_FIELDS, "published_reason"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one article whose value differs, with the rules that found each; null where none is recorded."""

    field: str
    old: Any
    new: Any
    old_rule: str | None
    new_rule: str | None


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article whose current version differs."""

    lang: str
    article_id: int
    title: str
    fields: list[FieldChange]


@dataclass(slots=True)
class SnapshotDiff:
    """Everything that differs: `rules` counts changes of articles by `field: old rule -> new rule`.

    `outcomes` counts captures whose outcome differs, as `old -> new`. Articles that differ only in
    when they were seen are counted in `tables` and not listed.
    """

    tables: dict[str, Tally]
    rules: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    added: list[ArticleChange] = field(default_factory=list)
    gone: list[ArticleChange] = field(default_factory=list)
    changed: list[ArticleChange] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no row differs."""
        return not any(tally.added or tally.gone or tally.changed for tally in self.tables.values())


def diff_snapshots(old: Snapshot, new: Snapshot) -> SnapshotDiff:
    """Compare all tables; raises DamagedArchiveError when a file cannot be read."""
    found = SnapshotDiff(tallies(old, new))
    outcomes: Counter[str] = Counter()
    articles: list[Change] = []
    for name, tally in found.tables.items():
        for change in changes(old, new, name):
            tally.count(change)
            if name == "articles" and (not change.fields or not _BY_RULE.isdisjoint(change.fields)):
                articles.append(_slim(change))
            elif name == "captures" and "outcome" in change.fields and change.old and change.new:
                outcomes[f"{change.old['outcome']} -> {change.new['outcome']}"] += 1
    found.outcomes = dict(outcomes.most_common())
    _tell_articles(found, articles, old, new)
    return found


def _slim(change: Change) -> Change:
    """The change without the columns that are alike: of an edited title, no text is kept."""
    kept = {"lang", "article_id", "title", "capture_id", *_BY_RULE.intersection(change.fields)}
    sides = ({name: row[name] for name in row if name in kept} if row else None for row in (change.old, change.new))
    return Change(change.table, change.key, *sides)


def _tell_articles(found: SnapshotDiff, articles: list[Change], old: Snapshot, new: Snapshot) -> None:
    old_rules = rules_of(old, (change.old["capture_id"] for change in articles if change.old))
    new_rules = rules_of(new, (change.new["capture_id"] for change in articles if change.new))
    counts: Counter[str] = Counter()
    for change in articles:
        row = change.new or change.old or {}
        told = ArticleChange(row["lang"], row["article_id"], row["title"], [])
        if change.old and change.new:
            before, after = old_rules.get(change.old["capture_id"], {}), new_rules.get(change.new["capture_id"], {})
            for name in (name for name in change.fields if name in _BY_RULE):
                rules = (before.get(_rule_field(name), (None,))[0], after.get(_rule_field(name), (None,))[0])
                told.fields.append(FieldChange(name, change.old[name], change.new[name], *rules))
                counts[f"{name}: {rules[0]} -> {rules[1]}"] += 1
        (found.changed if told.fields else found.added if change.old is None else found.gone).append(told)
    found.rules = dict(counts.most_common())


def _rule_field(name: str) -> str:
    """The field whose rule decides a column."""
    return {"body": "blocks", "published_raw": "published", "published_reason": "published"}.get(name, name)


def print_diff(found: SnapshotDiff) -> None:
    """Print counts first, then examples."""
    if found.is_empty:
        say("no row differs")
        return
    columns(
        (name, f"{tally.rows_before:,} -> {tally.rows_after:,} rows", _counts(tally))
        for name, tally in found.tables.items()
        if _counts(tally)
    )
    for title, counts in (("captures whose outcome changed", found.outcomes), ("changes of articles by rule, old -> new", found.rules)):
        if counts:
            say(title)
            columns((f"{count:,}", short(name, 160)) for name, count in list(counts.items())[:EXAMPLES])
    for title, articles in (("added", found.added), ("gone", found.gone), ("changed", found.changed)):
        if articles:
            say()
            say(f"articles {title}: {len(articles):,}" + (f", of which {EXAMPLES}" if len(articles) > EXAMPLES else ""))
            for article in articles[:EXAMPLES]:
                _print_article(article)


def _counts(tally: Tally) -> str:
    parts = [f"{count:,} {what}" for count, what in ((tally.added, "added"), (tally.gone, "gone"), (tally.changed, "changed")) if count]
    fields = [f"{name} {count:,}" for name, count in sorted(tally.fields.items(), key=lambda item: -item[1])]
    return ", ".join(parts) + (f" ({', '.join(fields)})" if fields else "")


def _print_article(article: ArticleChange) -> None:
    say(f"  {article.lang} {article.article_id}  {short(article.title)}")
    names = {change.field for change in article.fields}
    for change in article.fields:
        if change.field == "body" and "blocks" in names:
            continue
        rules = f"by {change.new_rule}" if change.old_rule == change.new_rule else f"by {change.new_rule}, before by {change.old_rule}"
        say(f"    {change.field} {short(rules, 160) if change.new_rule or change.old_rule else ''}".rstrip())
        passages = value_edits(change.old, change.new)
        for passage in passages[:_PASSAGES]:
            say_edits(passage)
        if len(passages) > _PASSAGES:
            say(f"    … and {len(passages) - _PASSAGES:,} more")
