"""The collectivities (migration 0003)."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.foundation.metadata import metadata

tenant = Table(
    "tenant",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("siren", Text, nullable=False, unique=True),
    Column("level", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("time_zone", Text, nullable=False),
    Column("calendar", Text, nullable=False),
    Column("brand", JSONB, nullable=False),
    Column("contact", JSONB, nullable=False),
    Column("sender_addresses", JSONB, nullable=False),
    Column("sve_terms", JSONB, nullable=False),
    Column("key_id", Uuid, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),
    Column("recipe_digest", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("warnings", JSONB),
    UniqueConstraint("level", "code"),
)

slug_history = Table(
    "slug_history",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("tenant_id", Uuid, ForeignKey("tenant.id"), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)

agreement = Table(
    "agreement",
    metadata,
    Column("tenant_id", Uuid, ForeignKey("tenant.id"), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("partner_siren", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("act", Text, nullable=False),
)
