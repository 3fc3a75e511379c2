"""What an agent may do: role by collectivity and team → permissions. Pure.

Rights come from the memberships read with each request, never from the identity provider, so a
withdrawn right is gone at the next request.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from services.foundation.errors import NotFound
from services.identity.contracts import Membership, Permission, Role, SignedInAgent
from services.identity.errors import NotAllowed

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        "instructor": frozenset[Permission]({"read_cases", "instruct"}),
        "signatory": frozenset[Permission]({"read_cases", "sign"}),
        "supervisor": frozenset[Permission]({"read_cases", "supervise"}),
        "administrator": frozenset[Permission]({"administer"}),
    }
)


def in_force(since: date, until: date | None, zone: str, *, at: datetime) -> bool:
    """Whether a right that begins on `since` and is over on `until` holds at `at` in `zone`."""
    today = at.astimezone(ZoneInfo(zone)).date()
    return since <= today and (until is None or today < until)


def memberships_in(agent: SignedInAgent, tenant_id: UUID) -> tuple[Membership, ...]:
    """Her memberships in one collectivity."""
    return tuple(each for each in agent.memberships if each.tenant_id == tenant_id)


def roles_in(
    agent: SignedInAgent, tenant_id: UUID, *, team_id: UUID | None = None
) -> frozenset[Role]:
    """Her roles on the cases of a team; a case without a team is everybody's."""
    return frozenset(
        each.role
        for each in memberships_in(agent, tenant_id)
        if each.team_id is None or team_id is None or each.team_id == team_id
    )


def permissions_in(
    agent: SignedInAgent, tenant_id: UUID, *, team_id: UUID | None = None
) -> frozenset[Permission]:
    """What her roles let her do there."""
    return _union(roles_in(agent, tenant_id, team_id=team_id))


def may(
    agent: SignedInAgent | None,
    permission: Permission,
    *,
    tenant_id: UUID,
    team_id: UUID | None = None,
) -> bool:
    """Whether she may; nobody may nothing."""
    return agent is not None and permission in permissions_in(agent, tenant_id, team_id=team_id)


def require(
    agent: SignedInAgent | None,
    permission: Permission,
    *,
    tenant_id: UUID,
    team_id: UUID | None = None,
) -> SignedInAgent:
    """The agent, when she may.

    Raises `NotFound` to a stranger (a collectivity that is not hers looks like one that does not
    exist) and `NotAllowed` to a colleague without this right.
    """
    if agent is None or not memberships_in(agent, tenant_id):
        raise NotFound
    if not may(agent, permission, tenant_id=tenant_id, team_id=team_id):
        raise NotAllowed(permission)
    return agent


def teams_in(agent: SignedInAgent, tenant_id: UUID) -> frozenset[UUID] | None:
    """The teams whose cases she sees; None when she sees them all."""
    readers = [
        each for each in memberships_in(agent, tenant_id) if "read_cases" in PERMISSIONS[each.role]
    ]
    if any(each.team_id is None for each in readers):
        return None
    return frozenset(each.team_id for each in readers if each.team_id is not None)


def _union(roles: Iterable[Role]) -> frozenset[Permission]:
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))
