"""Temporal is down, or lost: residents file, agents decide, and what is owed comes later."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from services.cases.actions.decide_case import decide_case
from services.cases.actions.resume_cases import resume_cases
from services.cases.errors import LawHasDecided
from services.cases.queries.case_files import case_file
from services.foundation import clock
from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.chaos.faults import House, until

REQUESTS = 50


class TestTemporalDown:
    @pytest.mark.timeout(600)  # fifty letters on a machine that is busy elsewhere
    @pytest.mark.usefixtures("relay")
    async def test_fifty_requests_are_filed_and_each_gets_its_receipt_and_mail_once(
        self, house: House, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        await asyncio.to_thread(house.temporal.stop)
        residents = [await a_resident(house.db) for _ in range(REQUESTS)]
        filed = [
            await file_request(house.db, ccg, by=each, at=clock.now(), procedure=BIN)
            for each in residents
        ]
        assert len({each.number for each in filed}) == REQUESTS

        await asyncio.to_thread(house.temporal.start)
        house.start_worker()
        await until(lambda: house.all_done(ccg.id), seconds=400)

        made = Counter(await house.letters(ccg.id))
        assert made == {(each.case_id, "receipt"): 1 for each in filed}
        sent = [house.mails(each) for each in residents]
        assert [len(mails) for mails in sent] == [1] * REQUESTS
        assert len({mail for mails in sent for mail in mails}) == REQUESTS

    async def test_a_refusal_the_day_after_a_tacit_acceptance_meets_the_law(
        self, house: House, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        await asyncio.to_thread(house.temporal.stop)
        nadia = await a_resident(house.db)
        at = clock.now().replace(month=8, day=3, hour=9)
        filed = await file_request(house.db, ccg, by=nadia, at=at, procedure=BIN)

        with pytest.raises(LawHasDecided, match="L231-1"):
            await decide_case(
                house.db,
                case_id=filed.case_id,
                version=None,
                sense="refusal",
                law_reasons="Règlement de collecte, article 4.",
                fact_reasons="Le logement n’est pas desservi.",
                by=ccg.instructor,
                at=at.replace(month=10, day=5),
            )


class TestTemporalLost:
    @pytest.mark.usefixtures("relay")
    async def test_its_file_deleted_a_silence_is_still_recorded(
        self, house: House, collectivities: Deployment
    ) -> None:
        """Its life sleeps towards a date; the clock is lost; the book is resumed."""
        ccg = collectivities.ccg
        nadia = await a_resident(house.db)
        now = clock.now()
        filed_at = now - timedelta(days=70)
        house.start_worker()
        with clock.using(lambda: now - timedelta(days=60)):
            filed = await file_request(house.db, ccg, by=nadia, at=filed_at, procedure=BIN)
            await until(lambda: house.all_done(ccg.id))
        await house.stop_workers()

        await asyncio.to_thread(house.temporal.stop)
        house.temporal.forget()
        await asyncio.to_thread(house.temporal.start)
        house.start_worker()
        assert await resume_cases(house.db, at=clock.now()) == 1

        async def settled() -> bool:
            made = await house.letters(ccg.id)
            return (filed.case_id, "tacit_certificate") in made and await house.all_done(ccg.id)

        await until(settled)
        case = await case_file(house.db, case_id=filed.case_id, by=ccg.instructor, at=clock.now())
        assert case.state.id == "tacitly_granted"
        assert len(house.mails(nadia)) == 2
