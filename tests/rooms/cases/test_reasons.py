"""The reasons of a tacit rejection, on the real book (CRPA L232-4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
import pytest

from services.cases.actions.ask_reasons import ask_reasons
from services.cases.actions.give_reasons import give_reasons
from services.cases.actions.record_reasons_received import record_reasons_received
from services.cases.errors import LawHasDecided
from services.cases.queries.requests import my_requests, request
from services.processes.errors import BadField, GuardFailed, NotInThisState
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer, WorkItem
from tests.arranging import BIN, OCCUPATION, Deployment
from tests.rooms.cases.planning import PlanningFile, a_file, on, said

DEPOSITED = "2026-01-12"
BORN = "2026-03-13"  # Two months and a day.
APPEAL_ENDS = "2026-05-15"  # CJA R421-2: two franc months; the 14th is Ascension Day.
REASONS = {
    "law_reasons": "Règlement de voirie, article 12.",
    "fact_reasons": "Il resterait 0,90 m de passage ; il en faut 1,40.",
}


@dataclass(slots=True)
class Silent:
    """A request rejected by silence, and what its people do."""

    file: PlanningFile
    url: str

    async def ask(self, day: str) -> None:
        file = self.file
        await ask_reasons(
            file.db,
            person_id=file.nadia.id,
            tenant_id=file.gien.id,
            case_id=file.filed.case_id,
            version=None,
            at=on(day),
        )

    async def give(self, day: str) -> None:
        await give_reasons(self.file.db, **REASONS, **self.file.by_instructor(day))

    async def receive(self, day: str, *, recorded: str) -> None:
        """The registered letter was presented on `day`."""
        await record_reasons_received(
            self.file.db,
            received_on=date.fromisoformat(day),
            means="registered_letter",
            **self.file.by_instructor(recorded),
        )

    async def listed(self, view: str = "all") -> list[WorkItem]:
        by = self.file.gien.instructor
        viewer = Viewer(self.file.gien.id, by.agent_id, by.team_ids)
        page = await worklist.page(self.file.db, viewer=viewer, view=view)  # type: ignore[arg-type]
        return list(page.items)

    def register(self) -> dict[str, tuple[date, str]]:
        """The deadlines that concern reasons and appeals, with their state."""
        with psycopg.connect(self.url) as admin:
            found = admin.execute(
                "SELECT kind, due_on, state FROM deadline WHERE case_id = %s AND kind IN "
                "('reasons_due', 'tacit_appeal_end')",
                (self.case_id,),
            ).fetchall()
        return {kind: (due_on, state) for kind, due_on, state in found}

    def kept(self) -> tuple[date, date]:
        """When it was closed, and until when it is kept."""
        with psycopg.connect(self.url) as admin:
            row = admin.execute(
                'SELECT closed_on, retain_until FROM "case" WHERE id = %s', (self.case_id,)
            ).fetchone()
        assert row is not None
        return row[0], row[1]

    @property
    def case_id(self) -> UUID:
        return self.file.filed.case_id


@pytest.fixture
async def silent(arranged_database, collectivities: Deployment, postgres, arranged_name) -> Silent:
    """Gien never answered a request to occupy the public domain."""
    file = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=OCCUPATION)
    await file.letters(BORN)
    return Silent(file, postgres.superuser_url(arranged_name))


class TestAskedInTime:
    @pytest.mark.parametrize(
        ("asked_on", "due"), [(BORN, "2026-04-13"), (APPEAL_ENDS, "2026-06-15")]
    )
    async def test_are_owed_within_a_month(self, silent: Silent, asked_on: str, due: str) -> None:
        await silent.ask(asked_on)
        assert silent.register()["reasons_due"] == (date.fromisoformat(due), "open")
        seen = await silent.file.seen(asked_on)
        assert seen.state.id == "tacitly_refused"
        assert seen.timeline.course.reasons_due_on == date.fromisoformat(due)

    async def test_bring_the_case_back_to_the_work_list_until_given(self, silent: Silent) -> None:
        assert await silent.listed() == []
        await silent.ask("2026-04-01")
        [line] = await silent.listed()
        assert line.case_id == silent.case_id
        assert (line.due_on, line.next_actor) == (date(2026, 5, 1), "collectivity")
        assert line.silence is None
        # The clock looks again, late: nothing of it moves.
        await silent.file.seen("2026-05-20")
        assert len(await silent.listed()) == 1
        await silent.give("2026-05-21")
        assert await silent.listed() == []
        assert len(await silent.listed("done")) == 1
        assert silent.register()["reasons_due"] == (date(2026, 5, 1), "done")

    async def test_leave_the_day_it_was_closed_alone(self, silent: Silent) -> None:
        before = silent.kept()
        assert before[0] == date.fromisoformat(BORN)
        await silent.ask("2026-04-01")
        assert silent.kept() == before
        await silent.give("2026-04-20")
        assert silent.kept() == before

    async def test_are_told_to_the_person_with_the_day(self, silent: Silent) -> None:
        await silent.ask("2026-04-01")
        [mail] = await silent.file.mails("2026-04-01")
        assert mail.by == date(2026, 5, 1)
        [line] = await my_requests(silent.file.db, person_id=silent.file.nadia.id)
        assert (line.next_actor, line.due_on) == ("collectivity", date(2026, 5, 1))
        hers = await request(
            silent.file.db,
            person_id=silent.file.nadia.id,
            case_id=silent.case_id,
            at=on("2026-04-02"),
        )
        assert "ask_reasons" not in hers.can
        assert hers.story[-1].told.fr == "Vous avez demandé les motifs du refus."

    async def test_are_not_asked_twice(self, silent: Silent) -> None:
        await silent.ask("2026-04-01")
        with pytest.raises(GuardFailed, match="déjà demandé"):
            await silent.ask("2026-04-02")
        await silent.give("2026-04-20")
        with pytest.raises(GuardFailed, match="déjà été communiqués"):
            await silent.ask("2026-04-21")


class TestAskedWhenTheyAreNotOwed:
    async def test_the_day_after_the_delay_of_appeal(self, silent: Silent) -> None:
        with pytest.raises(GuardFailed, match="délai de recours"):
            await silent.ask("2026-05-16")
        assert "reasons_due" not in silent.register()
        assert await silent.listed() == []

    async def test_before_the_silence(self, arranged_database, collectivities: Deployment) -> None:
        file = await a_file(arranged_database, collectivities.gien, DEPOSITED, procedure=OCCUPATION)
        with pytest.raises(NotInThisState):
            await Silent(file, "").ask("2026-02-01")

    async def test_of_a_tacit_acceptance(
        self, arranged_database, collectivities: Deployment
    ) -> None:
        file = await a_file(arranged_database, collectivities.ccg, DEPOSITED, procedure=BIN)
        with pytest.raises(LawHasDecided):
            await Silent(file, "").ask("2026-04-01")

    async def test_by_an_agent(self, silent: Silent) -> None:
        with pytest.raises(GuardFailed, match="n’a pas demandé"):
            await silent.give("2026-04-01")


class TestGiven:
    async def test_move_the_appeal(self, silent: Silent) -> None:
        await silent.ask("2026-04-01")
        await silent.give("2026-04-20")
        seen = await silent.file.seen("2026-04-21")
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.appeal is not None
        assert seen.timeline.tacit.appeal.last_day == date(2026, 6, 22)

    async def test_reach_the_person_by_a_letter_with_its_mentions(self, silent: Silent) -> None:
        await silent.ask("2026-04-01")
        await silent.file.letters("2026-04-01")
        await silent.give("2026-04-20")
        letters = await silent.file.letters("2026-04-20")
        letter = letters["reasons"]
        mentions = said(letter)
        assert mentions.keys() == {"reasons", "appeal", "service"}
        assert "article 12" in mentions["reasons"]
        assert "0,90 m" in mentions["reasons"]
        assert "22 juin 2026" in mentions["appeal"]
        assert letter.reasons_in_law == (REASONS["law_reasons"],)
        assert letter.reasons_in_fact == (REASONS["fact_reasons"],)
        assert letter.signatory is not None
        assert letter.signatory.quality

    @pytest.mark.parametrize("missing", ["law_reasons", "fact_reasons"])
    async def test_want_both_reasons(self, silent: Silent, missing: str) -> None:
        """CRPA L211-5."""
        await silent.ask("2026-04-01")
        with pytest.raises(BadField):
            await give_reasons(
                silent.file.db,
                **(REASONS | {missing: " "}),
                **silent.file.by_instructor("2026-04-20"),
            )
        assert len(await silent.listed()) == 1


class TestByPost:
    """She did not choose the portal: the letter goes by registered post."""

    @pytest.fixture
    async def posted(
        self, arranged_database, collectivities: Deployment, postgres, arranged_name
    ) -> Silent:
        file = await a_file(
            arranged_database,
            collectivities.gien,
            DEPOSITED,
            procedure=OCCUPATION,
            electronic=False,
        )
        await file.letters(BORN)
        silent = Silent(file, postgres.superuser_url(arranged_name))
        await silent.ask("2026-04-01")
        await silent.give("2026-04-20")
        return silent

    async def test_count_from_the_day_they_are_received(self, posted: Silent) -> None:
        """Presented on Thursday 23 April, recorded on the 28th: two franc months end on the 24th
        of June."""
        on_the_way = await posted.file.seen("2026-04-22")
        assert on_the_way.timeline.tacit is not None
        assert on_the_way.timeline.tacit.appeal is not None
        assert on_the_way.timeline.tacit.appeal.awaits_reasons
        await posted.receive("2026-04-23", recorded="2026-04-28")
        seen = await posted.file.seen("2026-04-28")
        assert seen.timeline.tacit is not None
        assert seen.timeline.tacit.appeal is not None
        assert seen.timeline.tacit.appeal.last_day == date(2026, 6, 24)

    async def test_stay_on_the_work_list_until_then(self, posted: Silent) -> None:
        [line] = await posted.listed()
        assert line.due_on == date(2026, 5, 1)
        await posted.receive("2026-04-23", recorded="2026-04-28")
        assert await posted.listed() == []

    async def test_are_told_without_a_mail_and_without_a_last_day(self, posted: Silent) -> None:
        assert [mail.by for mail in await posted.file.mails("2026-04-20")] == [date(2026, 5, 1)]
        appeal = said((await posted.file.letters("2026-04-20"))["reasons"])["appeal"]
        assert "deux mois à compter du jour où vous recevez ces motifs" in appeal
        assert "2026" not in appeal

    async def test_are_written_and_received_once(self, posted: Silent) -> None:
        with pytest.raises(GuardFailed, match="déjà écrits"):
            await posted.give("2026-04-21")
        with pytest.raises(GuardFailed, match="n’existait pas encore"):
            await posted.receive("2026-04-19", recorded="2026-04-28")
        await posted.receive("2026-04-23", recorded="2026-04-28")
        with pytest.raises(GuardFailed, match="Aucune lettre"):
            await posted.receive("2026-04-24", recorded="2026-04-28")


class TestFromFarAway:
    """CJA R421-7, told by the address of who files: two more months from Quebec."""

    @pytest.fixture
    async def far(self, arranged_database, collectivities: Deployment) -> PlanningFile:
        return await a_file(
            arranged_database,
            collectivities.gien,
            DEPOSITED,
            procedure=OCCUPATION,
            typed={
                "requester.address.postcode": "G1R 4P5",
                "requester.address.locality": "Québec",
                "requester.address.country": "Canada",
            },
        )

    async def test_the_letter_of_reasons_tells_the_longer_appeal(self, far: PlanningFile) -> None:
        silent = Silent(far, "")
        await silent.ask("2026-04-01")
        await silent.give("2026-04-20")
        reasons = said((await far.letters("2026-04-20"))["reasons"])
        assert "21 août 2026" in reasons["appeal"]

    async def test_so_does_the_decision(self, far: PlanningFile) -> None:
        await far.refuse("2026-02-02")
        refusal = said((await far.letters("2026-02-02"))["decision"])
        assert "quatre mois" in refusal["appeal"]
        seen = await far.seen("2026-03-20")
        assert seen.timeline.appeal is not None
        assert seen.timeline.appeal.last_day == date(2026, 6, 3)


class TestAnExpressRefusal:
    async def test_after_the_request_takes_the_place_of_the_reasons(self, silent: Silent) -> None:
        """CJA R421-2: it opens the delay anew."""
        await silent.ask("2026-04-01")
        await silent.file.refuse("2026-04-20")
        assert await silent.listed() == []
        assert silent.register()["reasons_due"][1] in {"done", "cancelled"}
        # Opened by nobody: held notified on the day it was made available (R112-20).
        seen = await silent.file.seen("2026-05-10")
        assert seen.timeline.appeal is not None
        assert seen.timeline.appeal.last_day == date(2026, 6, 22)
