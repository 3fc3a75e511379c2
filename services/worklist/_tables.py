"""One row for each collectivity that sees a case."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)

from services.foundation.metadata import metadata

work_item = Table(
    "work_item",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("capacity", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("stage", Text, nullable=False),
    Column("number", Text),
    Column("title", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("procedure_id", Text, nullable=False),
    Column("team_id", Uuid),
    Column("assignee_id", Uuid),
    Column("next_actor", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("silence", Text),
    Column("person_due_on", Date),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("former_numbers", ARRAY(Text), nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
)
