"""What crosses the edge of a transaction: facts for the relay, effects that are owed, heartbeats.

A fact says only *which* case; the loop that hears it looks at the book. An effect has a key: doing
it twice changes nothing (decision 9).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.foundation.metadata import metadata
from services.foundation.writes import Writes

outbox = Table(
    "outbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("fact", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("attempts", Integer, nullable=False),
    Column("not_before", DateTime(timezone=True)),
    Column("last_error", Text),
)

effect = Table(
    "effect",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", DateTime(timezone=True)),
    Column("last_error", Text),
    Column("data", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "key"),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("part", Text, nullable=False),
    Column("instance", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("part", "instance"),
)

# The facts of the house; `tests/house` checks that each has its handler in `workflows`.
FACTS = ("case.look",)

ORDINARY = 3
LOW = 5
_least_urgent = ContextVar("least_urgent", default=0)


@contextmanager
def no_more_urgent_than(priority: int) -> Iterator[None]:
    """What is registered inside waits behind the day's work (sown or imported cases)."""
    token = _least_urgent.set(priority)
    try:
        yield
    finally:
        _least_urgent.reset(token)


def tell(writes: Writes, *, tenant_id: UUID, case_id: UUID, fact: str, at: datetime) -> None:
    """Let the clock know, after commit, that this case owes something."""
    if fact not in FACTS:
        raise ValueError(f"unknown fact: {fact}")
    writes.insert(
        outbox,
        id=uuid4(),
        tenant_id=tenant_id,
        case_id=case_id,
        fact=fact,
        created_at=at,
    )


def owe(
    writes: Writes,
    *,
    tenant_id: UUID,
    case_id: UUID,
    kind: str,
    key: str,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    priority: int = ORDINARY,
) -> None:
    """Register an effect under its key; a second registration of the key changes nothing."""
    writes.insert_unless_exists(
        effect,
        tenant_id=tenant_id,
        id=uuid4(),
        case_id=case_id,
        kind=kind,
        key=key,
        priority=max(priority, _least_urgent.get()),
        data=dict(data or {}),
        created_at=at,
    )
