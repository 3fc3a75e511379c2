"""Lives of cases on the real parts, their time skipped."""

from collections.abc import AsyncIterator

import pytest

from services.foundation.database import Database
from services.foundation.settings import Settings
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from tests.workflows.living import Life, life


@pytest.fixture
def arranged_url(postgres: Postgres, arranged_name: str) -> str:
    """How the application connects to this test's own deployment."""
    return postgres.login_url(arranged_name)


@pytest.fixture
def parts(
    arranged_url: str,
    place: Place,
    object_store: ObjectStore,
    mailbox: Mailbox,
) -> Settings:
    """The settings of this test's own deployment, Temporal not named."""
    return Settings(
        database_url=arranged_url,
        secret_key=place.keys["secret_key"],
        database_pool=6,
        **object_store.settings(),
        **mailbox.settings(),
    )


@pytest.fixture
async def lived(
    arranged_database: Database, parts: Settings, mailbox: Mailbox, time_skipping_server: str
) -> AsyncIterator[Life]:
    """A deployment whose Temporal skips time."""
    async with life(arranged_database, parts, mailbox.folder, time_skipping_server) as running:
        yield running
