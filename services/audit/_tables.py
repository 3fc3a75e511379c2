"""The record, its daily roots, the log of readings."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.foundation.metadata import metadata

case_event = Table(
    "case_event",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("capacity", Text),
    Column("from_state", Text),
    Column("to_state", Text),
    Column("fact", JSONB),
    Column("salt", LargeBinary),
    Column("payload", JSONB),
    Column("payload_digest", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "case_id", "seq"),
)

daily_root = Table(
    "daily_root",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("day", Date, nullable=False),
    Column("leaves", JSONB, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("root", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "day"),
)

access_log = Table(
    "access_log",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reader_kind", Text, nullable=False),
    Column("reader_id", Uuid),
    Column("capacity", Text, nullable=False),
    Column("what", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
)
