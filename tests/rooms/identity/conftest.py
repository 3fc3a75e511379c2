"""A realm brought to the policy of production, a collectivity, and who may enter it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import Settings
from services.foundation.writes import Writes
from services.identity.actions.enrol_agent import enrol_agent
from services.identity.actions.save_teams import add_team
from services.identity.contracts import Door, MembershipOrder, ProvenIdentity, Role
from services.identity.directory import Directory
from services.identity.oidc import IdentityProvider
from services.standalone.keycloak import Keycloak
from services.tenants.actions import add_tenant
from services.tenants.recipes import load_recipes

BASE_URL = "http://127.0.0.1:18000"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RECIPES = load_recipes(Path(__file__).parents[3] / "tenants")


# Of the module: another module's tests may have provisioned the same Keycloak for other doors.
@pytest.fixture(scope="module")
def realm(keycloak: Keycloak) -> Keycloak:
    keycloak.prepare_realm(base_url=BASE_URL)
    return keycloak


@pytest.fixture
def directory(realm: Keycloak) -> Directory:
    return Directory.from_settings(settings_for(realm, BASE_URL))


@pytest.fixture
async def provider(realm: Keycloak) -> AsyncIterator[IdentityProvider]:
    made = IdentityProvider.from_settings(settings_for(realm, BASE_URL))
    yield made
    await made.close()


def settings_for(keycloak: Keycloak, base_url: str) -> Settings:
    return Settings.model_validate(
        {**keycloak.settings(), "base_url": base_url, "secret_key": "the secret of the house"}
    )


@dataclass(frozen=True, slots=True)
class Town:
    """A collectivity with one team."""

    id: UUID
    team_id: UUID


@pytest.fixture
async def town(fresh_database: Database) -> Town:
    made = Town(uuid4(), uuid4())
    recipe = next(recipe for recipe in RECIPES if recipe.slug == "gien")
    writes = Writes()
    add_tenant(writes, recipe=recipe, tenant_id=made.id, key_id=uuid4(), at=AT)
    add_team(writes, tenant_id=made.id, team_id=made.team_id, name="accueil", label="Accueil")
    await fresh_database.write(Operator(), writes)
    return made


def proven(
    *, subject: str, door: Door = "portal", methods: frozenset[str] = frozenset({"pwd"})
) -> ProvenIdentity:
    """What the identity provider would have vouched for."""
    return ProvenIdentity(
        issuer="https://identity.example/realms/parvis",
        subject=subject,
        given_name="Nadia",
        family_name="Lemoine",
        email="nadia.lemoine@resident.example",
        methods=methods,
        provider_session=f"keycloak session of {subject}",
        id_token="a token that names nobody",
        door=door,
        return_to="/",
    )


async def enrolled(
    database: Database, town: Town, *, subject: str, role: Role = "instructor"
) -> UUID:
    """An agent of the town, by the subject she signs in with."""
    order = MembershipOrder(
        tenant_id=town.id,
        team_id=town.team_id,
        role=role,
        given_name="Claire",
        family_name="Rousseau",
        quality="Instructrice",
        service="Accueil",
        since=date(2026, 1, 1),
    )
    async with database.transaction(Operator()) as tx:
        return await enrol_agent(
            tx,
            issuer="https://identity.example/realms/parvis",
            subject=subject,
            email="claire.rousseau@gien.example",
            memberships=[order],
            by=THE_SYSTEM,
            at=AT,
        )
