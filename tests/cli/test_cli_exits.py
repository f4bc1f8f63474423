"""Each kind of failure has its exit code, set in one place, and ends as one line."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from alwaght_scraper import errors
from alwaght_scraper.cli import status
from alwaght_scraper.cli.exits import as_known
from tests.cli.ran import Ran

ROOT = Path(__file__).parent.parent.parent
WITH_STATUS = "from alwaght_scraper.cli import main, status, terminal; status.run = lambda args: "
CODES = {
    errors.AlwaghtError: 1,
    errors.DamagedArchiveError: 1,
    errors.UsageError: 2,
    errors.DiskFullError: 3,
    errors.ConfigurationError: 4,
    errors.LockedError: 5,
    errors.InterruptedRunError: 11,
    errors.TooManyFailuresError: 12,
    errors.BlockedError: 18,
    errors.LayoutDriftError: 30,
    errors.ExpectationError: 31,
    errors.VerificationError: 32,
}


def fail_with(error: BaseException) -> Callable[[object], None]:
    def run(_: object) -> None:
        raise error

    return run


def test_what_takes_long_to_load_is_loaded_where_a_signal_is_heard() -> None:
    script = "import sys; import alwaght_scraper.cli.main; print(sorted({'pyarrow', 'numpy', 'lxml', 'scrapy'} & sys.modules.keys()))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("kind", CODES)
def test_each_error_has_its_code_and_its_line(
    kind: type[errors.AlwaghtError], alwaght: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "run", fail_with(kind("what happened; what to do")))
    ran = alwaght("status")
    assert ran.code == CODES[kind]
    assert ran.complaint == "alwaght: what happened; what to do"
    assert ran.out == ""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), 3),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 3),
        (OSError(errno.EFBIG, "File too large", "/data/x"), 3),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), 4),
        (OSError(errno.EROFS, "Read-only file system", "/data/x"), 4),
        (KeyboardInterrupt(), 11),
    ],
)
def test_errors_of_the_system_have_codes_too(
    error: BaseException, code: int, alwaght: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "run", fail_with(error))
    ran = alwaght("status")
    assert ran.code == code
    assert len(ran.complaint) > len("alwaght: ")


def test_every_error_class_has_a_code_in_this_table() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AlwaghtError)}
    assert kinds == {*CODES, errors.RejectedPage}
    assert {kind: kind.exit_code for kind in CODES} == CODES


def test_a_known_error_is_passed_on_as_it_is() -> None:
    error = errors.BlockedError("later")
    assert as_known(error) is error


def test_an_unforeseen_error_is_one_line_unless_debug_asks_for_more() -> None:
    code = f"{WITH_STATUS}{{}}[args.data]; raise SystemExit(main.main())"
    for option, is_traceback in ((), False), (("--debug",), True):
        ran = subprocess.run([sys.executable, "-c", code, "status", *option], capture_output=True, text=True, cwd=ROOT, check=False)
        assert ran.returncode == 1
        assert ran.stdout == ""
        assert ("Traceback" in ran.stderr) == is_traceback
        assert is_traceback or (len(ran.stderr.splitlines()) == 1 and "--debug" in ran.stderr)


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    code = f"{WITH_STATUS}[print('x' * 999) for _ in range(999)]; raise SystemExit(main.main())"
    with subprocess.Popen([sys.executable, "-c", code, "status"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_output_survives_a_terminal_without_unicode() -> None:
    code = f"{WITH_STATUS}terminal.say('الوقت'); raise SystemExit(main.main())"
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([sys.executable, "-c", code, "status"], capture_output=True, cwd=ROOT, env=environment, check=False)
    assert ran.returncode == 0
    assert ran.stdout == rb"\u0627\u0644\u0648\u0642\u062a" + b"\n"
