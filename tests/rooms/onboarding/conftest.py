"""A deployment before its first collectivity: the territory stands, the catalogue is published."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.forms.loading import load_catalogue
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT
from services.identity.directory import Directory
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.onboarding.contracts import Applied, Plan
from services.procedures.actions import publish_catalogue
from services.processes.catalogue import load_processes
from services.standalone.postgres import Postgres
from services.tenants.recipes import load_recipes
from tests.stack import cloned, dropped

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def deployment_template(postgres: Postgres, territory_template: str) -> str:
    name = cloned(postgres, territory_template)
    asyncio.run(_publish(postgres.login_url(name)))
    return name


async def _publish(url: str) -> None:
    database = Database(url, pool_size=1)
    async with database.transaction(Operator()) as tx:
        await publish_catalogue(
            tx,
            procedures=load_catalogue(ROOT / "forms").values(),
            processes=load_processes().values(),
            by=THE_SYSTEM,
            at=AT,
        )
    await database.close()


@pytest.fixture
async def deployment(postgres: Postgres, deployment_template: str) -> AsyncIterator[Database]:
    """This test's own deployment."""
    name = cloned(postgres, deployment_template)
    opened = Database(postgres.login_url(name), pool_size=3)
    yield opened
    await opened.close()
    dropped(postgres, name)


@pytest.fixture
def recipes(tmp_path: Path) -> Path:
    """A folder with the three recipes we ship, to be edited."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    for path in (ROOT / "tenants").glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.fixture
def unreachable() -> Directory:
    """A Keycloak that does not answer."""
    return Directory(server_url=NOBODY_LISTENS, client_id="x", client_secret="x")


def edit(path: Path, old: str, new: str) -> None:
    """Change a recipe as an operator would."""
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


async def planned(database: Database, folder: Path, *, at: datetime = AT) -> Plan:
    return await plan_recipes(database, None, recipes=load_recipes(folder), at=at)


async def applied(
    database: Database, directory: Directory, folder: Path, *, at: datetime = AT
) -> Applied:
    plan = await planned(database, folder, at=at)
    return await apply_plan(database, directory, plan=plan, by=THE_SYSTEM, at=at)
