"""An agent records the opinion of a service that was consulted."""

from datetime import date, datetime
from uuid import UUID

from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database


async def record_opinion(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    service: str,
    sense: str,
    received_on: date,
    summary: str = "",
    by: AgentAtWork,
    at: datetime,
) -> None:
    """The opinion of `service`, received on that day; the law says what it makes of silence
    (C. urb. R424-3 for the architecte des Bâtiments de France).

    Raises NotFound, CaseMoved, LawHasDecided and the refusals of the process (a day to come).
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "record_opinion",
            by=by.actor,
            roles=by.roles,
            fields={
                "service": service,
                "sense": sense,
                "received_on": received_on,
                "summary": summary,
            },
            fact={"at": received_on.isoformat(), "service": service, "sense": sense},
            payload={"summary": summary},
        )
