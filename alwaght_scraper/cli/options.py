"""Options of the command line: each is read and judged here, before anything starts."""

from __future__ import annotations

import argparse
import math
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, NoReturn

from alwaght_scraper.cli.logs import FORMATS
from alwaght_scraper.cli.terminal import note
from alwaght_scraper.errors import UsageError
from alwaght_scraper.site import LANGUAGES, MAX_ARTICLE_ID, address

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID_RANGE: Final = re.compile(r"(\d{1,10})(?:-(\d{1,10}))?", re.ASCII)
_CONTACT: Final = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|https?://[^\s<>()]+", re.ASCII)
_DURATION: Final = re.compile(r"(\d{1,6})([smh]?)", re.ASCII)
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600}
_AGE: Final = re.compile(r"(\d{1,5})([mhdw])", re.ASCII)
_SPANS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
MAX_CONCURRENCY: Final = 64


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line, like every other error of the command line.

    Options must be written out: a cut one could come to mean another when options are added.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        """Print the complaint and leave with the exit code for usage."""
        note(f"alwaght: {message}; see `{self.prog} --help`")
        raise SystemExit(UsageError.exit_code)


def languages(text: str) -> tuple[str, ...]:
    """`en,ar` as languages, each once, in the given order."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in LANGUAGES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"'{', '.join(unknown) or text}' is no language of the site, which has {', '.join(LANGUAGES)}")
    return names


def language(text: str) -> str:
    """One language of the site."""
    (name, *others) = languages(text)
    if others:
        raise argparse.ArgumentTypeError(f"'{text}' is more than one language")
    return name


def start_url(text: str) -> str:
    """An address of the site."""
    url = text.strip() if "://" in text else f"http://{text.strip()}"
    if address(url) is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no page of alwaght.net or alwaght.com")
    return url


def id_range(text: str) -> range:
    """`A-B`, both ends included, or a single `A`."""
    match = _ID_RANGE.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= MAX_ARTICLE_ID:
        raise argparse.ArgumentTypeError(f"'{text}' is no range of article ids; write the lower first, such as 52000-52999")
    return range(first, last + 1)


def iso_day(text: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        if _ISO_DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as YYYY-MM-DD, such as 2016-03-17")


def whole(text: str) -> int:
    """A whole number of at least 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number of at least 1")
    return number


def connections(text: str) -> int:
    """How many requests may be under way at once."""
    number = whole(text)
    if number > MAX_CONCURRENCY:
        raise argparse.ArgumentTypeError(f"{number} requests at once is more than {MAX_CONCURRENCY}, the most that is allowed")
    return number


def seconds(text: str) -> float:
    """Seconds, fractions allowed, not negative."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 86_400:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds from 0 to 86400")
    return number


def duration(text: str) -> float:
    """A time such as 90, 90s, 30m or 2h, in seconds; at least one."""
    match = _DURATION.fullmatch(text.strip())
    span = int(match[1]) * _UNITS[match[2]] if match else 0
    if not span:
        raise argparse.ArgumentTypeError(f"'{text}' is no time; write it as 90s, 30m or 2h")
    return float(span)


def age(text: str) -> timedelta:
    """A span of time: a number and m, h, d or w."""
    match = _AGE.fullmatch(text.strip())
    if not match:
        raise argparse.ArgumentTypeError(f"'{text}' is no age; write a number and m, h, d or w, such as 90d")
    return timedelta(**{_SPANS[match[2]]: int(match[1])})


def contact(text: str) -> str:
    """A mail address or a web page where the site's owners can reach whoever crawls."""
    if len(text) > 200 or not _CONTACT.fullmatch(text.strip()):
        raise argparse.ArgumentTypeError(f"'{text}' is neither a mail address nor a web address")
    return text.strip()


def place(text: str) -> Path:
    """The name of a file or folder; an empty one, as of a variable that is not set, would be the working folder."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name is no name of a file or folder")
    return Path(text)


def readable_file(text: str) -> Path:
    """A file that is there."""
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file '{text}'")
    return path


def add_run(parser: argparse.ArgumentParser) -> None:
    """The options of every command that writes to the archive, and so leaves a run record."""
    parser.set_defaults(run_record=None)
    parser.add_argument("--log-format", choices=FORMATS, default=FORMATS[0], help="how stderr is written (default: plain)")
    parser.add_argument("--metrics", metavar="FILE", type=place, help="write Prometheus metrics of the run and the dataset to FILE")
    parser.add_argument("--accept-changes", action="store_true", help="publish although expectations are not met; the findings are told")
    add_common(parser, json="the run record")


def add_common(parser: argparse.ArgumentParser, *, json: str) -> None:
    """The options that every command has; `json` says what the command reports as JSON."""
    parser.add_argument("--data", metavar="DIR", type=place, default=Path("data"), help="folder of the archive (default: data)")
    parser.add_argument("--json", action="store_true", help=f"print {json} as JSON on stdout")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an unexpected error")


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options of commands that read the dataset and may write a file."""
    parser.add_argument("--snapshot", metavar="N", type=whole, help="read this snapshot instead of the current one")
    parser.add_argument("--force", action="store_true", help="replace what is there already")
