"""The tables of the catalogue."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.foundation.metadata import metadata

procedure_version = Table(
    "procedure_version",
    metadata,
    Column("procedure_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("procedure_id", "version"),
)

process_version = Table(
    "process_version",
    metadata,
    Column("process_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("definition", JSONB, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("process_id", "version"),
)

adoption = Table(
    "adoption",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("procedure_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("options", JSONB, nullable=False),
    Column("team_id", Uuid),
    Column("state", Text, nullable=False),
    Column("closed_reason", JSONB),
    Column("since", Date, nullable=False),
    Column("until", Date),
    PrimaryKeyConstraint("tenant_id", "procedure_id", "since"),
    ForeignKeyConstraint(
        ["procedure_id", "version"],
        ["procedure_version.procedure_id", "procedure_version.version"],
    ),
)

filed_under = Table(
    "filed_under",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("digest", Text, nullable=False),
    Column("snapshot", JSONB, nullable=False),
    PrimaryKeyConstraint("tenant_id", "digest"),
)
