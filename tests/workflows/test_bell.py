"""Who commits a fact rings; the relay hears it before its next poll."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import psycopg

from services.foundation.bell import CHANNEL, rings
from services.foundation.database import Database
from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.workflows.living import MORNING


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[list[None]]:
    """The rings heard meanwhile."""
    heard: list[None] = []

    async def listen() -> None:
        async with aclosing(rings(url)) as bell:
            async for ring in bell:
                heard.append(ring)  # noqa: PERF401 - as they come

    task = asyncio.create_task(listen())
    async with asyncio.timeout(60):
        while not await listens(url):  # noqa: ASYNC110 - the server says it
            await asyncio.sleep(0.02)
    yield heard
    task.cancel()


async def listens(url: str) -> bool:
    """Whether somebody waits for the bell of this database."""
    query = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'"
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(f"{query} AND query = 'LISTEN {CHANNEL}'".encode())
        return await found.fetchone() is not None


async def test_a_rush_of_filings_rings_a_few_times_only(
    arranged_database: Database, arranged_url: str, collectivities: Deployment
) -> None:
    nadia = await a_resident(arranged_database)
    async with listening(arranged_url) as heard:
        for _ in range(5):
            await file_request(
                arranged_database, collectivities.ccg, by=nadia, at=MORNING, procedure=BIN
            )
        async with asyncio.timeout(60):
            while not heard:  # noqa: ASYNC110 - as they come
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)

    assert len(heard) <= 5


async def test_what_tells_nothing_does_not_ring(
    arranged_database: Database, arranged_url: str
) -> None:
    async with listening(arranged_url) as heard:
        await a_resident(arranged_database)
        await asyncio.sleep(0.5)

    assert heard == []
