"""Collectivities, agents, residents and their sessions."""

from alembic import op

from services.foundation.migrations.walls import TENANT, allow, wall

revision = "0003"
down_revision = "0002"

PUBLIC_FACE = (
    "id, siren, level, code, name, slug, time_zone, calendar, brand, contact, "
    "sender_addresses, sve_terms, state"
)
# The agent and the person behind the session that stands at the door.
MY_AGENT = (
    "id = (SELECT agent_id FROM session WHERE key_hash = app_session()) "
    "OR (issuer = app_issuer() AND subject = app_subject())"
)
MY_PERSON = (
    "id = (SELECT person_id FROM session WHERE key_hash = app_session()) "
    "OR (issuer = app_issuer() AND subject = app_subject())"
)


def upgrade() -> None:
    _tenants()
    _agents()
    _people()
    _door_functions()


def _tenants() -> None:
    op.execute(
        """
        CREATE TABLE tenant (
            id uuid PRIMARY KEY,
            siren text NOT NULL UNIQUE,
            level text NOT NULL CHECK (level IN ('commune', 'epci', 'departement')),
            code text NOT NULL,
            name text NOT NULL,
            slug text NOT NULL UNIQUE,
            time_zone text NOT NULL,
            calendar text NOT NULL,
            brand jsonb NOT NULL,
            contact jsonb NOT NULL,
            sender_addresses jsonb NOT NULL,
            sve_terms jsonb NOT NULL,
            key_id uuid NOT NULL,
            state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended')),
            recipe_digest text,
            created_at timestamptz NOT NULL,
            UNIQUE (level, code)
        )
        """
    )
    for role in ("app_public", "app_door", "app_citizen", "app_relay"):
        op.execute(f"GRANT SELECT ({PUBLIC_FACE}) ON tenant TO {role}")
    # The name of the key that a resident's files are sealed with; the key itself is nowhere here.
    op.execute("GRANT SELECT (key_id) ON tenant TO app_citizen")
    op.execute("GRANT SELECT ON tenant TO app_agent, app_worker")
    op.execute("GRANT SELECT, INSERT, UPDATE ON tenant TO app_operator")
    op.execute(
        """
        CREATE TABLE slug_history (
            slug text PRIMARY KEY,
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            until timestamptz NOT NULL
        )
        """
    )
    wall("slug_history")
    for role in (
        "app_public",
        "app_door",
        "app_citizen",
        "app_agent",
        "app_worker",
        "app_relay",
    ):
        allow("slug_history", role, "select", "true")
    allow("slug_history", "app_operator", "select, insert, update, delete", "true")
    op.execute(
        """
        CREATE TABLE agreement (
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            id uuid NOT NULL,
            partner_siren text NOT NULL,
            kind text NOT NULL,
            since date NOT NULL,
            until date,
            act text NOT NULL,
            PRIMARY KEY (tenant_id, id)
        )
        """
    )
    wall("agreement")
    allow("agreement", "app_agent", "select", TENANT)
    allow("agreement", "app_worker", "select", TENANT)
    allow("agreement", "app_operator", "select, insert, update, delete", "true")
    op.execute(
        """
        CREATE TABLE team (
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            id uuid NOT NULL,
            name text NOT NULL,
            label text NOT NULL,
            PRIMARY KEY (tenant_id, id),
            UNIQUE (tenant_id, name)
        )
        """
    )
    wall("team")
    allow("team", "app_agent", "select", TENANT)
    allow("team", "app_worker", "select", TENANT)
    allow("team", "app_citizen", "select", TENANT)
    allow("team", "app_operator", "select, insert, update, delete", "true")


