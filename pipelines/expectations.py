"""What is expected of a dataset before it may be published, kept as data: `data/expectations.toml`, or the defaults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, Self

from alwaght_scraper.errors import ConfigurationError
from pipelines.schema import TABLES

NAME: Final = "expectations.toml"

ARTICLE_FIELDS: Final = ("title", "body", "published", "category", "dateline", "teaser", "tags", "related", "images", "glossary")
"""What a page of an article may have; `glossary` is the page's box, all others are columns of `articles`."""

_SHARES: Final = ("rejected", "soft_404", "failed", "vanished")
_KEY: Final = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:=|\.)""")
_HEADER: Final = re.compile(r"""\s*\[+([^]]*)\]""")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that may be found; None for no bound."""

    min: float | None = None
    max: float | None = None


Scoped = Mapping[tuple[str, str], Bounds]
"""Bounds by (table or field, scope); a scope is "" for all, a language, or language/category."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a run and the dataset that it would publish are held to.

    `rejected`, `soft_404`, `failed` and `vanished` are the greatest shares of a run's pages that may end so, `vanished`
    of the pages that were there at their last visit. `rows_fall` is the share of a table's rows that may be lost, `fill_fall` by how
    much the share of pages that have a field may fall where every page had it. `learn_since` leaves earlier captures
    out of what is learnt; `newest_age_days` counts from the newest article's date to the last capture.
    """

    rejected: float = 0.5
    soft_404: float = 0.5
    failed: float = 0.5
    vanished: float = 0.05
    newest_age_days: float | None = None
    rows_fall: float = 0.01
    fill_fall: float = 0.03
    learn_since: datetime | None = None
    rows: Scoped = field(default_factory=dict)
    fill: Scoped = field(default_factory=dict)

    @classmethod
    def load(cls, data_dir: Path) -> Self:
        """What `expectations.toml` below `data_dir` says, and the defaults for the rest; all defaults without a file.

        Raises:
            ConfigurationError: the file cannot be read or says something that cannot be expected; names the line.
        """
        path = data_dir / NAME
        try:
            text = path.read_text("utf-8-sig")  # an editor may put a mark before it
            return cls(**_Reader(path, text).read(tomllib.loads(text)))
        except FileNotFoundError:
            return cls()
        except NotADirectoryError:
            return cls()  # whoever makes the folder says so
        except OSError as error:
            raise ConfigurationError(f"cannot read {path}: {error.strerror}; mend its owner or mode") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ConfigurationError(f"{path} is no TOML: {error}; mend it, see docs/expectations.md") from error


class _Reader:
    """Judges the values of one file, each by its place."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()

    def read(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of `Expectations` that the file gives."""
        found: dict[str, Any] = {}
        for name, value in record.items():
            match name:
                case "learn_since":
                    found[name] = self._moment(value, name)
                case "run":
                    found |= self._numbers(value, name, {**dict.fromkeys(_SHARES, 1.0), "newest_age_days": None})
                case "fall":
                    found |= {f"{key}_fall": share for key, share in self._numbers(value, name, {"rows": 1.0, "fill": 1.0}).items()}
                case "rows":
                    found[name] = self._scoped(value, name, tuple(TABLES), None)
                case "fill":
                    found[name] = self._scoped(value, name, ARTICLE_FIELDS, 1.0)
                case _:
                    raise self._wrong(f"unknown key {name!r}; known are learn_since, run, fall, rows and fill", name)
        return found

    def _numbers(self, value: Any, place: str, known: Mapping[str, float | None]) -> dict[str, float]:
        table = self._table(value, place, known)
        return {key: self._number(number, f"{place}.{key}", known[key]) for key, number in table.items()}

    def _scoped(self, value: Any, place: str, known: tuple[str, ...], most: float | None) -> dict[tuple[str, str], Bounds]:
        found: dict[tuple[str, str], Bounds] = {}
        for name, table in self._table(value, place, known).items():
            scopes = self._table(table, f"{place}.{name}", None)
            own = {key: number for key, number in scopes.items() if key in {"min", "max"}}
            for scope in scopes.keys() - own.keys():
                if not isinstance(scopes[scope], dict):
                    raise self._wrong(f"unknown key {place}.{name}.{scope}; known are min, max and languages", f"{place}.{name}.{scope}")
                found[name, scope] = self._bounds(scopes[scope], f"{place}.{name}.{scope}", most)
            if own:
                found[name, ""] = self._bounds(own, f"{place}.{name}", most)
        return found

    def _bounds(self, value: Any, place: str, most: float | None) -> Bounds:
        return Bounds(**self._numbers(value, place, dict.fromkeys((bound.name for bound in fields(Bounds)), most)))

    def _table(self, value: Any, place: str, known: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(f"{place} is to be a table, not {value!r}", place)
        for key in value:
            if known is not None and key not in known:
                raise self._wrong(f"unknown key {place}.{key}; known are {', '.join(known)}", f"{place}.{key}")
        return value

    def _number(self, value: Any, place: str, most: float | None) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= (most or float("inf")):
            wanted = "a number of 0 or more" if most is None else "a share between 0 and 1"
            raise self._wrong(f"{place} is to be {wanted}, not {value!r}", place)
        return float(value)

    def _moment(self, value: Any, place: str) -> datetime:
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, date):
            return datetime.combine(value, time(), UTC)
        raise self._wrong(f"{place} is to be a day or a time, such as 2026-11-27, not {value!r}", place)

    def _wrong(self, what: str, place: str) -> ConfigurationError:
        return ConfigurationError(f"{self._path}, line {self._line(place)}: {what}; mend it, see docs/expectations.md")

    def _line(self, place: str) -> int:
        """The line that names the last part of a place, best below the header that names the most of what stands before it."""
        *before, last = place.split(".")
        best, header = (0, 1), ""
        for number, line in enumerate(self._lines, 1):
            if found := _HEADER.match(line):
                header = found[1]
            named = header.split(".")[-1].strip(" \"'") == last if found else last in _names(line)
            if named and (score := 1 + sum(part in header for part in before)) > best[0]:
                best = (score, number)
        return best[1]


def _names(line: str) -> set[str]:
    return {part for found in _KEY.finditer(line.replace("{", ",").replace(",", "\n")) for part in found.groups() if part}
