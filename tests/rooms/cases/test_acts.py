"""What people do to a request, on the real book with its policies on."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.give_pieces import give_pieces
from services.cases.actions.look_at_book import look_at_book
from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.release_case import release_case
from services.cases.actions.request_missing_pieces import request_missing_pieces
from services.cases.actions.sign_decision import sign_decision
from services.cases.actions.submit_case import submit_case
from services.cases.actions.withdraw_case import withdraw_case
from services.cases.actions.write_draft import save_page
from services.cases.errors import CaseMoved, DraftIncomplete, LawHasDecided, StaleDraft
from services.cases.queries.case_files import case_file
from services.cases.queries.requests import my_requests, request
from services.foundation.database import Database
from services.foundation.errors import NotFound
from services.processes.errors import GuardFailed, WrongRole
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer
from tests.arranging import (
    BIN,
    OCCUPATION,
    WORDING,
    Deployment,
    a_resident,
    an_agent,
    file_request,
    write_request,
)

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class TestFiling:
    async def test_gives_one_case_to_a_double_click(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia = arranged_database, await a_resident(arranged_database)
        draft = await write_request(db, collectivities.ccg, by=nadia, at=MONDAY)
        clicks = [
            submit_case(
                db,
                by=nadia.id,
                draft_id=draft.id,
                revision=1,
                electronic=True,
                wording=WORDING,
                at=MONDAY,
            )
            for _click in range(4)
        ]
        filed = await asyncio.gather(*clicks)
        assert len({each.number for each in filed}) == 1
        assert len(await my_requests(db, person_id=nadia.id)) == 1

    async def test_counts_numbers_by_tenant_and_year(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia = arranged_database, await a_resident(arranged_database)
        numbers = [
            (await file_request(db, collectivities.ccg, by=nadia, at=at)).number
            for at in (MONDAY, MONDAY + DAY, MONDAY + 366 * DAY)
        ]
        other = await file_request(
            db, collectivities.gien, by=nadia, at=MONDAY, procedure=OCCUPATION
        )
        assert numbers == ["2026-00001", "2026-00002", "2027-00001"]
        assert other.number == "2026-00001"

    async def test_is_refused_when_another_tab_changed_the_draft(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia = arranged_database, await a_resident(arranged_database)
        draft = await write_request(db, collectivities.ccg, by=nadia, at=MONDAY)
        await save_page(
            db,
            person_id=nadia.id,
            draft_id=draft.id,
            revision=1,
            version=draft.version,
            page="home",
            answers=draft.answers,
            at=MONDAY,
        )
        with pytest.raises(StaleDraft):
            await submit_case(
                db,
                by=nadia.id,
                draft_id=draft.id,
                revision=1,
                electronic=True,
                wording=WORDING,
                at=MONDAY,
            )

    async def test_is_refused_by_page_while_an_answer_is_missing(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia = arranged_database, await a_resident(arranged_database)
        draft = await write_request(db, collectivities.ccg, by=nadia, at=MONDAY)
        answers = {name: value for name, value in draft.answers.items() if name != "people"}
        await save_page(
            db,
            person_id=nadia.id,
            draft_id=draft.id,
            revision=None,
            version=draft.version,
            page="home",
            answers=answers,
            at=MONDAY,
        )
        with pytest.raises(DraftIncomplete) as refusal:
            await submit_case(
                db,
                by=nadia.id,
                draft_id=draft.id,
                revision=None,
                electronic=True,
                wording=WORDING,
                at=MONDAY,
            )
        assert list(refusal.value.errors) == ["home"]

    async def test_of_somebody_elses_draft_is_not_found(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db = arranged_database
        nadia, omar = await a_resident(db), await a_resident(db, ("Omar", "Belkacem"))
        draft = await write_request(db, collectivities.ccg, by=nadia, at=MONDAY)
        for draft_id in (draft.id, uuid4()):
            with pytest.raises(NotFound):
                await submit_case(
                    db,
                    by=omar.id,
                    draft_id=draft_id,
                    revision=None,
                    electronic=True,
                    wording=WORDING,
                    at=MONDAY,
                )


class TestThePieces:
    async def test_stop_the_clock_of_a_rejection_until_they_come(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """CRPA L114-5 al. 3: 1 January + 31 days suspended by pieces asked then given."""
        db, nadia = arranged_database, await a_resident(arranged_database)
        gien = collectivities.gien
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        asked, given = MONDAY + 10 * DAY, MONDAY + 25 * DAY
        await request_missing_pieces(
            db,
            case_id=filed.case_id,
            version=1,
            pieces={"plan": "Le plan ne montre pas le trottoir."},
            limit=date(2026, 4, 15),
            by=gien.instructor,
            at=asked,
        )
        paused = await case_file(db, case_id=filed.case_id, by=gien.instructor, at=asked + DAY)
        assert paused.timeline.clock.state == "paused"
        await give_pieces(
            db,
            person_id=nadia.id,
            tenant_id=gien.id,
            case_id=filed.case_id,
            version=None,
            pieces=["plan"],
            at=given,
        )
        seen = await request(db, person_id=nadia.id, case_id=filed.case_id, at=given)
        assert seen.state.id == "in_review"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.effect == "rejection"
        # Filed on 2 March, two months later is 2 May; fifteen days suspended: 17 May.
        assert seen.timeline.tacit.last_day == date(2026, 5, 17)

    async def test_leave_the_clock_running_when_they_are_not_indispensable(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """CRPA L114-5-1."""
        db, nadia = arranged_database, await a_resident(arranged_database)
        filed = await file_request(db, collectivities.ccg, by=nadia, at=MONDAY)
        by = collectivities.ccg.instructor
        await request_missing_pieces(
            db,
            case_id=filed.case_id,
            version=1,
            pieces={"photo": "Floue."},
            limit=date(2026, 4, 15),
            by=by,
            at=MONDAY + DAY,
        )
        seen = await case_file(db, case_id=filed.case_id, by=by, at=MONDAY + 2 * DAY)
        assert seen.timeline.clock.state == "running"
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.last_day == date(2026, 5, 2)


class TestADecision:
    async def test_by_refusal_needs_reasons_in_law_and_in_fact(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """CRPA L211-5."""
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        for law, fact in (("", "Trop étroit."), ("Article 12.", "")):
            with pytest.raises(GuardFailed, match="motifs"):
                await propose_decision(
                    db,
                    case_id=filed.case_id,
                    version=None,
                    sense="refusal",
                    law_reasons=law,
                    fact_reasons=fact,
                    by=gien.instructor,
                    at=MONDAY + DAY,
                )

    async def test_is_signed_by_another_than_who_proposed_it(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        both = await an_agent(db, gien.tenant, "instructor", "signatory")
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        await propose_decision(
            db,
            case_id=filed.case_id,
            version=None,
            sense="grant",
            law_reasons="",
            fact_reasons="",
            by=both,
            at=MONDAY + DAY,
        )
        with pytest.raises(GuardFailed):
            await sign_decision(
                db, case_id=filed.case_id, version=None, by=both, at=MONDAY + 2 * DAY
            )
        with pytest.raises(WrongRole):
            await sign_decision(
                db, case_id=filed.case_id, version=None, by=gien.instructor, at=MONDAY + 2 * DAY
            )
        await sign_decision(
            db, case_id=filed.case_id, version=None, by=gien.signatory, at=MONDAY + 2 * DAY
        )
        seen = await request(db, person_id=nadia.id, case_id=filed.case_id, at=MONDAY + 3 * DAY)
        assert seen.state.id == "decided_granted"
        assert seen.decision is not None
        assert seen.decision.signed_by == gien.signatory.agent_id

    async def test_by_refusal_comes_too_late_the_day_after_a_tacit_acceptance(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        """The law acts on its day, not when a timer fires: nothing ran since filing."""
        db, nadia, ccg = arranged_database, await a_resident(arranged_database), collectivities.ccg
        filed = await file_request(db, ccg, by=nadia, at=MONDAY)
        last_moment = datetime(2026, 5, 2, 21, 59, tzinfo=UTC)
        for at, allowed in ((last_moment + timedelta(minutes=1), False), (last_moment, True)):
            refusal = decide_case(
                db,
                case_id=filed.case_id,
                version=None,
                sense="refusal",
                law_reasons="Règlement de collecte, article 4.",
                fact_reasons="Le foyer a déjà un bac.",
                by=ccg.instructor,
                at=at,
            )
            if allowed:
                await refusal
            else:
                with pytest.raises(LawHasDecided) as refused:
                    await refusal
                assert "L231-1" in refused.value.sentence()
                assert "3 mai 2026" in refused.value.sentence()

    async def test_can_no_longer_be_avoided_by_withdrawing_once_taken(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, ccg = arranged_database, await a_resident(arranged_database), collectivities.ccg
        filed = await file_request(db, ccg, by=nadia, at=MONDAY)
        with pytest.raises(LawHasDecided):
            await withdraw_case(
                db,
                person_id=nadia.id,
                tenant_id=ccg.id,
                case_id=filed.case_id,
                version=None,
                at=MONDAY + 90 * DAY,
            )


class TestTwoAgentsAtOnce:
    async def test_the_second_is_shown_what_changed_and_nothing_is_overwritten(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        first = await case_file(db, case_id=filed.case_id, by=gien.instructor, at=MONDAY + DAY)
        await claim_case(
            db,
            case_id=filed.case_id,
            version=first.version,
            by=gien.instructor,
            at=MONDAY + DAY,
        )
        with pytest.raises(CaseMoved) as moved:
            await request_missing_pieces(
                db,
                case_id=filed.case_id,
                version=first.version,
                pieces={"plan": "Illisible."},
                limit=date(2026, 4, 1),
                by=gien.supervisor,
                at=MONDAY + DAY,
            )
        assert [event.kind for event in moved.value.since] == ["claim"]
        seen = await case_file(db, case_id=filed.case_id, by=gien.supervisor, at=MONDAY + DAY)
        assert seen.assignee_id == gien.instructor.agent_id
        assert not seen.asked_pieces

    async def test_two_claims_at_the_same_instant_leave_one_owner(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        other = await an_agent(db, gien.tenant, "instructor", name=("Zoé", "Petit"))
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        claims = [
            claim_case(db, case_id=filed.case_id, version=1, by=by, at=MONDAY + DAY)
            for by in (gien.instructor, other)
        ]
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        assert sorted(type(each).__name__ for each in outcomes) == ["CaseMoved", "NoneType"]


class TestTheWorkList:
    async def test_follows_a_case_from_hand_to_hand(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        by = gien.instructor
        viewer = Viewer(gien.id, by.agent_id, by.team_ids)
        assert (await worklist.counts(db, viewer=viewer))["unassigned"] == 1
        await claim_case(db, case_id=filed.case_id, version=1, by=by, at=MONDAY + DAY)
        mine = await worklist.page(db, viewer=viewer, view="mine")
        assert [item.number for item in mine.items] == [filed.number]
        assert mine.items[0].due_on == date(2026, 5, 2)
        await release_case(db, case_id=filed.case_id, version=None, by=by, at=MONDAY + 2 * DAY)
        assert not (await worklist.page(db, viewer=viewer, view="mine")).items


class TestTheBook:
    async def test_says_when_to_look_again_and_what_is_owed(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia, ccg = arranged_database, await a_resident(arranged_database), collectivities.ccg
        filed = await file_request(db, ccg, by=nadia, at=MONDAY)
        look = await look_at_book(db, tenant_id=ccg.id, case_id=filed.case_id, at=MONDAY)
        assert [owed.kind for owed in sorted(look.owed, key=lambda each: each.order)] == [
            "receipt",
            "notice_mail",
        ]
        assert look.wake_at is not None
        assert not look.closed

    async def test_records_a_silence_once_and_never_before_its_time(
        self, arranged_database: Database, collectivities: Deployment, postgres, arranged_name
    ) -> None:
        db, nadia, ccg = arranged_database, await a_resident(arranged_database), collectivities.ccg
        filed = await file_request(db, ccg, by=nadia, at=MONDAY)
        early = datetime(2026, 5, 2, 21, 59, 59, tzinfo=UTC)
        for at in (early, early + timedelta(seconds=1), early + DAY, early + 300 * DAY):
            await look_at_book(db, tenant_id=ccg.id, case_id=filed.case_id, at=at)
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            found = admin.execute(
                "SELECT at, fact->>'born_on' FROM case_event WHERE case_id = %s "
                "AND kind = 'record_silence'",
                (filed.case_id,),
            ).fetchall()
        assert found == [(datetime(2026, 5, 2, 22, 0, tzinfo=UTC), "2026-05-03")]

    async def test_logs_who_read_a_case(
        self, arranged_database: Database, collectivities: Deployment, postgres, arranged_name
    ) -> None:
        db, nadia, gien = (
            arranged_database,
            await a_resident(arranged_database),
            collectivities.gien,
        )
        filed = await file_request(db, gien, by=nadia, at=MONDAY, procedure=OCCUPATION)
        await case_file(db, case_id=filed.case_id, by=gien.supervisor, at=MONDAY + DAY)
        with psycopg.connect(postgres.superuser_url(arranged_name)) as admin:
            found = admin.execute(
                "SELECT reader_id, capacity, at FROM access_log WHERE case_id = %s",
                (filed.case_id,),
            ).fetchall()
        assert found == [(gien.supervisor.agent_id, "supervisor", MONDAY + DAY)]

    async def test_of_another_tenant_is_not_found(
        self, arranged_database: Database, collectivities: Deployment
    ) -> None:
        db, nadia = arranged_database, await a_resident(arranged_database)
        filed = await file_request(db, collectivities.ccg, by=nadia, at=MONDAY, procedure=BIN)
        for case_id in (filed.case_id, uuid4()):
            with pytest.raises(NotFound):
                await case_file(
                    db, case_id=case_id, by=collectivities.gien.supervisor, at=MONDAY + DAY
                )
            with pytest.raises(NotFound):
                await claim_case(
                    db,
                    case_id=case_id,
                    version=None,
                    by=collectivities.gien.instructor,
                    at=MONDAY + DAY,
                )
