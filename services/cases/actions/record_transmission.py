"""How a case left for an authority that is not on the platform, told once in its record."""

from datetime import datetime
from typing import Any, Literal

from services.cases._story import acting
from services.cases._transmission import transmission_of
from services.cases.contracts import ToDo
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Worker
from services.foundation.outbox import owe, tell
from services.foundation.writes import Writes

Told = Literal["transmitted", "transmission_waits"]


async def owe_transmission_mail(db: Database, todo: ToDo, *, at: datetime) -> None:
    """The export of `todo` is made: its mail is owed, once. Letters never wait behind it."""
    tenant_id, case_id, writes = todo.tenant_id, todo.case_id, Writes()
    owe(
        writes,
        tenant_id=tenant_id,
        case_id=case_id,
        kind="transmission_mail",
        key=f"{todo.key}/mail",
        at=at,
        data={"seq": todo.act, "about": todo.about},
    )
    tell(writes, tenant_id=tenant_id, case_id=case_id, fact="case.look", at=at)
    await db.write(Worker(todo.tenant_id), writes)


async def record_transmission(
    db: Database, todo: ToDo, *, kind: Told, payload: dict[str, Any], at: datetime
) -> None:
    """Tell that the mail left, or why none can: an agent must then send the export in another way.

    The same word is told once; once the export has left, nothing waits any more.
    """
    async with acting(
        db, Worker(todo.tenant_id), tenant_id=todo.tenant_id, case_id=todo.case_id, at=at
    ) as (story, _tx):
        told = transmission_of(story.events)
        left = told is not None and told.state in ("mailed", "sent")
        again = told is not None and told.state == "waits" and told.why == payload.get("why")
        mailed = told is not None and told.state == "mailed"
        if not (mailed if kind == "transmitted" else left or again):
            story.tell(kind, by=THE_SYSTEM, payload={**payload, "act": todo.act})
