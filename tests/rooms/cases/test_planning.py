"""Planning files on the real book: two clocks, longer delays, the ABF, silence (law §4)."""

from datetime import date

import pytest

from services.cases.actions.extend_delay import extend_delay
from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.record_opinion import record_opinion
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.errors import LawHasDecided, ReceivedTooLate
from services.cases.queries.requests import request
from services.foundation.database import Database
from services.processes.errors import GuardFailed
from tests.arranging import HOUSE, OCCUPATION, Deployment, a_resident, file_request
from tests.rooms.cases.planning import PlanningFile, a_file, on, said

DEPOSITED = "2026-01-21"


@pytest.fixture
async def file(arranged_database: Database, collectivities: Deployment) -> PlanningFile:
    """A declaration deposited on 21 January, its receipt sent at once."""
    return await a_file(arranged_database, collectivities.gien, DEPOSITED)


class TestFiling:
    async def test_numbers_by_nature_and_year(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """C. urb. A423-1: nature, département, commune, year, service and four digits."""
        db, gien = arranged_database, collectivities.gien
        numbers = [
            (await a_file(db, gien, day, procedure=procedure)).filed.number
            for day, procedure in (
                ("2026-01-21", "commune/declaration-prealable"),
                ("2026-01-22", "commune/declaration-prealable"),
                ("2026-01-22", HOUSE),
                ("2027-01-04", "commune/declaration-prealable"),
            )
        ]
        assert numbers == [
            "DP 045155 26 A0001",
            "DP 045155 26 A0002",
            "PC 045155 26 A0001",
            "DP 045155 27 A0001",
        ]
        nadia = await a_resident(db)
        other = await file_request(db, gien, by=nadia, at=on("2026-01-23"), procedure=OCCUPATION)
        assert other.number == "2026-00001"

    async def test_shows_both_clocks(self, file: PlanningFile) -> None:
        seen = await file.seen("2026-01-22")
        assert seen.timeline.completeness is not None
        assert seen.timeline.completeness.due_on == date(2026, 2, 21)
        assert seen.timeline.clock.due_on == date(2026, 2, 21)
        hers = await request(
            file.db, person_id=file.nadia.id, case_id=file.filed.case_id, at=on("2026-01-22")
        )
        assert hers.timeline.completeness == seen.timeline.completeness

    async def test_gives_a_house_two_months(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        house = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=HOUSE)
        seen = await house.seen("2026-01-22")
        assert seen.timeline.clock.due_on == date(2026, 3, 21)
        assert seen.timeline.completeness is not None
        assert seen.timeline.completeness.due_on == date(2026, 2, 21)


class TestTheReceipt:
    async def test_is_the_recepisse_and_tells_when_works_may_start(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """C. urb. R423-4, R423-5, R423-5-1, with the mentions of CRPA R112-11-1."""
        nadia = await a_resident(arranged_database)
        filed = await file_request(
            arranged_database,
            collectivities.gien,
            by=nadia,
            at=on(DEPOSITED),
            procedure="commune/declaration-prealable",
        )
        file = PlanningFile(arranged_database, collectivities.gien, nadia, filed)
        # Made two days later: the clock runs from its sending, and it says so.
        receipt = said((await file.letters("2026-01-23"))["receipt"])

        assert "21 janvier 2026" in receipt["received_on"]
        assert "DP 045155 26 A0001" in receipt["planning"]
        assert "les travaux pourront commencer à partir du 24 février 2026" in receipt["planning"]
        assert "jusqu’au 23 février 2026" in receipt["planning"]
        assert {"service", "silence", "silence_date", "certificate_right"} <= receipt.keys()
        seen = await file.seen("2026-01-24")
        assert seen.timeline.clock.due_on == date(2026, 2, 23)

    async def test_made_once_silence_has_granted_undoes_nothing(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """After a breakdown of more than a month: the tacit decision recorded stays."""
        late = await a_file(
            arranged_database, collectivities.gien, DEPOSITED, receipt_on="2026-03-02"
        )
        seen = await late.seen("2026-03-03")
        assert seen.state.id == "tacitly_granted"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.born_on == date(2026, 2, 22)


class TestALongerDelay:
    async def extended(self, file: PlanningFile, notified_on: str) -> None:
        await extend_delay(
            file.db,
            months=1,
            article="R423-24",
            reasons="Le terrain est aux abords du château de Gien.",
            notified_on=date.fromisoformat(notified_on),
            **file.by_instructor(notified_on),
        )

    async def test_notified_within_the_month_counts(self, file: PlanningFile) -> None:
        await self.extended(file, "2026-02-15")
        letter = said((await file.letters("2026-02-15"))["delay_extension"])
        assert "château de Gien" in letter["extension_reasons"]
        assert "21 mars 2026" in letter["silence_date"]

        before = await file.seen("2026-03-21")
        assert before.timeline.clock.due_on == date(2026, 3, 21)
        assert before.state.id == "filed"
        after = await file.seen("2026-03-22")
        assert after.state.id == "tacitly_granted"

    async def test_too_late_has_no_effect(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """R423-42, R423-43: notified after the month, the delay stays, and silence grants."""
        house = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=HOUSE)
        await self.extended(house, "2026-02-25")
        seen = await house.seen("2026-02-26")
        assert seen.timeline.clock.due_on == date(2026, 3, 21)
        step = seen.timeline.step("delay_extended")
        assert step is not None
        assert not step.effective
        letter = said((await house.letters("2026-02-26"))["delay_extension"])
        assert "sans effet" in letter["extension"]
        assert (await house.seen("2026-03-22")).state.id == "tacitly_granted"

    async def test_comes_too_late_once_silence_has_granted(self, file: PlanningFile) -> None:
        with pytest.raises(LawHasDecided):
            await self.extended(file, "2026-02-25")
        seen = await file.seen("2026-02-25")
        assert seen.state.id == "tacitly_granted"
        tacit = seen.timeline.tacit
        assert tacit is not None
        assert (tacit.last_day, tacit.born_on) == (date(2026, 2, 21), date(2026, 2, 22))

    async def test_sent_on_the_portal_is_received_the_next_day(self, file: PlanningFile) -> None:
        """Sent on the last day of the month, it arrives after it (R*474-1)."""
        await extend_delay(
            file.db,
            months=1,
            article="R423-24",
            reasons="Abords d’un monument.",
            **file.by_instructor("2026-02-21"),
        )
        assert (await file.seen("2026-02-22")).state.id == "tacitly_granted"

    async def test_posted_today_is_held_received_today(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """Somebody who did not choose the portal: her letter leaves by post."""
        posted = await a_file(arranged_database, collectivities.gien, DEPOSITED, electronic=False)
        await extend_delay(
            posted.db,
            months=1,
            article="R423-24",
            reasons="Abords d’un monument.",
            **posted.by_instructor("2026-02-10"),
        )
        assert (await posted.seen("2026-02-11")).timeline.clock.due_on == date(2026, 3, 21)

    async def test_of_five_months_is_a_total_of_its_own_articles(self, file: PlanningFile) -> None:
        with pytest.raises(GuardFailed) as refused:
            await extend_delay(
                file.db,
                months=5,
                article="R423-24",
                reasons="Abords d’un monument.",
                **file.by_instructor("2026-02-01"),
            )
        assert refused.value.field == "months"


class TestPieces:
    async def asked(self, file: PlanningFile, day: str) -> None:
        await request_missing_pieces(
            file.db,
            pieces={"dp7": "La photo ne montre pas la rue."},
            limit=None,
            **file.by_instructor(day),
        )

    async def test_asked_within_the_month_restart_the_delay_when_given(
        self, file: PlanningFile
    ) -> None:
        await self.asked(file, "2026-02-09")
        letter = said((await file.letters("2026-02-09"))["pieces_request"])
        assert "10 mai 2026" in letter["pieces_limit"]
        waiting = await file.seen("2026-03-01")
        assert waiting.state.id == "waiting_for_pieces"
        assert waiting.pieces_limit == date(2026, 5, 10)

        await give_pieces(
            file.db,
            person_id=file.nadia.id,
            tenant_id=file.gien.id,
            case_id=file.filed.case_id,
            version=None,
            pieces=["dp7"],
            attachment_ids=(),
            at=on("2026-03-10"),
        )
        seen = await file.seen("2026-03-11")
        assert seen.state.id == "in_review"
        assert seen.timeline.clock.due_on == date(2026, 4, 10)

    async def test_never_produced_in_three_months_refuse(self, file: PlanningFile) -> None:
        """R423-39: tacit opposition the day after the three months."""
        await self.asked(file, "2026-02-09")
        assert (await file.seen("2026-05-10")).state.id == "waiting_for_pieces"
        seen = await file.seen("2026-05-11")
        assert seen.state.id == "tacitly_refused"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.article == "C. urb. R423-39"

    async def test_asked_too_late_change_nothing_and_say_so(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        house = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=HOUSE)
        await request_missing_pieces(
            house.db,
            pieces={"pcmi12-2": "L’attestation du SPANC manque."},
            limit=None,
            **house.by_instructor("2026-02-21"),
        )
        letter = said((await house.letters("2026-02-21"))["pieces_request"])
        assert "n’a pas d’effet sur le délai" in letter["no_effect"]
        seen = await house.seen("2026-02-22")
        assert seen.state.id == "in_review"
        assert seen.timeline.clock.state == "running"
        assert (await house.seen("2026-03-22")).state.id == "tacitly_granted"


class TestAnOpinion:
    async def given(self, file: PlanningFile, sense: str, service: str = "abf") -> None:
        await record_opinion(
            file.db,
            service=service,
            sense=sense,
            received_on=date(2026, 2, 10),
            summary="La clôture masque la vue sur le château.",
            **file.by_instructor("2026-02-11"),
        )

    @pytest.mark.parametrize("sense", ["unfavourable", "conditional"])
    async def test_of_the_abf_against_makes_silence_a_refusal(
        self, file: PlanningFile, sense: str
    ) -> None:
        """C. urb. R424-3."""
        await self.given(file, sense)
        seen = await file.seen("2026-02-22")
        assert seen.state.id == "tacitly_refused"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.article == "C. urb. R424-3"

    async def test_of_another_service_changes_no_silence(self, file: PlanningFile) -> None:
        await self.given(file, "unfavourable", service="road")
        assert (await file.seen("2026-02-22")).state.id == "tacitly_granted"

    async def test_in_favour_leaves_the_grant(self, file: PlanningFile) -> None:
        await self.given(file, "favourable")
        assert (await file.seen("2026-02-22")).state.id == "tacitly_granted"


class TestSilence:
    async def test_grants_and_is_certified(self, file: PlanningFile) -> None:
        """C. urb. R424-1, R424-13."""
        await file.seen("2026-02-22")
        certificate = said((await file.letters("2026-02-22"))["tacit_certificate"])
        assert "22 février 2026" in certificate["tacit_decision"]
        assert "affichée sur le terrain" in certificate["third_parties"]
        assert "22 mai 2026" in certificate["revocation"]

    async def test_refuses_a_project_whose_environment_is_assessed(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """C. urb. R424-2-1."""
        assessed = await a_file(
            arranged_database,
            collectivities.gien,
            DEPOSITED,
            typed={"environmental_assessment": "yes"},
        )
        seen = await assessed.seen("2026-02-22")
        assert seen.state.id == "tacitly_refused"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.article == "C. urb. R424-2-1"


class TestAnExpressRefusal:
    async def test_sent_in_time_stands(self, file: PlanningFile) -> None:
        await file.refuse("2026-02-20")
        [mail] = await file.mails("2026-02-20")
        assert mail.deemed_received_on == date(2026, 2, 21)
        assert not mail.fifteen_days  # CRPA R112-20 is not the rule of planning
        seen = await file.seen("2026-03-01")
        assert seen.state.id == "decided_refused"
        assert seen.timeline.tacit is None
        assert seen.timeline.notified_on == date(2026, 2, 21)
        decision = said((await file.letters("2026-03-01"))["decision"])
        assert "un mois" in decision["appeal"]

    async def test_that_would_arrive_too_late_is_not_signed(self, file: PlanningFile) -> None:
        """R424-10: sent on the last day, it would be received the day after."""
        with pytest.raises(ReceivedTooLate) as refused:
            await file.refuse("2026-02-21")
        assert "21 février 2026" in refused.value.sentence()
        assert (await file.seen("2026-02-21")).state.id == "proposed"
        assert (await file.seen("2026-02-22")).state.id == "tacitly_granted"
