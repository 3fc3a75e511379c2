"""A grant revoked by the house: its letter, its notification, its dates (CRPA L242-1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.cases.actions.propose_decision import propose_decision
from services.cases.actions.record_notification import record_notification
from services.cases.actions.revoke_grant import revoke_grant
from services.cases.actions.sign_decision import sign_decision
from services.cases.errors import CaseMoved
from services.foundation.database import Agent
from services.processes.errors import GuardFailed, NotInThisState, WrongRole
from services.worklist import queries as worklist
from services.worklist.contracts import Viewer, WorkItem
from tests.arranging import DRINKS, OCCUPATION, Collectivity, Deployment, an_agent
from tests.rooms.cases.planning import PlanningFile, a_file
from tests.rooms.cases.test_drinking_places import COUNT, SOMEBODY

GRANTED = "2026-02-02"  # A Monday: revocable until 2 June included.
SIGNED = "2026-03-16"
GIVEN: dict[str, Any] = {
    "invited_on": date(2026, 3, 2),
    "observations": "La benne ne gêne personne.\nNous pouvons la déplacer.",
    "law_reasons": "Règlement de voirie, article 12.",
    "fact_reasons": "Il reste 0,90 m de passage ; il en faut 1,40.",
}


@dataclass(slots=True)
class Granted:
    """A request granted in February."""

    file: PlanningFile

    async def revoke(self, day: str = SIGNED, *, by: Any = None, **given: Any) -> None:
        signing = {**self.file.by_instructor(day), "by": by or self.file.gien.signatory}
        await revoke_grant(self.file.db, **{**signing, **GIVEN, **given})

    async def notify(self, day: str, *, means: str = "registered_letter") -> None:
        await record_notification(
            self.file.db,
            notified_on=date.fromisoformat(day),
            means=means,
            **self.file.by_instructor(day),
        )

    async def listed(self, view: str = "all") -> list[WorkItem]:
        by = self.file.gien.instructor
        viewer = Viewer(self.file.gien.id, by.agent_id, by.team_ids)
        page = await worklist.page(self.file.db, viewer=viewer, view=view)  # type: ignore[arg-type]
        return list(page.items)

    async def count(self) -> int:
        """What the register counts for the association of these requests."""
        async with self.file.db.transaction(Agent(SOMEBODY)) as tx:
            return int(await tx.scalar(COUNT))


async def a_grant(db: Any, gien: Collectivity, procedure: str, **how: Any) -> Granted:
    """Granted on 2 February; by post, presented that day too."""
    file = await a_file(db, gien, "2026-01-12", procedure=procedure, **how)
    proposal = {"sense": "grant", "law_reasons": "", "fact_reasons": ""}
    await propose_decision(db, **proposal, **file.by_instructor(GRANTED))
    await sign_decision(db, **{**file.by_instructor(GRANTED), "by": gien.signatory})
    await file.letters(GRANTED)
    granted = Granted(file)
    if how.get("electronic") is False:
        await granted.notify(GRANTED)
    return granted


@pytest.fixture
async def granted(arranged_database, collectivities: Deployment) -> Granted:
    return await a_grant(arranged_database, collectivities.gien, OCCUPATION)


@pytest.fixture
async def posted(arranged_database, collectivities: Deployment) -> Granted:
    """Her holder did not choose the portal."""
    return await a_grant(arranged_database, collectivities.gien, OCCUPATION, electronic=False)


class TestTheLetter:
    async def test_bears_the_mentions_of_the_law_with_their_dates(self, granted: Granted) -> None:
        await granted.revoke()
        letter = (await granted.file.letters(SIGNED))["revocation"]
        mentions = {mention.id: mention for mention in letter.mentions}
        assert mentions.keys() == {"revoked", "heard", "author", "reasons", "appeal"}
        assert mentions["revoked"].article == "CRPA L242-1"
        assert "2 février 2026" in mentions["revoked"].text.fr
        assert "2 juin 2026" in mentions["revoked"].text.fr
        assert mentions["heard"].article == "CRPA L121-1, L122-1"
        assert "2 mars 2026" in mentions["heard"].text.fr
        assert "est illégal : il est retiré" in mentions["revoked"].text.fr
        assert "article 12" in mentions["reasons"].text.fr
        assert "deux mois à compter de la notification" in mentions["appeal"].text.fr
        assert "Garnier" in mentions["author"].text.fr

    async def test_repeats_the_reasons_and_what_was_answered(self, granted: Granted) -> None:
        await granted.revoke()
        letter = (await granted.file.letters(SIGNED))["revocation"]
        assert letter.reasons_in_law == (GIVEN["law_reasons"],)
        assert letter.reasons_in_fact == (GIVEN["fact_reasons"],)
        assert letter.paragraphs == ("La benne ne gêne personne.", "Nous pouvons la déplacer.")
        assert letter.signatory is not None
        assert letter.signatory.family_name == "Garnier"

    async def test_is_signed_by_who_revokes_not_by_who_granted(self, granted: Granted) -> None:
        other = await an_agent(
            granted.file.db, granted.file.gien.tenant, "signatory", name=("Jean", "Dumas")
        )
        await granted.revoke(by=other)
        letter = (await granted.file.letters(SIGNED))["revocation"]
        assert letter.signatory is not None
        assert letter.signatory.family_name == "Dumas"

    async def test_is_announced_with_the_rule_of_fifteen_days(self, granted: Granted) -> None:
        await granted.file.letters("2026-02-03")
        await granted.revoke()
        [mail] = await granted.file.mails(SIGNED)
        assert (mail.available_on, mail.fifteen_days) == (date(2026, 3, 16), True)

    async def test_is_in_the_record_and_on_the_case(self, granted: Granted) -> None:
        await granted.revoke()
        seen = await granted.file.seen(SIGNED)
        assert seen.state.id == "grant_withdrawn"
        assert seen.revocation is not None
        assert seen.revocation.signed_by == granted.file.gien.signatory.agent_id
        assert (seen.revocation.granted_on, seen.revocation.until) == (
            date(2026, 2, 2),
            date(2026, 6, 2),
        )


class TestOnThePortal:
    async def test_unopened_it_is_notified_the_day_it_was_made_available(
        self, granted: Granted
    ) -> None:
        """CRPA R112-20; CJA R421-1: two franc months from 16 March, the 17th of May is a Sunday."""
        await granted.revoke()
        seen = await granted.file.seen("2026-04-10")
        assert seen.timeline.notified_on == date(2026, 3, 16)
        assert seen.timeline.appeal is not None
        assert seen.timeline.appeal.last_day == date(2026, 5, 18)

    async def test_opened_it_is_notified_that_day_and_the_old_decision_is_not(
        self, granted: Granted
    ) -> None:
        """Only the letter made available last notifies when it is opened."""
        await granted.revoke()
        await granted.file.letters(SIGNED)
        await granted.file.opens("decision", "2026-03-18")
        seen = await granted.file.seen("2026-03-18")
        assert not [event for event in seen.events if event.kind == "open_letter"]
        await granted.file.opens("revocation", "2026-03-20")
        seen = await granted.file.seen("2026-03-20")
        assert seen.timeline.notified_on == date(2026, 3, 20)
        assert seen.timeline.appeal is not None
        assert seen.timeline.appeal.last_day == date(2026, 5, 21)


class TestByPost:
    async def test_stands_until_its_letter_is_presented(self, posted: Granted) -> None:
        await posted.revoke()
        seen = await posted.file.seen("2026-03-20")
        assert seen.state.id == "revocation_to_notify"
        assert seen.timeline.notified_on == date(2026, 2, 2)
        [line] = await posted.listed()
        assert (line.stage, line.next_actor) == ("revocation_to_notify", "collectivity")
        await posted.notify("2026-03-19")
        seen = await posted.file.seen("2026-03-20")
        assert seen.state.id == "grant_withdrawn"
        assert seen.timeline.notified_on == date(2026, 3, 19)
        assert seen.timeline.appeal is not None
        assert seen.timeline.appeal.last_day == date(2026, 5, 20)
        assert await posted.listed() == []

    async def test_silence_decides_nothing_meanwhile(self, posted: Granted) -> None:
        await posted.revoke()
        seen = await posted.file.seen("2026-09-01")
        assert seen.state.id == "revocation_to_notify"

    async def test_is_not_presented_before_the_grant_was(self, posted: Granted) -> None:
        await posted.revoke()
        with pytest.raises(GuardFailed, match="n’était pas encore donné"):
            await record_notification(
                posted.file.db,
                notified_on=date(2026, 2, 1),
                means="by_hand",
                **posted.file.by_instructor("2026-03-20"),
            )

    async def test_sends_no_mail(self, posted: Granted) -> None:
        await posted.revoke()
        assert "revocation" in await posted.file.letters(SIGNED)
        assert await posted.file.mails(SIGNED) == []


class TestIsRefused:
    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"invited_on": None}, "présenter ses observations"),
            ({"invited_on": date(2026, 3, 16)}, "le temps de répondre"),
            ({"invited_on": date(2026, 2, 1)}, "n’était pas encore donné"),
            ({"law_reasons": ""}, "motifs de droit"),
            ({"fact_reasons": ""}, "motifs de fait"),
        ],
    )
    async def test_when_the_law_is_not_kept(
        self, granted: Granted, given: dict[str, Any], sentence: str
    ) -> None:
        with pytest.raises(GuardFailed, match=sentence):
            await granted.revoke(**given)
        seen = await granted.file.seen(SIGNED)
        assert (seen.state.id, seen.revocation) == ("decided_granted", None)

    async def test_after_four_months(self, granted: Granted) -> None:
        with pytest.raises(GuardFailed, match="quatre mois"):
            await granted.revoke("2026-06-03")
        await granted.revoke("2026-06-02")

    async def test_twice_from_a_stale_page_and_from_who_does_not_sign(
        self, granted: Granted
    ) -> None:
        with pytest.raises(WrongRole):
            await granted.revoke(by=granted.file.gien.instructor)
        with pytest.raises(CaseMoved):
            await granted.revoke(version=1)
        await granted.revoke()
        with pytest.raises(NotInThisState):
            await granted.revoke()


class TestAPlaceInARegister:
    """Temporary drinking places (CSP L3334-2)."""

    async def test_is_free_at_once_on_the_portal(
        self, arranged_database, collectivities: Deployment
    ) -> None:
        granted = await a_grant(arranged_database, collectivities.gien, DRINKS)
        assert await granted.count() == 1
        await granted.revoke()
        assert await granted.count() == 0

    async def test_is_free_once_its_holder_knows_by_post(
        self, arranged_database, collectivities: Deployment
    ) -> None:
        granted = await a_grant(arranged_database, collectivities.gien, DRINKS, electronic=False)
        assert await granted.count() == 1
        await granted.revoke()
        assert await granted.count() == 1
        await granted.notify("2026-03-19")
        assert await granted.count() == 0
