"""A database in which the whole territory of France stands."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.stack import cloned, dropped


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
