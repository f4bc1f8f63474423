"""The rows of `near_duplicates` of one language: which signatures are near each other, and how near the texts are in truth.

The pairs follow from all signatures of a language; how similar a pair is follows from its two texts alone, so it is taken over from
the snapshot before unless one of them changed, and a refresh reads the texts of what is new and of what that is near to.
Articles are named by their place in the language until the end, since arrays of numbers take a tenth of the memory of objects.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.build import Build
from pipelines.duplicates import Indices, Matrix, near_pairs
from pipelines.parquet import read_batches, read_rows, read_table
from pipelines.schema import TABLES
from pipelines.search import PORTION
from pipelines.signatures import SIZE, Hashes, compared, runs, similarity

Values = npt.NDArray[np.float64]

_KEYS: Final = ["article_id", "content_hash", "text_hash"]


class Likeness:
    """One language's articles, by `files`, its files of the new `signatures`; `scratch` is a folder for what does not fit in memory."""

    def __init__(self, build: Build, lang: str, files: list[str], scratch: Path) -> None:
        self._build = build
        self._lang = lang
        self._paths = [build.part.path("signatures", file) for file in files]
        self._scratch = scratch
        keys = pa.concat_tables([read_table(path, _KEYS) for path in self._paths])
        self._ids, self._contents = (keys.column(name).combine_chunks() for name in ("article_id", "content_hash"))
        self._firsts = _firsts(keys.column("text_hash").combine_chunks())

    def rows(self, changed: pa.ChunkedArray) -> pa.Table:
        """The rows, when the texts of the articles with these ids are new or changed."""
        places = np.arange(len(self._ids))
        near = self._near(places[self._firsts == places])
        similar = self._similarities(near, changed)
        near, similar = near[similar > 0], similar[similar > 0]
        again = places[self._firsts != places]
        same = np.stack([self._firsts[again], again], axis=1)
        is_exact = pc.equal(*(self._contents.take(pa.array(column)) for column in same.T))
        kinds = pa.chunked_array([pc.if_else(is_exact, "exact", "normalised"), pa.repeat("near", len(near))])
        return self._table(np.concatenate([same, near]), np.concatenate([np.ones(len(same)), similar]), kinds)

    def _near(self, wanted: Indices) -> Indices:
        """Pairs of places of articles whose signatures are near each other, of the `wanted` ones, the lesser first."""
        with tempfile.TemporaryFile(dir=self._scratch) as scratch:
            is_wanted = np.zeros(len(self._ids), bool)
            is_wanted[wanted] = True
            for minhash in self._signatures(pa.array(is_wanted)):
                scratch.write(minhash)
            scratch.flush()
            matrix: Matrix = np.memmap(scratch, np.uint8, "r", shape=(len(wanted), SIZE))
            return wanted[near_pairs(matrix)]

    def _signatures(self, is_wanted: pa.BooleanArray) -> Iterator[bytes]:
        done = 0
        for path in self._paths:
            for batch in read_batches(path, _schema_of("signatures", ["minhash"])):
                wanted = batch.column("minhash").filter(is_wanted.slice(done, len(batch)))
                done += len(batch)
                yield from map(bytes.fromhex, wanted.to_pylist())

    def _table(self, pairs: Indices, similarities: Values, kinds: pa.ChunkedArray) -> pa.Table:
        columns = {
            "lang": pa.repeat(self._lang, len(pairs)),
            "article_id": self._ids.take(pa.array(pairs[:, 0])),
            "duplicate_id": self._ids.take(pa.array(pairs[:, 1])),
            "similarity": pa.array(similarities),
            "kind": kinds,
        }
        table = pa.Table.from_pydict(columns, schema=TABLES["near_duplicates"].schema)
        return table.sort_by([("article_id", "ascending"), ("duplicate_id", "ascending")])

    # --- how similar the texts are ---------------------------------------------------------------

    def _similarities(self, pairs: Indices, changed: pa.ChunkedArray) -> Values:
        numbers, (known, values) = self._numbers(pairs), self._known(changed)
        place = np.searchsorted(known, numbers)
        is_known = np.concatenate([known, [-1]])[place] == numbers
        found = np.concatenate([values, [0.0]])[place]
        new = pairs[~is_known]
        with tempfile.TemporaryFile(dir=self._scratch) as scratch:
            sets = _Sets(scratch, self._runs(np.unique(new)))
            found[~is_known] = [similarity(sets.of(one), sets.of(other)) for one, other in new]
        return found

    def _numbers(self, pairs: Indices) -> Indices:
        """Each pair as one number; they sort as the pairs do."""
        return pairs[:, 0] * len(self._ids) + pairs[:, 1]

    def _known(self, changed: pa.ChunkedArray) -> tuple[Indices, Values]:
        """The pairs of the snapshot before that are still what they were, as sorted numbers, and how similar they are."""
        name = TABLES["near_duplicates"].file_name((self._lang,))
        old = [read_table(self._build.old_path("near_duplicates", entry)) for entry in self._build.old("near_duplicates", name)]
        table = pa.concat_tables([TABLES["near_duplicates"].schema.empty_table(), *old])
        ids = [table.column(name) for name in ("article_id", "duplicate_id")]
        is_changed = pc.or_(*(pc.is_in(column, value_set=changed.combine_chunks()) for column in ids))
        kept = table.filter(pc.and_not(pc.equal(table.column("kind"), "near"), is_changed))
        places = [pc.index_in(kept.column(name), value_set=self._ids).to_numpy() for name in ("article_id", "duplicate_id")]
        return self._numbers(np.stack(places, axis=1).astype(np.int64)), kept.column("similarity").to_numpy()

    def _runs(self, places: Indices) -> Iterator[tuple[int, Hashes]]:
        """The runs of three words of the articles at some places, in order, read from the new `search`."""
        ids = self._ids.take(pa.array(places)).to_pylist()
        files = sorted({TABLES["search"].file_name((self._lang, article_id)) for article_id in ids})
        schema = _schema_of("search", ["article_id", "title_search", "body_search"])
        batches = (batch for file in files for batch in read_rows(self._build.part.path("search", file), schema, ids))
        portions = (batch.slice(start, PORTION) for batch in batches for start in range(0, len(batch), PORTION))
        return zip(places.tolist(), (hashes for portion in portions for hashes in runs(compared(portion))), strict=True)


class _Sets:
    """The runs of some articles in a file: each text is read once, however many pairs it is in."""

    def __init__(self, scratch: BinaryIO, sets: Iterable[tuple[int, Hashes]]) -> None:
        self._scratch = scratch
        self._spans: dict[int, tuple[int, int]] = {}
        for place, hashes in sets:
            self._spans[place] = (hashes.nbytes, scratch.tell())
            scratch.write(hashes.tobytes())
        scratch.flush()

    def of(self, place: int) -> Hashes:
        return np.frombuffer(os.pread(self._scratch.fileno(), *self._spans[place]), np.uint64)


def _firsts(hashes: pa.StringArray) -> Indices:
    """For each text the place of the first one that is the same."""
    numbers = hashes.dictionary_encode().indices.to_numpy()  # in the order in which texts show up
    firsts: Indices = np.unique(numbers, return_index=True)[1][numbers]
    return firsts


def _schema_of(table: str, columns: list[str]) -> pa.Schema:
    return pa.schema([TABLES[table].schema.field(name) for name in columns])
