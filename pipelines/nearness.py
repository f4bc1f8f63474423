"""Writing `near_duplicates`: for which languages it is made anew, and who is whose original by it, now and before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.build import Build
from pipelines.duplicates import Pair, originals
from pipelines.likeness import Likeness
from pipelines.parquet import read_table
from pipelines.schema import TABLES

Originals = Mapping[int, int]
"""For each near-duplicate of a language the least id of its group."""

_VERSION: Final = ("content_hash", "text_hash")


class Nearness:
    """Makes the new `near_duplicates`; `scratch` is a folder for what does not fit in memory."""

    def __init__(self, build: Build, scratch: Path) -> None:
        self._build = build
        self._scratch = scratch

    def write(self, touched: set[str]) -> None:
        """Write the files of languages in which a text came or changed, `touched` being the files of `signatures` written anew."""
        anew = set()
        for lang, files in self._languages().items():
            changed = [self._changed(file) for file in sorted(touched.intersection(files))]
            if any(map(len, changed)):
                name = TABLES["near_duplicates"].file_name((lang,))
                rows = Likeness(self._build, lang, files, self._scratch).rows(pa.chunked_array(changed))
                self._build.write("near_duplicates", name, [rows])
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

    def _changed(self, file: str) -> pa.Array:
        """The ids of a new file of `signatures` that the old one had not, or with another text."""
        ids, now = _versions(self._build.part.path("signatures", file))
        before = [_versions(self._build.old_path("signatures", entry))[1] for entry in self._build.old("signatures", file)]
        return ids.filter(pc.invert(pc.is_in(now, value_set=pa.concat_arrays(before)))) if before else ids


def _versions(path: Path) -> tuple[pa.Array, pa.Array]:
    """The ids of a file of `signatures`, and of each row what says whose text it is, and which."""
    table = read_table(path, ["article_id", *_VERSION])
    ids = table.column("article_id").combine_chunks()
    return ids, pc.binary_join_element_wise(pc.cast(ids, pa.string()), *(table.column(name).combine_chunks() for name in _VERSION), " ")


def _originals(path: Path) -> Originals:
    columns = read_table(path, ["article_id", "duplicate_id"]).columns
    return originals(map(Pair, *(column.to_pylist() for column in columns)))
