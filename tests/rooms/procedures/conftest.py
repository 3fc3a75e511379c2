"""Two collectivities, the shared catalogue on file, and how to open them."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.forms.contracts import Procedure
from services.forms.loading import load_catalogue
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT
from services.procedures.actions import publish_catalogue
from services.processes.catalogue import load_processes
from services.processes.contracts import Process
from tests.rooms.procedures.days import AT


@pytest.fixture(scope="session")
def forms() -> dict[str, Procedure]:
    return load_catalogue(ROOT / "forms")


@pytest.fixture(scope="session")
def flows() -> dict[str, Process]:
    return load_processes()


async def add_tenant(database: Database, name: str) -> UUID:
    """A collectivity with nothing but what its row must say."""
    tenant_id = uuid4()
    siren = str(tenant_id.int)[:9]
    statement = text(
        "INSERT INTO tenant (id, siren, level, code, name, slug, time_zone, calendar, brand, "
        "contact, sender_addresses, sve_terms, key_id, created_at) VALUES (:id, :siren, 'epci', "
        ":siren, :name, :siren, 'Europe/Paris', 'metropole', '{}', '{}', '[]', '{}', :id, :at)"
    )
    async with database.transaction(Operator()) as tx:
        await tx.execute(statement, {"id": tenant_id, "siren": siren, "name": name, "at": AT})
    return tenant_id


@pytest.fixture
async def giennoises(database: Database) -> UUID:
    return await add_tenant(database, "CC Giennoises")


@pytest.fixture
async def neighbour(database: Database) -> UUID:
    return await add_tenant(database, "CC voisine")


@pytest.fixture
async def catalogue(
    database: Database, forms: dict[str, Procedure], flows: dict[str, Process]
) -> dict[str, Procedure]:
    """The shared catalogue, published."""
    async with database.transaction(Operator()) as tx:
        await publish_catalogue(
            tx, procedures=forms.values(), processes=flows.values(), by=THE_SYSTEM, at=AT
        )
    return forms
