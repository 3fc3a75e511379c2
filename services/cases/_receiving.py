"""The rows of a case that comes from another authority, in the order of its story.

It stands on the definitions that it was filed under, which its answers fit, with the receiver's
calendar, zone, team and, where the same version is adopted, options.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.audit import actions as audit
from services.audit.contracts import Event, Head
from services.cases import _rules
from services.cases._letter_parts import recipient_of
from services.cases._numbers import number_for
from services.cases._snapshot import rules_of_tenant
from services.cases._tables import case, case_answers, case_party
from services.cases.contracts import Alias, CaseCore, FiledUnder
from services.documents.tables import attachment
from services.forms.checking import requester_of
from services.foundation.actor import THE_SYSTEM, Actor
from services.foundation.writes import NextNumber, Writes
from services.procedures.contracts import Adoption, Snapshot
from services.procedures.filed_under import keep, snapshot_from
from services.tenants.contracts import Tenant
from services.worklist.actions import put_on_list

# What the body first seized asked for or got. Under a rejection its clock goes on, so the law is
# told (L114-3 al. 1); under an acceptance only what the competent body asks for counts (al. 2), and
# agents alone read it.
CARRIED = frozenset({"pieces_asked", "pieces_given", "original_asked", "original_given"})


@dataclass(frozen=True, slots=True)
class Party:
    """Who filed, and the title of her request in each language."""

    person_id: UUID
    title: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Handing:
    """A case on its way from `giver` to `receiver`."""

    core: CaseCore
    events: tuple[Event, ...]
    giver: Tenant
    receiver: Tenant
    adoption: Adoption | None
    party: Party
    notification: Mapping[str, Any]

    @property
    def under(self) -> FiledUnder:
        return self.core.filed_under

    @property
    def clock_goes_on(self) -> bool:
        """Whether the delay runs from the first reception, with what suspended it since."""
        return self.under.regime.silence == "rejection" and self.under.regime.domain != "planning"

    @property
    def team_id(self) -> UUID | None:
        return self.adoption.team_id if self.adoption else None

    @property
    def borne(self) -> tuple[Alias, ...]:
        """The numbers that it bore so far, and with whom."""
        return (*self.core.aliases, Alias(self.core.number, self.giver.name))

    @property
    def options(self) -> Mapping[str, Any]:
        same = self.adoption and self.adoption.version == self.under.procedure.version
        return self.adoption.options if self.adoption and same else self.under.options


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file of the case, sealed with the receiver's key under `object_key`."""

    row: Mapping[str, Any]
    id: UUID
    object_key: str


def gather_received(
    handing: Handing, case_id: UUID, files: Iterable[HandedFile], *, at: datetime
) -> Writes:
    """The case as it was filed, in the receiver's tenant; its story is told on from there."""
    writes = Writes()
    tenant_id = handing.receiver.id
    snapshot = _snapshot(handing)
    keep(writes, tenant_id=tenant_id, snapshot=snapshot)
    number = number_for(
        handing.receiver,
        handing.under.regime,
        handing.adoption.options if handing.adoption else {},
        insee=handing.core.insee,
        year=_rules.local_day(at, _rules.zone_named(handing.receiver.time_zone)).year,
    )
    head = _record(writes, handing, case_id)
    _case(writes, handing, case_id, snapshot=snapshot, head=head, number=number)
    _party(writes, handing, case_id, number=number, at=at)
    answers = dict(handing.core.answers)
    writes.insert(case_answers, tenant_id=tenant_id, case_id=case_id, answers=answers)
    put_on_list(
        writes,
        tenant_id=tenant_id,
        case_id=case_id,
        number=number,
        title=handing.core.title,
        applicant=recipient_of(handing.core).name,
        procedure_id=handing.under.procedure.id,
        standing=_rules.standing(
            handing.under.process,
            state=handing.under.process.start,
            timeline=handing.core.timeline,
            events=(),
            zone=_rules.zone_named(handing.receiver.time_zone),
            assignee_id=None,
            team_id=handing.team_id,
        ),
        received_at=handing.core.received_at,
        former_numbers=[each.number for each in handing.borne],
    )
    for file in files:
        writes.insert(
            attachment,
            **{**file.row, "tenant_id": tenant_id, "id": file.id, "case_id": case_id},
            object_key=file.object_key,
        )
    return writes


