"""`verify_record` names the first broken link, a cut tail, a missing case; erasure is no break."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.actions.resume_cases import open_cases, resume_cases
from services.cases.actions.verify_record import Verified, verify_record
from services.foundation.database import Database
from services.standalone.postgres import Postgres
from tests.arranging import OCCUPATION, Deployment, a_resident, file_request

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Tamper = Callable[[str], None]


@pytest.fixture
async def case_id(arranged_database: Database, collectivities: Deployment) -> UUID:
    """A case of two links in Gien, among others."""
    db, gien = arranged_database, collectivities.gien
    nadia = await a_resident(db)
    await file_request(db, collectivities.ccg, by=nadia, at=MONDAY)
    filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
    await claim_case(
        db, case_id=filed.case_id, version=1, by=gien.instructor, at=MONDAY + timedelta(days=1)
    )
    return filed.case_id


@pytest.fixture
def tamper(postgres: Postgres, arranged_name: str, case_id: UUID) -> Tamper:
    """Change the database behind the house's back, with all the rights of an administrator."""

    def run(statement: str) -> None:
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as admin:
            admin.execute("SET session_replication_role = replica")
            admin.execute(statement.replace(":case", f"'{case_id}'").encode())

    return run


@pytest.fixture
def verdicts(arranged_database: Database) -> Callable[[], Awaitable[dict[str, Verified]]]:
    async def verified() -> dict[str, Verified]:
        return {each.name: each async for each in verify_record(arranged_database)}

    return verified


class TestTheRecord:
    async def test_holds_for_every_tenant(self, case_id: UUID, verdicts) -> None:
        found = await verdicts()
        assert len(found) == 3
        assert all(each.broken is None for each in found.values())
        assert found["Ville de Gien"].links == 2

    @pytest.mark.parametrize(
        ("statement", "seq", "reason"),
        [
            (
                "UPDATE case_event SET at = at - interval '9 h' WHERE case_id = :case AND seq = 1",
                1,
                "header changed",
            ),
            (
                "UPDATE case_event SET fact = '{}' WHERE case_id = :case AND seq = 1",
                1,
                "header changed",
            ),
            (
                "UPDATE case_event SET payload = '{}' WHERE case_id = :case AND seq = 1",
                1,
                "payload changed",
            ),
            ("DELETE FROM case_event WHERE case_id = :case AND seq = 2", 2, "cut tail"),
            ("DELETE FROM case_event WHERE case_id = :case AND seq = 1", 1, "missing link"),
            (
                "DELETE FROM case_event WHERE case_id = :case AND seq = 2; "
                'UPDATE "case" SET chain_length = 1 WHERE id = :case',
                1,
                "head does not match",
            ),
            ('DELETE FROM "case" WHERE id = :case', None, "missing case"),
            (
                'DELETE FROM "case" WHERE id = :case; DELETE FROM case_event WHERE case_id = :case',
                None,
                "missing case",
            ),
        ],
    )
    async def test_names_what_was_changed(
        self, case_id: UUID, tamper: Tamper, verdicts, statement: str, seq: int | None, reason: str
    ) -> None:
        tamper(statement)
        broken = (await verdicts())["Ville de Gien"].broken
        assert broken is not None
        assert (broken.case_id, broken.seq, broken.reason) == (case_id, seq, reason)

    async def test_still_holds_when_payload_and_salt_are_erased(
        self, tamper: Tamper, verdicts
    ) -> None:
        tamper("UPDATE case_event SET payload = NULL, salt = NULL WHERE case_id = :case")
        assert (await verdicts())["Ville de Gien"].broken is None


class TestTheClock:
    async def test_is_told_again_of_every_open_case(
        self, arranged_database: Database, case_id: UUID, postgres: Postgres, arranged_name: str
    ) -> None:
        with psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True) as admin:
            admin.execute("UPDATE outbox SET sent_at = now()")
            count = await resume_cases(arranged_database, at=MONDAY)
            waiting = admin.execute(
                "SELECT count(DISTINCT case_id) FROM outbox WHERE sent_at IS NULL"
            ).fetchone()
        assert count == len(await open_cases(arranged_database)) == 2
        assert waiting == (2,)
