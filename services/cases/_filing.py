"""The rows of a filing, in the order of its story. Pure but for the salts of the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from services.audit import actions as audit
from services.audit.chain import canonical
from services.audit.contracts import Head
from services.cases import _rules
from services.cases._numbers import number_for
from services.cases._snapshot import regime_of, rules_fixed_by_filing, warning_days
from services.cases._tables import case, case_answers, case_party, deadline
from services.cases._warnings import wake_of
from services.cases.contracts import AttachmentLine, Draft
from services.forms.checking import requester_of, silence_of
from services.forms.contracts import ReceivedFile, Requester
from services.foundation.actor import Actor
from services.foundation.outbox import ORDINARY, owe, tell
from services.foundation.writes import NextNumber, Writes
from services.law.calendars import calendar
from services.law.contracts import Deadline, Fact, Facts, Residence, Timeline
from services.law.deadlines import deadlines
from services.law.early_warnings import early_warnings
from services.law.timeline import timeline
from services.procedures.contracts import Adopted, Snapshot
from services.procedures.filed_under import keep, snapshot_of
from services.processes.contracts import CaseView, Command, Happened
from services.processes.step import step
from services.tenants.contracts import Tenant
from services.worklist.actions import put_on_list
from services.worklist.contracts import Standing


@dataclass(frozen=True, slots=True)
class Filing:
    """A request complete and checked, about to become a case."""

    draft: Draft
    tenant: Tenant
    adopted: Adopted
    answers: Mapping[str, Any]
    files: tuple[AttachmentLine, ...]
    electronic: bool
    wording: str
    at: datetime

    @property
    def today(self) -> date:
        return today_of(self.tenant, self.at)


def today_of(tenant: Tenant, at: datetime) -> date:
    """The local day of a collectivity."""
    return _rules.local_day(at, _rules.zone_named(tenant.time_zone))


def received_files(files: Sequence[AttachmentLine]) -> dict[str, ReceivedFile]:
    """The files of a draft as the form checks them."""
    return {str(file.id): ReceivedFile(file.filename, file.media_type, file.size) for file in files}


@dataclass(frozen=True, slots=True)
class Dates:
    """What the law says on the day of filing."""

    timeline: Timeline
    deadlines: tuple[Deadline, ...]


@lru_cache(maxsize=1024)
def dates_at_filing(
    procedure_id: str, rules: tuple[tuple[str, str], ...], lives: Residence, today: date
) -> Dates:
    """The dates of a request just filed: the same for all of that day under these rules, from
    who lives as near or as far."""
    named = dict(rules)
    regime = regime_of(procedure_id, named)
    facts = Facts(regime, calendar(named["calendar"]), (Fact(today, "filed", residence=lives),))
    found = timeline(facts, on=today)
    warnings = early_warnings(found, warning_days(named))
    to_come = (each for each in warnings if each.due_on > today)
    return Dates(found, (*deadlines(found), *to_come))


def gather(filing: Filing, *, priority: int = ORDINARY) -> Writes:
    """Party first, then what it was filed under, the case, its record, its dates, what it owes."""
    writes, case_id = Writes(), filing.draft.id
    new = _new_case(filing)
    _party(writes, filing, new)
    keep(writes, tenant_id=filing.tenant.id, snapshot=new.snapshot)
    head = _record(writes, filing, new)
    _case(writes, filing, new, head)
    writes.insert(
        case_answers, tenant_id=filing.tenant.id, case_id=case_id, answers=dict(filing.answers)
    )
    _list(writes, filing, new)
    _deadlines(writes, filing, new.dates)
    _effects(writes, filing, new.happened, priority)
    tell(writes, tenant_id=filing.tenant.id, case_id=case_id, fact="case.look", at=filing.at)
    return writes


@dataclass(frozen=True, slots=True)
class _NewCase:
    """What a filing comes to, before any of its rows is written."""

    requester: Requester
    lives: Residence
    snapshot: Snapshot
    dates: Dates
    happened: Happened
    number: NextNumber
    standing: Standing


def _new_case(filing: Filing) -> _NewCase:
    procedure, process, tenant = filing.adopted.procedure, filing.adopted.process, filing.tenant
    adoption, today = filing.adopted.adoption, filing.today
    rules = rules_fixed_by_filing(silence_of(procedure, filing.answers, adoption.options), tenant)
    requester = requester_of(procedure, filing.answers)
    lives = _rules.residence_at(requester, tenant)
    dates = dates_at_filing(procedure.id, tuple(sorted(rules.items())), lives, today)
    happened = _opened(filing)
    return _NewCase(
        requester=requester,
        lives=lives,
        snapshot=snapshot_of(filing.adopted, rules=rules),
        dates=dates,
        happened=happened,
        number=number_for(
            tenant,
            dates.timeline.facts.regime,
            adoption.options,
            insee=filing.draft.insee,
            year=today.year,
        ),
        standing=_rules.standing(
            process,
            state=happened.to_state,
            timeline=dates.timeline,
            events=(),
            zone=_rules.zone_named(tenant.time_zone),
            assignee_id=None,
            team_id=adoption.team_id,
        ),
    )


def _list(writes: Writes, filing: Filing, new: _NewCase) -> None:
    procedure, requester = filing.adopted.procedure, new.requester
    put_on_list(
        writes,
        tenant_id=filing.tenant.id,
        case_id=filing.draft.id,
        number=new.number,
        title=procedure.title.fr,
        applicant=f"{requester.given_name} {requester.family_name}",
        procedure_id=procedure.id,
        standing=new.standing,
        received_at=filing.at,
    )


def _deadlines(writes: Writes, filing: Filing, dates: Dates) -> None:
    zone = _rules.zone_named(filing.tenant.time_zone)
    for each in dates.deadlines:
        writes.insert(
            deadline,
            tenant_id=filing.tenant.id,
            case_id=filing.draft.id,
            kind=each.kind,
            due_on=each.due_on,
            wake_at=wake_of(each, zone),
            state="open",
            article=each.article,
        )


def _effects(writes: Writes, filing: Filing, happened: Happened, priority: int) -> None:
    case_id = filing.draft.id
    for order, kind in enumerate(happened.effects):
        owe(
            writes,
            tenant_id=filing.tenant.id,
            case_id=case_id,
            kind=kind,
            key=f"{case_id}/{kind}" if kind == "receipt" else f"{case_id}/{kind}/1",
            at=filing.at,
            data={"seq": 1, "order": order, "about": happened.action},
            priority=priority,
        )


def _opened(filing: Filing) -> Happened:
    process = filing.adopted.process
    view = CaseView(
        state=None,
        zone=_rules.zone_named(filing.tenant.time_zone),
        electronic=filing.electronic,
    )
    command = Command(process.opening.id, frozenset({"person"}), filing.draft.person_id)
    return step(process, view, command, at=filing.at)


def _party(writes: Writes, filing: Filing, new: _NewCase) -> None:
    """Written first: the policies of the case look for it. Its number comes with the others'."""
    draft, title, requester = filing.draft, filing.adopted.procedure.title, new.requester
    state = filing.adopted.process.states[new.happened.to_state]
    key = {"tenant_id": filing.tenant.id, "case_id": draft.id, "person_id": draft.person_id}
    writes.insert_first(
        case_party,
        **key,
        role="applicant",
        identity={
            "family_name": requester.family_name,
            "given_name": requester.given_name,
            "email": requester.email,
            "phone": requester.phone,
            "address": list(requester.address_lines),
        },
        title={"fr": title.fr, "en": title.en},
        public_state={"fr": state.public.fr, "en": state.public.en},
        next_actor=state.next_actor,
        due_on=new.standing.due_on,
        filed_at=filing.at,
        updated_at=filing.at,
    )
    writes.update(case_party, key, number=new.number)


