"""A misdirected request handed over: the right clock, a new receipt, nothing lost (L114-2, -3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.cases.actions.hand_over import hand_over
from services.cases.actions.receive_case import deliver_case
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.contracts import Authority, CaseFile, Filed, ToDo
from services.cases.queries.requests import my_requests, request
from services.documents.store import store_for
from tests.arranging import BIN, OCCUPATION, Collectivity, Deployment, a_resident, file_request
from tests.workflows.living import MORNING, Life, mails_in

A_WEEK = timedelta(days=7)


async def handed(
    life: Life, giver: Collectivity, filed: Filed, receiver: Collectivity
) -> tuple[CaseFile, CaseFile]:
    """A week after its filing, the case is handed over and everything owed is done: both cases."""
    await life.tell()
    await life.until(MORNING + A_WEEK)
    await hand_over(
        life.db,
        case_id=filed.case_id,
        version=None,
        to=receiver.tenant.siren,
        reason="La rue est une route départementale hors agglomération.",
        by=giver.instructor,
        at=await life.now(),
    )
    await life.tell()
    await life.handle(giver, filed).result()
    given = await life.case(filed, giver)
    assert given.handed_to is not None
    assert given.handed_to.case_id is not None
    await life.tell()
    new = Filed(receiver.id, given.handed_to.case_id, "", filed.filed_at)
    await life.until(await life.now() + timedelta(hours=1))
    return given, await life.case(new, receiver)


class TestARequestHandedOver:
    async def test_under_rejection_keeps_its_first_clock(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-3 al. 1: two months from the first reception, 1 February."""
        nadia = await a_resident(lived.db)
        filed = await file_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=OCCUPATION
        )
        given, received = await handed(lived, collectivities.gien, filed, collectivities.loiret)

        assert given.state.id == "handed_over"
        assert {letter.kind for letter in given.letters} == {"receipt", "handed_over"}
        assert given.effects == ()
        assert received.state.id == "filed"
        assert received.timeline.tacit is not None
        assert received.timeline.tacit.last_day == date(2027, 4, 1)
        assert received.timeline.receipt_due is not None
        assert [letter.kind for letter in received.letters] == ["receipt"]
        assert [(each.number, each.authority) for each in received.aliases] == [
            (given.number, "Ville de Gien")
        ]
        assert received.filed_at == given.filed_at
        assert received.answers == given.answers
        mails = [str(mail["Subject"]) for mail in lived.mails(nadia)]
        assert f"Dossier {given.number} : demande transmise" in mails
        assert f"Dossier {received.number} : nous avons reçu votre demande" in mails

    async def test_under_rejection_keeps_what_already_stopped_its_clock(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-3 al. 1, L114-5 al. 3: asked on 3 February until the 20th, 17 days more."""
        nadia = await a_resident(lived.db)
        gien = collectivities.gien
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(MORNING + timedelta(days=2))
        await request_missing_pieces(
            lived.db,
            case_id=filed.case_id,
            version=None,
            pieces={"plan": "Le plan manque."},
            limit=date(2027, 2, 20),
            by=gien.instructor,
            at=await lived.now(),
        )
        _given, received = await handed(lived, gien, filed, collectivities.loiret)

        assert received.timeline.tacit is not None
        assert received.timeline.tacit.last_day == date(2027, 4, 18)
        assert received.asked_pieces == ()

    async def test_under_acceptance_starts_where_it_should_have_gone(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-3 al. 2: two months from the competent body's reception, 8 February."""
        nadia = await a_resident(lived.db)
        filed = await file_request(
            lived.db, collectivities.ccg, by=nadia, at=MORNING, procedure=BIN
        )
        _given, received = await handed(lived, collectivities.ccg, filed, collectivities.gien)

        assert received.timeline.tacit is not None
        assert received.timeline.tacit.effect == "acceptance"
        assert received.timeline.tacit.last_day == date(2027, 4, 8)

        view = await request(
            lived.db, person_id=nadia.id, case_id=received.case_id, at=await lived.now()
        )
        assert [step.action for step in view.story] == ["submit", "receive"]
        lines = await my_requests(lived.db, person_id=nadia.id)
        assert {line.case_id for line in lines} == {filed.case_id, received.case_id}

    async def test_delivered_twice_is_one_case(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        nadia = await a_resident(lived.db)
        filed = await file_request(
            lived.db, collectivities.ccg, by=nadia, at=MORNING, procedure=BIN
        )
        _given, received = await handed(lived, collectivities.ccg, filed, collectivities.gien)
        todo = ToDo(filed.case_id, collectivities.ccg.id, filed.case_id, "delivery", "k", 0, "")
        store = store_for(lived.settings)
        again: Any = await deliver_case(lived.db, store, todo, at=await lived.now())
        store.close()
        assert again == received.case_id
        assert len(await my_requests(lived.db, person_id=nadia.id)) == 2

    async def test_is_decided_by_silence_where_it_went(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        nadia = await a_resident(lived.db)
        filed = await file_request(
            lived.db, collectivities.ccg, by=nadia, at=MORNING, procedure=BIN
        )
        _given, received = await handed(lived, collectivities.ccg, filed, collectivities.gien)
        new = Filed(collectivities.gien.id, received.case_id, received.number, filed.filed_at)
        await lived.until(datetime(2027, 4, 9, 6, 0, tzinfo=UTC))
        await lived.handle(collectivities.gien, new).result()

        case = await lived.case(new, collectivities.gien)
        [silence] = [event for event in case.events if event.kind == "record_silence"]
        assert silence.at == datetime(2027, 4, 8, 22, 0, tzinfo=UTC)  # midnight in Paris


class TestARequestForAnAuthorityThatIsNotOnBoard:
    async def test_is_exported_and_mailed_with_its_proof(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-2: the authority gets the request whole, the person is told."""
        gien, nadia = collectivities.gien, await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(MORNING + A_WEEK)
        there = "accueil@briare.example"
        await hand_over(
            lived.db,
            case_id=filed.case_id,
            version=None,
            authority=Authority("Mairie de Briare", there, "4 place de l’Exemple"),
            reason="La rue est à Briare.",
            by=gien.instructor,
            at=await lived.now(),
        )
        await lived.tell()
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "handed_over"
        assert case.effects == ()
        assert {letter.kind for letter in case.letters} == {
            "receipt",
            "handed_over",
            "transmission",
        }
        [mail] = mails_in(lived.mailbox, there)
        [enclosed] = mail.iter_attachments()
        assert enclosed.get_content_type() == "application/zip"
        [proof] = [event for event in case.events if event.kind == "transmitted"]
        assert proof.payload is not None
        assert proof.payload["message_id"] == mail["Message-ID"]
        told = [str(each["Subject"]) for each in lived.mails(nadia)]
        assert f"Dossier {case.number} : demande transmise" in told
