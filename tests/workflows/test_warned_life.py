"""Lives of cases that nobody answers: those who should act are warned in time, by mail."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import psycopg

from services.cases.actions.claim_case import claim_case
from services.cases.actions.decide_case import decide_case
from services.cases.actions.give_pieces import give_pieces
from services.cases.contracts import AgentAtWork, CaseFile, Filed
from tests.arranging import BIN, OCCUPATION, Deployment, a_resident, an_agent, file_request
from tests.workflows.living import MORNING, Life, mails_in

DAY = timedelta(days=1)
SUPERVISED = "toujours sans réponse"
REMINDED = "échéance proche"


def at(day: str) -> datetime:
    """Nine in the morning of that day, ten in summer, in Paris: an hour at least after it warns."""
    return datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)


def warned(case: CaseFile) -> list[tuple[str, date]]:
    """What the record says of the warnings: kind and day."""
    zone = case.filed_under.zone
    return [
        ((event.payload or {})["kind"], event.at.astimezone(zone).date())
        for event in case.events
        if event.kind == "warning_sent"
    ]


class TestACaseLeftUnanswered:
    async def test_warns_the_agent_then_the_supervisor_then_is_decided_on_its_day(
        self, lived: Life, collectivities: Deployment, postgres, arranged_name
    ) -> None:
        """Last day Thursday 1 April 2027; Easter Monday is 29 March."""
        ccg = collectivities.ccg
        nadia = await a_resident(lived.db)
        mail_of = _addresses(postgres.superuser_url(arranged_name))
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await lived.tell()

        def subjects(agent: AgentAtWork) -> list[str]:
            return [mail["Subject"] for mail in reminders(lived, agent, filed, mail_of)]

        await lived.until(at("2027-03-16"))
        assert subjects(ccg.instructor) == []
        await lived.until(at("2027-03-17"))
        assert [REMINDED in each for each in subjects(ccg.instructor)] == [True]
        assert subjects(ccg.supervisor) == []
        await lived.until(at("2027-03-26"))
        assert len(subjects(ccg.instructor)) == 2
        assert [SUPERVISED in each for each in subjects(ccg.supervisor)] == [True]
        assert subjects(ccg.signatory) == []
        await lived.until(at("2027-04-02"))
        await lived.handle(ccg, filed).result()

        case = await lived.case(filed, ccg)
        assert case.state.id == "tacitly_granted"
        assert sorted(warned(case)) == [
            ("warn_agent_10", date(2027, 3, 17)),
            ("warn_agent_3", date(2027, 3, 26)),
            ("warn_supervisor_3", date(2027, 3, 26)),
        ]
        assert case.effects == ()
        [mail] = reminders(lived, ccg.supervisor, filed, mail_of)
        text = str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        assert f"/agent/cc-giennoises/cases/{filed.case_id}" in text
        assert "jeudi 1 avril 2027" in text.replace("\xa0", " ").replace("1er", "1")
        for personal in (nadia.family_name, nadia.given_name, nadia.email):
            assert personal not in mail.as_string()

    async def test_warns_who_follows_it_and_nobody_else_in_the_team(
        self, lived: Life, collectivities: Deployment, postgres, arranged_name
    ) -> None:
        ccg = collectivities.ccg
        other = await an_agent(lived.db, ccg.tenant, "instructor", name=("Léa", "Petit"))
        nadia = await a_resident(lived.db)
        mail_of = _addresses(postgres.superuser_url(arranged_name))
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await claim_case(
            lived.db, case_id=filed.case_id, version=None, by=ccg.instructor, at=MORNING + DAY
        )
        await lived.tell()
        await lived.until(at("2027-03-17"))

        assert len(reminders(lived, ccg.instructor, filed, mail_of)) == 1
        assert reminders(lived, other, filed, mail_of) == []

    async def test_answered_in_time_warns_nobody(
        self, lived: Life, collectivities: Deployment, postgres, arranged_name
    ) -> None:
        ccg = collectivities.ccg
        nadia = await a_resident(lived.db)
        mail_of = _addresses(postgres.superuser_url(arranged_name))
        filed = await file_request(lived.db, ccg, by=nadia, at=MORNING, procedure=BIN)
        await lived.tell()
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
        await lived.until(at("2027-04-02"))

        assert warned(await lived.case(filed, ccg)) == []
        assert reminders(lived, ccg.instructor, filed, mail_of) == []


class TestASuspendedCase:
    async def test_is_warned_of_only_on_the_days_of_its_new_delay(
        self, lived: Life, collectivities: Deployment
    ) -> None:
        """Asked on 11 March, given on 5 April: 25 days, so the last day goes from 1 to 26 April."""
        gien = collectivities.gien
        nadia = await a_resident(lived.db)
        filed = await file_request(lived.db, gien, by=nadia, at=MORNING, procedure=OCCUPATION)
        await lived.tell()
        await lived.until(at("2027-03-11"))
        await lived.asks_for_pieces(
            gien, filed, {"plan": "Le plan est illisible."}, limit=date(2027, 5, 3)
        )
        await lived.tell()
        await lived.until(at("2027-04-05"))
        asleep = await lived.case(filed, gien)
        assert warned(asleep) == []
        assert asleep.warnings == ()
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
        again = await lived.case(filed, gien)
        assert again.timeline.tacit is not None
        assert again.timeline.tacit.last_day == date(2027, 4, 26)
        assert [(each.of, each.on) for each in again.warnings] == [
            ("agent", date(2027, 4, 12)),
            ("agent", date(2027, 4, 21)),
            ("supervisor", date(2027, 4, 21)),
        ]

        await lived.until(at("2027-04-27"))
        await lived.handle(gien, filed).result()

        case = await lived.case(filed, gien)
        assert case.state.id == "tacitly_refused"
        assert sorted(warned(case)) == [
            ("warn_agent_10", date(2027, 4, 12)),
            ("warn_agent_3", date(2027, 4, 21)),
            ("warn_supervisor_3", date(2027, 4, 21)),
        ]


def reminders(
    lived: Life, agent: AgentAtWork, about: Filed, mail_of: dict[str, str]
) -> list[EmailMessage]:
    """The mails that an agent received about this case; the catcher is shared between tests."""
    mails = mails_in(lived.mailbox, mail_of[str(agent.agent_id)])
    return [
        mail
        for mail in mails
        if (body := mail.get_body(("plain",))) and str(about.case_id) in body.get_content()
    ]


def _addresses(admin_url: str) -> dict[str, str]:
    """Each agent's address, by id."""
    with psycopg.connect(admin_url) as admin:
        return {str(key): email for key, email in admin.execute("SELECT id, email FROM agent")}
