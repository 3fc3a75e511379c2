"""How a case left for an authority that is not on the platform, told once in its record."""

from datetime import datetime
from typing import Any

from services.cases._story import acting
from services.cases.contracts import ToDo
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Worker


async def record_transmission(
    db: Database, todo: ToDo, *, kind: str, payload: dict[str, Any], at: datetime
) -> None:
    """Tell `transmitted`, or `transmission_waits` with its reason; asked twice, told once."""
    async with acting(
        db, Worker(todo.tenant_id), tenant_id=todo.tenant_id, case_id=todo.case_id, at=at
    ) as (story, _tx):
        told = {**payload, "act": todo.act}
        if not any(
            event.kind == kind and (event.payload or {}).get("act") == todo.act
            for event in story.events
        ):
            story.tell(kind, by=THE_SYSTEM, payload=told)
