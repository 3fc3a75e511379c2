"""The antivirus was down while a file came; it is back, and nobody has to ask."""

from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from services.documents._scanning import Antivirus
from services.documents.store import ObjectStore, store_for
from services.foundation.database import Database, Worker
from services.foundation.settings import Settings
from services.standalone.postgres import Postgres
from services.tenants.queries import key_of
from tests.arranging import Deployment
from tests.fakes.clamd import listening
from tests.rooms.documents.conftest import Tenant
from tests.rooms.documents.test_scanning import CLEAN, keep, receive
from workflows.quarantine import empty_quarantine

DOWN = Antivirus("tcp://127.0.0.1:9")


@pytest.fixture
def admin_url(postgres: Postgres, arranged_name: str) -> str:
    return postgres.superuser_url(arranged_name)


@pytest.fixture
def store(parts: Settings) -> ObjectStore:
    return store_for(parts)


@pytest.fixture
async def waiting(
    arranged_database: Database, admin_url: str, store: ObjectStore, collectivities: Deployment
) -> UUID:
    """A file of Gien in quarantine."""
    gien = collectivities.gien.id
    async with arranged_database.transaction(Worker(gien)) as tx:
        tenant = Tenant(gien, await key_of(tx, gien))
    stored = await receive(replace(store, antivirus=DOWN), tenant, CLEAN)
    return keep(admin_url, tenant, stored)


async def test_waiting_files_leave_once_it_answers(
    arranged_database: Database, admin_url: str, store: ObjectStore, waiting: UUID
) -> None:
    assert await empty_quarantine(arranged_database, replace(store, antivirus=DOWN)) == 0
    async with listening() as clamd:
        back = replace(store, antivirus=Antivirus(clamd.url))
        assert await empty_quarantine(arranged_database, back) == 1
        assert await empty_quarantine(arranged_database, back) == 0

    with psycopg.connect(admin_url) as connection:
        found = connection.execute("SELECT scan FROM attachment WHERE id = %s", (waiting,))
        assert found.fetchone() == ("clean",)
