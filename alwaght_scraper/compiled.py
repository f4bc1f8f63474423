"""Finds parsers that `make fast` compiled, in place of the Python source that they were made from, and of no other.

What is compiled lies in a folder named by a digest of the sources, so an edited source is never hidden by
what was made of it before. Without that folder the source itself is read.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

VARIABLE: Final = "ALWAGHT_COMPILED"
"""The environment variable that names another folder to look in; empty, it turns compiled parsers off."""

_PACKAGE: Final = Path(__file__).parent


def root() -> Path | None:
    """The folder of what is compiled; None when it is turned off."""
    named = os.environ.get(VARIABLE)
    return None if named == "" else Path(named or _PACKAGE / "_compiled")


def digest() -> str:
    """What names the sources as they are now, 16 hex digits."""
    found = hashlib.sha256()
    for source in sorted((*_PACKAGE.glob("*.py"), *_PACKAGE.glob("parsers/*.py"))):
        found.update(f"{source.name}\n".encode() + source.read_bytes())
    return found.hexdigest()[:16]


class Finder(MetaPathFinder):
    """Finds the extension modules below a folder by their full names."""

    def __init__(self, place: Path) -> None:
        found = [path for path in place.rglob("*") if path.name.endswith(EXTENSION_SUFFIXES[0])]
        self.modules = {".".join(path.relative_to(place).with_name(path.name.split(".")[0]).parts): path for path in found}

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """As the import system asks for it; None for a module that is not compiled."""
        found = self.modules.get(name)
        return None if found is None else spec_from_file_location(name, found)


def use() -> None:
    """Lets imports find what is compiled, if it was made of these very sources."""
    place = root()
    if place is None or not place.is_dir():  # most have none: then no source is read for it
        return
    if (made := place / digest()).is_dir():
        sys.meta_path.insert(0, Finder(made))
