"""The case and what hangs on it: parties, answers, record, work items, deadlines, letters."""

from alembic import op

from services.foundation.migrations.walls import (
    CASE,
    MY_CASE,
    PARTY,
    TENANT,
    allow,
    wall,
)

revision = "0005"
down_revision = "0004"

ITSELF = f"tenant_id = app_tenant() AND id = app_case() AND {PARTY}"
OWN_DRAFT = "person_id = app_person()"


def upgrade() -> None:
    _drafts()
    _parties()
    _cases()
    _parties_belong_to_cases()
    _record()
    _attachments()
    _work()
    _decisions()
    _deadlines()
    _journals()
    _outbox_and_effects_of_residents()
    _functions()


def _table(name: str, columns: str) -> None:
    op.execute(f'CREATE TABLE "{name}" ({columns})')
    wall(name)


def _drafts() -> None:
    _table(
        "draft",
        """
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL REFERENCES person (id),
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        procedure_id text NOT NULL,
        version integer NOT NULL,
        insee text NOT NULL,
        answers jsonb NOT NULL DEFAULT '{}',
        page text,
        revision integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
        """,
    )
    op.execute("CREATE INDEX draft_person_idx ON draft (person_id, updated_at DESC)")
    op.execute("CREATE INDEX draft_expires_idx ON draft (expires_at)")
    allow("draft", "app_citizen", "select, insert, update, delete", OWN_DRAFT)


