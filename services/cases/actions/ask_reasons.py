"""The resident asks for the reasons of a tacit rejection (CRPA L232-4)."""

from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.foundation.actor import Actor
from services.foundation.database import Citizen, Database


async def ask_reasons(
    db: Database,
    *,
    person_id: UUID,
    tenant_id: UUID,
    case_id: UUID,
    version: int | None,
    at: datetime,
) -> None:
    """Owe her the reasons within one month; until they are given and for two months after, her
    delay of appeal stays open.

    Raises NotFound, CaseMoved and the refusals of the process (no tacit rejection, out of time,
    already asked for).
    """
    context = Citizen(person_id, tenant_id, case_id)
    async with acting(
        db, context, tenant_id=tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "ask_reasons",
            by=Actor("person", person_id, "applicant"),
            roles=frozenset({"person"}),
        )
