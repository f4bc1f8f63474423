"""Threads beside the event loop: in order, nothing swallowed, and nothing that waits for an answer that never comes."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref

import pytest

from alwaght_scraper.errors import DiskFullError
from alwaght_scraper.middlewares.threads import Worker, aside


def test_work_is_done_in_the_order_in_which_it_was_given_by_one_thread():
    done: list[tuple[int, int]] = []

    def note(number: int) -> int:
        done.append((number, threading.get_ident()))
        return number * 2

    async def give() -> list[int]:
        worker = Worker("test")
        return await asyncio.gather(*(worker.do(note, number) for number in range(50)))

    assert asyncio.run(give()) == [number * 2 for number in range(50)]
    assert [number for number, _ in done] == list(range(50))
    assert len({thread for _, thread in done} - {threading.get_ident()}) == 1


@pytest.mark.parametrize("error", [DiskFullError("no space"), ZeroDivisionError(), SystemExit(3)])
def test_what_work_raises_is_raised_where_it_is_waited_for_and_ends_no_thread(error):
    def fail() -> None:
        raise error

    async def give() -> int:
        worker = Worker("test")
        with pytest.raises(type(error)):
            await worker.do(fail)
        with pytest.raises(type(error)):
            await aside(fail)
        return await worker.do(int, "7")

    assert asyncio.run(give()) == 7


def test_work_that_nobody_waits_for_any_more_is_done_and_disturbs_no_other():
    gate = threading.Event()

    async def give() -> int:
        worker = Worker("test")
        first = asyncio.ensure_future(worker.do(gate.wait))
        await asyncio.sleep(0)
        first.cancel()
        gate.set()
        return await worker.do(int, "7")

    assert asyncio.run(give()) == 7


def test_a_loop_that_is_gone_takes_no_answer_and_the_thread_ends_when_it_is_told_to():
    gate, worker = threading.Event(), Worker("test")

    async def leave() -> None:
        asyncio.ensure_future(worker.do(gate.wait))  # noqa: RUF006 (left behind on purpose)
        await asyncio.sleep(0)

    asyncio.run(leave())
    worker.close()
    gate.set()
    worker._thread.join(60)
    assert not worker._thread.is_alive()


def test_a_worker_that_waits_holds_nothing_of_what_it_has_done():
    class Page:
        pass

    async def give() -> weakref.ref[Page]:
        worker, page = Worker("test"), Page()
        await worker.do(id, page)
        gone = weakref.ref(page)
        del page
        return gone

    gone = asyncio.run(give())
    gc.collect()
    assert gone() is None
