"""Persons, agents, their teams and rights, and sessions (migration 0003)."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from services.foundation.metadata import metadata

team = Table(
    "team",
    metadata,
    Column("tenant_id", Uuid, ForeignKey("tenant.id"), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("label", Text, nullable=False),
    UniqueConstraint("tenant_id", "name"),
)

agent = Table(
    "agent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("issuer", "subject"),
)

membership = Table(
    "membership",
    metadata,
    Column("tenant_id", Uuid, ForeignKey("tenant.id"), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("agent_id", Uuid, ForeignKey("agent.id"), nullable=False),
    Column("team_id", Uuid),
    Column("role", Text, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("quality", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    ForeignKeyConstraint(["tenant_id", "team_id"], ["team.tenant_id", "team.id"]),
)

platform_admin = Table(
    "platform_admin",
    metadata,
    Column("agent_id", Uuid, ForeignKey("agent.id"), primary_key=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
)

person = Table(
    "person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("issuer", Text),
    Column("subject", Text),
    Column("verified", Boolean, nullable=False, server_default=false()),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("issuer", "subject"),
)

session = Table(
    "session",
    metadata,
    Column("key_hash", LargeBinary, primary_key=True),
    Column("person_id", Uuid, ForeignKey("person.id")),
    Column("agent_id", Uuid, ForeignKey("agent.id")),
    Column("csrf", Text, nullable=False),
    Column("id_token", Text),
    Column("kc_sid", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
