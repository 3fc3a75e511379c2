"""Who a case may be given to: the agents in office who handle the cases of its team."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.cases.contracts import Follower
from services.foundation.database import Agent, Database, Transaction
from services.identity.contracts import Colleague
from services.identity.people import colleagues_of

# The roles that take cases up.
FOLLOW = frozenset({"instructor", "supervisor"})


async def followers(
    db: Database, *, tenant_id: UUID, team_id: UUID | None, on: date
) -> tuple[Follower, ...]:
    """Those of one collectivity who may follow the cases of `team_id` on that day, by name."""
    async with db.transaction(Agent(tenant_id)) as tx:
        return await read_followers(tx, tenant_id=tenant_id, team_id=team_id, on=on)


async def read_followers(
    tx: Transaction, *, tenant_id: UUID, team_id: UUID | None, on: date
) -> tuple[Follower, ...]:
    """The same, within a transaction."""
    return among(await colleagues_of(tx, tenant_id), team_id=team_id, on=on)


def among(
    colleagues: Iterable[Colleague], *, team_id: UUID | None, on: date
) -> tuple[Follower, ...]:
    """Those of `colleagues`; a case without a team is everybody's, as is an agent without one."""
    found = {
        each.agent_id: Follower(each.agent_id, each.name, each.quality)
        for each in colleagues
        if each.role in FOLLOW
        and each.since <= on
        and (each.until is None or on < each.until)
        and (each.team_id is None or team_id is None or each.team_id == team_id)
    }
    return tuple(found.values())
