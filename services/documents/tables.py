"""Files received and letters produced. Public: `cases` ties both to a case in its own writes."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from services.foundation.metadata import metadata

attachment = Table(
    "attachment",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid),
    Column("draft_id", Uuid),
    Column("person_id", Uuid),
    Column("field", Text, nullable=False),
    Column("piece", Text),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("object_key", Text, nullable=False),
    Column("scan", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
)

letter = Table(
    "letter",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("object_key", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("template", Text, nullable=False),
    Column("template_digest", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("public", Boolean, nullable=False),
    Column("available_at", DateTime(timezone=True)),
    Column("first_opened_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "key"),
)

# Objects whose row is gone, noted by the database itself; swept from the store once `due_at`.
forgotten_object = Table(
    "forgotten_object",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("object_key", Text, nullable=False),
    Column("due_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("tenant_id", "object_key"),
)
