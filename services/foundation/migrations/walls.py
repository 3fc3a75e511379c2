"""The tenant wall, said once: who may do what on a table, and under which condition.

Policies are equalities, so that an index on `tenant_id` serves them. The condition of a resident's
case is a sub-select without outer reference: PostgreSQL runs it once for a statement.
"""

from alembic import op

ROLES = (
    "app_public",
    "app_door",
    "app_citizen",
    "app_agent",
    "app_worker",
    "app_relay",
    "app_operator",
)

TENANT = "tenant_id = app_tenant()"
CASE = "tenant_id = app_tenant() AND case_id = app_case()"
PARTY = (
    "(SELECT EXISTS (SELECT 1 FROM case_party AS mine WHERE mine.tenant_id = app_tenant() "
    "AND mine.case_id = app_case() AND mine.person_id = app_person() "
    "AND (mine.until IS NULL OR mine.until > now())))"
)
MY_CASE = f"{CASE} AND {PARTY}"


def wall(table: str) -> None:
    """Row-level security, enabled and forced: without a policy nobody sees a row."""
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')


def allow(
    table: str,
    role: str,
    verbs: str,
    condition: str,
    *,
    columns: str = "",
    check: str = "",
) -> None:
    """Grant `verbs` ("select, insert…") to `role` on rows where `condition` holds.

    `columns` narrows every verb to these columns; `check` replaces `condition` for new rows.
    """
    for verb in (each.strip() for each in verbs.split(",")):
        narrowed = f" ({columns})" if columns else ""
        op.execute(f'GRANT {verb.upper()}{narrowed} ON "{table}" TO {role}')
        op.execute(
            f'CREATE POLICY {role}_{verb} ON "{table}" FOR {verb.upper()} TO {role} '
            + _clauses(verb, condition, check or condition)
        )


def open_to_all(table: str) -> None:
    """A table without tenant that every role may read."""
    for role in ROLES:
        op.execute(f'GRANT SELECT ON "{table}" TO {role}')


def written_by(table: str, role: str, verbs: str = "insert, update, delete") -> None:
    """Who writes a table without tenant."""
    op.execute(f'GRANT {verbs.upper()} ON "{table}" TO {role}')


def _clauses(verb: str, condition: str, check: str) -> str:
    if verb in {"select", "delete"}:
        return f"USING ({condition})"
    if verb == "insert":
        return f"WITH CHECK ({check})"
    return f"USING ({condition}) WITH CHECK ({check})"
