"""What recipes would change. Writes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.forms.errors import OptionRefused
from services.foundation.database import Database, Operator, Transaction
from services.foundation.errors import Outage
from services.identity.directory import Directory
from services.onboarding._difference import changes_of
from services.onboarding._obstacles import obstacles_of
from services.onboarding._standing import Standing, read_standing
from services.onboarding.contracts import (
    Change,
    IdentityProviderState,
    Obstacle,
    Plan,
    TenantPlan,
)
from services.procedures.actions import plan_adoption
from services.procedures.contracts import AdoptionChange
from services.procedures.errors import UnknownProcedure
from services.tenants.contracts import Recipe


async def plan_recipes(
    database: Database,
    directory: Directory | None,
    *,
    recipes: Sequence[Recipe],
    at: datetime,
) -> Plan:
    """The difference between the recipes and what stands; obstacles are told, none is raised.

    Without `directory`, or when Keycloak does not answer, the plan says so and tells the rest.
    """
    async with database.transaction(Operator()) as tx:
        planned = [await plan_one(tx, recipe, at) for recipe in recipes]
    state, organizations = await _organizations(directory)
    with_identity = [
        _with_organization(plan, organizations) if state == "reachable" else plan
        for plan in planned
    ]
    return Plan(tuple(recipes), tuple(with_identity), state)


async def plan_one(tx: Transaction, recipe: Recipe, at: datetime) -> TenantPlan:
    """What one recipe would change in the database."""
    standing = await read_standing(tx, recipe, at)
    obstacles = await obstacles_of(tx, recipe, standing)
    adoptions: dict[str, AdoptionChange] = {}
    for procedure in recipe.procedures:
        try:
            change = await plan_adoption(
                tx,
                tenant_id=standing.tenant_id,
                procedure_id=procedure.id,
                version=procedure.version,
                options=procedure.options,
                team_id=standing.team_id(procedure.team),
                since=procedure.since,
                on=standing.today,
            )
        except UnknownProcedure as refusal:
            obstacles.append(Obstacle(recipe.file, procedure.line, refusal.sentence()))
            continue
        except OptionRefused as refusal:
            line = procedure.option_lines.get(refusal.option, procedure.line)
            reason = f"`{refusal.option}`: {refusal.sentence()}"
            obstacles.append(Obstacle(recipe.file, line, reason))
            continue
        if change is not None:
            adoptions[procedure.id] = change
    return _tenant_plan(recipe, standing, adoptions, obstacles)


def _tenant_plan(
    recipe: Recipe,
    standing: Standing,
    adoptions: Mapping[str, AdoptionChange],
    obstacles: Sequence[Obstacle],
) -> TenantPlan:
    return TenantPlan(
        siren=recipe.siren,
        name=recipe.name,
        slug=recipe.slug,
        file=recipe.file,
        changes=changes_of(recipe, standing, adoptions),
        obstacles=tuple(obstacles),
    )


async def _organizations(
    directory: Directory | None,
) -> tuple[IdentityProviderState, Mapping[str, str]]:
    if directory is None:
        return "not_asked", {}
    try:
        return "reachable", await directory.organizations()
    except Outage:
        return "unreachable", {}


def _with_organization(plan: TenantPlan, organizations: Mapping[str, str]) -> TenantPlan:
    known = organizations.get(plan.siren)
    if known == plan.name:
        return plan
    change = (
        Change("added", "organization", plan.siren, None, None, plan.name)
        if known is None
        else Change("changed", "organization", plan.siren, "name", known, plan.name)
    )
    return TenantPlan(
        siren=plan.siren,
        name=plan.name,
        slug=plan.slug,
        file=plan.file,
        changes=(*plan.changes, change),
        obstacles=plan.obstacles,
    )
