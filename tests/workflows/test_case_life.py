"""Whole lives of cases: months pass in a second, on the real book."""

from datetime import UTC, date, datetime, timedelta

from services.cases.actions.ask_reasons import ask_reasons
from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.give_reasons import give_reasons
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.sign_decision import sign_decision
from services.cases.actions.withdraw_case import withdraw_case
from services.cases.contracts import CaseFile
from tests.arranging import BIN, OCCUPATION, Deployment, a_resident, file_request
from tests.histories.recording import keep
from tests.workflows.living import MORNING, Life, activities_in

DAY = timedelta(days=1)
LETTER_AND_MAIL = ["look_at_book", "make_letter", "send_mail"]
# Ten working days before the last, the agent; three before, the agent and the supervisor.
WARNED = ["look_at_book", "send_warning", "look_at_book", "send_warning", "send_warning"]


def happened(case: CaseFile) -> list[str]:
    """What the record tells, letters and warnings left out."""
    return [
        event.kind for event in case.events if event.kind not in {"letter_made", "warning_sent"}
    ]


def letters(case: CaseFile) -> list[str]:
    """The kinds of its letters, the oldest first."""
    return [each.kind for each in sorted(case.letters, key=lambda each: each.made_at)]


class TestASilentAcceptance:
    async def test_is_born_on_its_legal_day_and_told(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await lived.tell()

        await lived.until(datetime(2027, 4, 2, 6, 0, tzinfo=UTC))
        await lived.handle(ccg, filed).result()

        case = await lived.case(filed, ccg)
        assert case.state.id == "tacitly_granted"
        tacit = case.timeline.tacit
        assert tacit is not None
        assert (tacit.last_day, tacit.born_on) == (date(2027, 4, 1), date(2027, 4, 2))
        [event] = [event for event in case.events if event.kind == "record_silence"]
        assert event.at == datetime(2027, 4, 1, 22, 0, tzinfo=UTC)  # midnight in Paris, summer
        assert letters(case) == ["receipt", "tacit_certificate"]
        assert len({mail["Message-ID"] for mail in lived.mails(nadia)}) == 2
        assert case.effects == ()
        history = await lived.history(ccg, filed)
        assert activities_in(history) == LETTER_AND_MAIL + WARNED + LETTER_AND_MAIL
        for personal in (nadia.family_name, nadia.given_name, nadia.email, filed.number):
            assert personal not in history.to_json()
        keep("silent_acceptance", history)


class TestADecision:
    async def test_takes_six_activities_from_filing_to_the_end(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await lived.tell()
        await lived.until(MORNING + 1 * DAY)
        assert await lived.relay.send_due(at=await lived.now()) == 0
        await lived.until(MORNING + 20 * DAY)
        await decide_case(
            lived.db,
            case_id=filed.case_id,
            version=None,
            sense="grant",
            by=ccg.instructor,
            at=await lived.now(),
        )
        await lived.tell()

        await lived.handle(ccg, filed).result()

        history = await lived.history(ccg, filed)
        assert activities_in(history) == LETTER_AND_MAIL * 2
        assert (await lived.case(filed, ccg)).effects == ()
        assert len(lived.mails(nadia)) == 2
        keep("decided", history)

    async def test_signed_by_another_agent_reaches_the_resident(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(MORNING + 3 * DAY)
        at = await lived.now()
        which = {"case_id": filed.case_id, "version": None, "at": at}
        await claim_case(lived.db, by=gien.instructor, **which)
        await propose_decision(
            lived.db, sense="grant", law_reasons="", fact_reasons="", by=gien.instructor, **which
        )
        await sign_decision(lived.db, by=gien.signatory, **which)
        await lived.tell()

        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "decided_granted"
        assert letters(case) == ["receipt", "decision"]


class TestASuspension:
    async def test_moves_the_silence_by_the_days_it_lasted(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        before = await lived.case(filed, gien)
        await lived.until(MORNING + 10 * DAY)
        await lived.asks_for_pieces(
            gien, filed, {"plan": "Le plan est illisible."}, limit=(MORNING + 40 * DAY).date()
        )
        await lived.tell()
        await lived.until(MORNING + 22 * DAY)
        await give_pieces(
            lived.db,
            person_id=nadia.id,
            tenant_id=gien.id,
            case_id=filed.case_id,
            version=None,
            pieces=["plan"],
            at=await lived.now(),
        )
        await lived.tell()
        resumed = await lived.case(filed, gien)

        assert before.timeline.tacit is not None
        assert resumed.timeline.tacit is not None
        assert resumed.timeline.tacit.last_day - before.timeline.tacit.last_day == 12 * DAY
        await lived.until(datetime.combine(resumed.timeline.tacit.last_day, MORNING.timetz()))
        assert (await lived.case(filed, gien)).state.id == "in_review"
        await lived.until(await lived.now() + DAY)
        await lived.handle(gien, filed).result()
        case = await lived.case(filed, gien)
        assert case.state.id == "tacitly_refused"
        assert happened(case) == ["submit", "request_pieces", "give_pieces", "record_silence"]
        assert letters(case) == ["receipt", "pieces_request"]
        keep("suspended", await lived.history(gien, filed))

    async def test_asked_one_second_before_the_end_leaves_the_timer_nothing_to_do(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """The relay is stopped: the timer still holds the old instant, and looks at the book."""
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        midnight = datetime(2027, 4, 1, 22, 0, tzinfo=UTC)
        await lived.until(midnight - timedelta(seconds=20))
        await lived.asks_for_pieces(
            gien,
            filed,
            {"plan": "Le plan est illisible."},
            limit=date(2027, 5, 3),
            at=midnight - timedelta(seconds=1),
        )

        await lived.until(midnight + timedelta(hours=1))

        case = await lived.case(filed, gien)
        assert case.state.id == "waiting_for_pieces"
        assert happened(case) == ["submit", "request_pieces"]
        # At filing, for two days of warnings, and for the timer.
        assert activities_in(await lived.history(gien, filed)).count("look_at_book") == 4


class TestAnAbandonedCase:
    async def test_resumes_without_the_pieces_then_ends_by_silence(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        limit = (MORNING + 30 * DAY).date()
        await lived.asks_for_pieces(
            gien,
            filed,
            {"plan": "Le plan est illisible."},
            limit=limit,
            at=MORNING + timedelta(hours=1),
        )
        await lived.tell()

        await lived.until(MORNING + 31 * DAY)
        assert (await lived.case(filed, gien)).state.id == "in_review"
        await lived.until(MORNING + 120 * DAY)
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "tacitly_refused"
        assert happened(case) == ["submit", "request_pieces", "end_wait", "record_silence"]
        keep("abandoned", await lived.history(gien, filed))

    async def test_withdrawn_ends_the_life(self, lived: Life, collectivities: Deployment) -> None:
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(MORNING + 5 * DAY)
        await withdraw_case(
            lived.db,
            person_id=nadia.id,
            tenant_id=gien.id,
            case_id=filed.case_id,
            version=None,
            at=await lived.now(),
        )
        await lived.tell()

        await lived.handle(gien, filed).result()

        assert (await lived.case(filed, gien)).state.id == "withdrawn"
        assert len(lived.mails(nadia)) == 2
        keep("withdrawn", await lived.history(gien, filed))


class TestAClosedCase:
    async def test_lives_again_under_the_same_name_when_it_is_reopened(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(datetime(2027, 4, 2, 6, 0, tzinfo=UTC))
        await lived.handle(gien, filed).result()
        which = {"case_id": filed.case_id, "version": None, "at": await lived.now()}

        # A tacit rejection leaves room for an express decision.
        await propose_decision(
            lived.db, sense="grant", law_reasons="", fact_reasons="", by=gien.instructor, **which
        )
        await sign_decision(lived.db, by=gien.signatory, **which)
        await lived.tell()
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "decided_granted"
        assert letters(case) == ["receipt", "decision"]

    async def test_lives_again_to_give_the_reasons_of_a_silence(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """CRPA L232-4: asked, then given, on a case that stays closed."""
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(datetime(2027, 4, 2, 6, 0, tzinfo=UTC))
        await lived.handle(gien, filed).result()
        which = {"case_id": filed.case_id, "version": None}
        hers = {"person_id": nadia.id, "tenant_id": gien.id}
        await ask_reasons(lived.db, **hers, **which, at=await lived.now())
        await lived.tell()
        await lived.handle(gien, filed).result()

        await give_reasons(
            lived.db,
            law_reasons="Règlement de voirie, article 12.",
            fact_reasons="Il resterait 0,90 m de passage.",
            by=gien.instructor,
            **which,
            at=await lived.now(),
        )
        await lived.tell()
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "tacitly_refused"
        assert case.closed_on == date(2027, 4, 2)
        assert letters(case) == ["receipt", "reasons"]
        assert case.effects == ()
        subjects = [str(mail["Subject"]) for mail in lived.mails(nadia)]
        assert any("motifs demandés" in subject for subject in subjects)
        assert any("les motifs du refus" in subject for subject in subjects)
