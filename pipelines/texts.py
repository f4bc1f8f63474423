"""The tables that follow from each article's text alone, or from it and its language's glossary: `search`, `signatures` and `mentions`."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import ClassVar

import pyarrow as pa

from pipelines.build import Build
from pipelines.manifest import FileEntry
from pipelines.mentions import COLUMNS, Finder, mentions
from pipelines.parquet import TableFile, read_batches, read_table
from pipelines.schema import TABLES
from pipelines.search import PORTION, search
from pipelines.signatures import signatures

Terms = Mapping[str, set[str]]
"""The glossary terms of each language."""


class Texts:
    """Writes the tables beside `articles`, in the same pass; made when the new `glossary` is whole."""

    TABLES: ClassVar = ("search", "signatures", "mentions")

    def __init__(self, build: Build) -> None:
        self._build = build
        self._terms = self._new_terms()
        self._finders = {lang: Finder(lang, terms) for lang, terms in self._terms.items()}

    def append(self, outs: Mapping[str, TableFile], articles: pa.Table) -> None:
        """Add what follows from some rows of `articles`."""
        for rows in articles.to_batches(max_chunksize=PORTION):
            forms = search(rows)
            outs["search"].append(forms)
            outs["signatures"].append(signatures(rows, forms))
            outs["mentions"].append(mentions(rows, self._finders))

    def finish(self, touched: set[str]) -> None:
        """Take over the files of untouched articles, but for the mentions of languages that have other terms than before."""
        for name in ("search", "signatures"):
            self._build.link_others(name, touched)
        renewed = self._renewed(touched)
        for entry in renewed:
            self._mention_anew(entry)
        self._build.link_others("mentions", touched | {entry.name for entry in renewed})

    def _renewed(self, touched: Container[str]) -> list[FileEntry]:
        untouched = [entry for entry in self._build.old("articles") if entry.name not in touched]
        before = self._old_terms() if untouched else {}
        return [entry for entry in untouched if self._terms.get(_lang(entry)) != before.get(_lang(entry))]

    def _mention_anew(self, entry: FileEntry) -> None:
        schema = pa.schema([TABLES["articles"].schema.field(name) for name in COLUMNS])
        articles = read_batches(self._build.old_path("articles", entry), schema)
        self._build.write("mentions", entry.name, (mentions(rows, self._finders) for rows in articles))

    def _new_terms(self) -> Terms:
        part = self._build.part
        return _terms([read_table(part.path("glossary", file), ["lang", "term"]) for file in part.names("glossary")])

    def _old_terms(self) -> Terms:
        return _terms([read_table(self._build.old_path("glossary", entry), ["lang", "term"]) for entry in self._build.old("glossary")])


def _lang(entry: FileEntry) -> str:
    return entry.name.partition("-")[0]


def _terms(tables: list[pa.Table]) -> Terms:
    terms: dict[str, set[str]] = {}
    for table in tables:
        for row in table.to_pylist():
            terms.setdefault(row["lang"], set()).add(row["term"])
    return terms
