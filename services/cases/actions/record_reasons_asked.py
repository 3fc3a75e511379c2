"""An agent records that the reasons of a tacit rejection were asked for by letter (CRPA L232-4)."""

from datetime import date, datetime
from uuid import UUID

from services.cases._attachments import add_to_case
from services.cases._story import acting
from services.cases.contracts import REASONS_REQUEST, AgentAtWork
from services.documents.contracts import StoredFile
from services.foundation.database import Agent, Database


async def record_reasons_asked(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    received_on: date,
    letter: StoredFile | None = None,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Owe the reasons within one month of the day the request was received, as if the person had
    asked on her page; `letter`, stored already, joins her files.

    Raises NotFound, CaseMoved and the refusals of the process (before the silence, after the delay
    of appeal, already asked for): then nothing refers to `letter`.
    """
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, _tx):
        story.take(
            "record_reasons_asked",
            by=by.actor,
            roles=by.roles,
            fields={"received_on": received_on},
            fact={"at": received_on.isoformat()},
        )
        if letter is not None:
            add_to_case(
                story.writes,
                letter,
                tenant_id=by.tenant_id,
                case_id=case_id,
                field=REASONS_REQUEST,
                at=story.at,
            )
