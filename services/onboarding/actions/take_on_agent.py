"""An agent is taken on: an account at the identity provider, and what she may do; and leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.foundation.actor import Actor
from services.foundation.database import Database, Operator, Transaction
from services.identity.actions.enrol_agent import (
    appoint_administrator,
    enrol_agent,
    withdraw_rights,
)
from services.identity.contracts import Account, MembershipOrder, Role
from services.identity.directory import AccountOrder, Directory
from services.identity.people import teams_of
from services.onboarding.errors import UnknownCollectivity, UnknownTeam
from services.tenants.contracts import Tenant
from services.tenants.queries import tenant_by_siren


@dataclass(frozen=True, slots=True)
class TakenOn:
    """An agent, and her account; its secrets are those of a new one only."""

    agent_id: UUID
    account: Account


@dataclass(frozen=True, slots=True)
class Post:
    """What an agent does in a collectivity; no `teams` means all of them."""

    siren: str
    role: Role
    teams: Sequence[str]
    quality: str
    since: date


async def take_on_agent(
    db: Database,
    directory: Directory,
    *,
    issuer: str,
    account: AccountOrder,
    memberships: Sequence[MembershipOrder],
    by: Actor,
    at: datetime,
) -> TakenOn:
    """Make her account and give her these rights; what she has already is left alone.

    Raises `Outage` (Keycloak, PostgreSQL); made again, it goes on where it stopped.
    """
    made = await directory.create_account(account)
    async with db.transaction(Operator()) as tx:
        agent_id = await enrol_agent(
            tx,
            issuer=issuer,
            subject=made.subject,
            email=made.username,
            memberships=memberships,
            by=by,
            at=at,
        )
    return TakenOn(agent_id, made)


async def enrol_in_post(
    db: Database,
    directory: Directory,
    *,
    issuer: str,
    account: AccountOrder,
    post: Post,
    by: Actor,
    at: datetime,
) -> TakenOn:
    """Take on an agent for a post. Raises `UnknownCollectivity`, `UnknownTeam`, before anything is
    made."""
    tenant, memberships = await _memberships(db, account, post)
    return await take_on_agent(
        db,
        directory,
        issuer=issuer,
        account=replace(account, agent=True, siren=tenant.siren),
        memberships=memberships,
        by=by,
        at=at,
    )


async def let_go(db: Database, *, siren: str, email: str, until: date, by: Actor) -> int:
    """End all the rights of an agent in a collectivity on `until`; her account stays.

    Answers how many end. Raises `UnknownCollectivity`, `NotInOffice`.
    """
    async with db.transaction(Operator()) as tx:
        tenant = await _tenant_of(tx, siren)
        return await withdraw_rights(tx, tenant_id=tenant.id, email=email, until=until, by=by)


async def appoint(
    db: Database,
    directory: Directory,
    *,
    issuer: str,
    account: AccountOrder,
    since: date,
    by: Actor,
    at: datetime,
) -> TakenOn:
    """Take on an administrator of the platform, who sees no case."""
    taken_on = await take_on_agent(
        db,
        directory,
        issuer=issuer,
        account=replace(account, agent=True),
        memberships=(),
        by=by,
        at=at,
    )
    async with db.transaction(Operator()) as tx:
        await appoint_administrator(tx, agent_id=taken_on.agent_id, since=since, by=by)
    return taken_on


async def _memberships(
    db: Database, account: AccountOrder, post: Post
) -> tuple[Tenant, list[MembershipOrder]]:
    async with db.transaction(Operator()) as tx:
        tenant = await _tenant_of(tx, post.siren)
        known = {team.name: team for team in await teams_of(tx, tenant.id)}
    for name in post.teams:
        if name not in known:
            raise UnknownTeam(name, tuple(known))
    chosen = [known[name] for name in post.teams]
    # Without a team, the right is over all of them, those to come too.
    places: list[tuple[UUID | None, str]] = [(team.id, team.label) for team in chosen]
    return tenant, [
        MembershipOrder(
            tenant_id=tenant.id,
            team_id=team_id,
            role=post.role,
            given_name=account.given_name,
            family_name=account.family_name,
            quality=post.quality,
            service=service,
            since=post.since,
        )
        for team_id, service in places or [(None, tenant.contact.service)]
    ]


async def _tenant_of(tx: Transaction, siren: str) -> Tenant:
    tenant = await tenant_by_siren(tx, siren)
    if tenant is None:
        raise UnknownCollectivity(siren)
    return tenant