def _snapshot(handing: Handing) -> Snapshot:
    under, receiver = handing.under, handing.receiver
    return snapshot_from(
        under.procedure,
        under.process,
        options=handing.options,
        rules={**under.rules, **rules_of_tenant(receiver)},
    )


def _record(writes: Writes, handing: Handing, case_id: UUID) -> Head:
    """The filing with its first day, then what the law keeps of what was done before."""
    under = handing.under
    filed_on = handing.core.timeline.course.filed_on
    requester = requester_of(under.procedure, handing.core.answers)
    head = _link(
        writes,
        handing,
        case_id,
        audit.NOTHING,
        kind=under.process.opening.id,
        at=handing.core.filed_at,
        by=Actor("person", handing.party.person_id, "applicant"),
        states=(None, under.process.start),
        fact={
            "what": "filed",
            "competent": False,
            "at": filed_on.isoformat(),
            **_rules.far_away(_rules.residence_at(requester, handing.receiver)),
        },
        payload=_filing_payload(handing.events),
    )
    for event in handing.events:
        done = {**((event.payload or {}) if event.kind == "carried" else {}), **(event.fact or {})}
        if done.get("what") not in CARRIED:
            continue
        day = _rules.local_day(event.at, under.zone).isoformat()
        kept = {name: value for name, value in done.items() if name != "pieces"}
        head = _link(
            writes,
            handing,
            case_id,
            head,
            kind="carried",
            at=event.at,
            by=THE_SYSTEM,
            fact={"at": day, **kept} if handing.clock_goes_on else None,
            payload={"what": done["what"], "pieces": list(done.get("pieces", ()))},
        )
    return head


def _link(writes: Writes, handing: Handing, case_id: UUID, head: Head, **link: Any) -> Head:
    _event, head = audit.append(
        writes, tenant_id=handing.receiver.id, case_id=case_id, head=head, **link
    )
    return head


def _filing_payload(events: Iterable[Event]) -> Mapping[str, Any] | None:
    """The digests of what was filed: the files and answers are the same."""
    return next((event.payload for event in events), None)


def _case(
    writes: Writes,
    handing: Handing,
    case_id: UUID,
    *,
    snapshot: Snapshot,
    head: Head,
    number: NextNumber,
) -> None:
    core, under = handing.core, handing.under
    writes.insert(
        case,
        tenant_id=handing.receiver.id,
        id=case_id,
        procedure_id=under.procedure.id,
        procedure_version=under.procedure.version,
        process_id=under.process.id,
        process_version=under.process.version,
        filed_under=snapshot.digest,
        number=number,
        aliases=[{"number": each.number, "authority": each.authority} for each in handing.borne],
        title=core.title,
        state=under.process.start,
        channel=core.channel,
        insee=core.insee,
        filed_at=core.filed_at,
        received_at=core.received_at,
        team_id=handing.team_id,
        revision=head.length,
        due_on=None,
        notification=dict(handing.notification),
        chain_head=head.hash,
        chain_length=head.length,
    )


def _party(
    writes: Writes, handing: Handing, case_id: UUID, *, number: NextNumber, at: datetime
) -> None:
    start = handing.under.process.states[handing.under.process.start]
    writes.insert(
        case_party,
        tenant_id=handing.receiver.id,
        case_id=case_id,
        person_id=handing.party.person_id,
        role="applicant",
        identity=dict(handing.core.identity),
        number=number,
        title=dict(handing.party.title),
        public_state={"fr": start.public.fr, "en": start.public.en},
        next_actor=start.next_actor,
        filed_at=handing.core.filed_at,
        updated_at=at,
        former_numbers=[each.number for each in handing.borne],
    )
