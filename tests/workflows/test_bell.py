"""Who commits a fact rings; the relay hears it before its next poll."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from services.foundation.bell import rings
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
    await asyncio.sleep(0.3)
    yield heard
    task.cancel()


async def test_a_rush_of_filings_rings_a_few_times_only(
    arranged_database: Database, arranged_url: str, collectivities: Deployment
) -> None:
    nadia = await a_resident(arranged_database)
    async with listening(arranged_url) as heard:
        for _ in range(5):
            await file_request(
                arranged_database, collectivities.ccg, by=nadia, at=MORNING, procedure=BIN
            )
        await asyncio.sleep(0.5)

    assert 1 <= len(heard) <= 5


async def test_what_tells_nothing_does_not_ring(
    arranged_database: Database, arranged_url: str
) -> None:
    async with listening(arranged_url) as heard:
        await a_resident(arranged_database)
        await asyncio.sleep(0.5)

    assert heard == []
