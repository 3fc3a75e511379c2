"""What was done of what a case owed. Effects are at-least-once: all this may run twice."""

from datetime import datetime
from uuid import UUID

from services.cases._rules import recorded_tacit
from services.cases._story import Story, acting
from services.cases.contracts import ToDo
from services.documents.contracts import Letter
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Worker
from services.foundation.outbox import effect
from services.foundation.writes import Writes


async def effect_done(
    db: Database, todo: ToDo, *, letter: Letter | None = None, at: datetime
) -> None:
    """Write back that it is done; a letter enters the record with its digest."""
    context = Worker(todo.tenant_id)
    if letter is not None:
        async with acting(db, context, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at) as (
            story,
            _tx,
        ):
            if not any(
                (event.payload or {}).get("letter") == str(letter.id) for event in story.events
            ):
                story.tell(
                    "letter_made",
                    by=THE_SYSTEM,
                    fact={"what": "receipt_sent"} if _starts_delays(letter, story) else None,
                    payload={
                        "letter": str(letter.id),
                        "kind": letter.kind,
                        "sha256": letter.sha256,
                    },
                )
            story.writes.update(
                effect,
                {"tenant_id": todo.tenant_id, "id": todo.id},
                state="done",
                done_at=story.at,
                last_error=None,
            )
        return
    writes = Writes()
    writes.update(
        effect,
        {"tenant_id": todo.tenant_id, "id": todo.id},
        state="done",
        done_at=at,
        last_error=None,
    )
    await db.write(context, writes)


def _starts_delays(letter: Letter, story: Story) -> bool:
    """Whether this is the receipt from which delays run. In planning, one made only once silence
    has decided, after a long breakdown, does not undo what was born."""
    planning = story.book.under.regime.domain == "planning"
    return letter.kind == "receipt" and not (planning and recorded_tacit(story.events))


async def effect_failed(
    db: Database, *, tenant_id: UUID, effect_id: UUID, attempt: int, error: str
) -> None:
    """Show that an attempt failed; it waits and blocks nobody. `error` names no person."""
    writes = Writes()
    writes.update(
        effect,
        {"tenant_id": tenant_id, "id": effect_id},
        state="failed",
        attempts=attempt,
        last_error=error,
    )
    await db.write(Worker(tenant_id), writes)


async def effect_abandoned(db: Database, todo: ToDo, *, error: str, at: datetime) -> None:
    """Close an effect that can never be done, with the code of its refusal: agents see it."""
    writes = Writes()
    writes.update(
        effect,
        {"tenant_id": todo.tenant_id, "id": todo.id},
        state="done",
        done_at=at,
        last_error=error,
    )
    await db.write(Worker(todo.tenant_id), writes)
