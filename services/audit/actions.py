"""Writing the record and the log of readings."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from services.audit._tables import access_log, case_event, daily_root
from services.audit.chain import GENESIS, link_hash, payload_digest, root_hash
from services.audit.contracts import Event, Head, Root
from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.foundation.writes import Writes

SALT_BYTES = 16
NOTHING = Head(GENESIS, 0)


def append(
    writes: Writes,
    *,
    tenant_id: UUID,
    case_id: UUID,
    head: Head,
    kind: str,
    at: datetime,
    by: Actor,
    states: tuple[str | None, str | None] = (None, None),
    fact: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
) -> tuple[Event, Head]:
    """Add a link after `head`; the case's lock is held by the caller. Answers the new head."""
    event = Event(head.length + 1, kind, at, by, *states, fact, payload)
    salt = secrets.token_bytes(SALT_BYTES)
    digest = payload_digest(salt, payload)
    hashed = link_hash(head.hash, tenant_id=tenant_id, case_id=case_id, event=event, digest=digest)
    writes.insert(
        case_event,
        tenant_id=tenant_id,
        case_id=case_id,
        seq=event.seq,
        kind=kind,
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
        capacity=by.capacity,
        from_state=event.from_state,
        to_state=event.to_state,
        fact=fact,
        salt=salt,
        payload=payload,
        payload_digest=digest,
        previous=head.hash,
        hash=hashed,
    )
    return event, Head(hashed, event.seq)


def log_reading(
    writes: Writes, *, tenant_id: UUID, case_id: UUID, by: Actor, what: str, at: datetime
) -> None:
    """Say who read a case, when and in what capacity (append-only)."""
    writes.insert(
        access_log,
        tenant_id=tenant_id,
        id=uuid4(),
        case_id=case_id,
        at=at,
        reader_kind=by.kind,
        reader_id=by.id,
        capacity=by.capacity or "",
        what=what,
    )


async def lock_roots(tx: Transaction, *, tenant_id: UUID) -> None:
    """One at a time seals the days of a tenant, until this transaction ends."""
    await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(tenant_id), 0))))


async def write_root(
    tx: Transaction, *, tenant_id: UUID, day: date, leaves: Mapping[str, Any], after: Root | None
) -> None:
    """Seal a day after the one before; the caller holds `lock_roots`."""
    previous = after.hash if after else GENESIS
    writes = Writes()
    writes.insert(
        daily_root,
        tenant_id=tenant_id,
        day=day,
        leaves=dict(leaves),
        previous=previous,
        root=root_hash(previous, tenant_id=tenant_id, day=day, leaves=leaves),
    )
    await tx.write(writes)
