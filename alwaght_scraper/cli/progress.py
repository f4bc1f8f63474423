"""A crawl's progress on stderr: a live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

from alwaght_scraper.cli.terminal import note, notes
from alwaght_scraper.crawl_summary import Progress as State
from alwaght_scraper.items import Outcome
from alwaght_scraper.tables import Captured

SECONDS_TO_FIRST_LINE: Final = 2.0
SECONDS_BETWEEN_LINES: Final = 10.0
SECONDS_BETWEEN_STATES: Final = 0.25


class Meter(Protocol):
    """Shows the states of a run, one after the other."""

    def __enter__(self) -> Self:
        """Start to show."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was."""
        ...

    def show(self, state: State) -> None:
        """Show one state."""
        ...


def meter(total: int | None) -> Meter:
    """The meter that fits stderr; `total` is the number of articles wanted, None where that is unknown."""
    console = Console(stderr=True, highlight=False)
    is_live = console.is_terminal and not console.is_dumb_terminal and not notes.as_json
    return LiveMeter(console, total) if is_live else LineMeter(total)


def describe(state: State, total: int | None) -> str:
    """A state in words."""
    parts = [f"{state.pages:,} pages", f"{state.articles:,} articles", f"{state.rate:.1f}/s"]
    parts += [f"{count:,} {what}" for count, what in ((state.queue, "waiting"), (state.errors, "failed")) if count]
    parts.append(clock(state.elapsed))
    if (left := seconds_left(state, total)) is not None:
        parts.append(f"about {clock(left)} left")
    if state.wait > 1:
        parts.append(f"pausing {clock(state.wait)}, as the site asks")
    return ", ".join(parts)


def seconds_left(state: State, total: int | None) -> float | None:
    """How long the run will still take, None where nobody can know.

    With a wanted number of articles it follows from the pace so far. Without, the queue still grows as
    pages are read, so nothing is promised.
    """
    if total is None or not state.articles or state.articles >= total:
        return None
    return (total - state.articles) * state.elapsed / state.articles


def clock(seconds: float) -> str:
    """Seconds as m:ss or h:mm:ss."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


class LineMeter:
    """A plain line soon and then every ten seconds, for logs and pipes."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._next = SECONDS_TO_FIRST_LINE

    def __enter__(self) -> Self:
        """Start to show."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing to put back."""

    def show(self, state: State) -> None:
        """Print the state if the last line is old enough."""
        if state.elapsed >= self._next:
            self._next = state.elapsed + SECONDS_BETWEEN_LINES
            note(describe(state, self._total))


class LiveMeter:
    """One line that is redrawn in place, with a bar where the end is known."""

    def __init__(self, console: Console, total: int | None) -> None:
        bar = [BarColumn(bar_width=20), TaskProgressColumn()] if total else []
        self._total = total
        self._progress = Progress(SpinnerColumn(), *bar, TextColumn("{task.description}", markup=False), console=console)
        self._task = self._progress.add_task("starting", total=total)

    def __enter__(self) -> Self:
        """Start to show."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the last state standing."""
        self._progress.stop()

    def show(self, state: State) -> None:
        """Redraw the line."""
        self._progress.update(self._task, completed=state.articles, description=describe(state, self._total))


@contextmanager
def captures_meter() -> Iterator[Callable[[Captured], None]]:
    """Shows how many captures were derived again; give it each one as it comes out of the pipelines."""
    started = last = time.monotonic()
    captures = articles = lost = 0

    def tell(item: Captured) -> None:
        nonlocal last, captures, articles, lost
        captures, articles = captures + 1, articles + (item.extraction.article is not None)
        lost += item.row.outcome != Outcome.OK
        if (now := time.monotonic()) - last > SECONDS_BETWEEN_STATES:
            last, elapsed = now, now - started
            shown.show(State(captures, articles, 0, lost, captures / elapsed, elapsed, 0.0))

    with meter(None) as shown:
        yield tell
