"""A snapshot's manifest: which files it has, and how far the journal of captures is folded in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, Self

from alwaght_scraper.errors import ConfigurationError, DamagedArchiveError
from pipelines.files import reading

FORMAT: Final = 4
"""Version of the layout on disk. A reader of another version must not guess."""

NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One Parquet file: its name in the table's folder, rows, bytes and SHA-256 digest."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One file that describes the tables: its name in the snapshot's folder, bytes and SHA-256 digest."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. It follows from the captures alone, so it has no clock and no number of its own.

    `extractor` is the version of the parser that made the rows; `captured_from` and `captured_until` are the
    times of the oldest and newest capture (ISO 8601, null when there is none); `tables` lists each table's
    files in key order, `documents` the files that describe them; `journal` maps each WARC file's name to the bytes of
    it that are folded in.
    """

    extractor: str
    tables: Mapping[str, tuple[FileEntry, ...]]
    journal: Mapping[str, int] = field(default_factory=dict)
    captured_from: str | None = None
    captured_until: str | None = None
    documents: tuple[DocumentEntry, ...] = ()
    format: int = FORMAT

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: sum(entry.rows for entry in entries) for name, entries in self.tables.items()}

    def file(self, table: str, name: str) -> FileEntry | None:
        """The entry of one file; None when the table has none of that name."""
        return next((entry for entry in self.tables.get(table, ()) if entry.name == name), None)

    def document(self, name: str) -> DocumentEntry | None:
        """The entry of one document; None when there is none of that name."""
        return next((entry for entry in self.documents if entry.name == name), None)

    def to_json(self) -> str:
        """The manifest as it is stored: sorted keys, one line a value, `digest` the SHA-256 of all the others."""
        record = {**asdict(self), "counts": self.counts}
        return _dumped(record | {"digest": hashlib.sha256(_dumped(record).encode()).hexdigest()})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The manifest of the snapshot in `folder`.

        Raises:
            DamagedArchiveError: it is missing, or not a manifest.
            ConfigurationError: it is of another format version.
        """
        path = folder / NAME
        with reading(path):
            text = path.read_text("utf-8")
            record = json.loads(text)
        if not isinstance(record, dict) or not isinstance(record.get("format"), int):
            raise DamagedArchiveError(f"{path} is no manifest: run `alwaght rebuild` to make it again from the captures")
        if record["format"] != FORMAT:
            raise ConfigurationError(f"{path} has format {record['format']}, this program reads {FORMAT}: run `alwaght rebuild`")
        try:
            manifest = cls._of(record)
        except (KeyError, TypeError, AttributeError) as error:
            raise DamagedArchiveError(f"{path} is no whole manifest ({error}): run `alwaght rebuild`") from error
        if manifest.to_json() != text:
            raise DamagedArchiveError(f"{path} is damaged (its digest differs): run `alwaght rebuild` to make it again from the captures")
        return manifest

    @classmethod
    def _of(cls, record: dict[str, object]) -> Self:
        known = {key: value for key, value in record.items() if key not in {"counts", "digest"}}
        tables, documents = known.pop("tables"), known.pop("documents", [])
        if not isinstance(tables, dict) or not isinstance(documents, list):
            raise TypeError("tables" if isinstance(documents, list) else "documents")
        return cls(
            tables={name: tuple(FileEntry(**entry) for entry in entries) for name, entries in tables.items()},
            documents=tuple(DocumentEntry(**entry) for entry in documents),
            **known,  # type: ignore[arg-type]
        )


def _dumped(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
