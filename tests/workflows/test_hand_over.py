"""A misdirected request handed over: the right clock, a new receipt, nothing lost (L114-2, -3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.cases.actions.claim_case import claim_case
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.receive_case import deliver_case
from services.cases.actions.sign_decision import sign_decision
from services.cases.contracts import CaseFile, Filed, ToDo
from services.cases.queries.requests import my_requests, request
from services.documents.store import store_for
from tests.arranging import (
    BIN,
    DECLARATION,
    HOUSE,
    OCCUPATION,
    Collectivity,
    Deployment,
    a_resident,
    file_request,
)
from tests.handing import BRIARE, give_file, hand, let_through
from tests.workflows.living import MORNING, Life, mails_in

A_WEEK = timedelta(days=7)


async def handed(
    life: Life, giver: Collectivity, filed: Filed, receiver: Collectivity
) -> tuple[CaseFile, CaseFile, Filed]:
    """A week after its filing, the case is handed over and everything owed is done: both cases,
    and how the second is asked for."""
    await life.tell()
    await life.until(MORNING + A_WEEK)
    await hand(life.db, filed, giver, to=receiver, at=await life.now())
    await life.tell()
    await life.handle(giver, filed).result()
    given = await life.case(filed, giver)
    assert given.handed_to is not None
    assert given.handed_to.case_id is not None
    await life.tell()
    new = Filed(receiver.id, given.handed_to.case_id, "", filed.filed_at)
    await life.until(await life.now() + timedelta(hours=1))
    return given, await life.case(new, receiver), new


class TestARequestHandedOver:
    async def test_under_rejection_keeps_its_first_clock(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-3 al. 1: two months from the first reception, 1 February."""
        nadia = await a_resident(lived.db)
        filed = await file_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=OCCUPATION
        )
        given, received, _new = await handed(
            lived, collectivities.gien, filed, collectivities.loiret
        )

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
        await lived.asks_for_pieces(
            gien, filed, {"plan": "Le plan manque."}, limit=date(2027, 2, 20)
        )
        _given, received, _new = await handed(lived, gien, filed, collectivities.loiret)

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
        _given, received, _new = await handed(lived, collectivities.ccg, filed, collectivities.gien)

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
        _given, received, _new = await handed(lived, collectivities.ccg, filed, collectivities.gien)
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
        _given, _received, new = await handed(lived, collectivities.ccg, filed, collectivities.gien)
        await lived.until(datetime(2027, 4, 9, 6, 0, tzinfo=UTC))
        await lived.handle(collectivities.gien, new).result()

        case = await lived.case(new, collectivities.gien)
        [silence] = [event for event in case.events if event.kind == "record_silence"]
        assert silence.at == datetime(2027, 4, 8, 22, 0, tzinfo=UTC)  # midnight in Paris

    async def test_is_answered_where_nobody_offers_it(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """Loiret has never adopted the occupation of a commune's public space."""
        nadia, loiret = await a_resident(lived.db), collectivities.loiret
        filed = await file_request(
            lived.db, collectivities.gien, by=nadia, at=MORNING, procedure=OCCUPATION
        )
        _given, received, new = await handed(lived, collectivities.gien, filed, loiret)
        assert OCCUPATION not in loiret.procedures
        assert received.filed_under.procedure.id == OCCUPATION

        at = await lived.now()
        which: dict[str, Any] = {"case_id": new.case_id, "version": None, "at": at}
        await claim_case(lived.db, **which, by=loiret.instructor)
        await propose_decision(
            lived.db,
            **which,
            sense="grant",
            note="",
            law_reasons="Règlement de voirie, article 12.",
            fact_reasons="Le trottoir fait 2,40 m.",
            conditions="Laisser 1,60 m de passage.",
            by=loiret.instructor,
        )
        await sign_decision(lived.db, **which, by=loiret.signatory)
        await lived.tell()
        await lived.until(at + timedelta(hours=1))
        case = await lived.case(new, loiret)
        assert {letter.kind for letter in case.letters} == {"receipt", "decision"}
        assert case.effects == ()


class TestAPlanningFileHandedOver:
    async def test_is_numbered_and_timed_anew(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """C. urb. A423-1, R423-23; CRPA L114-3 al. 2: a month from the receipt of 8 February, what
        Gien asked for on the 3rd changing nothing."""
        nadia, gien, ccg = await a_resident(lived.db), collectivities.gien, collectivities.ccg
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=DECLARATION)
        await lived.tell()
        await lived.until(MORNING + timedelta(days=2))
        await lived.asks_for_pieces(gien, filed, {"dp7": "La photo ne montre pas la rue."})
        given, received, new = await handed(lived, gien, filed, ccg)

        assert (given.number, received.number) == ("DP 045155 27 A0001", "DP 045155 27 B0001")
        assert [each.number for each in received.aliases] == [given.number]
        assert received.asked_pieces == ()
        [before] = [event.payload for event in received.events if event.kind == "carried"]
        assert before == {"what": "pieces_asked", "pieces": ["dp7"]}
        assert received.timeline.course.completeness_last_day == date(2027, 3, 8)
        assert received.timeline.tacit is not None
        assert received.timeline.tacit.effect == "acceptance"
        assert received.timeline.tacit.last_day == date(2027, 3, 8)

        await lived.until(datetime(2027, 3, 9, 6, 0, tzinfo=UTC))
        await lived.handle(ccg, new).result()
        case = await lived.case(new, ccg)
        assert case.state.id == "tacitly_granted"
        assert {letter.kind for letter in case.letters} == {"receipt", "tacit_certificate"}
        assert case.effects == ()

    async def test_may_be_asked_for_pieces_by_who_answers(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """C. urb. R423-38, R423-39: within its own month; never produced, in three months."""
        nadia, gien, ccg = await a_resident(lived.db), collectivities.gien, collectivities.ccg
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=HOUSE)
        _given, received, new = await handed(lived, gien, filed, ccg)
        assert received.timeline.tacit is not None
        assert received.timeline.tacit.last_day == date(2027, 4, 8)

        await lived.until(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
        await lived.asks_for_pieces(ccg, new, {"pcmi1": "Le plan ne montre pas la commune."})
        await lived.tell()
        await lived.until(datetime(2027, 6, 6, 6, 0, tzinfo=UTC))
        await lived.handle(ccg, new).result()
        case = await lived.case(new, ccg)
        assert case.number == "PC 045155 27 B0001"
        assert case.state.id == "tacitly_refused"
        assert case.timeline.tacit is not None
        assert case.timeline.tacit.last_day == date(2027, 6, 5)


class TestARequestForAnAuthorityThatIsNotOnBoard:
    async def test_is_exported_and_mailed_with_its_proof(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-2: the authority gets the request whole, the person is told."""
        gien, nadia = collectivities.gien, await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(MORNING + A_WEEK)
        await hand(lived.db, filed, gien, to=BRIARE, at=await lived.now())
        await lived.tell()
        await lived.handle(gien, filed).result()
        await lived.tell()  # the export is made: its mail is owed
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.effects == ()
        assert case.state.id == "handed_over"
        assert {letter.kind for letter in case.letters} == {
            "receipt",
            "handed_over",
            "transmission",
        }
        [proof] = [event.payload for event in case.events if event.kind == "transmitted"]
        assert proof is not None
        # Other tests write to Briare too.
        mails = mails_in(lived.mailbox, BRIARE.email)
        [mail] = [each for each in mails if each["Message-ID"] == proof["message_id"]]
        [enclosed] = mail.iter_attachments()
        assert enclosed.get_content_type() == "application/zip"
        told = [str(each["Subject"]) for each in lived.mails(nadia)]
        assert f"Dossier {case.number} : demande transmise" in told

    async def test_whose_file_waits_for_the_antivirus_holds_up_no_letter(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L114-2: the person is told at once; the export leaves once the file is seen."""
        gien, nadia = collectivities.gien, await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        store = store_for(lived.settings)
        await give_file(lived.db, store, filed, b"%PDF-1.7\n...", scan="pending", at=MORNING)
        store.close()
        await lived.tell()
        await hand(lived.db, filed, gien, to=BRIARE, at=await lived.now())
        await lived.tell()
        await lived.until(await lived.now() + timedelta(hours=1))

        case = await lived.case(filed, gien)
        assert {letter.kind for letter in case.letters} == {"receipt", "handed_over"}
        assert len(lived.mails(nadia)) == 2
        assert [(each.kind, each.last_error) for each in case.effects] == [
            ("transmission", "clamd")
        ]

        await let_through(lived.db, filed)
        await lived.until(await lived.now() + timedelta(minutes=10))
        case = await lived.case(filed, gien)
        assert "transmission" in {letter.kind for letter in case.letters}
