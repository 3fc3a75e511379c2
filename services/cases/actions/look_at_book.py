"""The clock looks at the book: what the law has done, what is owed, when to look again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select

from services.cases._law_acts import THE_LAW_ACTS
from services.cases._story import Story, acting
from services.cases._tables import case, deadline
from services.cases._warnings import AGENT_WARNING, act_of, due_warnings, warnings_come_due
from services.cases.contracts import Look, Owed
from services.foundation.database import Database, Transaction, Worker
from services.foundation.outbox import effect, owe
from services.law.early_warnings import PREFIX

# What goes to another authority waits for files and relays; the letter to the person does not. Its
# acts have numbers of their own, below those of warnings.
GOES_APART = frozenset({"delivery", "transmission", "transmission_mail"})
APART = -100


async def look_at_book(db: Database, *, tenant_id: UUID, case_id: UUID, at: datetime) -> Look:
    """Settle what the law has done, owe the warnings whose day has come, then say what is owed and
    when to look again.

    Raises NotFound when there is no such case.
    """
    context = Worker(tenant_id)
    async with acting(db, context, tenant_id=tenant_id, case_id=case_id, at=at) as (story, _tx):
        # What the law does is settled already: recomputed from the facts under the lock.
        _warn(story)
    async with db.transaction(Worker(tenant_id)) as tx:
        return await _seen(tx, tenant_id=tenant_id, case_id=case_id, at=at)


def _warn(story: Story) -> None:
    """Owe each warning under a key of its own: once for a case, a kind and a day."""
    book = story.book
    came_due = warnings_come_due(book.deadlines, at=story.at, zone=book.under.zone)
    if not came_due:
        return
    due = due_warnings(came_due, wanted=story.wanted(story.timeline).warnings)
    for kind, on in due.send:
        owe(
            story.writes,
            tenant_id=book.tenant_id,
            case_id=book.case_id,
            kind=AGENT_WARNING,
            key=f"{book.case_id}/{kind}/{on}",
            at=story.at,
            data={"seq": act_of(kind), "about": kind, "due_on": on.isoformat()},
        )
    for kind, on in due.leave:
        key = {"tenant_id": book.tenant_id, "case_id": book.case_id, "kind": kind, "due_on": on}
        story.writes.update(deadline, key, state="cancelled")


async def _seen(tx: Transaction, *, tenant_id: UUID, case_id: UUID, at: datetime) -> Look:
    pending = await tx.rows(
        select(effect)
        .where(
            effect.c.tenant_id == tenant_id,
            effect.c.case_id == case_id,
            effect.c.state != "done",
        )
        .order_by(effect.c.created_at, effect.c.id)
    )
    closed_on = await tx.scalar(
        select(case.c.closed_on).where(case.c.tenant_id == tenant_id, case.c.id == case_id)
    )
    wake_at = await tx.scalar(
        select(func.min(deadline.c.wake_at)).where(
            deadline.c.tenant_id == tenant_id,
            deadline.c.case_id == case_id,
            deadline.c.state == "open",
            or_(
                deadline.c.kind.in_(THE_LAW_ACTS),
                deadline.c.kind.startswith(PREFIX, autoescape=True),
            ),
            deadline.c.wake_at > at,
        )
    )
    return Look(tuple(_owed(row) for row in pending), wake_at, closed_on is not None)


def _owed(row: Row[Any]) -> Owed:
    act = row.data.get("seq", 0)
    act = APART - act if row.kind in GOES_APART else act
    return Owed(row.id, row.kind, act, row.data.get("order", 0), row.priority)
