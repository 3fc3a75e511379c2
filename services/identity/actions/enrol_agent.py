"""Agents and their rights, written by the operator (`Operator` context)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update

from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.foundation.telemetry import log
from services.identity._tables import agent, membership, platform_admin
from services.identity.contracts import MembershipOrder
from services.identity.errors import NotInOffice


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


async def withdraw_rights(
    tx: Transaction, *, tenant_id: UUID, email: str, until: date, by: Actor
) -> int:
    """End all the rights of an agent in a collectivity on `until`, the first day without them.

    It works at her next request. Answers how many end: none when they ended before. Raises
    `NotInOffice` when she never had one there.
    """
    hers = (
        (membership.c.tenant_id == tenant_id)
        & (membership.c.agent_id == agent.c.id)
        & (agent.c.email == email)
    )
    if await tx.scalar(select(membership.c.id).where(hers).limit(1)) is None:
        raise NotInOffice(email)
    lasting = membership.c.until.is_(None) | (membership.c.until > until)
    ended = await tx.execute(update(membership).where(hers, lasting).values(until=until))
    log.info("rights_withdrawn", kind=by.kind, tenant_id=str(tenant_id), count=ended.rowcount)
    return ended.rowcount


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
