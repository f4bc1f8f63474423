"""The tables that follow from each article's text alone, or from it and its language's glossary: `search`, `signatures` and `mentions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import derive
from pipelines.build import Build
from pipelines.carried import Carried, together
from pipelines.manifest import FileEntry
from pipelines.mentions import COLUMNS, Finder, mentions
from pipelines.parquet import read_batches, read_table
from pipelines.schema import TABLES
from pipelines.search import PORTION, search
from pipelines.signatures import signatures

Terms = Mapping[str, set[str]]
"""The glossary terms of each language."""

_OF_TEXTS: Final = ("search", "signatures")
_ALL: Final = (*_OF_TEXTS, "mentions")


class Texts:
    """Writes the tables from the new `revisions`; made when these and the new `glossary` are whole."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._terms, self._old_terms = self._new_terms(), self._terms_before()
        self._finders = {lang: Finder(lang, terms) for lang, terms in self._terms.items()}

    def write(self, marks: Mapping[str, Sequence[derive.Mark]]) -> set[str]:
        """Write the files in which an article came or says something else than before, which are given back; take over the others.

        `marks` are those of the rows of touched files. To be seen again changes no text: a refresh that finds nothing new costs
        nothing here, and of a file that is written only what is new or edited is read as text. The mentions of a language that has
        other terms than before are looked for again in all its articles.
        """
        changed = {file for file in marks if self._has_changed(file, marks[file])}
        for file in sorted(changed):
            self._write(file, marks[file])
        for name in _OF_TEXTS:
            self._build.link_others(name, changed)
        renewed = self._renewed(changed)
        for entry in renewed:
            self._mention_anew(entry)
        self._build.link_others("mentions", changed | {entry.name for entry in renewed})
        return changed

    def _has_changed(self, file: str, marks: Sequence[derive.Mark]) -> bool:
        """Whether the current versions are not exactly those that the old `signatures` are of."""
        versions = compress(_versions(self._build.part.path("revisions", file)), (mark is not None for mark in marks))
        old = self._build.old("signatures", file)
        return not old or [*versions] != [*_versions(self._build.old_path("signatures", old[0]))]

    def _write(self, file: str, marks: Sequence[derive.Mark]) -> None:
        carried = Carried(self._build, file, _ALL if self._has_same_terms(file) else _OF_TEXTS)
        done = 0
        with self._build.files(file, *_ALL) as outs:
            for batch in read_batches(self._build.part.path("revisions", file), TABLES["revisions"].schema):
                articles = derive.articles(pa.Table.from_batches([batch]), marks[done : done + len(batch)], {})
                done += len(batch)
                for rows in filter(len, articles.to_batches()):
                    for name, table in self._rows(rows, carried).items():
                        outs[name].append(table)

    def _rows(self, articles: pa.RecordBatch, carried: Carried) -> dict[str, pa.Table]:
        """The rows of each table for some rows of `articles`: those of the snapshot before where a text is the same."""
        is_same, old = carried.of(articles)
        new = articles.filter(pc.invert(is_same))
        made = [self._made(new.slice(start, PORTION)) for start in range(0, len(new), PORTION)]
        rows = {name: pa.concat_tables([TABLES[name].schema.empty_table(), *(one[name] for one in made)]) for name in _OF_TEXTS}
        searched = new if "mentions" in old else articles
        rows["mentions"] = mentions(searched, self._finders)
        return {name: together(table, old[name]) if name in old else table for name, table in rows.items()}

    def _made(self, articles: pa.RecordBatch) -> dict[str, pa.Table]:
        forms = search(articles)
        return {"search": forms, "signatures": signatures(articles, forms)}

    def _renewed(self, changed: set[str]) -> list[FileEntry]:
        return [entry for entry in self._build.old("articles") if entry.name not in changed and not self._has_same_terms(entry.name)]

    def _has_same_terms(self, file: str) -> bool:
        lang = file.partition("-")[0]
        return self._terms.get(lang) == self._old_terms.get(lang)

    def _mention_anew(self, entry: FileEntry) -> None:
        schema = pa.schema([TABLES["articles"].schema.field(name) for name in COLUMNS])
        articles = read_batches(self._build.old_path("articles", entry), schema)
        self._build.write("mentions", entry.name, (mentions(rows, self._finders) for rows in articles))

    def _new_terms(self) -> Terms:
        part = self._build.part
        return _terms([read_table(part.path("glossary", file), ["lang", "term"]) for file in part.names("glossary")])

    def _terms_before(self) -> Terms:
        return _terms([read_table(self._build.old_path("glossary", entry), ["lang", "term"]) for entry in self._build.old("glossary")])


def _versions(path: Path) -> Iterator[tuple[int, str]]:
    table = read_table(path, ["article_id", "content_hash"])
    return zip(*(table.column(name).to_pylist() for name in ("article_id", "content_hash")), strict=True)


def _terms(tables: list[pa.Table]) -> Terms:
    terms: dict[str, set[str]] = {}
    for table in tables:
        for row in table.to_pylist():
            terms.setdefault(row["lang"], set()).add(row["term"])
    return terms
