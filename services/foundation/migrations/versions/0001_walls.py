"""Contexts, the outbox, effects and heartbeats."""

from alembic import op

from services.foundation.migrations.walls import TENANT, allow, wall

revision = "0001"
down_revision = None


def upgrade() -> None:
    _contexts()
    _outbox()
    _effects()
    _heartbeats()


def _contexts() -> None:
    """What a transaction says of itself; an empty setting is no context, never an error."""
    for name in ("tenant", "person", "case"):
        op.execute(
            f"CREATE FUNCTION app_{name}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT nullif(current_setting('app.{name}_id', true), '')::uuid $$"
        )
    for name in ("issuer", "subject"):
        op.execute(
            f"CREATE FUNCTION app_{name}() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS "
            f"$$ SELECT nullif(current_setting('app.{name}', true), '') $$"
        )
    op.execute(
        "CREATE FUNCTION app_session() RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS "
        "$$ SELECT decode(nullif(current_setting('app.session_key', true), ''), 'hex') $$"
    )


def _outbox() -> None:
    op.execute(
        """
        CREATE TABLE outbox (
            id uuid PRIMARY KEY,
            tenant_id uuid NOT NULL,
            case_id uuid NOT NULL,
            fact text NOT NULL,
            created_at timestamptz NOT NULL,
            sent_at timestamptz,
            attempts integer NOT NULL DEFAULT 0,
            not_before timestamptz,
            last_error text
        )
        """
    )
    op.execute(
        "CREATE INDEX outbox_waiting_idx ON outbox (not_before NULLS FIRST, created_at) "
        "WHERE sent_at IS NULL"
    )
    wall("outbox")
    allow("outbox", "app_agent", "insert", TENANT)
    allow("outbox", "app_worker", "insert, select", TENANT)
    allow("outbox", "app_relay", "select, insert, update", "true")


def _effects() -> None:
    op.execute(
        """
        CREATE TABLE effect (
            tenant_id uuid NOT NULL,
            id uuid NOT NULL,
            case_id uuid NOT NULL,
            kind text NOT NULL,
            key text NOT NULL,
            state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
            priority smallint NOT NULL DEFAULT 3,
            attempts integer NOT NULL DEFAULT 0,
            not_before timestamptz,
            last_error text,
            data jsonb NOT NULL DEFAULT '{}',
            created_at timestamptz NOT NULL,
            done_at timestamptz,
            PRIMARY KEY (tenant_id, id),
            UNIQUE (tenant_id, key)
        )
        """
    )
    op.execute("CREATE INDEX effect_case_idx ON effect (tenant_id, case_id)")
    op.execute("CREATE INDEX effect_owed_idx ON effect (created_at) WHERE state <> 'done'")
    wall("effect")
    allow("effect", "app_agent", "select, insert", TENANT)
    allow("effect", "app_worker", "select, insert, update", TENANT)
    allow(
        "effect",
        "app_relay",
        "select",
        "true",
        columns="tenant_id, id, case_id, kind, state, priority, attempts, not_before, "
        "last_error, created_at, done_at",
    )
    allow("effect", "app_relay", "update", "true", columns="state, attempts, not_before")


def _heartbeats() -> None:
    op.execute(
        """
        CREATE TABLE heartbeat (
            part text NOT NULL,
            instance text NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (part, instance)
        )
        """
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON heartbeat TO app_relay")
    op.execute("GRANT SELECT ON heartbeat TO app_public, app_operator")
