"""An agent asks the resident for pieces; the clock does what CRPA L114-5 says."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from services.cases._pieces import any_indispensable
from services.cases._story import acting
from services.cases.contracts import AgentAtWork
from services.foundation.database import Agent, Database
from services.processes.contracts import FieldValue


async def request_missing_pieces(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    pieces: Mapping[str, str],
    limit: date | None,
    message: str = "",
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Ask for `pieces` (id → reason) by `limit`, included.

    A request made only of pieces that are not indispensable suspends nothing (L114-5-1). Raises
    NotFound, CaseMoved and the refusals of the process.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        indispensable = any_indispensable(story.book.under, pieces)
        fields: dict[str, FieldValue] = {"pieces": tuple(pieces), "message": message}
        story.take(
            "request_pieces",
            by=by.actor,
            roles=by.roles,
            fields=fields if limit is None else {**fields, "limit": limit},
            fact={
                "pieces": list(pieces),
                "limit": limit.isoformat() if limit else None,
                "indispensable": indispensable,
            },
            payload={"reasons": dict(pieces), "message": message},
        )
