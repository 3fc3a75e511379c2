"""What a resident reads of her drafts and requests. Absent and forbidden look the same."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.dialects.postgresql import array

from services.audit import actions as audit
from services.cases._attachments import attachments_of_draft
from services.cases._core import read_core, story_of
from services.cases._drafts import draft_of, own_draft
from services.cases._story import begin
from services.cases._tables import case_party, draft
from services.cases.contracts import (
    AttachmentLine,
    Draft,
    Filed,
    HandedTo,
    RequestLine,
    RequestView,
)
from services.foundation.actor import Actor
from services.foundation.database import Citizen, Database, Transaction
from services.foundation.errors import NotFound
from services.foundation.i18n import Text
from services.foundation.writes import Writes
from services.processes.step import possible_actions


async def draft_with_files(
    db: Database, *, person_id: UUID, draft_id: UUID
) -> tuple[Draft, tuple[AttachmentLine, ...]]:
    """Her draft and the files received for it. Raises NotFound."""
    async with db.transaction(Citizen(person_id)) as tx:
        found = await own_draft(tx, draft_id=draft_id)
        return found, await attachments_of_draft(tx, draft_id=draft_id)


async def drafts(db: Database, *, person_id: UUID) -> tuple[Draft, ...]:
    """Her drafts, the latest first."""
    async with db.transaction(Citizen(person_id)) as tx:
        rows = await tx.rows(
            select(draft)
            .where(draft.c.person_id == person_id)
            .order_by(draft.c.updated_at.desc(), draft.c.id)
        )
    return tuple(draft_of(row) for row in rows)


async def filed_before(tx: Transaction, *, case_id: UUID) -> Filed | None:
    """The case that a draft became, if the reader filed it."""
    row = await tx.one_or_none(select(case_party).where(case_party.c.case_id == case_id))
    return Filed(row.tenant_id, row.case_id, row.number, row.filed_at) if row else None


async def my_requests(
    db: Database,
    *,
    person_id: UUID,
    number: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int = 20,
) -> tuple[RequestLine, ...]:
    """Her requests to all collectivities, the last moved first; `after` is the end of a page.

    `number` keeps those that bear it, or bore it before they were handed over; a part is enough.
    """
    query = select(case_party).where(case_party.c.person_id == person_id)
    if number:
        numbers = func.array_to_string(
            case_party.c.former_numbers + array([case_party.c.number]), " "
        )
        query = query.where(numbers.contains(number, autoescape=True))
    if after is not None:
        moved, last = after
        query = query.where(
            or_(
                case_party.c.updated_at < moved,
                and_(case_party.c.updated_at == moved, case_party.c.case_id > last),
            )
        )
    query = query.order_by(case_party.c.updated_at.desc(), case_party.c.case_id).limit(limit)
    async with db.transaction(Citizen(person_id)) as tx:
        return _lines(await tx.rows(query))


async def request(db: Database, *, person_id: UUID, case_id: UUID, at: datetime) -> RequestView:
    """A request as its resident reads it; her reading is logged too. Raises NotFound."""
    tenant_id = await tenant_of(db, person_id=person_id, case_id=case_id)
    async with db.transaction(Citizen(person_id, tenant_id, case_id)) as tx:
        core, book = await read_core(tx, tenant_id=tenant_id, case_id=case_id, at=at)
        writes, reader = Writes(), Actor("person", person_id, "applicant")
        audit.log_reading(
            writes, tenant_id=tenant_id, case_id=case_id, by=reader, what="request", at=at
        )
        await tx.write(writes)
    followed_at = await _followed_at(db, person_id, core["handed_to"])
    settled = begin(book, at=at)
    settled.settle()  # in memory: what silence has done is hers to act on before it is recorded
    open_to_her = possible_actions(book.process, settled.view, frozenset({"person"}), at=at)
    return RequestView(
        **core,
        story=story_of(book),
        can=frozenset(each.action.id for each in open_to_her if each.blocked is None),
        followed_at=followed_at,
    )


async def _followed_at(db: Database, person_id: UUID, to: HandedTo | None) -> UUID | None:
    if to is None or to.case_id is None:
        return None
    async with db.transaction(Citizen(person_id)) as tx:
        there = await filed_before(tx, case_id=to.case_id)
    return to.case_id if there else None


async def tenant_of(db: Database, *, person_id: UUID, case_id: UUID) -> UUID:
    """The collectivity that holds her case. Raises NotFound, for a stranger too."""
    async with db.transaction(Citizen(person_id)) as tx:
        found = await tx.scalar(
            select(case_party.c.tenant_id).where(
                case_party.c.person_id == person_id, case_party.c.case_id == case_id
            )
        )
    if found is None:
        raise NotFound
    return UUID(str(found))


def _lines(rows: Sequence[Row[Any]]) -> tuple[RequestLine, ...]:
    return tuple(
        RequestLine(
            tenant_id=row.tenant_id,
            case_id=row.case_id,
            number=row.number,
            title=Text(**row.title),
            public_state=Text(**row.public_state),
            next_actor=row.next_actor,
            due_on=row.due_on,
            filed_at=row.filed_at,
            updated_at=row.updated_at,
            closed_on=row.closed_on,
            former_numbers=tuple(row.former_numbers),
        )
        for row in rows
    )
