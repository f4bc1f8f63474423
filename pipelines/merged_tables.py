"""Writing the merged tables: staged rows and the snapshot's own made one for each key, file by file."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from pipelines import derive
from pipelines.build import Build
from pipelines.merge import RULES
from pipelines.parquet import read_batches
from pipelines.schema import TABLES
from pipelines.stage import STAGED, Stage
from pipelines.union import Entry, Gatherer, Pick, entries, merged

_PORTION: Final = 500
"""Rows picked before they are copied: those that they are picked from stay in memory until then."""


def _as_it_is(pick: Pick) -> Pick:
    return pick


class MergedTables:
    """Unites the rows of a stage with those of the build's base; files that no staged row touches are linked."""

    def __init__(self, build: Build, stage: Stage) -> None:
        self._build = build
        self._stage = stage

    def unite(self, name: str, finish: Callable[[Pick], Pick] = _as_it_is) -> None:
        """Write a table's files; `finish` may change each row of one that is written."""
        touched = set()
        for file, picks in self._united(name):
            with self._build.files(file, name) as outs:
                gatherer = Gatherer(_PORTION, outs[name].append)
                for pick in picks:
                    gatherer.add(finish(pick))
                gatherer.flush()
            touched.add(file)
        self._build.link_others(name, touched)

    def unite_versions(self) -> dict[str, list[derive.Mark]]:
        """Write `revisions`; the marks of the rows of each file that was written."""
        marks = {file: self._write_versions(file, picks) for file, picks in self._united("revisions")}
        self._build.link_others("revisions", set(marks))
        return marks

    def _write_versions(self, file: str, picks: Iterator[Pick]) -> list[derive.Mark]:
        marks: list[derive.Mark] = []
        with self._build.files(file, "revisions") as outs:
            gatherer = Gatherer(_PORTION, lambda rows: outs["revisions"].append(derive.with_bodies(rows)))
            for pick, mark in derive.histories(picks):
                marks.append(mark)
                gatherer.add(pick)
            gatherer.flush()
        return marks

    def _united(self, name: str) -> Iterator[tuple[str, Iterator[Pick]]]:
        """The files that staged rows touch, each with its rows: staged and old ones as one."""
        table, rule = TABLES[name], RULES[name]
        staged = entries(table, rule, self._stage.sources(name))
        for file, group in groupby(staged, key=lambda entry: table.file_name(entry[0])):
            yield file, merged(heapq.merge(group, self._old_rows(name, file)), rule)

    def _old_rows(self, name: str, file: str) -> Iterator[Entry]:
        sources = [read_batches(self._build.old_path(name, entry), STAGED[name]) for entry in self._build.old(name, file)]
        return entries(TABLES[name], RULES[name], sources, first_number=-1)
