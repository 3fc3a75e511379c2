"""A case as the book holds it, read under its lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.audit import queries as audit
from services.audit.contracts import Event, Head
from services.cases._snapshot import filed_under_of
from services.cases._tables import case, deadline
from services.cases.contracts import FiledUnder
from services.foundation.database import Transaction
from services.foundation.errors import NotFound
from services.processes.contracts import Process


@dataclass(frozen=True, slots=True)
class Book:
    """Everything an act must know before it begins."""

    tenant_id: UUID
    case_id: UUID
    version: int
    state: str
    outcome: str | None
    assignee_id: UUID | None
    team_id: UUID | None
    electronic: bool
    closed_on: date | None
    head: Head
    under: FiledUnder
    process: Process
    events: tuple[Event, ...]
    deadlines: Mapping[str, tuple[date, str]]


async def open_book(tx: Transaction, *, tenant_id: UUID, case_id: UUID, lock: bool = True) -> Book:
    """The case, locked until the transaction ends. Raises NotFound, for a stranger too."""
    query = select(case).where(case.c.tenant_id == tenant_id, case.c.id == case_id)
    row = await tx.one_or_none(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    under = await filed_under_of(tx, tenant_id=tenant_id, digest=row.filed_under)
    events = await audit.events(tx, tenant_id=tenant_id, case_id=case_id)
    deadlines = await tx.rows(
        select(deadline.c.kind, deadline.c.due_on, deadline.c.state).where(
            deadline.c.tenant_id == tenant_id, deadline.c.case_id == case_id
        )
    )
    return book_of(row, under, events, deadlines)


def book_of(
    row: Row[Any],
    under: FiledUnder,
    events: tuple[Event, ...],
    deadlines: Sequence[Row[Any]],
) -> Book:
    return Book(
        tenant_id=row.tenant_id,
        case_id=row.id,
        version=row.revision,
        state=row.state,
        outcome=row.outcome,
        assignee_id=row.assignee_id,
        team_id=row.team_id,
        electronic=bool(row.notification.get("electronic")),
        closed_on=row.closed_on,
        head=Head(bytes(row.chain_head), row.chain_length),
        under=under,
        process=under.process,
        events=events,
        deadlines={each.kind: (each.due_on, each.state) for each in deadlines},
    )


# Acts of people that change nothing for another agent's page.
QUIET = frozenset({"add_note"})


def acts_after(events: Sequence[Event], version: int) -> tuple[Event, ...]:
    """The acts that a reader of `version` has not seen: a version counts the links of the record.

    Letters made in the meantime and internal notes are no reason to stop somebody's work.
    """
    return tuple(
        event
        for event in events
        if event.seq > version and event.to_state is not None and event.kind not in QUIET
    )
