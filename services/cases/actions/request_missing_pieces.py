"""An agent asks the resident for pieces; the clock does what CRPA L114-5 says."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from services.cases._pieces import any_indispensable, any_known
from services.cases._rules import received_by_person
from services.cases._story import Story, acting
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
    """Ask for `pieces` (id → reason) by `limit`, included; in planning the law sets the limit.

    A request made only of pieces that are not indispensable suspends nothing (L114-5-1). In
    planning, one received after the first month, or for a piece that the code does not know, is
    kept and has no effect: its letter says so (C. urb. R423-41). Raises NotFound, CaseMoved and
    the refusals of the process.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        fields: dict[str, FieldValue] = {"pieces": tuple(pieces), "message": message}
        story.take(
            "request_pieces",
            by=by.actor,
            roles=by.roles,
            fields=fields if limit is None else {**fields, "limit": limit},
            fact={
                "pieces": list(pieces),
                "limit": limit.isoformat() if limit else None,
                "indispensable": any_indispensable(story.book.under, pieces),
                **_in_planning(story, pieces),
            },
            payload={"reasons": dict(pieces), "message": message},
        )


def _in_planning(story: Story, pieces: Iterable[str]) -> dict[str, object]:
    """What counts there: when the request is received, and whether the code knows a piece."""
    under = story.book.under
    if under.regime.domain != "planning":
        return {}
    received = received_by_person(under, story.today, electronic=story.book.electronic)
    return {"received_on": received.isoformat(), "in_code": any_known(under, pieces)}
