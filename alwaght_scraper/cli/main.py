"""`alwaght`: reads the command line, runs one command, turns errors into exit codes."""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn, TextIO

import alwaght_scraper.arrow_memory  # noqa: F401 (before pyarrow)
from alwaght_scraper.cli.exits import as_known, hide_traceback, report
from alwaght_scraper.errors import AlwaghtError, ConfigurationError, InterruptedRunError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: the process's own) and give its exit code.

    Errors that the project foresees become one line on stderr; others are raised, and become one line
    unless `--debug` asks for the traceback.
    """
    _hold_standard_streams()
    _print_anything()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it warns where there is no home folder, which it can do without
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C; Scrapy sets its own
    try:
        from alwaght_scraper.cli.parser import build  # noqa: PLC0415 (a second on a busy machine, in which a signal is to be heard)
        from alwaght_scraper.cli.recorded import recorded  # noqa: PLC0415

        _check_python()
        args = build().parse_args(argv)
        if not args.debug:
            sys.excepthook = hide_traceback
        with recorded(args):
            import_module(f"alwaght_scraper.cli.{args.command}").run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output had enough, as in `alwaght status | head -1`
        _let_go(sys.stdout)
        return 0
    except (AlwaghtError, OSError, KeyboardInterrupt) as error:
        return report(as_known(error))
    return 0


def entry(argv: Sequence[str] | None = None) -> NoReturn:
    """Be the `alwaght` process: as `main`, and a signal that comes once its work is done changes nothing.

    A run that was told to end does not wait for its threads: one that was cut off may never end, and Python's own end would pull
    the interpreter from under it.
    """
    try:
        code = main(argv)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # what can be shown to nobody; the run's own exit code says more than Python's for that
            _let_go(stream)
    if code == InterruptedRunError.exit_code:
        os._exit(code)
    sys.exit(code)


def _check_python() -> None:
    """The tables' descriptions are docstrings: without them the same captures would give other bytes."""
    if sys.flags.optimize > 1:
        raise ConfigurationError(
            "Python leaves docstrings out (-OO), which are part of the dataset: start it without, or unset PYTHONOPTIMIZE"
        )


def _let_go(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _hold_standard_streams() -> None:
    """A stream that the caller closed (`>&-`) becomes the null device: else a file of the archive would take its place."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None and os.open(os.devnull, os.O_RDWR) == number:
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))


def _print_anything() -> None:
    """Archived text goes out on any terminal: what its charset lacks is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    entry()
