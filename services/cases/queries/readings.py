"""The log of readings, for those who supervise: who opened which case, when."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select, tuple_

from services.audit import queries as audit
from services.cases._tables import case
from services.cases.contracts import Reading
from services.foundation.database import Transaction


@dataclass(frozen=True, slots=True)
class Sought:
    """What narrows the log: the beginning of a number, the instants between which it was read."""

    number: str = ""
    since: datetime | None = None
    before: datetime | None = None


async def readings(
    tx: Transaction,
    *,
    tenant_id: UUID,
    teams: AbstractSet[UUID] | None,
    sought: Sought,
    after: tuple[datetime, UUID] | None = None,
    limit: int,
) -> tuple[Reading, ...]:
    """The latest readings first, those that come after `after` in that order.

    `teams`: only of cases of these teams and of none; None for all of them.
    """
    log = audit.readings(tenant_id).subquery("log")
    same = (case.c.tenant_id == log.c.tenant_id) & (case.c.id == log.c.case_id)
    query = select(log, case.c.number).join(case, same)
    if teams is not None:
        query = query.where(or_(case.c.team_id.is_(None), case.c.team_id.in_(teams)))
    if sought.number:
        query = query.where(case.c.number.startswith(sought.number, autoescape=True))
    if sought.since is not None:
        query = query.where(log.c.at >= sought.since)
    if sought.before is not None:
        query = query.where(log.c.at < sought.before)
    if after is not None:
        query = query.where(tuple_(log.c.at, log.c.id) < after)
    query = query.order_by(log.c.at.desc(), log.c.id.desc()).limit(limit)
    return tuple(_reading(row) for row in await tx.rows(query))


def _reading(row: Row[Any]) -> Reading:
    return Reading(
        id=row.id,
        at=row.at,
        case_id=row.case_id,
        number=row.number or "",
        by_person=row.reader_kind == "person",
        reader_id=row.reader_id,
        capacity=row.capacity,
        what=row.what,
    )
