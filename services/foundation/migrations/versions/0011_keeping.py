"""What is kept by itself: seals of the record, drafts and files forgotten, counts at the doors."""

from alembic import op

from services.foundation.migrations.walls import TENANT, allow, wall

revision = "0011"
down_revision = "0010"

DEFINER = "SECURITY DEFINER SET search_path = public, pg_temp"


def upgrade() -> None:
    _seals()
    _sessions()
    _drafts()
    _files()
    _outbox()
    _counts()
    # The register of readings is read by date.
    op.execute("CREATE INDEX access_log_at_idx ON access_log (tenant_id, at, id)")


def _seals() -> None:
    """How far into each case's chain the daily roots go."""
    op.execute(
        """
        CREATE TABLE sealed_case (
            tenant_id uuid NOT NULL,
            case_id uuid NOT NULL,
            length integer NOT NULL,
            PRIMARY KEY (tenant_id, case_id)
        )
        """
    )
    wall("sealed_case")
    allow("sealed_case", "app_worker", "select, insert, update", TENANT)
    allow("sealed_case", "app_relay", "select", "true", columns="tenant_id, case_id")


def _sessions() -> None:
    _for_relay(
        "end_stale_sessions(of_now timestamptz, at_most integer)",
        """
        WITH ended AS (
            DELETE FROM session WHERE key_hash IN (
                SELECT key_hash FROM session WHERE expires_at < of_now
                    ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED)
            RETURNING 1)
        SELECT count(*)::integer FROM ended
        """,
    )


def _drafts() -> None:
    """A draft that expired leaves its name for an hour: a filing under way keeps its files."""
    op.execute(
        """
        CREATE TABLE forgotten_draft (
            tenant_id uuid NOT NULL,
            draft_id uuid NOT NULL,
            at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, draft_id)
        )
        """
    )
    wall("forgotten_draft")
    op.execute("CREATE INDEX forgotten_draft_at_idx ON forgotten_draft (at)")
    op.execute("CREATE INDEX forgotten_draft_id_idx ON forgotten_draft (draft_id)")
    _for_relay(
        "forget_expired_drafts(of_now timestamptz, at_most integer)",
        """
        WITH gone AS (
            DELETE FROM draft WHERE id IN (
                SELECT id FROM draft WHERE expires_at < of_now
                    ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED)
            RETURNING tenant_id, id),
        named AS (
            INSERT INTO forgotten_draft (tenant_id, draft_id, at)
                SELECT tenant_id, id, of_now FROM gone ON CONFLICT DO NOTHING)
        SELECT count(*)::integer FROM gone
        """,
    )
    _for_relay(
        "forget_names_of_drafts(before timestamptz, at_most integer)",
        """
        WITH gone AS (
            DELETE FROM forgotten_draft WHERE draft_id IN (
                SELECT draft_id FROM forgotten_draft WHERE at < before
                    ORDER BY at LIMIT at_most FOR UPDATE SKIP LOCKED)
            RETURNING 1)
        SELECT count(*)::integer FROM gone
        """,
    )


def _files() -> None:
    """Whatever removes the row of a file, its object is noted, to be swept from the store."""
    op.execute(
        """
        CREATE TABLE forgotten_object (
            tenant_id uuid NOT NULL,
            object_key text NOT NULL,
            due_at timestamptz,
            PRIMARY KEY (tenant_id, object_key)
        )
        """
    )
    wall("forgotten_object")
    allow("forgotten_object", "app_worker", "select, delete", TENANT)
    allow("forgotten_object", "app_worker", "update", TENANT, columns="due_at")
    op.execute(
        f"""
        CREATE FUNCTION note_forgotten_object() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
        BEGIN
            INSERT INTO forgotten_object (tenant_id, object_key)
                VALUES (old.tenant_id, old.object_key) ON CONFLICT DO NOTHING;
            RETURN NULL;
        END
        $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION note_forgotten_object() FROM PUBLIC")
    op.execute(
        "CREATE TRIGGER attachment_forgotten AFTER DELETE ON attachment "
        "FOR EACH ROW EXECUTE FUNCTION note_forgotten_object()"
    )
    op.execute(
        "CREATE INDEX attachment_unfiled_idx ON attachment (received_at) WHERE case_id IS NULL"
    )
    # A case's file is out of reach: the condition is read again under the row's lock.
    _for_relay(
        "forget_unfiled_files(before timestamptz, at_most integer)",
        """
        WITH gone AS (
            DELETE FROM attachment WHERE case_id IS NULL AND (tenant_id, id) IN (
                SELECT tenant_id, id FROM attachment AS file
                    WHERE file.case_id IS NULL AND file.received_at < before
                    AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.id = file.draft_id)
                    AND NOT EXISTS (
                        SELECT 1 FROM forgotten_draft AS named
                            WHERE named.draft_id = file.draft_id)
                    ORDER BY file.received_at LIMIT at_most FOR UPDATE SKIP LOCKED)
            RETURNING 1)
        SELECT count(*)::integer FROM gone
        """,
    )


def _outbox() -> None:
    op.execute("CREATE INDEX outbox_sent_idx ON outbox (sent_at) WHERE sent_at IS NOT NULL")
    allow("outbox", "app_relay", "delete", "sent_at IS NOT NULL")


def _counts() -> None:
    """Not logged: after a crash counting starts again, and nothing else is lost."""
    op.execute(
        """
        CREATE UNLOGGED TABLE request_count (
            key bytea NOT NULL,
            span bigint NOT NULL,
            hits integer NOT NULL,
            until timestamptz NOT NULL,
            PRIMARY KEY (key, span)
        )
        """
    )
    op.execute("CREATE INDEX request_count_until_idx ON request_count (until)")
    op.execute("GRANT SELECT, INSERT, UPDATE ON request_count TO app_door")
    op.execute("GRANT SELECT, DELETE ON request_count TO app_relay")


def _for_relay(signature: str, body: str) -> None:
    """A function that the housekeeping alone may call; it answers how many rows it took."""
    op.execute(f"CREATE FUNCTION {signature} RETURNS integer LANGUAGE sql {DEFINER} AS $${body}$$")
    name, _, arguments = signature.rstrip(")").partition("(")
    kinds = ", ".join(each.split()[1] for each in arguments.split(", "))
    op.execute(f"REVOKE ALL ON FUNCTION {name}({kinds}) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {name}({kinds}) TO app_relay")
