"""Sow: each case goes through its form and its filing, then meets its fate."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from services.cases.actions.submit_case import submit_case
from services.cases.actions.write_draft import begin_draft
from services.cases.contracts import AgentAtWork
from services.forms.checking import check_page
from services.foundation.database import Database, Public
from services.foundation.outbox import LOW, no_more_urgent_than
from services.procedures.contracts import Adopted
from services.procedures.queries import adoption_of
from services.processes.contracts import Role
from services.standalone.accounts import Accounts, AgentAccount, known_person
from services.standalone.sowing.answers import located_in, typed
from services.standalone.sowing.fate import Sown, Team, live
from services.standalone.sowing.people import Applicant, applicant, applicants, communes
from services.standalone.sowing.plan import Planned, plan
from services.tenants.contracts import Tenant

_PEOPLE = 60
# The version of the wording of the question on electronic notification.
_WORDING = "2026-3"


class Sower:
    """Sows the plan once; a sowing that was interrupted goes on where it stopped."""

    def __init__(
        self,
        database: Database,
        *,
        tenants: Sequence[Tenant],
        accounts: Accounts,
        issuer: str,
        done: Path,
    ) -> None:
        self._database = database
        self._tenants = {tenant.slug: tenant for tenant in tenants}
        self._teams = {slug: _team(accounts, slug) for slug in self._tenants}
        self._accounts = accounts
        self._issuer = issuer
        self._done = done
        self._draft = done.with_suffix(".draft")
        self._people: list[tuple[Applicant, UUID]] = []

    async def sow(self, at: datetime) -> int:
        """Sow what is not sown yet, with the letters of it behind the day's work; how many."""
        if self._done.exists():
            return 0
        begun, count = self._begun(at)
        cases = plan(begun)[count:]
        self._people = await self._known_people()
        with no_more_urgent_than(LOW):
            for number, case in enumerate(cases, start=count + 1):
                await self._one(case, at)
                self._draft.write_text(f"{begun.isoformat()} {number}")
        self._draft.rename(self._done)
        return len(cases)

    def _begun(self, at: datetime) -> tuple[datetime, int]:
        """When an interrupted sowing began, and how many cases it sowed."""
        if not self._draft.exists():
            return at, 0
        begun, count = self._draft.read_text().split()
        return datetime.fromisoformat(begun), int(count)

    async def _one(self, planned: Planned, now: datetime) -> None:
        chance = random.Random(planned.seed)
        tenant = self._tenants[planned.slug]
        who, person_id = chance.choice(self._people)
        electronic = planned.fate != "posted"
        case_id = await self._file(planned, chance, tenant, who, person_id, electronic=electronic)
        sown = Sown(
            procedure_id=planned.procedure_id,
            tenant_id=tenant.id,
            case_id=case_id,
            person_id=person_id,
            filed_at=planned.filed_at,
            now=now,
            team=self._teams[planned.slug],
            chance=chance,
        )
        await live(self._database, sown, planned.fate)

    async def _file(
        self,
        planned: Planned,
        chance: random.Random,
        tenant: Tenant,
        who: Applicant,
        person_id: UUID,
        *,
        electronic: bool,
    ) -> UUID:
        today = planned.filed_at.astimezone(ZoneInfo(tenant.time_zone)).date()
        async with self._database.transaction(Public()) as tx:
            adopted = await adoption_of(
                tx, tenant_id=tenant.id, procedure_id=planned.procedure_id, on=today
            )
        inputs = typed(planned.procedure_id, chance, who, today)
        draft = await begin_draft(
            self._database,
            person_id=person_id,
            tenant_id=tenant.id,
            procedure_id=planned.procedure_id,
            version=adopted.procedure.version,
            insee=located_in(planned.procedure_id, who),
            answers=_answered(adopted, inputs, planned.filed_at),
            at=planned.filed_at,
        )
        filed = await submit_case(
            self._database,
            by=person_id,
            draft_id=draft.id,
            revision=None,
            electronic=electronic,
            wording=_WORDING,
            at=planned.filed_at,
        )
        return filed.case_id

    async def _known_people(self) -> list[tuple[Applicant, UUID]]:
        chance = random.Random(45)
        people = []
        for who in applicants(chance, _PEOPLE):
            person_id = await known_person(
                self._database,
                issuer=self._issuer,
                subject=f"sown {who.email}",
                name=(who.given_name, who.family_name),
                email=who.email,
            )
            people.append((who, person_id))
        for resident in self._accounts.residents:
            who = applicant(
                chance, resident.given_name, resident.family_name, resident.account.username
            )
            # Several chances to be drawn: each has a handful of requests to follow.
            people += [(who, resident.person_id)] * 2
        return people


def _answered(
    adopted: Adopted, inputs: Mapping[str, list[str]], filed_at: datetime
) -> Mapping[str, object]:
    answers: Mapping[str, object] = {}
    for page in adopted.procedure.pages:
        result = check_page(
            adopted.procedure,
            page.id,
            inputs,
            answers,
            adopted.adoption.options,
            language="fr",
            today=filed_at.date(),
            communes=communes,
        )
        answers = result.answers
    return answers


def _team(accounts: Accounts, slug: str) -> Team:
    return Team(
        instructor=_at_work(accounts.agent(slug, "instructor")),
        signatory=_at_work(accounts.agent(slug, "signatory")),
    )


def _at_work(agent: AgentAccount) -> AgentAtWork:
    assert agent.tenant is not None
    role: Role = "signatory" if agent.role == "signatory" else "instructor"
    return AgentAtWork(
        agent_id=agent.agent_id,
        tenant_id=agent.tenant.id,
        roles=frozenset({role}),
        name=agent.name,
        quality=agent.quality,
        service=agent.tenant.contact.service,
        team_ids=agent.team_ids,
    )
