"""The tenant wall as the database holds it: read from its own catalogue, after the migrations."""

from collections.abc import Iterator

import psycopg
import pytest

APPLICATION_ROLES = (
    "app_public",
    "app_door",
    "app_citizen",
    "app_agent",
    "app_worker",
    "app_relay",
    "app_operator",
)
# What each role may do on what hangs on a case. A new grant is a decision: write it down here.
CASE_TABLES = {
    "app_agent": {
        "access_log": "INSERT SELECT",
        "agreement": "SELECT",
        "attachment": "INSERT SELECT",
        "case": "INSERT SELECT UPDATE",
        "case_answers": "INSERT SELECT UPDATE",
        "case_event": "INSERT SELECT",
        "case_party": "INSERT SELECT UPDATE",
        "deadline": "INSERT SELECT UPDATE",
        "decision": "INSERT SELECT UPDATE",
        "effect": "INSERT SELECT",
        "letter": "SELECT",
        "note": "INSERT SELECT",
        "number_counter": "INSERT SELECT UPDATE",
        "outbox": "INSERT",
        "work_item": "INSERT SELECT UPDATE",
    },
    "app_citizen": {
        "access_log": "INSERT SELECT",
        "attachment": "DELETE INSERT SELECT UPDATE",
        "case": "INSERT SELECT UPDATE",
        "case_answers": "INSERT SELECT UPDATE",
        "case_event": "INSERT SELECT",
        "case_party": "INSERT SELECT",
        "deadline": "INSERT SELECT UPDATE",
        "decision": "SELECT",
        "draft": "DELETE INSERT SELECT UPDATE",
        "effect": "INSERT",
        "letter": "SELECT",
        "number_counter": "INSERT SELECT UPDATE",
        "outbox": "INSERT",
        "work_item": "INSERT SELECT UPDATE",
    },
    "app_public": {},
    "app_door": {},
    "app_operator": {"agreement": "DELETE INSERT SELECT UPDATE"},
    "app_relay": {"deadline": "SELECT", "outbox": "INSERT SELECT UPDATE"},
}


@pytest.fixture(scope="module")
def catalogue(database_admin_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_admin_url, autocommit=True) as connection:
        yield connection


def tables(catalogue: psycopg.Connection) -> dict[str, tuple[bool, bool]]:
    rows = catalogue.execute(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return {name: (enabled, forced) for name, enabled, forced in rows}


def with_tenant(catalogue: psycopg.Connection) -> set[str]:
    rows = catalogue.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name IN ('tenant_id', 'person_id')"
    )
    return {name for (name,) in rows}


class TestEveryTableOfATenant:
    def test_has_its_policies_enabled_and_forced(self, catalogue: psycopg.Connection) -> None:
        state = tables(catalogue)
        open_ones = {name for name in with_tenant(catalogue) if state[name] != (True, True)}
        assert not open_ones

    def test_has_its_tenant_first_in_every_unique_key(self, catalogue: psycopg.Connection) -> None:
        rows = catalogue.execute(
            "SELECT c.relname, i.relname, a.attname FROM pg_index x "
            "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] "
            "WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace"
        )
        # A draft and a session belong to a person, an outbox row to the relay.
        personal = {"draft", "session", "outbox", "slug_history"}
        named = with_tenant(catalogue) - personal
        others = {(table, index, first) for table, index, first in rows if table in named}
        assert {first for _table, _index, first in others} == {"tenant_id"}

    def test_refers_to_other_tables_within_its_tenant(self, catalogue: psycopg.Connection) -> None:
        rows = catalogue.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text, array_agg(a.attname) "
            "FROM pg_constraint JOIN LATERAL unnest(conkey) AS k(n) ON true "
            "JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.n "
            "WHERE contype = 'f' GROUP BY conname, conrelid, confrelid"
        )
        named = with_tenant(catalogue)
        for table, target, columns in rows:
            if table.strip('"') in named and target.strip('"') in named - {"session"}:
                if target in {"person", "agent"}:
                    continue
                assert "tenant_id" in columns, f"{table} → {target}"


class TestEveryRole:
    @pytest.mark.parametrize("role", APPLICATION_ROLES)
    def test_cannot_log_in_nor_pass_the_policies(
        self, catalogue: psycopg.Connection, role: str
    ) -> None:
        row = catalogue.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", (role,)
        ).fetchone()
        assert row == (False, False, False)

    @pytest.mark.parametrize("role", sorted(CASE_TABLES))
    def test_has_the_grants_that_are_written_down(
        self, catalogue: psycopg.Connection, role: str
    ) -> None:
        rows = catalogue.execute(
            "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) "
            "FROM information_schema.role_table_grants WHERE grantee = %s "
            "AND table_schema = 'public' GROUP BY table_name",
            (role,),
        )
        watched = set().union(*(set(each) for each in CASE_TABLES.values()))
        found = {name: verbs for name, verbs in rows if name in watched}
        assert found == CASE_TABLES[role]

    def test_the_login_owns_nothing_and_sees_nothing(
        self, catalogue: psycopg.Connection, database_url: str
    ) -> None:
        with psycopg.connect(database_url, autocommit=True) as login:
            name = login.execute("SELECT current_user").fetchone()
            for table in tables(catalogue):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    login.execute(f'SELECT * FROM "{table}" LIMIT 1')
        assert name is not None
        owned = catalogue.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", (name[0],)
        ).fetchone()
        assert owned == (0,)


class TestDefinerFunctions:
    def test_each_fixes_its_search_path_and_is_not_for_everybody(
        self, catalogue: psycopg.Connection
    ) -> None:
        rows = catalogue.execute(
            "SELECT proname, proconfig, has_function_privilege('app_public', oid, 'EXECUTE') "
            "FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        ).fetchall()
        assert rows
        for name, config, public in rows:
            assert any("search_path" in each for each in config or ()), name
            assert not public, name


class TestTheRegisterOfDrinkingPlaces:
    """A table of no tenant: its two functions are the only door, and agents alone have the key."""

    @pytest.mark.parametrize("role", APPLICATION_ROLES)
    def test_is_reached_by_its_functions_and_agents_alone(
        self, catalogue: psycopg.Connection, role: str
    ) -> None:
        touched = catalogue.execute(
            "SELECT has_table_privilege(%s, 'drinking_place_count', "
            "'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
            (role,),
        ).fetchone()
        doors = catalogue.execute(
            "SELECT proname, has_function_privilege(%s, oid, 'EXECUTE') FROM pg_proc "
            "WHERE prosecdef AND proname LIKE '%%drinking_place%%' ORDER BY proname",
            (role,),
        ).fetchall()
        agent = role == "app_agent"
        assert touched == (False,)
        assert doors == [("count_drinking_place", agent), ("drinking_places_granted", agent)]
        assert tables(catalogue)["drinking_place_count"] == (True, True)
