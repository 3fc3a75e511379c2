"""An agent notifies a longer delay (C. urb. R423-24 to -37); the law says whether it counts."""

from datetime import date, datetime
from uuid import UUID

from services.cases._rules import received_by_person
from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database
from services.processes.contracts import FieldValue


async def extend_delay(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    months: int,
    article: str,
    reasons: str,
    notified_on: date | None = None,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Add `months` to the delay by `article`, for the `reasons` that the letter prints.

    `notified_on` is the day the person received it; without it, the day that the portal's sending
    is deemed received. Notified after the first month it is kept, and the timeline says that it
    has no effect (R423-42). Raises NotFound, CaseMoved, LawHasDecided and the refusals of the
    process.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        fields: dict[str, FieldValue] = {
            "article": article,
            "months": str(months),
            "reasons": reasons,
        }
        received = notified_on or received_by_person(
            story.book.under, story.today, electronic=story.book.electronic
        )
        story.take(
            "extend_delay",
            by=by.actor,
            roles=by.roles,
            fields=fields if notified_on is None else {**fields, "notified_on": notified_on},
            fact={"months": months, "article": article, "notified_on": received.isoformat()},
            payload={"reasons": reasons},
        )
