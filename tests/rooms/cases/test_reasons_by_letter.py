"""Reasons asked for by letter: recorded, they are owed as if asked for on the page (L232-4)."""

from datetime import date
from typing import Any

import pytest

from services.cases.actions.record_reasons_asked import record_reasons_asked
from services.cases.contracts import REASONS_REQUEST
from services.documents.contracts import StoredFile
from services.processes.errors import GuardFailed, NotInThisState
from tests.arranging import OCCUPATION, Deployment
from tests.rooms.cases.planning import a_file
from tests.rooms.cases.test_reasons import APPEAL_ENDS, BORN, DEPOSITED, Silent

SCANNED = StoredFile("tenant/key", "0" * 64, 9, "demande.pdf", "application/pdf", "clean")


@pytest.fixture
async def silent(arranged_database, collectivities: Deployment, postgres, arranged_name) -> Silent:
    """Gien never answered a request to occupy the public domain."""
    file = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=OCCUPATION)
    await file.letters(BORN)
    return Silent(file, postgres.superuser_url(arranged_name))


async def record(silent: Silent, received_on: str, *, recorded: str, **how: Any) -> None:
    await record_reasons_asked(
        silent.file.db,
        received_on=date.fromisoformat(received_on),
        **silent.file.by_instructor(recorded),
        **how,
    )


class TestRecorded:
    async def test_the_reasons_are_owed_a_month_after_the_letter_was_received(
        self, silent: Silent
    ) -> None:
        """Received on 1 April, recorded on the 7th: due on 1 May."""
        await record(silent, "2026-04-01", recorded="2026-04-07")
        assert silent.register()["reasons_due"] == (date(2026, 5, 1), "open")
        [line] = await silent.listed()
        assert (line.due_on, line.next_actor) == (date(2026, 5, 1), "collectivity")
        seen = await silent.file.seen("2026-04-08")
        assert seen.timeline.course.reasons_asked_on == date(2026, 4, 1)
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.appeal is not None
        assert seen.timeline.tacit.appeal.awaits_reasons

    async def test_the_person_is_told_the_day(self, silent: Silent) -> None:
        await record(silent, "2026-04-01", recorded="2026-04-07")
        [mail] = await silent.file.mails("2026-04-07")
        assert mail.by == date(2026, 5, 1)

    async def test_giving_them_moves_the_appeal_as_the_timeline_says(self, silent: Silent) -> None:
        await record(silent, "2026-04-01", recorded="2026-04-07")
        await silent.give("2026-04-20")
        assert await silent.listed() == []
        seen = await silent.file.seen("2026-04-21")
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.appeal is not None
        assert seen.timeline.tacit.appeal.last_day == date(2026, 6, 22)

    async def test_after_the_appeal_a_letter_received_within_it_still_counts(
        self, silent: Silent
    ) -> None:
        await record(silent, APPEAL_ENDS, recorded="2026-05-20")
        assert silent.register()["reasons_due"] == (date(2026, 6, 15), "open")

    async def test_the_scanned_letter_joins_the_files(self, silent: Silent) -> None:
        await record(silent, "2026-04-01", recorded="2026-04-07", letter=SCANNED)
        seen = await silent.file.seen("2026-04-08")
        assert [(file.field, file.filename) for file in seen.attachments] == [
            (REASONS_REQUEST, "demande.pdf")
        ]


class TestNotRecorded:
    @pytest.mark.parametrize(
        ("received_on", "recorded", "sentence"),
        [
            ("2026-03-12", "2026-04-07", "n’était pas encore refusée"),
            ("2026-05-16", "2026-05-20", "après le délai de recours"),
            ("2026-04-08", "2026-04-07", "jour passé"),
        ],
        ids=["before the silence", "too late", "to come"],
    )
    async def test_on_a_day_when_they_cannot_be_asked_for(
        self, silent: Silent, received_on: str, recorded: str, sentence: str
    ) -> None:
        with pytest.raises(GuardFailed, match=sentence):
            await record(silent, received_on, recorded=recorded, letter=SCANNED)
        assert "reasons_due" not in silent.register()
        assert (await silent.file.seen(recorded)).attachments == ()

    async def test_twice_whichever_way_they_were_asked_for(self, silent: Silent) -> None:
        await silent.ask("2026-04-01")
        with pytest.raises(GuardFailed, match="déjà demandé"):
            await record(silent, "2026-04-01", recorded="2026-04-07")
        await silent.give("2026-04-20")
        with pytest.raises(GuardFailed, match="déjà été communiqués"):
            await record(silent, "2026-04-01", recorded="2026-04-21")

    async def test_then_asked_for_on_the_page(self, silent: Silent) -> None:
        await record(silent, "2026-04-01", recorded="2026-04-07")
        with pytest.raises(GuardFailed, match="déjà demandé"):
            await silent.ask("2026-04-08")

    async def test_before_the_silence(self, arranged_database, collectivities: Deployment) -> None:
        file = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=OCCUPATION)
        with pytest.raises(NotInThisState):
            await record(Silent(file, ""), "2026-02-01", recorded="2026-02-01")
