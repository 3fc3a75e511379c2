"""Pages of the work list: overdue first, paused last, by keyset; counts that stop at a hundred.

Each form that a list can take is worked out once, then asked with its values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from services.foundation.database import Agent, Database
from services.foundation.trips import Prepared, Question, prepared
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


@dataclass(frozen=True, slots=True)
class _Form:
    """What the statement of a page depends on: everything but the values."""

    view: View
    narrowed: bool
    filters: tuple[str, ...]
    sort: Sort
    goes_on: bool
    limit: int


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
    question = page_question(
        viewer=viewer, view=view, filters=filters, sort=sort, after=after, limit=limit
    )
    return page_from((await db.ask(Agent(viewer.tenant_id), [question]))[0], limit=limit)


def page_question(
    *,
    viewer: Viewer,
    view: View,
    filters: Filters | None = None,
    sort: Sort = "due",
    after: Cursor | None = None,
    limit: int,
) -> Question:
    """The question of `page`, for a caller who asks it with others in one trip."""
    asked = {name: value for name, value in _narrowing(filters or Filters()).items() if value}
    form = _Form(
        view, viewer.sees is not None, tuple(asked), sort, goes_on=after is not None, limit=limit
    )
    end = {"paused": after.paused, "due_on": after.due_on, "id": after.id} if after else {}
    received = {"received_at": after.received_at} if after else {}
    return Question(_page_statement(form), {**_whose(viewer), **asked, **end, **received})


def page_from(rows: Sequence[Any], *, limit: int) -> WorkPage:
    """What the rows of `page_question` say."""
    shown = rows[:limit]
    more = _cursor(shown[-1]) if len(rows) > limit else None
    return WorkPage(tuple(_item(row) for row in shown), more)


async def counts(db: Database, *, viewer: Viewer) -> dict[View, int]:
    """How many lines each view has, a hundred meaning « 99+ »; one statement."""
    return counts_from((await db.ask(Agent(viewer.tenant_id), [counts_question(viewer)]))[0])


def counts_question(viewer: Viewer) -> Question:
    """The question of `counts`, for a caller who asks it with others in one trip."""
    return Question(_counts_statement(narrowed=viewer.sees is not None), _whose(viewer))


def counts_from(rows: Sequence[Any]) -> dict[View, int]:
    """What the rows of `counts_question` say."""
    return {row.view: row.n for row in rows}


@lru_cache(maxsize=2)
def _counts_statement(*, narrowed: bool) -> Prepared:
    parts = []
    for view in VIEWS:
        capped = select(_c.id).where(*_seen(view, narrowed=narrowed)).limit(_count(COUNTED_UP_TO))
        label = literal_column(f"'{view}'", Text).label("view")
        parts.append(select(label, func.count().label("n")).select_from(capped.subquery()))
    return prepared(union_all(*parts))


@lru_cache(maxsize=1024)
def _page_statement(form: _Form) -> Prepared:
    query = select(work_item).where(*_seen(form.view, narrowed=form.narrowed))
    for name in form.filters:
        query = _narrow(query, name)
    order = _order(form.sort)
    if form.goes_on:
        end = tuple_(*(bindparam(each.name, type_=each.type) for each in order))
        query = query.where(tuple_(*order) > end)
    return prepared(query.order_by(*order).limit(_count(form.limit + 1)))


def _count(number: int) -> ColumnElement[int]:
    """Written out, so that the plan knows how few rows are wanted."""
    return literal_column(str(number))


def _whose(viewer: Viewer) -> dict[str, Any]:
    return {
        "tenant_id": viewer.tenant_id,
        "agent_id": viewer.agent_id,
        "team_ids": list(viewer.team_ids),
        "sees": list(viewer.sees or ()),
    }


def _seen(view: View, *, narrowed: bool) -> tuple[ColumnElement[bool], ...]:
    """The rows of a view. Words are written out, for the indexes of some of the rows only."""
    seen: tuple[ColumnElement[bool], ...] = (
        _c.tenant_id == bindparam("tenant_id"),
        _c.state == literal_column("'done'" if view == "done" else "'open'"),
    )
    if narrowed:
        seen = (*seen, or_(_c.team_id.is_(None), _c.team_id == _any("sees")))
    match view:
        case "mine":
            return (*seen, _c.assignee_id == bindparam("agent_id"))
        case "team":
            return (*seen, _c.team_id == _any("team_ids"))
        case "unassigned":
            return (*seen, _c.assignee_id.is_(None))
        case "to_sign":
            return (*seen, _c.next_actor == literal_column("'signatory'"))
        case "waiting":
            return (*seen, _c.next_actor == literal_column("'person'"))
        case _:
            return seen


def _any(name: str) -> ColumnElement[Any]:
    return any_(bindparam(name, type_=ARRAY(Uuid)))


def _narrowing(filters: Filters) -> dict[str, Any]:
    return {
        "procedure_id": filters.procedure_id,
        "stage": filters.stage,
        "due_by": filters.due_by,
        "number": filters.number,
    }


def _narrow(query: Select[Any], name: str) -> Select[Any]:
    match name:
        case "due_by":
            return query.where(_c.due_on <= bindparam("due_by"), _c.paused.is_(False))
        case "number":
            return query.where(_numbered())
        case _:
            return query.where(_c[name] == bindparam(name))


def _numbered() -> ColumnElement[bool]:
    """Under that number, or one that the case bore before it was handed over."""
    former = func.unnest(_c.former_numbers).column_valued("former")
    bore = select(former).where(func.starts_with(former, bindparam("number")))
    return or_(func.starts_with(_c.number, bindparam("number")), bore.exists())


def _order(sort: Sort) -> tuple[Column[Any], ...]:
    return (_c.received_at, _c.id) if sort == "received" else (_c.paused, _c.due_on, _c.id)


def _cursor(row: Any) -> Cursor:
    return Cursor(row.paused, row.due_on, row.received_at, row.id)


def _item(row: Any) -> WorkItem:
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
