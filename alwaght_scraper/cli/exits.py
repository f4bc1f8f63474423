"""The one place where an error becomes an exit code and the line that says so."""

from __future__ import annotations

from types import TracebackType

from alwaght_scraper.cli.terminal import note
from alwaght_scraper.errors import NO_SPACE, AlwaghtError, ConfigurationError, DiskFullError, InterruptedRunError


def as_known(error: AlwaghtError | OSError | KeyboardInterrupt) -> AlwaghtError:
    """`error` as one of the project's own, whose class has the exit code."""
    if isinstance(error, AlwaghtError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return InterruptedRunError("interrupted; what was whole is kept, run the same command again to go on")
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in NO_SPACE:
        return DiskFullError(f"no space left on the disk{place}; free some, then run the same command again")
    return ConfigurationError(f"{error.strerror or error}{place}; mend that, then run the same command again")


def report(error: AlwaghtError) -> int:
    """Print the error's line on stderr and give its exit code."""
    note(f"alwaght: {error}", "error")
    return error.exit_code


def hide_traceback(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """A `sys.excepthook` for errors that nobody foresaw: one line, and how to see more."""
    note(f"alwaght: unexpected {kind.__name__}: {error} (a fault of this program; --debug shows where)", "error")
