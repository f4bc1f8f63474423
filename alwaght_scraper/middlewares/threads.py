"""Work that would hold up the event loop, done in threads that the end of the process does not wait for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Worker:
    """One thread that does one piece of work after the other. An executor takes eight times as long to hand one over and back."""

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def do(self, work: Callable[..., T], *args: object) -> T:
        """What `work` gives, or raises."""
        if not self._thread.ident:
            self._thread.start()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._work.put(partial(_settle, loop, done, work, args))
        return await done

    def close(self) -> None:
        """End the thread once it has done what it was given."""
        self._work.put(None)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            del work  # it holds a page


async def aside(work: Callable[[], None]) -> None:
    """Do long work in a thread of its own: it may be cut off at any point."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    threading.Thread(target=_settle, args=(loop, done, work, ()), daemon=True).start()
    await done


def _settle(loop: asyncio.AbstractEventLoop, done: asyncio.Future[Any], work: Callable[..., Any], args: tuple[object, ...]) -> None:
    try:
        tell = partial(_unless_cancelled, done, done.set_result, work(*args))
    except BaseException as error:  # noqa: BLE001 (it is raised where the work is waited for)
        tell = partial(_unless_cancelled, done, done.set_exception, error)
    with suppress(RuntimeError):  # the loop is gone: a second signal ended the run
        loop.call_soon_threadsafe(tell)


def _unless_cancelled(done: asyncio.Future[Any], settle: Callable[[Any], None], value: Any) -> None:
    if not done.done():
        settle(value)
