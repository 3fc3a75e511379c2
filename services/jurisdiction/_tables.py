"""The table of competence."""

from sqlalchemy import Column, Date, DateTime, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID

from services.foundation.metadata import metadata

competence = Table(
    "competence",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("service", Text, nullable=False),
    Column("territory", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("holder", Text),
    Column("holder_name", Text),
    Column("holder_siren", Text),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("act", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("service", "territory", "valid_from"),
)
