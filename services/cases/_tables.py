"""Drafts, cases and what hangs on them."""

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.foundation.metadata import metadata

draft = Table(
    "draft",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("tenant_id", Uuid, nullable=False),
    Column("procedure_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("insee", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
    Column("page", Text),
    Column("revision", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

case = Table(
    "case",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("procedure_id", Text, nullable=False),
    Column("procedure_version", Integer, nullable=False),
    Column("process_id", Text, nullable=False),
    Column("process_version", Integer, nullable=False),
    Column("filed_under", Text, nullable=False),
    Column("number", Text),
    Column("aliases", JSONB, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("channel", Text, nullable=False),
    Column("insee", Text, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("team_id", Uuid),
    Column("assignee_id", Uuid),
    Column("revision", Integer, nullable=False),
    Column("due_on", Date),
    Column("notification", JSONB, nullable=False),
    Column("closed_on", Date),
    Column("legal_hold", Boolean, nullable=False),
    Column("retain_until", Date),
    Column("chain_head", LargeBinary, nullable=False),
    Column("chain_length", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "number"),
)

case_answers = Table(
    "case_answers",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("answers", JSONB, nullable=False),
    PrimaryKeyConstraint("tenant_id", "case_id"),
)

case_party = Table(
    "case_party",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("until", DateTime(timezone=True)),
    Column("identity", JSONB, nullable=False),
    Column("number", Text),
    Column("title", JSONB, nullable=False),
    Column("public_state", JSONB, nullable=False),
    Column("next_actor", Text, nullable=False),
    Column("due_on", Date),
    Column("closed_on", Date),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("former_numbers", ARRAY(Text), nullable=False),
    PrimaryKeyConstraint("tenant_id", "case_id", "person_id", "role"),
)

number_counter = Table(
    "number_counter",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("series", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "series", "year"),
)

decision = Table(
    "decision",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("sense", Text, nullable=False),
    Column("law_reasons", Text, nullable=False),
    Column("fact_reasons", Text, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("signed_by", Uuid),
    Column("signed_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("tenant_id", "id"),
)

note = Table(
    "note",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("agent_id", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
)

deadline = Table(
    "deadline",
    metadata,
    Column("tenant_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("wake_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("article", Text, nullable=False),
    PrimaryKeyConstraint("tenant_id", "case_id", "kind"),
)

# Declared so that the tables agree; only its two functions reach it (migrations 0008, 0010).
drinking_place_count = Table(
    "drinking_place_count",
    metadata,
    Column("rna", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("opener", Text, primary_key=True),
    Column("granted", Integer, nullable=False),
)