def _agents() -> None:
    op.execute(
        """
        CREATE TABLE agent (
            id uuid PRIMARY KEY,
            issuer text NOT NULL,
            subject text NOT NULL,
            email text NOT NULL,
            created_at timestamptz NOT NULL,
            UNIQUE (issuer, subject)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE membership (
            tenant_id uuid NOT NULL REFERENCES tenant (id),
            id uuid NOT NULL,
            agent_id uuid NOT NULL REFERENCES agent (id),
            team_id uuid,
            role text NOT NULL
                CHECK (role IN ('instructor', 'signatory', 'supervisor', 'administrator')),
            given_name text NOT NULL,
            family_name text NOT NULL,
            quality text NOT NULL,
            service text NOT NULL,
            since date NOT NULL,
            until date,
            PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, team_id) REFERENCES team (tenant_id, id)
        )
        """
    )
    op.execute("CREATE INDEX membership_agent_idx ON membership (agent_id)")
    op.execute(
        """
        CREATE TABLE platform_admin (
            agent_id uuid PRIMARY KEY REFERENCES agent (id),
            since date NOT NULL,
            until date
        )
        """
    )


def _people() -> None:
    op.execute(
        """
        CREATE TABLE person (
            id uuid PRIMARY KEY,
            issuer text,
            subject text,
            verified boolean NOT NULL DEFAULT false,
            given_name text,
            family_name text,
            email text,
            phone text,
            created_at timestamptz NOT NULL,
            UNIQUE (issuer, subject)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE session (
            key_hash bytea PRIMARY KEY,
            person_id uuid REFERENCES person (id),
            agent_id uuid REFERENCES agent (id),
            csrf text NOT NULL,
            id_token text,
            kc_sid text,
            created_at timestamptz NOT NULL,
            last_seen_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX session_person_idx ON session (person_id)")
    op.execute("CREATE INDEX session_agent_idx ON session (agent_id)")
    op.execute("CREATE INDEX session_kc_sid_idx ON session (kc_sid) WHERE kc_sid IS NOT NULL")
    op.execute("CREATE INDEX session_expires_idx ON session (expires_at)")
    for table in ("agent", "membership", "platform_admin", "person", "session"):
        wall(table)
    allow(
        "session",
        "app_door",
        "select, insert, update, delete",
        "key_hash = app_session()",
    )
    allow("person", "app_door", "select, update", MY_PERSON)
    # A person is made with the first saved page (no issuer yet) or by the identity just proven.
    allow(
        "person",
        "app_door",
        "insert",
        "(issuer IS NULL AND subject IS NULL AND NOT verified) "
        "OR (issuer = app_issuer() AND subject = app_subject())",
    )
    allow("person", "app_citizen", "select", "id = app_person()")
    allow(
        "person",
        "app_citizen",
        "update",
        "id = app_person()",
        columns="given_name, family_name, email, phone",
    )
    allow("agent", "app_door", "select", MY_AGENT)
    allow(
        "membership",
        "app_door",
        "select",
        "agent_id IN (SELECT agent.id FROM agent)",
    )
    allow(
        "platform_admin",
        "app_door",
        "select",
        "agent_id IN (SELECT agent.id FROM agent)",
    )
    allow("membership", "app_agent", "select", TENANT)
    allow("membership", "app_worker", "select", TENANT)
    for table in ("agent", "membership", "platform_admin"):
        allow(table, "app_operator", "select, insert, update, delete", "true")


def _door_functions() -> None:
    """What the door may do beyond the session it holds; each takes a proven identity."""
    op.execute(
        """
        CREATE FUNCTION end_sessions(of_issuer text, of_subject text) RETURNS integer
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH ended AS (
                DELETE FROM session WHERE person_id IN (
                    SELECT id FROM person WHERE issuer = of_issuer AND subject = of_subject)
                OR agent_id IN (
                    SELECT id FROM agent WHERE issuer = of_issuer AND subject = of_subject)
                RETURNING 1)
            SELECT count(*)::integer FROM ended
        $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION end_session_of(of_kc_sid text) RETURNS integer
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH ended AS (DELETE FROM session WHERE kc_sid = of_kc_sid RETURNING 1)
            SELECT count(*)::integer FROM ended
        $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION end_stale_sessions(of_now timestamptz) RETURNS integer
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            WITH ended AS (DELETE FROM session WHERE expires_at < of_now RETURNING 1)
            SELECT count(*)::integer FROM ended
        $$
        """
    )
    for function, role in (
        ("end_sessions(text, text)", "app_door"),
        ("end_session_of(text)", "app_door"),
        ("end_stale_sessions(timestamptz)", "app_relay"),
    ):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
