"""Bring the collectivities to their recipes: the database at once, then Keycloak."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import text

from services.foundation.actor import Actor
from services.foundation.database import Database, Operator, Transaction
from services.foundation.errors import Outage
from services.foundation.telemetry import log
from services.foundation.writes import Writes
from services.identity.actions.save_teams import add_team, relabel_team, remove_team
from services.identity.directory import Directory
from services.onboarding._difference import left_procedures, removable_teams
from services.onboarding._standing import Standing, read_standing
from services.onboarding.actions.plan_recipes import plan_one
from services.onboarding.contracts import Applied, Plan, TenantPlan
from services.onboarding.errors import CannotApply, PlanOutdated
from services.procedures.actions import adopt_procedure, withdraw_procedure
from services.tenants.actions import add_agreement, add_tenant, change_tenant, remove_agreement
from services.tenants.contracts import Recipe

# One at a time: two operators who apply together would each see what stood before the other.
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7305412)")


async def apply_plan(
    database: Database, directory: Directory, *, plan: Plan, by: Actor, at: datetime
) -> Applied:
    """Do what the plan says, all recipes in one transaction; the same again changes nothing.

    Raises `CannotApply` when a recipe meets an obstacle and `PlanOutdated` when something changed
    since it was shown; then nothing was written. Keycloak comes after: what it could not do waits,
    and is done by applying again.
    """
    if plan.obstacles:
        raise CannotApply(plan.obstacles)
    async with database.transaction(Operator()) as tx:
        await tx.execute(ONE_AT_A_TIME)
        for recipe, shown in zip(plan.recipes, plan.tenants, strict=True):
            await _apply_one(tx, recipe, shown, by, at)
    made, waiting = await _organizations(directory, plan)
    log.info("recipes_applied", kind=by.kind, changes=len(plan.changes), waiting=len(waiting))
    return Applied(plan, made, waiting)


async def _apply_one(
    tx: Transaction, recipe: Recipe, shown: TenantPlan, by: Actor, at: datetime
) -> None:
    now = await plan_one(tx, recipe, at)
    if now.obstacles:
        raise CannotApply(now.obstacles)
    if now.changes != tuple(each for each in shown.changes if each.subject != "organization"):
        raise PlanOutdated
    standing = await read_standing(tx, recipe, at)
    if not now.changes and standing.recipe_digest == recipe.digest:
        return
    await tx.write(_rows(recipe, standing, at))
    await _adopt(tx, recipe, standing, by)
    removals = Writes()
    for name in removable_teams(recipe, standing):
        team = standing.teams[name]
        remove_team(removals, tenant_id=standing.tenant_id, team_id=team.id)
    if removals:
        await tx.write(removals)


def _rows(recipe: Recipe, standing: Standing, at: datetime) -> Writes:
    """The collectivity, its teams and its agreements, in one statement."""
    writes = Writes()
    if standing.tenant is None:
        add_tenant(writes, recipe=recipe, tenant_id=standing.tenant_id, key_id=uuid4(), at=at)
    else:
        change_tenant(writes, recipe=recipe, current=standing.tenant, at=at)
    for team in recipe.teams:
        known = standing.teams.get(team.name)
        key = {"tenant_id": standing.tenant_id, "team_id": standing.team_id(team.name)}
        if known is None:
            add_team(writes, name=team.name, label=team.label, **key)
        elif known.label != team.label:
            relabel_team(writes, label=team.label, **key)
    held = standing.agreements
    for agreement in recipe.agreements:
        if agreement not in held.values():
            add_agreement(
                writes,
                tenant_id=standing.tenant_id,
                agreement_id=uuid4(),
                agreement=agreement,
            )
    for agreement_id, agreement in held.items():
        if agreement not in recipe.agreements:
            remove_agreement(writes, tenant_id=standing.tenant_id, agreement_id=agreement_id)
    return writes


async def _adopt(tx: Transaction, recipe: Recipe, standing: Standing, by: Actor) -> None:
    for procedure in recipe.procedures:
        await adopt_procedure(
            tx,
            tenant_id=standing.tenant_id,
            procedure_id=procedure.id,
            version=procedure.version,
            options=procedure.options,
            team_id=standing.team_id(procedure.team),
            since=procedure.since,
            on=standing.today,
            by=by,
        )
    for procedure_id in left_procedures(recipe, standing):
        await withdraw_procedure(
            tx,
            tenant_id=standing.tenant_id,
            procedure_id=procedure_id,
            until=max(standing.today, standing.adoptions[procedure_id].since),
            by=by,
        )


async def _organizations(
    directory: Directory, plan: Plan
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    made: list[str] = []
    waiting: list[str] = []
    for tenant in plan.tenants:
        try:
            if await directory.ensure_organization(siren=tenant.siren, name=tenant.name):
                made.append(tenant.siren)
        except Outage:
            waiting.append(tenant.siren)
    return tuple(made), tuple(waiting)
