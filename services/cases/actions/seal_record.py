"""Seal the record day by day: one root for each collectivity and day, over what its cases became.

A leaf is a case that moved: its last link of the day, and through it all those before.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Uuid, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, insert

from services.audit import actions as audit
from services.audit import queries as record
from services.cases._tables import case, sealed_case
from services.foundation.database import Database, Transaction, Worker
from services.tenants.contracts import Tenant

ONE_DAY = timedelta(days=1)
# What was begun before midnight is written by then.
SETTLED = timedelta(minutes=15)


async def seal_next_day(db: Database, *, tenant: Tenant, at: datetime) -> date | None:
    """Seal the earliest day of this collectivity that is over and has no root; answers it.

    None when all are sealed, or when there is nothing yet to seal. A day on which nothing moved has
    its root too, so that a root taken away is missed. Done twice, or by two at once, a day has one
    root.
    """
    zone = ZoneInfo(tenant.time_zone)
    today = (at - SETTLED).astimezone(zone).date()
    async with db.transaction(Worker(tenant.id)) as tx:
        await audit.lock_roots(tx, tenant_id=tenant.id)
        last = await record.last_root(tx, tenant_id=tenant.id)
        day = await _first_day(tx, tenant.id, zone) if last is None else last.day + ONE_DAY
        if day is None or day >= today:
            return None
        leaves = await _moved(tx, tenant.id, before=_midnight(day + ONE_DAY, zone))
        await audit.write_root(tx, tenant_id=tenant.id, day=day, leaves=leaves, after=last)
        await _remember(tx, tenant.id, leaves)
    return day


async def _first_day(tx: Transaction, tenant_id: UUID, zone: ZoneInfo) -> date | None:
    """The day of the first link of all."""
    first = await record.first_instant(tx, tenant_id=tenant_id)
    return first.astimezone(zone).date() if first else None


async def _moved(tx: Transaction, tenant_id: UUID, *, before: datetime) -> dict[str, list[Any]]:
    """The cases whose chain went further than what is sealed: how far, and the hash there."""
    link = record.last_link_before(case.c.tenant_id, case.c.id, before).lateral("link")
    known = func.coalesce(sealed_case.c.length, 0)
    same = (sealed_case.c.tenant_id == case.c.tenant_id) & (sealed_case.c.case_id == case.c.id)
    rows = await tx.rows(
        select(case.c.id, link.c.seq, link.c.hash)
        .select_from(case.outerjoin(sealed_case, same).join(link, true()))
        .where(case.c.tenant_id == tenant_id, case.c.chain_length > known, link.c.seq > known)
    )
    return {str(row.id): [row.seq, bytes(row.hash).hex()] for row in rows}


async def _remember(tx: Transaction, tenant_id: UUID, leaves: Mapping[str, Any]) -> None:
    """How far the seals go, so that a link recorded late is in the next root."""
    leaf = func.jsonb_each(cast(leaves, JSONB)).table_valued("key", "value")
    rows = select(
        cast(tenant_id, Uuid), cast(leaf.c.key, Uuid), cast(leaf.c.value.op("->>")(0), Integer)
    )
    kept = insert(sealed_case).from_select(["tenant_id", "case_id", "length"], rows)
    await tx.execute(
        kept.on_conflict_do_update(
            index_elements=["tenant_id", "case_id"], set_={"length": kept.excluded.length}
        )
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
