"""An agent records that the reasons of a tacit rejection reached the resident (CRPA L232-4)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def record_reasons_received(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    received_on: date,
    means: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """The letter of reasons reached her on that day, by post or by hand: the delay of appeal runs
    until two months after it.

    Raises NotFound, CaseMoved and the refusals of the process (no letter, a day to come or before
    the letter).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "record_reasons_received",
            by=by.actor,
            roles=by.roles,
            fields={"received_on": received_on, "means": means},
            fact={"at": received_on.isoformat(), "by": "post", "means": means},
        )
