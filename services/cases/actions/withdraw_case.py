"""The resident withdraws her request."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.foundation.actor import Actor
from services.foundation.database import Citizen, Database


async def withdraw_case(
    db: Database,
    *,
    person_id: UUID,
    tenant_id: UUID,
    case_id: UUID,
    version: int | None,
    reason: str = "",
    at: datetime,
) -> None:
    """Close the request at her wish. Raises NotFound, CaseMoved, LawHasDecided and the refusals of
    the process (already decided)."""
    context = Citizen(person_id, tenant_id, case_id)
    async with acting(
        db, context, tenant_id=tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "withdraw",
            by=Actor("person", person_id, "applicant"),
            roles=frozenset({"person"}),
            fields={"reason": reason},
            payload={"reason": reason},
        )
