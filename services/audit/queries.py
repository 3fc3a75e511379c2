"""Reading the record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Row, Select, Uuid, cast, func, select, true

from services.audit._tables import access_log, case_event, daily_root
from services.audit.contracts import Event, Link, Root
from services.foundation.actor import Actor
from services.foundation.database import Transaction


async def events(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> tuple[Event, ...]:
    """What was done on a case, in order."""
    return tuple(link.event for link in await links(tx, tenant_id=tenant_id, case_id=case_id))


async def links(tx: Transaction, *, tenant_id: UUID, case_id: UUID) -> tuple[Link, ...]:
    """The chain of a case, in order."""
    found = await tx.rows(
        select(case_event)
        .where(case_event.c.tenant_id == tenant_id, case_event.c.case_id == case_id)
        .order_by(case_event.c.seq)
    )
    return tuple(_link(row) for row in found)


async def cases_in_record(tx: Transaction, *, tenant_id: UUID) -> frozenset[UUID]:
    """The cases of which the record holds at least one link."""
    found = await tx.rows(
        select(case_event.c.case_id).where(case_event.c.tenant_id == tenant_id).distinct()
    )
    return frozenset(row.case_id for row in found)


async def first_instant(tx: Transaction, *, tenant_id: UUID) -> datetime | None:
    """When the record of a tenant begins."""
    of_tenant = case_event.c.tenant_id == tenant_id
    found: datetime | None = await tx.scalar(select(func.min(case_event.c.at)).where(of_tenant))
    return found


def last_link_before(tenant_id: Any, case_id: Any, before: datetime) -> Select[Any]:
    """The last link (`seq`, `hash`) of a case before an instant, for a statement of the caller."""
    return (
        select(case_event.c.seq, case_event.c.hash)
        .where(
            case_event.c.tenant_id == tenant_id,
            case_event.c.case_id == case_id,
            case_event.c.at < before,
        )
        .order_by(case_event.c.seq.desc())
        .limit(1)
    )


def readings(tenant_id: UUID) -> Select[Any]:
    """The log of readings of a tenant, for a statement of the caller."""
    return select(access_log).where(access_log.c.tenant_id == tenant_id)


async def roots(tx: Transaction, *, tenant_id: UUID) -> tuple[Root, ...]:
    """The daily roots of a tenant, in order."""
    found = await tx.rows(_roots_of(tenant_id).order_by(daily_root.c.day))
    return tuple(_root(row) for row in found)


async def last_root(tx: Transaction, *, tenant_id: UUID) -> Root | None:
    """The latest daily root of a tenant."""
    found = await tx.rows(_roots_of(tenant_id).order_by(daily_root.c.day.desc()).limit(1))
    return _root(found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A case as a daily root sealed it."""

    day: date
    case_id: UUID
    length: int


async def leaf_that_differs(tx: Transaction, *, tenant_id: UUID) -> Leaf | None:
    """The first case that is no longer what a daily root sealed."""
    leaf = func.jsonb_each(daily_root.c.leaves).table_valued("key", "value")
    case_id = cast(leaf.c.key, Uuid)
    length = cast(leaf.c.value.op("->>")(0), Integer)
    sealed = (
        (case_event.c.tenant_id == daily_root.c.tenant_id)
        & (case_event.c.case_id == case_id)
        & (case_event.c.seq == length)
    )
    hashed = func.encode(case_event.c.hash, "hex")
    found = await tx.rows(
        select(daily_root.c.day, case_id.label("case_id"), length.label("length"))
        .select_from(daily_root.join(leaf, true()).outerjoin(case_event, sealed))
        .where(
            daily_root.c.tenant_id == tenant_id,
            hashed.is_distinct_from(leaf.c.value.op("->>")(1)),
        )
        .order_by(daily_root.c.day, case_id)
        .limit(1)
    )
    return Leaf(found[0].day, found[0].case_id, found[0].length) if found else None


def _roots_of(tenant_id: UUID) -> Select[Any]:
    return select(daily_root).where(daily_root.c.tenant_id == tenant_id)


def _root(row: Row[Any]) -> Root:
    return Root(row.day, row.leaves, bytes(row.previous), bytes(row.root))


def _link(row: Row[Any]) -> Link:
    event = Event(
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        actor=Actor(row.actor_kind, row.actor_id, row.capacity),
        from_state=row.from_state,
        to_state=row.to_state,
        fact=row.fact,
        payload=row.payload,
    )
    return Link(
        row.tenant_id,
        row.case_id,
        event,
        bytes(row.salt) if row.salt is not None else None,
        bytes(row.payload_digest),
        bytes(row.previous),
        bytes(row.hash),
    )
