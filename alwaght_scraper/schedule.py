"""When a page is asked for again: pure rules over what the dataset knows of it, no clock of their own.

A page that has been quiet for long is likely to stay so, so the wait grows with the quiet: half as long again each
time. One whose text changed before is asked for sooner, by the number of its edits. A page that fails is asked
for after waits that double from run to run.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

SHARE_OF_QUIET: Final = 0.5
SHORTEST: Final = timedelta(hours=6)
LONGEST: Final = timedelta(days=365)
LONGEST_FOR_LISTS: Final = timedelta(days=30)
FIRST_RETRY: Final = timedelta(hours=1)
LAST_RETRY: Final = timedelta(days=30)


class History(NamedTuple):
    """What is known of one page: times in UTC.

    `changed` is when it last brought anything new, as far as known; `tried` the last visit; `failing_since` the
    first of the visits that have not shown it since one did, None where the last one did; `edits` how often its
    text changed.
    """

    changed: datetime
    tried: datetime
    failing_since: datetime | None = None
    edits: int = 0


def wait(history: History, longest: timedelta = LONGEST) -> timedelta:
    """How long after its last visit a page is due again."""
    if history.failing_since is not None:
        return _within(history.tried - history.failing_since, FIRST_RETRY, LAST_RETRY)
    return _within((history.tried - history.changed) * SHARE_OF_QUIET / (1 + history.edits), SHORTEST, longest)


def urgency(history: History, now: datetime, longest: timedelta = LONGEST) -> float:
    """The time since the last visit, as a multiple of the wait; a page is due from 1 on."""
    return (now - history.tried) / wait(history, longest)


def _within(span: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return min(max(span, least), most)
