"""The agent behind a request, in the collectivity of the address, with her rights of today."""

from typing import cast
from uuid import UUID

from services.cases.contracts import AgentAtWork
from services.cases.queries.teams import team_of_case
from services.identity import permissions
from services.identity.contracts import Permission, SignedInAgent
from services.processes.contracts import Role
from services.web.shared.visit import Visit
from services.worklist.contracts import Viewer


def at_work(visit: Visit, *, team_id: UUID | None = None) -> AgentAtWork:
    """Who acts here: with the roles she holds on the cases of `team_id`, on any when None."""
    agent, tenant_id = visit.agent, visit.tenant.id
    own = permissions.memberships_in(agent, tenant_id)
    roles = permissions.roles_in(agent, tenant_id, team_id=team_id) - {"administrator"}
    # She signs in the quality that gives her the right, not in another that she also holds.
    shown = min(own, key=lambda each: (each.role not in roles, each.role != "signatory"))
    return AgentAtWork(
        agent_id=agent.id,
        tenant_id=tenant_id,
        roles=frozenset(cast("Role", role) for role in roles),
        name=f"{shown.given_name} {shown.family_name}",
        quality=shown.quality,
        service=shown.service,
        team_ids=teams_of(agent, tenant_id),
    )


async def on_case(visit: Visit, permission: Permission = "read_cases") -> AgentAtWork:
    """Who acts on the case of the address.

    Raises `NotFound` for a case that is not this collectivity's, `NotAllowed` for one of a team
    on which she has no such right.
    """
    team_id = await team_of_case(
        visit.house.db, tenant_id=visit.tenant.id, case_id=visit.path("case_id")
    )
    permissions.require(visit.agent, permission, tenant_id=visit.tenant.id, team_id=team_id)
    return at_work(visit, team_id=team_id)


def viewer_of(visit: Visit) -> Viewer:
    """Whose work list it is, and what of it she may see."""
    agent, tenant_id = visit.agent, visit.tenant.id
    return Viewer(
        tenant_id=tenant_id,
        agent_id=agent.id,
        team_ids=teams_of(agent, tenant_id),
        sees=permissions.teams_in(agent, tenant_id),
    )


def teams_of(agent: SignedInAgent, tenant_id: UUID) -> frozenset[UUID]:
    """The teams she is named in."""
    return frozenset(
        each.team_id
        for each in permissions.memberships_in(agent, tenant_id)
        if each.team_id is not None
    )