def _record(writes: Writes, filing: Filing, new: _NewCase) -> Head:
    """The first link: digests of what was filed, never an answer."""
    happened = new.happened
    filed = {"what": happened.fact} if happened.fact else {}
    _event, head = audit.append(
        writes,
        tenant_id=filing.tenant.id,
        case_id=filing.draft.id,
        head=audit.NOTHING,
        kind=happened.action,
        at=filing.at,
        by=Actor("person", filing.draft.person_id, "applicant"),
        states=(None, happened.to_state),
        fact={**filed, **_rules.far_away(new.lives)} or None,
        payload={
            "answers": sha256(canonical(filing.answers)).hexdigest(),
            "files": sorted(file.sha256 for file in filing.files),
            "wording": filing.wording,
        },
    )
    return head


def _case(writes: Writes, filing: Filing, new: _NewCase, head: Head) -> None:
    procedure, process, draft = filing.adopted.procedure, filing.adopted.process, filing.draft
    writes.insert(
        case,
        tenant_id=filing.tenant.id,
        id=draft.id,
        procedure_id=procedure.id,
        procedure_version=procedure.version,
        process_id=process.id,
        process_version=process.version,
        filed_under=new.snapshot.digest,
        number=new.number,
        title=procedure.title.fr,
        state=new.happened.to_state,
        channel="portal",
        insee=draft.insee,
        filed_at=filing.at,
        received_at=filing.at,
        team_id=filing.adopted.adoption.team_id,
        revision=head.length,
        due_on=new.standing.due_on,
        notification={
            "electronic": filing.electronic,
            "wording": filing.wording,
            "answered_at": filing.at.isoformat(),
        },
        chain_head=head.hash,
        chain_length=head.length,
    )
