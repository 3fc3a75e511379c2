"""What stands for a collectivity, read under the operator's context."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from services.foundation.database import Transaction
from services.identity.contracts import Team
from services.identity.people import colleagues_of, teams_of
from services.procedures.contracts import Adoption
from services.procedures.queries import adoptions_ever
from services.tenants.contracts import Recipe, RecipeAgreement, Tenant
from services.tenants.queries import agreements_of, recipe_digest_of, tenant_by_siren

# The same SIREN is the same collectivity, and the same name the same team, wherever it is applied.
_NAMESPACE = UUID("0f2f9f0a-3f0c-5d8e-9b0b-6b6f1a4c7d21")


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a recipe may change, as it is; `tenant` None: the collectivity is new."""

    tenant_id: UUID
    tenant: Tenant | None
    recipe_digest: str | None
    today: date
    teams: Mapping[str, Team]
    named_teams: frozenset[UUID]
    adoptions: Mapping[str, Adoption]
    agreements: Mapping[UUID, RecipeAgreement]

    def team_id(self, name: str) -> UUID:
        """The team of that name, known or to come."""
        known = self.teams.get(name)
        return known.id if known else team_id_of(self.tenant_id, name)

    def team_name(self, team_id: UUID | None) -> str | None:
        return next((team.name for team in self.teams.values() if team.id == team_id), None)


async def read_standing(tx: Transaction, recipe: Recipe, at: datetime) -> Standing:
    """What stands for the collectivity of this recipe."""
    tenant = await tenant_by_siren(tx, recipe.siren)
    tenant_id = tenant.id if tenant else uuid5(_NAMESPACE, recipe.siren)
    today = at.astimezone(ZoneInfo(recipe.time_zone)).date()
    adoptions = await adoptions_ever(tx, tenant_id=tenant_id)
    members = await colleagues_of(tx, tenant_id)
    named = {member.team_id for member in members} | {each.team_id for each in adoptions}
    return Standing(
        tenant_id=tenant_id,
        tenant=tenant,
        recipe_digest=await recipe_digest_of(tx, recipe.siren),
        today=today,
        teams={team.name: team for team in await teams_of(tx, tenant_id)},
        named_teams=frozenset(team_id for team_id in named if team_id is not None),
        adoptions={each.procedure_id: each for each in adoptions if _holds(each, today)},
        agreements=await agreements_of(tx, tenant_id),
    )


def team_id_of(tenant_id: UUID, name: str) -> UUID:
    return uuid5(tenant_id, f"team/{name}")


def _holds(adoption: Adoption, today: date) -> bool:
    """In force today, or decided for a day to come."""
    return adoption.until is None or adoption.until > max(today, adoption.since)
