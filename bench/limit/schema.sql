-- What PostgreSQL itself does for the rows of one filing: no policy, no context, no application.
DROP TABLE IF EXISTS limit_case, limit_event, limit_item, limit_fact, limit_record CASCADE;
CREATE SEQUENCE IF NOT EXISTS limit_number;

CREATE TABLE limit_case (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    number text NOT NULL,
    state text NOT NULL,
    answers jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, number)
);
CREATE INDEX ON limit_case (tenant_id, state, created_at);

CREATE TABLE limit_event (
    id bigserial PRIMARY KEY,
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES limit_case (id),
    kind text NOT NULL,
    data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON limit_event (case_id, id);

CREATE TABLE limit_item (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES limit_case (id),
    state text NOT NULL,
    title text NOT NULL,
    assignee uuid,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON limit_item (tenant_id, state, due_at);
CREATE INDEX ON limit_item (case_id);
CREATE INDEX ON limit_item (tenant_id, assignee, state);

CREATE TABLE limit_fact (
    id bigserial PRIMARY KEY,
    tenant_id uuid NOT NULL,
    topic text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
);
CREATE INDEX ON limit_fact (id) WHERE sent_at IS NULL;

CREATE TABLE limit_record (
    id bigserial PRIMARY KEY,
    tenant_id uuid NOT NULL,
    case_id uuid NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    action text NOT NULL,
    actor uuid,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON limit_record (case_id, id);

