"""A database in which the whole territory of France stands."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT
from services.standalone.postgres import Postgres
from services.territory.actions import load_territory
from tests.stack import cloned, dropped

LOADED_AT = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def territory_template(postgres: Postgres, empty_template: str) -> str:
    """A migrated database with the official code of 2026, loaded once a session, to be cloned."""
    name = cloned(postgres, empty_template)
    asyncio.run(_load(postgres.login_url(name)))
    return name


async def _load(url: str) -> None:
    database = Database(url, pool_size=1)
    async with database.transaction(Operator()) as tx:
        await load_territory(tx, vendor=ROOT / "node_modules", by=THE_SYSTEM, at=LOADED_AT)
    await database.close()


@pytest.fixture(scope="module")
def territory_name(postgres: Postgres, territory_template: str) -> Iterator[str]:
    name = cloned(postgres, territory_template)
    yield name
    dropped(postgres, name)


@pytest.fixture
async def territory(postgres: Postgres, territory_name: str) -> AsyncIterator[Database]:
    """This module's own database with the whole territory in it."""
    opened = Database(postgres.login_url(territory_name), pool_size=4)
    yield opened
    await opened.close()
