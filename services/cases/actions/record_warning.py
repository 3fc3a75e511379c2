"""What became of an early warning. Effects are at-least-once: all this may run twice."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from services.cases._story import acting
from services.cases._tables import deadline
from services.cases._warnings import SENT
from services.cases.contracts import ToDo
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Worker
from services.foundation.outbox import effect
from services.foundation.writes import Writes


async def warning_sent(db: Database, todo: ToDo, *, to: Collection[UUID], at: datetime) -> None:
    """Write into the record which agents were warned, and close the warning."""
    context = Worker(todo.tenant_id)
    async with acting(db, context, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at) as (
        story,
        _tx,
    ):
        if not any((event.payload or {}).get("warning") == todo.key for event in story.events):
            agents = sorted(str(agent_id) for agent_id in to)
            story.tell(
                SENT,
                by=THE_SYSTEM,
                payload={"warning": todo.key, "kind": todo.about, "agents": agents},
            )
        _close(story.writes, todo, "done")
        story.writes.update(
            effect,
            {"tenant_id": todo.tenant_id, "id": todo.id},
            state="done",
            done_at=story.at,
            last_error=None,
        )


async def warning_left_out(db: Database, todo: ToDo) -> None:
    """Take out of the register a warning that will not be sent."""
    writes = Writes()
    _close(writes, todo, "cancelled")
    await db.write(Worker(todo.tenant_id), writes)


def _close(writes: Writes, todo: ToDo, state: str) -> None:
    writes.update(
        deadline,
        {
            "tenant_id": todo.tenant_id,
            "case_id": todo.case_id,
            "kind": todo.about,
            "due_on": todo.due_on,
        },
        state=state,
    )
