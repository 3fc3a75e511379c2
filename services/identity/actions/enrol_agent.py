"""Agents and their rights, written by the operator (`Operator` context)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.foundation.errors import NotFound
from services.identity._tables import agent, membership, platform_admin
from services.identity.contracts import MembershipOrder


async def enrol_agent(
    tx: Transaction,
    *,
    issuer: str,
    subject: str,
    email: str,
    memberships: Sequence[MembershipOrder],
    by: Actor,
    at: datetime,
) -> UUID:
    """Make an agent known and give her these rights; those she has already are left alone.

    A right is the same when collectivity, team and role are, and it has no end.
    """
    known = (agent.c.issuer == issuer) & (agent.c.subject == subject)
    agent_id: UUID | None = await tx.scalar(select(agent.c.id).where(known))
    if agent_id is None:
        agent_id = uuid4()
        await tx.execute(
            insert(agent).values(
                id=agent_id, issuer=issuer, subject=subject, email=email, created_at=at
            )
        )
    rows = await tx.rows(
        select(membership.c.tenant_id, membership.c.team_id, membership.c.role).where(
            membership.c.agent_id == agent_id, membership.c.until.is_(None)
        )
    )
    held = {(row.tenant_id, row.team_id, row.role) for row in rows}
    for order in memberships:
        if (order.tenant_id, order.team_id, order.role) not in held:
            await tx.execute(insert(membership).values(_row(order, agent_id)))
    return agent_id


async def withdraw_membership(
    tx: Transaction, *, tenant_id: UUID, membership_id: UUID, until: date, by: Actor
) -> None:
    """End a right on `until` (the first day without it); it works at her next request.

    Raises `NotFound` when the collectivity has no such membership.
    """
    result = await tx.execute(
        update(membership)
        .where(membership.c.tenant_id == tenant_id, membership.c.id == membership_id)
        .values(until=until)
    )
    if result.rowcount != 1:
        raise NotFound


async def appoint_administrator(tx: Transaction, *, agent_id: UUID, since: date, by: Actor) -> None:
    """Give an agent the administration of the platform; giving it twice changes nothing."""
    held = await tx.scalar(
        select(platform_admin.c.agent_id).where(platform_admin.c.agent_id == agent_id)
    )
    if held is None:
        await tx.execute(insert(platform_admin).values(agent_id=agent_id, since=since))


def _row(order: MembershipOrder, agent_id: UUID) -> dict[str, object]:
    return {
        "id": uuid4(),
        "agent_id": agent_id,
        "tenant_id": order.tenant_id,
        "team_id": order.team_id,
        "role": order.role,
        "given_name": order.given_name,
        "family_name": order.family_name,
        "quality": order.quality,
        "service": order.service,
        "since": order.since,
        "until": order.until,
    }
