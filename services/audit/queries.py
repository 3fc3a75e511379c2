"""Reading the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.audit._tables import case_event, daily_root
from services.audit.contracts import Event, Link
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


async def roots(tx: Transaction, *, tenant_id: UUID) -> tuple[Row[Any], ...]:
    """The daily roots of a tenant, in order."""
    found = await tx.rows(
        select(daily_root).where(daily_root.c.tenant_id == tenant_id).order_by(daily_root.c.day)
    )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A case as a daily root sealed it."""

    case_id: UUID
    length: int
    hash: bytes


def leaves_of(sealed: Iterable[Row[Any]]) -> Iterator[tuple[date, Leaf]]:
    """The leaves of daily roots, in order."""
    for row in sealed:
        for case_id, (length, digest) in sorted(row.leaves.items()):
            yield row.day, Leaf(UUID(case_id), length, bytes.fromhex(digest))


async def hash_at(tx: Transaction, *, tenant_id: UUID, case_id: UUID, seq: int) -> bytes | None:
    """The hash of one link."""
    found = await tx.scalar(
        select(case_event.c.hash).where(
            case_event.c.tenant_id == tenant_id,
            case_event.c.case_id == case_id,
            case_event.c.seq == seq,
        )
    )
    return bytes(found) if found is not None else None


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
