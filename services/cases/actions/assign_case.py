"""Who holds a case, or a supervisor, gives it to a colleague."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.cases.errors import NotAColleague
from services.cases.queries.colleagues import read_followers
from services.foundation.database import Agent, Database


async def assign_case(
    db: Database, *, case_id: UUID, version: int | None, to: str, by: AgentAtWork, at: datetime
) -> None:
    """The case is that colleague's (`to`, her id), who handles the cases of its team.

    Raises NotFound, CaseMoved, the refusals of the process (not yours to give, already hers) and
    NotAColleague: an agent of another collectivity or team, gone, or unknown, looks the same.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        story.take("assign", by=by.actor, roles=by.roles, fields={"to": to}, payload={"to": to})
        chosen = [
            each.agent_id
            for each in await read_followers(
                tx, tenant_id=by.tenant_id, team_id=story.team_id, on=story.today
            )
            if str(each.agent_id) == to
        ]
        if not chosen:
            raise NotAColleague
        story.assignee_id = chosen[0]
