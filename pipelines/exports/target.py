"""Where an export goes: written beside the target and put in its place by one rename, so that nobody meets a half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alwaght_scraper.errors import ConfigurationError, UsageError
from pipelines import files


def refuse_to_overwrite(target: Path, *, force: bool) -> None:
    """Stop before any work when the target cannot be written.

    Raises:
        UsageError: something is there already, and `force` is not given; or it is a device, a pipe or a socket.
        ConfigurationError: the folder that it is to be in is not there.
    """
    if os.path.lexists(target) and not force:
        raise UsageError(f"{target} is there already: name another one, or replace it with --force")
    if target.exists() and not (target.is_file() or target.is_dir()):
        raise UsageError(f"{target} is neither a file nor a folder, so it is not replaced: name another one")
    if not target.parent.is_dir():
        raise ConfigurationError(f"there is no folder {target.parent}: make it first")


@contextmanager
def new_file(target: Path, *, force: bool) -> Iterator[Path]:
    """A path to write to; the file there becomes the target at the end, durably, or is deleted when anything fails.

    Raises:
        UsageError, ConfigurationError: as `refuse_to_overwrite`.
        DiskFullError: no space left; the target is as it was.
    """
    with _aside(target, force=force) as part:
        yield part
        files.sync(part)
        if target.is_dir() and not target.is_symlink():
            raise UsageError(f"{target} is a folder: name a file")
        refuse_to_overwrite(target, force=force)
        part.replace(target)
        files.sync(target.parent)


@contextmanager
def new_folder(target: Path, *, force: bool, marker: str) -> Iterator[Path]:
    """The same for a folder. With `force` an old one is replaced only if each folder in it holds `marker`: it is an export.

    Raises:
        UsageError, ConfigurationError: as `refuse_to_overwrite`, or the old folder is no export.
        DiskFullError: no space left; the target is as it was.
    """
    if os.path.lexists(target) and force and not _is_export(target, marker):
        raise UsageError(f"{target} is no export of this kind, so it is not replaced: name another one")
    with _aside(target, force=force) as part:
        part.mkdir()
        yield part
        for path in (*part.rglob("*"), part):
            files.sync(path)
        refuse_to_overwrite(target, force=force)
        if target.exists():
            target.rename(part.with_name("old"))
        part.rename(target)
        files.sync(target.parent)


@contextmanager
def _aside(target: Path, *, force: bool) -> Iterator[Path]:
    refuse_to_overwrite(target, force=force)
    with files.writing(target.parent):
        home = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
        try:
            yield home / target.name
        finally:
            shutil.rmtree(home, ignore_errors=True)


def _is_export(folder: Path, marker: str) -> bool:
    return folder.is_dir() and not folder.is_symlink() and all((path / marker).is_dir() for path in folder.iterdir())
