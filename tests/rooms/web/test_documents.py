"""Documents given to who may read them; the first opening of a decision is a fact of the law."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi import FastAPI

from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.cases.queries.case_files import case_file
from services.cases.queries.documents import document_for_person
from services.foundation.database import Database
from services.foundation.errors import NotFound
from services.standalone.postgres import Postgres
from tests.arranging import OCCUPATION, Collectivity, Deployment, Resident, a_resident, file_request
from tests.rooms.web.conftest import TODAY, Seated

PDF = b"%PDF-1.7 a letter of a few bytes"


@dataclass
class Shelf:
    """A refused request of Nadia's, with its letter and a file of hers, both really stored."""

    db: Database
    gien: Collectivity
    nadia: Resident
    case_id: UUID
    letter_id: UUID
    file_id: UUID
    connection: psycopg.Connection[tuple[object, ...]]

    @property
    def case(self) -> str:
        return f"/agent/gien/cases/{self.case_id}"

    async def open_letter(self, at: datetime, who: UUID | None = None) -> None:
        await document_for_person(
            self.db,
            person_id=who or self.nadia.id,
            case_id=self.case_id,
            document_id=self.letter_id,
            kind="letter",
            at=at,
        )

    def scanned(self, scan: str) -> None:
        self.connection.execute(
            "UPDATE attachment SET scan = %s WHERE id = %s", (scan, self.file_id)
        )


@pytest.fixture
async def shelf(
    app: FastAPI,
    arranged_database: Database,
    collectivities: Deployment,
    postgres: Postgres,
    arranged_name: str,
) -> Shelf:
    db, gien = arranged_database, collectivities.gien
    nadia = await a_resident(db)
    filed = await file_request(
        db, gien, by=nadia, at=TODAY - timedelta(days=20), procedure=OCCUPATION
    )
    await propose_decision(
        db,
        case_id=filed.case_id,
        version=None,
        sense="refusal",
        law_reasons="Règlement de voirie, article 12.",
        fact_reasons="Il resterait 0,90 m.",
        by=gien.instructor,
        at=TODAY - timedelta(days=12),
    )
    await sign_decision(
        db,
        case_id=filed.case_id,
        version=None,
        by=gien.signatory,
        at=TODAY - timedelta(days=10),
    )
    admin = psycopg.connect(postgres.superuser_url(arranged_name), autocommit=True)
    row = admin.execute("SELECT key_id FROM tenant WHERE id = %s", (gien.id,)).fetchone()
    assert row is not None
    stored = await app.state.house.store.put(tenant_id=gien.id, key_id=row[0], content=PDF)
    letter_id, file_id = uuid4(), uuid4()
    admin.execute(
        "INSERT INTO letter (tenant_id, id, case_id, kind, key, object_key, sha256, size, template,"
        " template_digest, made_at, public, available_at)"
        " VALUES (%s, %s, %s, 'decision', %s, %s, %s, %s, 'decision', 'x', %s, true, %s)",
        (
            gien.id,
            letter_id,
            filed.case_id,
            str(letter_id),
            stored.object_key,
            stored.sha256,
            len(PDF),
            TODAY,
            TODAY - timedelta(days=10),
        ),
    )
    admin.execute(
        "INSERT INTO attachment (tenant_id, id, case_id, field, filename, media_type, size, sha256,"
        " object_key, scan, received_at)"
        " VALUES (%s, %s, %s, 'plan', 'plan \"coté\".pdf', 'application/pdf', %s, %s, %s,"
        " 'not_scanned', %s)",
        (gien.id, file_id, filed.case_id, len(PDF), stored.sha256, stored.object_key, TODAY),
    )
    return Shelf(db, gien, nadia, filed.case_id, letter_id, file_id, admin)


class TestAnAgent:
    async def test_receives_the_letter_and_the_file(self, shelf: Shelf, seated: Seated) -> None:
        camille = seated(shelf.gien.instructor)
        letter = await camille.get(f"{shelf.case}/letters/{shelf.letter_id}")
        file = await camille.get(f"{shelf.case}/files/{shelf.file_id}")
        assert letter.content == file.content == PDF
        assert "decision-2026-" in letter.headers["content-disposition"]
        assert "sandbox" in file.headers["content-security-policy"]

    async def test_receives_the_part_she_asks_for(self, shelf: Shelf, seated: Seated) -> None:
        camille = seated(shelf.gien.instructor)
        part = await camille.get(
            f"{shelf.case}/files/{shelf.file_id}", headers={"Range": "bytes=1-3"}
        )
        assert (part.status_code, part.content) == (206, b"PDF")

    @pytest.mark.parametrize("scan", ["pending", "infected"])
    async def test_opens_nothing_that_waits_in_quarantine(
        self, shelf: Shelf, seated: Seated, scan: str
    ) -> None:
        shelf.scanned(scan)
        camille = seated(shelf.gien.instructor)
        answer = await camille.get(f"{shelf.case}/files/{shelf.file_id}")
        assert answer.status_code in {403, 409, 423}
        page = await camille.get(shelf.case)
        assert f"/files/{shelf.file_id}" not in page.text

    async def test_of_another_collectivity_finds_nothing(
        self, shelf: Shelf, seated: Seated, collectivities: Deployment
    ) -> None:
        neighbour = seated(collectivities.loiret.instructor)
        for address in (
            f"/agent/loiret/cases/{shelf.case_id}/letters/{shelf.letter_id}",
            f"/agent/gien/cases/{shelf.case_id}/letters/{shelf.letter_id}",
        ):
            assert (await neighbour.get(address)).status_code == 404

    async def test_leaves_a_trace(self, shelf: Shelf, seated: Seated) -> None:
        await seated(shelf.gien.instructor).get(f"{shelf.case}/letters/{shelf.letter_id}")
        row = shelf.connection.execute(
            "SELECT reader_kind, reader_id, what FROM access_log WHERE what = 'letter'"
        ).fetchone()
        assert row == ("agent", shelf.gien.instructor.agent_id, "letter")

    async def test_does_not_notify_by_reading(self, shelf: Shelf, seated: Seated) -> None:
        await seated(shelf.gien.signatory).get(f"{shelf.case}/letters/{shelf.letter_id}")
        row = shelf.connection.execute("SELECT first_opened_at FROM letter").fetchone()
        assert row == (None,)


class TestThePerson:
    async def test_is_notified_the_day_she_opens_the_decision(self, shelf: Shelf) -> None:
        """CRPA R112-20: opened within fifteen days, the delay of appeal runs from that day."""
        await shelf.open_letter(TODAY - timedelta(days=2))
        await shelf.open_letter(TODAY)
        file = await case_file(shelf.db, case_id=shelf.case_id, by=shelf.gien.instructor, at=TODAY)
        assert [event.kind for event in file.events].count("open_letter") == 1
        assert file.timeline.notified_on == date(2026, 4, 12)
        assert file.letters[0].first_opened_at == TODAY - timedelta(days=2)

    async def test_a_stranger_finds_nothing(self, shelf: Shelf) -> None:
        omar = await a_resident(shelf.db, ("Omar", "Belkacem"))
        with pytest.raises(NotFound):
            await shelf.open_letter(TODAY, who=omar.id)
