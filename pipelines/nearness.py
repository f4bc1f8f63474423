"""Writing `near_duplicates`: which signatures are near each other, and how near the texts are in truth.

The pairs follow from all signatures of a language; how similar a pair is follows from its two texts alone, so it is taken over from
the snapshot before unless one of them changed, and a refresh reads the texts of what is new and of what that is near to.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import pyarrow as pa

from pipelines.build import Build
from pipelines.duplicates import Matrix, Pair, near_pairs, originals
from pipelines.parquet import read_batches, read_rows, read_table
from pipelines.schema import TABLES
from pipelines.signatures import SIZE, Hashes, compared, runs, similarity

Originals = Mapping[int, int]
"""For each near-duplicate of a language the least id of its group."""

_KEYS: Final = ["lang", "article_id", "content_hash", "text_hash"]


class _Text(NamedTuple):
    """One text: the article of least id that has it, and that one's content hash."""

    article_id: int
    content_hash: bytes


class Nearness:
    """Makes the new `near_duplicates`; `scratch` is a folder for what does not fit in memory."""

    def __init__(self, build: Build, scratch: Path) -> None:
        self._build = build
        self._scratch = scratch

    def write(self, touched: set[str]) -> None:
        """Write the files of languages in which a text came or changed, `touched` being the files of `signatures` written anew."""
        anew = set()
        for lang, files in self._languages().items():
            changed = {article_id for file in touched.intersection(files) for article_id in self._changed(file)}
            if changed:
                name = TABLES["near_duplicates"].file_name((lang,))
                self._build.write("near_duplicates", name, [self._rows(lang, files, changed)])
                anew.add(name)
        self._build.link_others("near_duplicates", anew)

    def originals(self, lang: str) -> Originals:
        """The originals of a language's near-duplicates, as they are now."""
        name = TABLES["near_duplicates"].file_name((lang,))
        return _originals(self._build.part.path("near_duplicates", name)) if name in self._build.part.names("near_duplicates") else {}

    def moved(self, lang: str) -> set[str]:
        """The files with articles of a language whose original is another one than before."""
        name = TABLES["near_duplicates"].file_name((lang,))
        old = next((_originals(self._build.old_path("near_duplicates", entry)) for entry in self._build.old("near_duplicates", name)), {})
        new = self.originals(lang)
        ids = {article_id for article_id in {*old, *new} if old.get(article_id) != new.get(article_id)}
        return {TABLES["articles"].file_name((lang, article_id)) for article_id in ids}

    def _languages(self) -> dict[str, list[str]]:
        languages: dict[str, list[str]] = {}
        for file in self._build.part.names("signatures"):
            languages.setdefault(file.partition("-")[0], []).append(file)
        return languages

    def _changed(self, file: str) -> set[int]:
        """The articles of a new file of `signatures` that the old one had not, or with another text."""
        old = [self._build.old_path("signatures", entry) for entry in self._build.old("signatures", file)]
        before, now = ({row for path in paths for row in _keys(path)} for paths in (old, [self._build.part.path("signatures", file)]))
        return {article_id for article_id, *_ in now - before}

    # --- the rows of one language ----------------------------------------------------------------

    def _rows(self, lang: str, files: list[str], changed: set[int]) -> pa.Table:
        firsts: dict[bytes, _Text] = {}
        found: list[tuple[Pair, float, str]] = []
        with tempfile.TemporaryFile(dir=self._scratch) as scratch:
            for article_id, content_hash, text_hash, minhash in self._signatures(files):
                original = firsts.setdefault(text_hash, _Text(article_id, content_hash))
                if original.article_id == article_id:
                    scratch.write(minhash)
                else:
                    pair = Pair(original.article_id, article_id)
                    found.append((pair, 1.0, "exact" if original.content_hash == content_hash else "normalised"))
            scratch.flush()
            ids = [text.article_id for text in firsts.values()]
            matrix: Matrix = np.memmap(scratch, np.uint8, "r", shape=(len(ids), SIZE))
            pairs = [Pair(ids[one], ids[other]) for one, other in near_pairs(matrix).tolist()]
        found += [(pair, value, "near") for pair, value in self._similarities(lang, pairs, changed).items() if value]
        return _table(lang, sorted(found))

    def _signatures(self, files: Iterable[str]) -> Iterator[tuple[int, bytes, bytes, bytes]]:
        schema = pa.schema([TABLES["signatures"].schema.field(name) for name in ("article_id", "content_hash", "text_hash", "minhash")])
        for file in files:
            for batch in read_batches(self._build.part.path("signatures", file), schema):
                for article_id, *hashes in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    content, text, minhash = map(bytes.fromhex, hashes)
                    yield article_id, content, text, minhash

    def _similarities(self, lang: str, pairs: list[Pair], changed: set[int]) -> dict[Pair, float]:
        name = TABLES["near_duplicates"].file_name((lang,))
        known = {
            Pair(row["article_id"], row["duplicate_id"]): row["similarity"]
            for entry in self._build.old("near_duplicates", name)
            for row in read_table(self._build.old_path("near_duplicates", entry)).to_pylist()
            if row["kind"] == "near" and changed.isdisjoint((row["article_id"], row["duplicate_id"]))
        }
        new = [pair for pair in pairs if pair not in known]
        values = {pair: known[pair] for pair in pairs if pair in known}
        with tempfile.TemporaryFile(dir=self._scratch) as scratch:
            sets = _Sets(scratch, self._runs(lang, {article_id for pair in new for article_id in pair}))
            return values | {pair: similarity(sets.of(pair.original), sets.of(pair.duplicate)) for pair in new}

    def _runs(self, lang: str, ids: set[int]) -> Iterator[tuple[int, Hashes]]:
        """The runs of three words of some articles, read from the new `search`."""
        schema = pa.schema([TABLES["search"].schema.field(name) for name in ("article_id", "title_search", "body_search")])
        for file in sorted({TABLES["search"].file_name((lang, article_id)) for article_id in ids}):
            for batch in read_rows(self._build.part.path("search", file), schema, ids):
                yield from zip(batch.column("article_id").to_pylist(), runs(compared(batch)), strict=True)


class _Sets:
    """The runs of some articles in a file: each text is read once, however many pairs it is in."""

    def __init__(self, scratch: BinaryIO, sets: Iterable[tuple[int, Hashes]]) -> None:
        self._scratch = scratch
        self._places: dict[int, tuple[int, int]] = {}
        for article_id, hashes in sets:
            self._places[article_id] = (hashes.nbytes, scratch.tell())
            scratch.write(hashes.tobytes())
        scratch.flush()

    def of(self, article_id: int) -> Hashes:
        return np.frombuffer(os.pread(self._scratch.fileno(), *self._places[article_id]), np.uint64)


def _keys(path: Path) -> Iterator[tuple[int, str, str]]:
    columns = read_table(path, _KEYS).columns[1:]
    return zip(*(column.to_pylist() for column in columns), strict=True)


def _originals(path: Path) -> Originals:
    columns = read_table(path, ["article_id", "duplicate_id"]).columns
    return originals(map(Pair, *(column.to_pylist() for column in columns)))


def _table(lang: str, found: list[tuple[Pair, float, str]]) -> pa.Table:
    columns = {
        "lang": pa.repeat(lang, len(found)),
        "article_id": [pair.original for pair, _, _ in found],
        "duplicate_id": [pair.duplicate for pair, _, _ in found],
        "similarity": [value for _, value, _ in found],
        "kind": [kind for _, _, kind in found],
    }
    return pa.Table.from_pydict(columns, schema=TABLES["near_duplicates"].schema)
