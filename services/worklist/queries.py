"""Pages of the work list: overdue first, paused last, by keyset; counts that stop at a hundred."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.elements import SQLColumnExpression

from services.foundation.database import Agent, Database, Transaction
from services.worklist._tables import work_item
from services.worklist.actions import NO_DATE
from services.worklist.contracts import (
    COUNTED_UP_TO,
    VIEWS,
    Cursor,
    Filters,
    Sort,
    View,
    Viewer,
    WorkItem,
    WorkPage,
)

_c = work_item.c


async def page(
    db: Database,
    *,
    viewer: Viewer,
    view: View,
    filters: Filters | None = None,
    sort: Sort = "due",
    after: Cursor | None = None,
    limit: int = 50,
) -> WorkPage:
    """A page of what this agent may see. `due`: open before paused, then by day, overdue first."""
    async with db.transaction(Agent(viewer.tenant_id)) as tx:
        return await page_in(
            tx, viewer=viewer, view=view, filters=filters, sort=sort, after=after, limit=limit
        )


async def page_in(
    tx: Transaction,
    *,
    viewer: Viewer,
    view: View,
    filters: Filters | None = None,
    sort: Sort = "due",
    after: Cursor | None = None,
    limit: int = 50,
) -> WorkPage:
    """The same, in a transaction of the caller."""
    query = _narrowed(select(work_item).where(*_seen(viewer, view)), filters or Filters())
    order = _order(sort)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*_values(sort, after)))
    rows = await tx.rows(query.order_by(*order).limit(limit + 1))
    shown = rows[:limit]
    more = _cursor(shown[-1]) if len(rows) > limit else None
    return WorkPage(tuple(_item(row) for row in shown), more)


async def counts(db: Database, *, viewer: Viewer) -> dict[View, int]:
    """How many lines each view has, a hundred meaning « 99+ »; one statement."""
    async with db.transaction(Agent(viewer.tenant_id)) as tx:
        return await counts_in(tx, viewer=viewer)


async def counts_in(tx: Transaction, *, viewer: Viewer) -> dict[View, int]:
    """The same, in a transaction of the caller."""
    parts = []
    for place, view in enumerate(VIEWS):
        capped = select(_c.id).where(*_seen(viewer, view)).limit(COUNTED_UP_TO).subquery()
        parts.append(
            select(literal(place).label("place"), func.count().label("n")).select_from(capped)
        )
    rows = await tx.rows(union_all(*parts))
    found = {VIEWS[row.place]: row.n for row in rows}
    return {view: found[view] for view in VIEWS}


def _seen(viewer: Viewer, view: View) -> tuple[ColumnElement[bool], ...]:
    """The rows of a view. `tenant_id` and `state` first: the indexes begin so."""
    state = "done" if view == "done" else "open"
    mine: tuple[ColumnElement[bool], ...] = (
        _c.tenant_id == viewer.tenant_id,
        _c.state == state,
    )
    if viewer.sees is not None:
        mine = (*mine, or_(_c.team_id.is_(None), _c.team_id.in_(viewer.sees)))
    match view:
        case "mine":
            return (*mine, _c.assignee_id == viewer.agent_id)
        case "team":
            return (*mine, _c.team_id.in_(viewer.team_ids) if viewer.team_ids else false())
        case "unassigned":
            return (*mine, _c.assignee_id.is_(None))
        case "to_sign":
            return (*mine, _c.next_actor == "signatory")
        case "waiting":
            return (*mine, _c.next_actor == "person")
        case _:
            return mine


def _narrowed(query: Select[Any], filters: Filters) -> Select[Any]:
    if filters.procedure_id:
        query = query.where(_c.procedure_id == filters.procedure_id)
    if filters.stage:
        query = query.where(_c.stage == filters.stage)
    if filters.due_by:
        query = query.where(and_(_c.due_on <= filters.due_by, _c.paused.is_(False)))
    if filters.number:
        query = query.where(_numbered(filters.number))
    return query


def _numbered(prefix: str) -> ColumnElement[bool]:
    former = func.unnest(_c.former_numbers).column_valued("former")
    bore = select(former).where(former.startswith(prefix, autoescape=True))
    return or_(_c.number.startswith(prefix, autoescape=True), bore.exists())


def _order(sort: Sort) -> tuple[SQLColumnExpression[Any], ...]:
    return (_c.received_at, _c.id) if sort == "received" else (_c.paused, _c.due_on, _c.id)


def _values(sort: Sort, after: Cursor) -> tuple[Any, ...]:
    if sort == "received":
        return (after.received_at, after.id)
    return (after.paused, after.due_on, after.id)


def _cursor(row: Row[Any]) -> Cursor:
    return Cursor(row.paused, row.due_on, row.received_at, row.id)


def _item(row: Row[Any]) -> WorkItem:
    return WorkItem(
        id=row.id,
        case_tenant_id=row.case_tenant_id,
        case_id=row.case_id,
        capacity=row.capacity,
        state=row.state,
        paused=row.paused,
        stage=row.stage,
        number=row.number,
        title=row.title,
        applicant=row.applicant,
        procedure_id=row.procedure_id,
        team_id=row.team_id,
        assignee_id=row.assignee_id,
        next_actor=row.next_actor,
        due_on=_shown(row.due_on),
        silence=row.silence,
        person_due_on=row.person_due_on,
        received_at=row.received_at,
        former_numbers=tuple(row.former_numbers),
    )


def _shown(day: date) -> date | None:
    return None if day == NO_DATE else day
