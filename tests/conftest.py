"""What every test may ask for: the real parts, a database of its own, an application over them."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

from services.documents.store import ObjectStore as Store
from services.documents.store import store_for
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT, Settings
from services.procedures.queries import forget_standings
from services.standalone.keycloak import Keycloak
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from services.standalone.postgres import Postgres
from services.standalone.temporal import Temporal, program
from services.territory.actions import load_territory
from tests.arranging import ARRANGED_AT, Deployment, arrange
from tests.stack import cloned, dropped, migrated, started
from tests.together import Leaving, Sharing

_STATUS = pytest.StashKey[int]()
_KEPT = {"PARVIS_KEYCLOAK_ZIP", "PARVIS_CHROMIUM", "PARVIS_SCREENSHOTS"}


def pytest_configure(config: pytest.Config) -> None:
    """No test speaks to a demonstration that runs beside it, nor to parts of the environment."""
    for name in [name for name in os.environ if name.startswith("PARVIS_")]:
        if name not in _KEPT:
            del os.environ[name]
    os.environ["PARVIS_SETTINGS_FILE"] = f"{os.devnull}/none"
    # A machine that is busy elsewhere proves nothing against a property.
    examples.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("house")
    config.pluginmanager.register(Leaving(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave at once when a Temporal client was held: the interpreter may crash as it ends."""
    if "temporalio" not in sys.modules or hasattr(config, "workerinput"):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(config.stash.get(_STATUS, 0))


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    """Where the parts of this session live; a short path, since sockets lie in it."""
    with tempfile.TemporaryDirectory(prefix="parvis-tests-", ignore_cleanup_errors=True) as folder:
        yield Place.at(Path(folder), durable=False)


@pytest.fixture(scope="session")
def postgres(place: Place) -> Iterator[Postgres]:
    """PostgreSQL, empty; tests want `database` or `database_url`."""
    with started(Postgres(place)) as part:
        yield part


@pytest.fixture(scope="session")
def temporal(place: Place) -> Iterator[Temporal]:
    """Temporal on a file."""
    with started(Temporal(place)) as part:
        yield part


@pytest.fixture(scope="session")
def time_skipping_server() -> str:
    """The program of the server whose time is skipped, for the SDK's `*_existing_path`."""
    return program("temporal-test-server")


@pytest.fixture(scope="session")
def object_store(place: Place) -> Iterator[ObjectStore]:
    """S3 on disk."""
    with started(ObjectStore(place)) as part:
        yield part


@pytest.fixture(scope="session")
def store(object_store: ObjectStore, place: Place) -> Iterator[Store]:
    """The application's door to S3, once: boto3 takes its time to make one."""
    opened = store_for(Settings(secret_key=place.keys["secret_key"], **object_store.settings()))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def mailbox(place: Place) -> Iterator[Mailbox]:
    """A mail relay whose messages are files in `mailbox.folder`."""
    with started(Mailbox(place)) as part:
        yield part


@pytest.fixture(scope="session")
def keycloak(place: Place) -> Iterator[Keycloak]:
    """Keycloak, its realm not made yet."""
    with started(Keycloak(place)) as part:
        yield part


@pytest.fixture(scope="session")
def empty_template(postgres: Postgres) -> str:
    """A migrated database without a row, to be cloned; nobody may connect to it."""
    return migrated(postgres, "parvis_template")


@pytest.fixture(scope="session")
def territory_template(postgres: Postgres, empty_template: str) -> str:
    """A migrated database with the official code of 2026, loaded once a session, to be cloned."""
    name = cloned(postgres, empty_template)
    asyncio.run(_load_territory(postgres.login_url(name)))
    return name


async def _load_territory(url: str) -> None:
    opened = Database(url, pool_size=1)
    async with opened.transaction(Operator()) as tx:
        await load_territory(tx, vendor=ROOT / "node_modules", by=THE_SYSTEM, at=ARRANGED_AT)
    await opened.close()


@pytest.fixture(scope="session")
def arranged(postgres: Postgres, territory_template: str) -> tuple[str, Deployment]:
    """A database to clone in which three collectivities receive requests, and who they are."""
    name = cloned(postgres, territory_template)
    return name, asyncio.run(_arrange(postgres.login_url(name)))


async def _arrange(url: str) -> Deployment:
    opened = Database(url, pool_size=2)
    deployment = await arrange(opened)
    await opened.close()
    return deployment


@pytest.fixture(scope="session")
def collectivities(arranged: tuple[str, Deployment]) -> Deployment:
    """Gien, its communauté and its département, as `arranged_database` knows them."""
    return arranged[1]


@pytest.fixture
def arranged_name(postgres: Postgres, arranged: tuple[str, Deployment]) -> Iterator[str]:
    """This test's own deployment: a database with territory, catalogue and collectivities."""
    name = cloned(postgres, arranged[0])
    forget_standings()  # clones share their ids: what one holds, the next may lack
    yield name
    dropped(postgres, name)


@pytest.fixture
async def arranged_database(postgres: Postgres, arranged_name: str) -> AsyncIterator[Database]:
    """The application's door to this test's own deployment."""
    opened = Database(postgres.login_url(arranged_name), pool_size=6)
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def database_name(postgres: Postgres, empty_template: str) -> Iterator[str]:
    """A migrated database of this module's own; its tests tell their rows apart by new ids."""
    name = cloned(postgres, empty_template)
    yield name
    dropped(postgres, name)


@pytest.fixture(scope="module")
def database_url(postgres: Postgres, database_name: str) -> str:
    """How the application connects to this module's database."""
    return postgres.login_url(database_name)


@pytest.fixture(scope="module")
def database_admin_url(postgres: Postgres, database_name: str) -> str:
    """How a superuser connects to this module's database: sees all, for arranging and asserting."""
    return postgres.superuser_url(database_name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The application's door to this module's database."""
    opened = Database(database_url, pool_size=4)
    yield opened
    await opened.close()


@pytest.fixture
async def fresh_database(postgres: Postgres, empty_template: str) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own."""
    name = cloned(postgres, empty_template)
    opened = Database(postgres.login_url(name), pool_size=4)
    yield opened
    await opened.close()
    dropped(postgres, name)


@pytest.fixture(scope="module")
def settings(postgres: Postgres, database_name: str, place: Place) -> Settings:
    """The application's settings over this module's database; add parts with `model_copy`."""
    return Settings(
        database_url=postgres.login_url(database_name),
        database_admin_url=postgres.superuser_url(database_name),
        secret_key=place.keys["secret_key"],
    )
