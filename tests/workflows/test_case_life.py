"""Whole lives of cases: months pass in a second, on the real book."""

from datetime import UTC, date, datetime

from tests.arranging import BIN, Deployment, a_resident, file_request
from tests.workflows.living import MORNING, Life, activities_in


class TestASilentAcceptance:
    async def test_is_born_on_its_legal_day_and_told(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await lived.tell()

        await lived.until(datetime(2027, 4, 2, 6, 0, tzinfo=UTC))
        await lived.handle(ccg.tenant.siren, filed).result()

        case = await lived.case(filed, ccg.instructor)
        assert case.state.id == "tacitly_granted"
        tacit = case.timeline.tacit
        assert tacit is not None
        assert (tacit.last_day, tacit.born_on) == (date(2027, 4, 1), date(2027, 4, 2))
        [event] = [event for event in case.events if event.kind == "record_silence"]
        assert event.at == datetime(2027, 4, 1, 22, 0, tzinfo=UTC)  # midnight in Paris, summer
        assert await lived.letters(ccg.id, filed.case_id) == ["receipt", "tacit_certificate"]
        assert len(lived.mails(nadia.email)) == 2
        assert case.effects == ()
        history = await lived.history(ccg.tenant.siren, filed)
        assert activities_in(history) == ["look_at_book", "make_letter", "send_mail"] * 2
