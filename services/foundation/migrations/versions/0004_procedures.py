"""The catalogue: published versions, what a tenant adopts, what a case was filed under."""

from alembic import op

from services.foundation.migrations.walls import TENANT, allow, open_to_all, wall

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE procedure_version (
            procedure_id text NOT NULL,
            version integer NOT NULL,
            digest text NOT NULL,
            definition jsonb NOT NULL,
            published_at timestamptz NOT NULL,
            PRIMARY KEY (procedure_id, version)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE process_version (
            process_id text NOT NULL,
            version integer NOT NULL,
            digest text NOT NULL,
            definition jsonb NOT NULL,
            published_at timestamptz NOT NULL,
            PRIMARY KEY (process_id, version)
        )
        """
    )
    for table in ("procedure_version", "process_version"):
        open_to_all(table)
        # A published version never changes: nobody may update or delete it.
        op.execute(f"GRANT INSERT ON {table} TO app_operator")
    op.execute(
        """
        CREATE TABLE adoption (
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            procedure_id text NOT NULL,
            version integer NOT NULL,
            options jsonb NOT NULL DEFAULT '{}',
            team_id uuid,
            state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
            closed_reason jsonb,
            since date NOT NULL,
            until date,
            PRIMARY KEY (tenant_id, procedure_id, since),
            FOREIGN KEY (procedure_id, version) REFERENCES procedure_version,
            FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
        )
        """
    )
    wall("adoption")
    for role in (
        "app_public",
        "app_door",
        "app_citizen",
        "app_agent",
        "app_worker",
        "app_relay",
    ):
        allow("adoption", role, "select", "until IS NULL OR until > current_date")
    allow("adoption", "app_operator", "select, insert, update, delete", "true")
    op.execute(
        """
        CREATE TABLE filed_under (
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            digest text NOT NULL,
            snapshot jsonb NOT NULL,
            PRIMARY KEY (tenant_id, digest)
        )
        """
    )
    wall("filed_under")
    allow("filed_under", "app_citizen", "select, insert", TENANT)
    allow("filed_under", "app_agent", "select, insert", TENANT)
    allow("filed_under", "app_worker", "select", TENANT)
