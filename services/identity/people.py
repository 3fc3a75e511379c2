"""Teams and colleagues, read under the context of a collectivity or of the operator."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    ScalarSelect,
    Text,
    bindparam,
    cast,
    distinct,
    func,
    or_,
    select,
    tuple_,
)

from services.foundation.database import Transaction
from services.foundation.trips import Question, prepared
from services.identity._tables import agent, membership, team
from services.identity.contracts import Colleague, Team

_NAMES = prepared(
    select(membership.c.agent_id, membership.c.given_name, membership.c.family_name).where(
        membership.c.tenant_id == bindparam("tenant_id")
    )
)


async def teams_of(tx: Transaction, tenant_id: UUID) -> tuple[Team, ...]:
    """The teams of a collectivity, by label."""
    statement = select(team).where(team.c.tenant_id == tenant_id).order_by(team.c.label)
    return tuple(Team(**row._asdict()) for row in await tx.rows(statement))


async def colleagues_of(tx: Transaction, tenant_id: UUID) -> tuple[Colleague, ...]:
    """Everybody's memberships in a collectivity, past ones included, by family name."""
    statement = (
        select(membership)
        .where(membership.c.tenant_id == tenant_id)
        .order_by(membership.c.family_name, membership.c.given_name, membership.c.id)
    )
    return tuple(_colleague(row) for row in await tx.rows(statement))


async def colleagues_at_work(
    tx: Transaction, tenant_id: UUID, *, on: date
) -> tuple[Colleague, ...]:
    """The memberships in force on a day in a collectivity, with the agents' e-mail, for the worker
    that writes to them."""
    statement = (
        select(membership, agent.c.email)
        .join(agent, agent.c.id == membership.c.agent_id)
        .where(
            membership.c.tenant_id == tenant_id,
            membership.c.since <= on,
            or_(membership.c.until.is_(None), membership.c.until > on),
        )
        .order_by(membership.c.family_name, membership.c.given_name, membership.c.id)
    )
    return tuple(_colleague(row, email=row.email) for row in await tx.rows(statement))


def names_by_agent(tenant_id: UUID) -> ScalarSelect[Any]:
    """`{agent id: name}` of a collectivity as one value, past agents too, for a caller who reads
    it with other things in one statement."""
    name = membership.c.given_name + " " + membership.c.family_name
    return (
        select(func.jsonb_object_agg(cast(membership.c.agent_id, Text), name))
        .where(membership.c.tenant_id == tenant_id)
        .scalar_subquery()
    )


def names_question(tenant_id: UUID) -> Question:
    """The names of the agents of a collectivity, past ones too (the record outlives their rights),
    for a caller who asks it with others in one trip; `names_from` reads it."""
    return Question(_NAMES, {"tenant_id": tenant_id})


def names_from(rows: Iterable[Any]) -> dict[UUID, str]:
    """The names by agent id."""
    return {row.agent_id: f"{row.given_name} {row.family_name}" for row in rows}


async def agents_page(
    tx: Transaction, *, after: tuple[str, str, UUID] | None = None, limit: int = 100
) -> tuple[Colleague, ...]:
    """The operator's view by pages: memberships by name, those that come after `after` (family
    name, given name, membership)."""
    order = (membership.c.family_name, membership.c.given_name, membership.c.id)
    statement = select(membership, agent.c.email).join(agent, agent.c.id == membership.c.agent_id)
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*after))
    rows = await tx.rows(statement.order_by(*order).limit(limit))
    return tuple(_colleague(row, email=row.email) for row in rows)


async def agents_by_tenant(tx: Transaction, *, on: date) -> Mapping[UUID, int]:
    """How many agents each collectivity has on a day, for the operator."""
    rows = await tx.rows(
        select(membership.c.tenant_id, func.count(distinct(membership.c.agent_id)).label("agents"))
        .where(
            membership.c.since <= on,
            or_(membership.c.until.is_(None), membership.c.until > on),
        )
        .group_by(membership.c.tenant_id)
    )
    return {row.tenant_id: row.agents for row in rows}


def _colleague(row: Row[Any], *, email: str | None = None) -> Colleague:
    return Colleague(
        membership_id=row.id,
        agent_id=row.agent_id,
        tenant_id=row.tenant_id,
        team_id=row.team_id,
        role=row.role,
        given_name=row.given_name,
        family_name=row.family_name,
        quality=row.quality,
        service=row.service,
        since=row.since,
        until=row.until,
        email=email,
    )
