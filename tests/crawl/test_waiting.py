"""When a request may go out: what the site asks for, and the gate."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Headers

from alwaght_scraper.middlewares.gate import Gate, StoppedError
from alwaght_scraper.middlewares.retry_after import retry_after

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


# --- Retry-After ----------------------------------------------------------------------------------


def http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        (" 120 ", 120),
        ("0", None),
        ("-5", None),
        ("1000000000", 1e9),
        ("9" * 400, 999_999_999_999),
        (http_date(NOW + timedelta(seconds=90)), 90),
        (http_date(NOW - timedelta(days=1)), None),
        ("Sun, 01 Mar 2026 12:00:30", 30),
        ("soon", None),
        ("", None),
        ("7.5", None),
        ("Wed, 99 Foo 99999 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None):
    assert retry_after(Headers({"Retry-After": value}), NOW) == seconds


def test_a_date_is_taken_against_the_servers_own_clock():
    wrong_by_a_year = NOW + timedelta(days=365)
    headers = Headers({"Retry-After": http_date(wrong_by_a_year + timedelta(seconds=40)), "Date": http_date(wrong_by_a_year)})
    assert retry_after(headers, NOW) == 40


@given(st.binary(max_size=80))
def test_any_retry_after_is_a_wait_or_none(value: bytes):
    seconds = retry_after(Headers({b"Retry-After": value}), NOW)
    assert seconds is None or seconds > 0


# --- the gate -------------------------------------------------------------------------------------


def test_an_open_gate_lets_pass_and_a_stopped_one_does_not():
    async def go() -> None:
        gate = Gate()
        async with gate.passage():
            pass
        gate.stop()
        with pytest.raises(StoppedError):
            async with gate.passage():
                pytest.fail("passed a gate that is stopped")

    asyncio.run(go())


def test_a_stop_wakes_those_who_wait_at_the_gate():
    async def go() -> None:
        gate = Gate()
        gate.shut_for(3600)

        async def pass_through() -> None:
            async with gate.passage():
                pytest.fail("passed a gate that is shut")

        waiting = asyncio.ensure_future(pass_through())
        await asyncio.sleep(0)
        gate.stop()
        with pytest.raises(StoppedError):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(go())


def test_an_abort_ends_what_is_under_way():
    async def go() -> None:
        gate = Gate()

        async def fetch() -> None:
            async with gate.passage():
                await asyncio.sleep(3600)

        under_way = asyncio.ensure_future(fetch())
        await asyncio.sleep(0)
        gate.abort()
        with pytest.raises(StoppedError):
            await asyncio.wait_for(under_way, 5)

    asyncio.run(go())
