"""Lives of planning files: the receipt starts the clock, silence grants, pieces lapse."""

from datetime import UTC, date, datetime, timedelta

from tests.arranging import DECLARATION, Deployment, a_resident, file_request
from tests.workflows.living import MORNING, Life


class TestADeclaration:
    async def test_left_unanswered_is_not_opposed(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """C. urb. R423-23, R424-1: a month from the sending of the receipt, 1 February."""
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=DECLARATION)
        await lived.tell()
        await lived.until(datetime(2027, 3, 2, 6, 0, tzinfo=UTC))
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.number == "DP 045155 27 A0001"
        assert case.state.id == "tacitly_granted"
        [silence] = [event for event in case.events if event.kind == "record_silence"]
        assert silence.at == datetime(2027, 3, 1, 23, 0, tzinfo=UTC)  # midnight in Paris
        assert {letter.kind for letter in case.letters} == {"receipt", "tacit_certificate"}
        assert case.effects == ()

    async def test_whose_pieces_never_come_is_opposed(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """C. urb. R423-39: asked on 11 February, received on the 12th, three months."""
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=DECLARATION)
        await lived.tell()
        await lived.until(MORNING + timedelta(days=10))
        await lived.asks_for_pieces(gien, filed, {"dp7": "La photo ne montre pas la rue."})
        await lived.tell()
        await lived.until(datetime(2027, 5, 13, 6, 0, tzinfo=UTC))
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "tacitly_refused"
        tacit = case.timeline.tacit
        assert tacit is not None
        assert (tacit.last_day, tacit.article) == (date(2027, 5, 12), "C. urb. R423-39")
        assert {letter.kind for letter in case.letters} == {"receipt", "pieces_request"}
