"""A case handed over to an authority that is not on the platform (CRPA L114-2)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.cases._story import acting
from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.record_effect import effect_done
from services.cases.contracts import CaseFile, Filed, ToDo
from services.cases.queries.case_files import case_file
from services.cases.queries.documents import document_for_agent
from services.cases.queries.owed import effect_to_do
from services.documents.letters import Press, press_for
from services.foundation import clock
from services.foundation.database import Database, Worker
from services.foundation.settings import Settings
from services.messages.actions import relay_for
from services.standalone.mailbox import Mailbox
from services.standalone.object_store import ObjectStore
from services.standalone.place import Place
from tests.arranging import Collectivity, Deployment, a_resident, file_request
from tests.workflows.living import mails_in
from workflows.case_life.transmission import TransmissionActivities

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def parts(place: Place, object_store: ObjectStore, mailbox: Mailbox) -> Settings:
    where = {**object_store.settings(), **mailbox.settings()}
    return Settings(secret_key=place.keys["secret_key"], **where)


@pytest.fixture
def press(parts: Settings) -> Iterator[Press]:
    press = press_for(parts, at=MONDAY)
    yield press
    press.close()


@dataclass(slots=True)
class HandedOver:
    """A case just handed over, and the hands that do what it owes."""

    db: Database
    ccg: Collectivity
    filed: Filed
    todo: ToDo
    hands: TransmissionActivities

    async def transmitted(self) -> CaseFile:
        with clock.using(lambda: MONDAY + timedelta(hours=2)):
            letter = await self.hands.do(self.todo)
            await effect_done(self.db, self.todo, letter=letter, at=clock.now())
        at = MONDAY + timedelta(hours=3)
        return await case_file(self.db, case_id=self.filed.case_id, by=self.ccg.instructor, at=at)


async def handed_over(
    db: Database, of: Deployment, press: Press, parts: Settings, *, email: str
) -> HandedOver:
    ccg, nadia = of.ccg, await a_resident(db)
    filed = await file_request(db, ccg, by=nadia, at=MONDAY)
    to = {"name": "Préfecture", "email": email, "address": "", "phone": "", "siren": None}
    which = {"tenant_id": ccg.id, "case_id": filed.case_id, "at": MONDAY + timedelta(hours=1)}
    async with acting(db, Worker(ccg.id), **which) as (story, _tx):
        payload = {"to": to, "reason": "Compétence de l’État."}
        story.tell("hand_over", by=ccg.instructor.actor, payload=payload)
        story.owe("transmission", about="hand_over")
    look = await look_at_book(db, **which)
    effect_id: UUID = next(each.id for each in look.owed if each.kind == "transmission")
    todo = await effect_to_do(db, tenant_id=ccg.id, effect_id=effect_id)
    assert todo is not None
    hands = TransmissionActivities(db, press, relay_for(parts), "https://parvis.example")
    return HandedOver(db, ccg, filed, todo, hands)


def told(file: CaseFile, kind: str) -> list[dict[str, object]]:
    return [dict(event.payload or {}) for event in file.events if event.kind == kind]


class TestATransmission:
    async def test_carries_the_case_and_keeps_one_proof(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        press: Press,
        parts: Settings,
        mailbox: Mailbox,
    ) -> None:
        to = "accueil@prefecture.example"
        case = await handed_over(arranged_database, collectivities, press, parts, email=to)
        await case.transmitted()
        file = await case.transmitted()

        (proof,) = told(file, "transmitted")
        mail = mails_in(mailbox.folder, to)[-1]
        (enclosed,) = mail.iter_attachments()
        content = enclosed.get_content()
        assert mail["Message-ID"] == proof["message_id"]
        assert hashlib.sha256(content).hexdigest() == proof["sha256"]
        assert str(proof["reply"]).startswith("250 ")
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            manifest = json.loads(bundle.read("manifeste.json"))
            for entry in manifest["entries"]:
                held = hashlib.sha256(bundle.read(entry["name"])).hexdigest()
                assert held == entry["sha256"]
            assert json.loads(bundle.read("demande.json"))["number"] == case.filed.number
        (letter,) = [each for each in file.letters if each.kind == "transmission"]
        given = await document_for_agent(
            case.db,
            case_id=case.filed.case_id,
            document_id=letter.id,
            kind="letter",
            by=case.ccg.instructor,
            at=MONDAY + timedelta(hours=3),
        )
        assert (given.media_type, given.filename[-4:]) == ("application/zip", ".zip")

    @pytest.mark.parametrize(("email", "why"), [("", "no_address"), ("a@b.example", "too_heavy")])
    async def test_waits_for_the_agent_when_no_mail_can_carry_it(
        self,
        arranged_database: Database,
        collectivities: Deployment,
        press: Press,
        parts: Settings,
        email: str,
        why: str,
    ) -> None:
        case = await handed_over(arranged_database, collectivities, press, parts, email=email)
        case.hands = replace(case.hands, heaviest=10)
        file = await case.transmitted()
        assert [each["why"] for each in told(file, "transmission_waits")] == [why]
        assert not told(file, "transmitted")
