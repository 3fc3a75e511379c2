"""Tenant A's people against tenant B's rows, table by table: as if they were not there.

Rows are made through the actions; an administrator's connection then lists every table that
belongs to a tenant, so that a table added tomorrow is tried too.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from services.cases.actions.add_note import add_note
from services.cases.actions.claim_case import claim_case
from services.cases.actions.propose_decision import propose_decision
from services.cases.queries.case_files import case_file
from services.foundation.database import Agent, Citizen, Context, Database, Worker, enter
from services.standalone.postgres import Postgres
from tests.arranging import Collectivity, Deployment, Resident, a_resident, file_request

FILED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# Public by nature: what a collectivity offers, and where it lived before.
PUBLIC = {"adoption", "slug_history"}


@dataclass(frozen=True)
class Neighbours:
    """Gien and the département, each with a case full of rows; and two residents."""

    gien: Collectivity
    loiret: Collectivity
    nadia: Resident
    omar: Resident
    hers: UUID
    his: UUID
    admin_url: str
    login_url: str


@pytest.fixture
async def neighbours(
    arranged_database: Database,
    collectivities: Deployment,
    postgres: Postgres,
    arranged_name: str,
) -> Neighbours:
    db = arranged_database
    nadia = await a_resident(db)
    omar = await a_resident(db, ("Omar", "Belkacem"))
    hers = await _lived(db, collectivities.gien, nadia)
    his = await _lived(db, collectivities.loiret, omar)
    return Neighbours(
        collectivities.gien,
        collectivities.loiret,
        nadia,
        omar,
        hers,
        his,
        postgres.superuser_url(arranged_name),
        postgres.login_url(arranged_name),
    )


async def _lived(db: Database, where: Collectivity, who: Resident) -> UUID:
    """A case with a note, a proposal, a reading, and the rows a worker would leave."""
    filed = await file_request(db, where, by=who, at=FILED)
    later = FILED + timedelta(days=2)
    by = where.instructor
    await claim_case(db, case_id=filed.case_id, version=None, by=by, at=later)
    await add_note(db, case_id=filed.case_id, text="Vu sur place.", by=by, at=later)
    procedures_with_signature = {
        "commune/occupation-domaine-public",
        "departement/permission-voirie",
    }
    if where.procedures[-1] in procedures_with_signature:
        await propose_decision(
            db,
            case_id=filed.case_id,
            version=None,
            sense="refusal",
            law_reasons="Règlement de voirie, article 12.",
            fact_reasons="Le passage serait trop étroit.",
            by=by,
            at=later,
        )
    await case_file(db, case_id=filed.case_id, by=by, at=later)
    return filed.case_id


def tables_of_tenants(admin: psycopg.Connection) -> list[str]:
    rows = admin.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name = 'tenant_id' ORDER BY 1"
    )
    return [name for (name,) in rows if name not in PUBLIC]


def seen(login: psycopg.Connection, context: Context, query: sql.Composed, *values: object) -> int:
    """How many rows a statement touches under `context`; a refusal touches none."""
    statement, taken = enter(context)
    with login.transaction(force_rollback=True):
        psycopg.RawCursor(login).execute(statement.encode(), taken)
        try:
            return login.execute(query, values).rowcount
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation):
            return 0


class TestAnAgent:
    async def test_sees_and_changes_nothing_of_another_tenant(self, neighbours: Neighbours) -> None:
        stranger = Agent(neighbours.gien.id)
        with (
            psycopg.connect(neighbours.admin_url, autocommit=True) as admin,
            psycopg.connect(neighbours.login_url) as login,
        ):
            for table in tables_of_tenants(admin):
                _try_everything(login, stranger, table, neighbours.loiret.id)

    async def test_sees_her_own(self, neighbours: Neighbours) -> None:
        """The test above could not fail if nobody saw anything."""
        with psycopg.connect(neighbours.login_url) as login:
            for table in ("case", "case_event", "note", "work_item", "case_answers", "deadline"):
                query = _select(table)
                assert seen(login, Agent(neighbours.gien.id), query, neighbours.gien.id) > 0, table

    async def test_cannot_write_a_row_of_another_tenant(self, neighbours: Neighbours) -> None:
        with (
            psycopg.connect(neighbours.admin_url, autocommit=True) as admin,
            psycopg.connect(neighbours.login_url) as login,
        ):
            for table in tables_of_tenants(admin):
                columns = _columns(admin, table)
                copy = sql.SQL(
                    "INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT 1"
                ).format(
                    table=sql.Identifier(table),
                    names=sql.SQL(", ").join(map(sql.Identifier, columns)),
                    values=sql.SQL(", ").join(
                        sql.Literal(neighbours.loiret.id)
                        if name == "tenant_id"
                        else sql.Identifier(name)
                        for name in columns
                    ),
                )
                assert seen(login, Agent(neighbours.gien.id), copy) in (0, -1), table


class TestAWorker:
    async def test_sees_and_changes_nothing_of_another_tenant(self, neighbours: Neighbours) -> None:
        with (
            psycopg.connect(neighbours.admin_url, autocommit=True) as admin,
            psycopg.connect(neighbours.login_url) as login,
        ):
            for table in tables_of_tenants(admin):
                _try_everything(login, Worker(neighbours.gien.id), table, neighbours.loiret.id)


class TestAResident:
    async def test_sees_nothing_of_somebody_elses_case_even_when_she_names_it(
        self, neighbours: Neighbours
    ) -> None:
        curious = Citizen(neighbours.nadia.id, neighbours.loiret.id, neighbours.his)
        with (
            psycopg.connect(neighbours.admin_url, autocommit=True) as admin,
            psycopg.connect(neighbours.login_url) as login,
        ):
            tables = set(tables_of_tenants(admin)) - {"filed_under", "number_counter", "team"}
            for table in sorted(tables):
                _try_everything(login, curious, table, neighbours.loiret.id)

    async def test_cannot_make_herself_a_party(self, neighbours: Neighbours) -> None:
        curious = Citizen(neighbours.nadia.id, neighbours.loiret.id, neighbours.his)
        row = sql.SQL(
            "INSERT INTO case_party (tenant_id, case_id, person_id, role, identity, title, "
            "public_state, next_actor, filed_at, updated_at) "
            "VALUES (%s, %s, %s, 'applicant', '{{}}', '{{}}', '{{}}', 'nobody', now(), now())"
        ).format()
        with psycopg.connect(neighbours.login_url) as login:
            values = (neighbours.loiret.id, neighbours.his, neighbours.nadia.id)
            assert seen(login, curious, row, *values) == 0

    async def test_cannot_move_her_party_row_to_another_case(self, neighbours: Neighbours) -> None:
        herself = Citizen(neighbours.nadia.id, neighbours.gien.id, neighbours.hers)
        moved = sql.SQL("UPDATE case_party SET tenant_id = %s, case_id = %s WHERE person_id = %s")
        values = (neighbours.loiret.id, neighbours.his, neighbours.nadia.id)
        with psycopg.connect(neighbours.login_url) as login:
            assert seen(login, herself, moved.format(), *values) == 0

    async def test_never_reads_internal_notes_nor_who_opened_other_cases(
        self, neighbours: Neighbours
    ) -> None:
        herself = Citizen(neighbours.nadia.id, neighbours.gien.id, neighbours.hers)
        with psycopg.connect(neighbours.login_url) as login:
            assert seen(login, herself, _select("note"), neighbours.gien.id) == 0
            assert seen(login, herself, _select("case"), neighbours.gien.id) == 1

    async def test_reads_a_decision_only_once_signed(self, neighbours: Neighbours) -> None:
        herself = Citizen(neighbours.nadia.id, neighbours.gien.id, neighbours.hers)
        with psycopg.connect(neighbours.login_url) as login:
            assert seen(login, herself, _select("decision"), neighbours.gien.id) == 0


def _try_everything(
    login: psycopg.Connection, context: Context, table: str, tenant_id: UUID
) -> None:
    """Read, change and delete another tenant's rows."""
    assert seen(login, context, _select(table), tenant_id) == 0, f"{table}: read"
    name = sql.Identifier(table)
    changed = sql.SQL("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s")
    assert seen(login, context, changed.format(table=name), tenant_id) == 0, f"{table}: changed"
    deleted = sql.SQL("DELETE FROM {table} WHERE tenant_id = %s")
    assert seen(login, context, deleted.format(table=name), tenant_id) == 0, f"{table}: deleted"


def _select(table: str) -> sql.Composed:
    return sql.SQL("SELECT 1 FROM {} WHERE tenant_id = %s").format(sql.Identifier(table))


def _columns(admin: psycopg.Connection, table: str) -> list[str]:
    rows = admin.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        (table,),
    )
    return [name for (name,) in rows]
