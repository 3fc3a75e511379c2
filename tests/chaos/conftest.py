"""A house whose parts may be brought down one at a time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from tests.chaos.faults import House, housed


@pytest.fixture
async def house(
    postgres: Postgres,
    arranged_name: str,
    arranged_database: Database,
    place: Place,
    tmp_path: Path,
) -> AsyncIterator[House]:
    """A deployment with a clock, files and mail of its own."""
    base = Settings(
        database_url=postgres.login_url(arranged_name),
        secret_key=place.keys["secret_key"],
        database_pool=6,
    )
    async with housed(tmp_path, arranged_database, base) as running:
        yield running


@pytest.fixture
async def relay(house: House) -> AsyncIterator[None]:
    """A relay at work during the whole test."""
    task = await house.start_relay()
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
