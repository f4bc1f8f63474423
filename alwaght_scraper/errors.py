"""The error tree: one class for each different thing a caller can do about it.

    AlwaghtError                 base; its text is one line: what happened, where, what to do next
    ├── UsageError               2   the command line asks for something that cannot be
    ├── ConfigurationError       4   a folder, a file or a setting must be mended first
    ├── DiskFullError            3   free some space, then run the same command again
    ├── LockedError              5   another run holds the archive; wait for it
    ├── InterruptedRunError     11   the user ended the run; what was whole is kept
    ├── TooManyFailuresError    12   too many pages failed; look at the run record
    ├── BlockedError            18   the site limits or refuses us; try later
    ├── LayoutDriftError        30   the site's pages changed; look with `alwaght inspect`
    ├── ExpectationError        31   a minimum was not met; nothing was published
    ├── VerificationError       32   the dataset is not what its captures say
    ├── DamagedArchiveError      1   a stored file is broken; `alwaght rebuild` makes the rest anew
    └── RejectedPage             -   one page gives no item; counted in `rejects`, the run goes on

The numbers are the exit codes of the command line (`alwaght_scraper.cli`); every other failure is 1.
"""

from __future__ import annotations

import errno
from typing import ClassVar, Final

NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a file can't grow: a full disk, a quota, a limit for files."""


class AlwaghtError(Exception):
    """Base of all errors that this project raises on purpose.

    The message is one line for the person who meets it: what happened, with which URL, file or
    option, and what to do next.
    """

    exit_code: ClassVar[int] = 1


class UsageError(AlwaghtError):
    """An option or argument that cannot be served; nothing was started."""

    exit_code = 2


class DiskFullError(AlwaghtError):
    """No space left while capturing, staging or publishing; the published dataset is untouched."""

    exit_code = 3


class ConfigurationError(AlwaghtError):
    """A folder, file or setting that a person must mend before any run can work."""

    exit_code = 4


class LockedError(AlwaghtError):
    """Another run holds the archive; the message names it."""

    exit_code = 5


class InterruptedRunError(AlwaghtError):
    """The user ended the run (Ctrl-C, SIGTERM); what was whole has been published."""

    exit_code = 11


class TooManyFailuresError(AlwaghtError):
    """More pages failed than a sound run may have."""

    exit_code = 12


class BlockedError(AlwaghtError):
    """The site answered with a ban, a rate limit or block pages; the run stopped asking."""

    exit_code = 18


class LayoutDriftError(AlwaghtError):
    """Pages no longer look as the parser knows them; nothing was published."""

    exit_code = 30


class ExpectationError(AlwaghtError):
    """A minimum that a sound dataset has was not reached; nothing was published."""

    exit_code = 31


class VerificationError(AlwaghtError):
    """A stored file differs from what its captures or its manifest say."""

    exit_code = 32


class DamagedArchiveError(AlwaghtError):
    """A stored file cannot be read as what it should be."""


class RejectedPage(AlwaghtError):  # noqa: N818 - it is a verdict on a page, no fault of the program
    """One page that gives no item: `str(error)` is the reason a person reads in `rejects`."""
