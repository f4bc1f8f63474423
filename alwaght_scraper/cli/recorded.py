"""Runs of commands that write to the archive, as a scheduler sees them: each leaves a record, however it ends."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from alwaght_scraper.cli import logs, metrics
from alwaght_scraper.cli.exits import as_known
from alwaght_scraper.cli.terminal import say_json
from alwaght_scraper.errors import AlwaghtError, UsageError
from alwaght_scraper.lock import check_free
from alwaght_scraper.run_record import RunRecord

_NO_ARGUMENTS: Final = frozenset({"command", "run_record", "data", "json", "debug", "log_format"})


@contextmanager
def recorded(args: Namespace) -> Iterator[None]:
    """Put a `run_record` on `args`; complete it when the block ends, also by an error, and print it with `--json`.

    Raises:
        LockedError: another run holds the archive; the block was not entered.
    """
    if "run_record" not in args:
        yield
        return
    args.run_record = RunRecord.begin(args.command, _arguments(args))
    logs.set_up(args.log_format, is_loud=args.debug)
    if args.metrics:
        metrics.check_place(args.metrics)
    try:
        check_free(args.data)
        yield
    finally:
        _end(args, sys.exception())


def _end(args: Namespace, error: BaseException | None) -> None:
    if isinstance(error, UsageError):  # nothing was started
        return
    code, text = verdict(error)
    record = args.run_record.end(args.data, code, text)
    if args.metrics:
        with suppress(*(AlwaghtError,) if error else ()):  # the run's own error says more
            metrics.write(args.metrics, args.data, record)
    if args.json:
        with suppress(*(BrokenPipeError,) if error else ()):
            say_json(record)


def verdict(error: BaseException | None) -> tuple[int, str | None]:
    """The exit code that `main` will give, and the line that it will print."""
    if error is None:
        return 0, None
    if isinstance(error, (AlwaghtError, OSError, KeyboardInterrupt)):
        known = as_known(error)
        return known.exit_code, str(known)
    return 1, f"unexpected {type(error).__name__}: {error}"


def _arguments(args: Namespace) -> dict[str, Any]:
    """What was asked for, by option; what was left at its default says nothing."""
    given = {name: value for name, value in vars(args).items() if name not in _NO_ARGUMENTS and value not in (None, False, (), [])}
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, range):
        return f"{value.start}-{value.stop - 1}"
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (int, float)):
        return value
    return os.fsencode(str(value)).decode("utf-8", "backslashreplace")  # names of files may be no text in this locale
