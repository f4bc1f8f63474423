"""What a process and its children have cost so far."""

from __future__ import annotations

import resource
from typing import NamedTuple


class Cost(NamedTuple):
    """CPU seconds of this process and of its children that have ended; the highest memory of each, in MB."""

    cpu: float
    cpu_beside: float
    peak: float
    peak_beside: float


def cost() -> Cost:
    """The cost up to now."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu, cpu_beside = (usage.ru_utime + usage.ru_stime for usage in (own, children))
    return Cost(cpu, cpu_beside, own.ru_maxrss / 1024, children.ru_maxrss / 1024)