def _cases() -> None:
    _table(
        "case",
        """
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        id uuid NOT NULL,
        procedure_id text NOT NULL,
        procedure_version integer NOT NULL,
        process_id text NOT NULL,
        process_version integer NOT NULL,
        filed_under text NOT NULL,
        number text,
        aliases jsonb NOT NULL DEFAULT '[]',
        title text NOT NULL,
        state text NOT NULL,
        outcome text,
        channel text NOT NULL CHECK (channel IN ('portal', 'counter', 'api', 'mail')),
        insee text NOT NULL,
        filed_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        team_id uuid,
        assignee_id uuid,
        revision integer NOT NULL DEFAULT 1,
        due_on date,
        notification jsonb NOT NULL DEFAULT '{}',
        closed_on date,
        legal_hold boolean NOT NULL DEFAULT false,
        retain_until date,
        chain_head bytea NOT NULL,
        chain_length integer NOT NULL,
        PRIMARY KEY (tenant_id, id),
        UNIQUE (tenant_id, number),
        FOREIGN KEY (tenant_id, filed_under) REFERENCES filed_under (tenant_id, digest)
        """,
    )
    op.execute('CREATE INDEX case_open_idx ON "case" (id) WHERE closed_on IS NULL')
    allow("case", "app_citizen", "select, insert, update", ITSELF)
    allow("case", "app_agent", "select, insert, update", TENANT)
    allow("case", "app_worker", "select, insert, update", TENANT)
    allow("case", "app_relay", "select", "true", columns="tenant_id, id, closed_on")
    _table(
        "case_answers",
        """
        tenant_id uuid NOT NULL,
        case_id uuid NOT NULL,
        answers jsonb NOT NULL,
        PRIMARY KEY (tenant_id, case_id),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    allow("case_answers", "app_citizen", "select, insert, update", MY_CASE)
    allow("case_answers", "app_agent", "select, insert, update", TENANT)
    allow("case_answers", "app_worker", "select, delete", TENANT)
    _table(
        "number_counter",
        """
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        series text NOT NULL,
        year integer NOT NULL,
        last integer NOT NULL,
        PRIMARY KEY (tenant_id, series, year)
        """,
    )
    for role in ("app_citizen", "app_agent", "app_worker"):
        allow("number_counter", role, "select, insert, update", TENANT)


def _parties() -> None:
    _table(
        "case_party",
        """
        tenant_id uuid NOT NULL,
        case_id uuid NOT NULL,
        person_id uuid NOT NULL REFERENCES person (id),
        role text NOT NULL,
        until timestamptz,
        identity jsonb NOT NULL,
        number text,
        title jsonb NOT NULL,
        public_state jsonb NOT NULL,
        next_actor text NOT NULL,
        due_on date,
        closed_on date,
        filed_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, case_id, person_id, role)
        """,
    )
    op.execute("CREATE INDEX case_party_person_idx ON case_party (person_id, updated_at DESC)")
    allow("case_party", "app_citizen", "select", "person_id = app_person()")
    # What her lists show, never which case or whose: a row cannot be moved to another case.
    allow(
        "case_party",
        "app_citizen",
        "update",
        "person_id = app_person()",
        columns="number, title, public_state, next_actor, due_on, closed_on, updated_at",
    )
    allow("case_party", "app_agent", "select, insert, update", TENANT)
    allow("case_party", "app_worker", "select, insert, update", TENANT)


def _parties_belong_to_cases() -> None:
    """Deferred, because the party row goes first: the policies of the case look for it."""
    op.execute(
        'ALTER TABLE case_party ADD FOREIGN KEY (tenant_id, case_id) REFERENCES "case" '
        "(tenant_id, id) DEFERRABLE INITIALLY DEFERRED"
    )
    op.execute(
        """
        CREATE FUNCTION case_is_new(of_tenant uuid, of_case uuid) RETURNS boolean
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT NOT EXISTS (SELECT 1 FROM "case" WHERE tenant_id = of_tenant AND id = of_case)
        $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION case_is_new(uuid, uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION case_is_new(uuid, uuid) TO app_citizen")
    # A person becomes a party by filing, never by naming somebody else's case.
    allow(
        "case_party",
        "app_citizen",
        "insert",
        f"person_id = app_person() AND {CASE} AND case_is_new(tenant_id, case_id)",
    )


def _record() -> None:
    _table(
        "case_event",
        """
        tenant_id uuid NOT NULL,
        case_id uuid NOT NULL,
        seq integer NOT NULL,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id uuid,
        capacity text,
        from_state text,
        to_state text,
        fact jsonb,
        salt bytea,
        payload jsonb,
        payload_digest bytea NOT NULL,
        previous bytea NOT NULL,
        hash bytea NOT NULL,
        PRIMARY KEY (tenant_id, case_id, seq),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    allow("case_event", "app_citizen", "select, insert", MY_CASE)
    allow("case_event", "app_agent", "select, insert", TENANT)
    allow("case_event", "app_worker", "select, insert", TENANT)
    allow("case_event", "app_worker", "update", TENANT, columns="salt, payload")
    _table(
        "daily_root",
        """
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        day date NOT NULL,
        leaves jsonb NOT NULL,
        previous bytea NOT NULL,
        root bytea NOT NULL,
        PRIMARY KEY (tenant_id, day)
        """,
    )
    allow("daily_root", "app_worker", "select, insert", TENANT)


def _attachments() -> None:
    _table(
        "attachment",
        """
        tenant_id uuid NOT NULL REFERENCES tenant (id),
        id uuid NOT NULL,
        case_id uuid,
        draft_id uuid,
        person_id uuid,
        field text NOT NULL,
        piece text,
        filename text NOT NULL,
        media_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text NOT NULL,
        object_key text NOT NULL,
        scan text NOT NULL CHECK (scan IN ('pending', 'clean', 'not_scanned', 'infected')),
        received_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX attachment_case_idx ON attachment (tenant_id, case_id)")
    op.execute("CREATE INDEX attachment_draft_idx ON attachment (draft_id)")
    op.execute(
        "CREATE INDEX attachment_waiting_idx ON attachment (tenant_id, received_at) "
        "WHERE scan = 'pending'"
    )
    mine = f"(case_id IS NULL AND person_id = app_person()) OR ({MY_CASE})"
    allow("attachment", "app_citizen", "select, insert, update", mine)
    allow(
        "attachment",
        "app_citizen",
        "delete",
        "case_id IS NULL AND person_id = app_person()",
    )
    allow("attachment", "app_agent", "select, insert", f"{TENANT} AND case_id IS NOT NULL")
    allow("attachment", "app_worker", "select, update, delete", TENANT)


def _work() -> None:
    _table(
        "work_item",
        """
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        case_tenant_id uuid NOT NULL,
        case_id uuid NOT NULL,
        capacity text NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'done')),
        paused boolean NOT NULL DEFAULT false,
        stage text NOT NULL,
        number text,
        title text NOT NULL,
        applicant text NOT NULL,
        procedure_id text NOT NULL,
        team_id uuid,
        assignee_id uuid,
        next_actor text NOT NULL,
        due_on date NOT NULL,
        silence text,
        person_due_on date,
        received_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id)
        """,
    )
    op.execute(
        "CREATE INDEX work_item_list_idx ON work_item (tenant_id, state, paused, due_on, id)"
    )
    op.execute(
        "CREATE INDEX work_item_mine_idx "
        "ON work_item (tenant_id, assignee_id, state, paused, due_on, id)"
    )
    op.execute(
        "CREATE INDEX work_item_team_idx "
        "ON work_item (tenant_id, team_id, state, paused, due_on, id)"
    )
    op.execute(
        "CREATE INDEX work_item_received_idx ON work_item (tenant_id, state, received_at, id)"
    )
    op.execute("CREATE INDEX work_item_case_idx ON work_item (case_id)")
    own_case = (
        f"tenant_id = app_tenant() AND case_tenant_id = app_tenant() AND case_id = app_case() "
        f"AND {PARTY}"
    )
    allow("work_item", "app_citizen", "select, insert, update", own_case)
    allow("work_item", "app_agent", "select, insert, update", TENANT)
    allow("work_item", "app_worker", "select, insert, update", TENANT)


def _decisions() -> None:
    _table(
        "decision",
        """
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'signed', 'handed_back')),
        sense text NOT NULL CHECK (sense IN ('grant', 'refusal')),
        law_reasons text NOT NULL DEFAULT '',
        fact_reasons text NOT NULL DEFAULT '',
        conditions text NOT NULL DEFAULT '',
        proposed_by uuid NOT NULL,
        proposed_at timestamptz NOT NULL,
        signed_by uuid,
        signed_at timestamptz,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX decision_case_idx ON decision (tenant_id, case_id)")
    allow("decision", "app_citizen", "select", f"{MY_CASE} AND state = 'signed'")
    allow("decision", "app_agent", "select, insert, update", TENANT)
    allow("decision", "app_worker", "select", TENANT)
    _table(
        "letter",
        """
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        kind text NOT NULL,
        key text NOT NULL,
        object_key text NOT NULL,
        sha256 text NOT NULL,
        size bigint NOT NULL,
        template text NOT NULL,
        template_digest text NOT NULL,
        made_at timestamptz NOT NULL,
        public boolean NOT NULL,
        available_at timestamptz,
        first_opened_at timestamptz,
        PRIMARY KEY (tenant_id, id),
        UNIQUE (tenant_id, key),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX letter_case_idx ON letter (tenant_id, case_id)")
    allow("letter", "app_citizen", "select", f"{MY_CASE} AND public")
    allow(
        "letter",
        "app_citizen",
        "update",
        f"{MY_CASE} AND public",
        columns="first_opened_at",
    )
    allow("letter", "app_agent", "select", TENANT)
    allow("letter", "app_worker", "select, insert, update", TENANT)
    _table(
        "note",
        """
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        agent_id uuid NOT NULL,
        text text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX note_case_idx ON note (tenant_id, case_id, at)")
    allow("note", "app_agent", "select, insert", TENANT)
    allow("note", "app_worker", "select, delete", TENANT)


def _deadlines() -> None:
    _table(
        "deadline",
        """
        tenant_id uuid NOT NULL,
        case_id uuid NOT NULL,
        kind text NOT NULL,
        due_on date NOT NULL,
        wake_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
        article text NOT NULL,
        PRIMARY KEY (tenant_id, case_id, kind),
        FOREIGN KEY (tenant_id, case_id) REFERENCES "case" (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX deadline_wake_idx ON deadline (wake_at) WHERE state = 'open'")
    allow("deadline", "app_citizen", "select, insert, update", MY_CASE)
    allow("deadline", "app_agent", "select, insert, update", TENANT)
    allow("deadline", "app_worker", "select, insert, update", TENANT)
    allow("deadline", "app_relay", "select", "true")


def _journals() -> None:
    _table(
        "access_log",
        """
        tenant_id uuid NOT NULL,
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        at timestamptz NOT NULL,
        reader_kind text NOT NULL,
        reader_id uuid,
        capacity text NOT NULL,
        what text NOT NULL,
        PRIMARY KEY (tenant_id, id)
        """,
    )
    op.execute("CREATE INDEX access_log_case_idx ON access_log (tenant_id, case_id, at)")
    allow("access_log", "app_citizen", "select, insert", MY_CASE)
    allow("access_log", "app_agent", "select, insert", TENANT)
    allow("access_log", "app_worker", "select, insert", TENANT)


def _outbox_and_effects_of_residents() -> None:
    allow("outbox", "app_citizen", "insert", MY_CASE)
    allow("effect", "app_citizen", "insert", MY_CASE)


def _functions() -> None:
    op.execute(
        """
        CREATE FUNCTION adopt_unverified(to_person uuid) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            from_person uuid;
            moved integer := 0;
        BEGIN
            SELECT person.id INTO from_person FROM session
                JOIN person ON person.id = session.person_id
                WHERE session.key_hash = app_session() AND NOT person.verified;
            IF from_person IS NULL OR NOT EXISTS (
                SELECT 1 FROM person WHERE id = to_person AND verified
                    AND issuer = app_issuer() AND subject = app_subject())
            THEN
                RETURN 0;
            END IF;
            UPDATE draft SET person_id = to_person WHERE person_id = from_person;
            GET DIAGNOSTICS moved = ROW_COUNT;
            UPDATE attachment SET person_id = to_person WHERE person_id = from_person;
            UPDATE case_party SET person_id = to_person WHERE person_id = from_person;
            RETURN moved;
        END
        $$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION adopt_unverified(uuid) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION adopt_unverified(uuid) TO app_door")
