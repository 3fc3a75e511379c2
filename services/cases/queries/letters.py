"""What a letter or a mail that is owed must say: gathered from the book as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.audit.contracts import Event
from services.cases import _rules
from services.cases._core import read_core
from services.cases._letter_parts import (
    authority_of,
    files_of,
    pieces_of,
    recipient_of,
    service_of,
)
from services.cases.contracts import CaseCore, DecisionView, ToDo
from services.documents.contracts import (
    LetterContent,
    LetterKind,
    Signatory,
)
from services.foundation.database import Database, Transaction, Worker
from services.identity.people import colleagues_of
from services.law.contracts import Fact, Timeline
from services.law.mentions import Mention, PlanningFile, Service, receipt_mentions
from services.law.mentions_letters import (
    Author,
    decision_mentions,
    delay_extension_mentions,
    hand_over_mentions,
    pieces_request_mentions,
    tacit_certificate_mentions,
)
from services.law.mentions_notices import reasons_mentions
from services.law.notification import planning_notified_on
from services.law.timeline import timeline
from services.messages.contracts import MailContent, MailKind
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant

LETTERS: dict[str, LetterKind] = {
    "receipt": "receipt",
    "pieces_request": "pieces_request",
    "delay_extension": "delay_extension",
    "decision_letter": "decision",
    "tacit_certificate": "tacit_certificate",
    "handed_over_letter": "handed_over",
    "reasons_letter": "reasons",
}
MAILS: dict[str, MailKind] = {
    "submit": "receipt_ready",
    "request_pieces": "pieces_requested",
    "give_pieces": "pieces_received",
    "extend_delay": "delay_extended",
    "sign": "decision_ready",
    "decide": "decision_ready",
    "record_silence": "tacit_decision",
    "withdraw": "withdrawn",
    "hand_over": "handed_over",
    "receive": "receipt_ready",
    "ask_reasons": "reasons_asked",
    "give_reasons": "reasons_ready",
}
# What planning holds received the day after it is sent on the portal.
NOTIFIED = frozenset({"request_pieces", "extend_delay", "sign"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A case as it stood after the act that a letter tells of."""

    core: CaseCore
    tenant: Tenant
    timeline: Timeline
    day: date
    author: Signatory | None
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter to make: under which key, encrypted with whose key, saying what."""

    kind: LetterKind
    key_id: UUID
    content: LetterContent


@dataclass(frozen=True, slots=True)
class MailOrder:
    """A mail to send: to whom, saying what."""

    kind: MailKind
    to: str
    content: MailContent


async def letter_order(db: Database, todo: ToDo, *, base_url: str, at: datetime) -> LetterOrder:
    """What the letter of an effect says, with the dates that the law gave on the day of its act.

    Raises NotFound when the case is gone.
    """
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        core, tenant, key_id, acts, team_id = await _case(tx, todo, at)
        kind = LETTERS[todo.kind]
        author = await _author(tx, core, team_id, _who_wrote(kind, core, todo, acts))
    seen, day = _seen_then(core, acts, todo, at)
    told = _Told(core, tenant, seen, day, author, _said_with(todo, acts))
    return LetterOrder(kind, key_id, _content(kind, told, base_url=base_url, at=at))


async def mail_order(db: Database, todo: ToDo, *, base_url: str, at: datetime) -> MailOrder | None:
    """The mail of an effect; None when the person left no address."""
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        core, tenant, *_others = await _case(tx, todo, at)
    to = core.identity.get("email")
    kind = MAILS.get(todo.about)
    if not to or kind is None:
        return None
    available = todo.about in {"sign", "decide"} and core.electronic
    planning = core.filed_under.regime.domain == "planning"
    deemed = planning and core.electronic and todo.about in NOTIFIED
    content = MailContent(
        authority=tenant.name,
        service=tenant.contact.service,
        sender=tenant.sender,
        number=core.number,
        link=request_address(base_url, core.case_id),
        contact=tenant.contact.phone,
        plate=tenant.brand.plate,
        colour=tenant.brand.color,
        by=_by(core, todo),
        available_on=core.today if available else None,
        fifteen_days=available and not planning,
        deemed_received_on=planning_notified_on(core.today) if deemed else None,
        new_authority=core.handed_to.authority.name if core.handed_to else "",
    )
    return MailOrder(kind, to, content)


def _by(core: CaseCore, todo: ToDo) -> date | None:
    """The day that a mail names: to send pieces, or when the reasons are owed."""
    days = {
        "request_pieces": core.pieces_limit,
        "ask_reasons": core.timeline.course.reasons_due_on,
    }
    return days.get(todo.about)


def request_address(base_url: str, case_id: UUID) -> str:
    """Where the resident finds her request."""
    return f"{base_url}/requests/{case_id}"


async def _case(
    tx: Transaction, todo: ToDo, at: datetime
) -> tuple[CaseCore, Tenant, UUID, tuple[Event, ...], UUID | None]:
    fields, book = await read_core(tx, tenant_id=todo.tenant_id, case_id=todo.case_id, at=at)
    tenant = await tenants.tenant_by_id(tx, todo.tenant_id)
    key_id = await tenants.key_of(tx, todo.tenant_id)
    assert tenant is not None
    return CaseCore(**fields), tenant, key_id, book.events, book.team_id


def _seen_then(
    core: CaseCore, events: tuple[Event, ...], todo: ToDo, at: datetime
) -> tuple[Timeline, date]:
    """The timeline as it stood after the act that the letter tells of, and the day of that act."""
    under = core.filed_under
    acts = tuple(event for event in events if event.seq <= todo.act) or events
    if todo.kind == "receipt" and under.regime.domain == "planning":
        # Its sending starts the clock of an electronic filing: it tells the dates that follow.
        day = _rules.local_day(at, under.zone)
        facts = _rules.law_facts(under, acts)
        sent = Fact(day, "receipt_sent")
        return timeline(replace(facts, events=(*facts.events, sent)), on=day), day
    day = _rules.local_day(acts[-1].at, under.zone)
    return _rules.timeline_of(under, acts, on=day), day


def _said_with(todo: ToDo, events: tuple[Event, ...]) -> Mapping[str, Any]:
    """The words that went with the act, where it bore some."""
    return next((event.payload or {} for event in events if event.seq == todo.act), {})


def _who_wrote(
    kind: LetterKind, core: CaseCore, todo: ToDo, events: tuple[Event, ...]
) -> UUID | None:
    """Who signed the decision; for the reasons of a silence, who gave them."""
    if kind == "reasons":
        return next((event.actor.id for event in events if event.seq == todo.act), None)
    return core.decision.signed_by if core.decision else None


async def _author(
    tx: Transaction, core: CaseCore, team_id: UUID | None, agent_id: UUID | None
) -> Signatory | None:
    """An agent, with the quality and service held in the case's team (L212-1, L212-2)."""
    if agent_id is None:
        return None
    held = [
        each
        for each in await colleagues_of(tx, core.tenant_id)
        if each.agent_id == agent_id and each.role != "administrator"
    ]
    if not held:
        return None
    best = min(held, key=lambda each: (each.team_id != team_id, each.role != "signatory"))
    return Signatory(best.given_name, best.family_name, best.quality, best.service)


def _content(kind: LetterKind, told: _Told, *, base_url: str, at: datetime) -> LetterContent:
    core, timeline = told.core, told.timeline
    zone = core.filed_under.zone
    procedure, decision = core.filed_under.procedure, core.decision
    pieces = pieces_of(core)
    extra: dict[str, Any] = {}
    if kind == "decision" and decision is not None:
        extra = _decided(decision, told.author)
    if kind == "reasons":
        law, fact = _reasons(told)
        extra = {"reasons_in_law": law, "reasons_in_fact": fact, "signatory": told.author}
    if kind == "tacit_certificate" and timeline.tacit is not None:
        extra = {"outcome": "refusal" if timeline.tacit.effect == "rejection" else "grant"}
    return LetterContent(
        authority=authority_of(told.tenant),
        recipient=recipient_of(core),
        case_number=core.number,
        procedure_title=procedure.title.fr,
        received_at=core.received_at.astimezone(zone),
        made_at=at.astimezone(zone),
        mentions=_mentions(kind, told),
        follow_url=request_address(base_url, core.case_id),
        files=files_of(core) if kind == "receipt" else (),
        pieces=pieces if kind == "pieces_request" else (),
        paragraphs=(core.handed_to.reason,) if kind == "handed_over" and core.handed_to else (),
        data={
            "number": core.number,
            "procedure": procedure.id,
            "kind": kind,
            "silence": timeline.facts.regime.silence,
            "last_day": timeline.tacit.last_day.isoformat() if timeline.tacit else None,
        },
        **extra,
    )


def _decided(decision: DecisionView, author: Signatory | None) -> dict[str, Any]:
    return {
        "outcome": decision.sense,
        "reasons_in_law": _lines(decision.law_reasons),
        "reasons_in_fact": _lines(decision.fact_reasons),
        "conditions": _lines(decision.conditions),
        "signatory": author,
    }


def _reasons(told: _Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reasons in law and in fact that went with the act."""
    said = told.said
    return _lines(said.get("law_reasons", "")), _lines(said.get("fact_reasons", ""))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _mentions(kind: LetterKind, told: _Told) -> tuple[Mention, ...]:
    """What the law wants in this letter, worded from its timeline."""
    core, timeline = told.core, told.timeline
    service = service_of(told.tenant)
    if kind == "receipt":
        nature = timeline.facts.regime.nature
        planning = PlanningFile(core.number, nature) if nature else None
        return receipt_mentions(timeline, service=service, planning=planning)
    if kind == "delay_extension":
        reasons = told.said.get("reasons", "")
        return delay_extension_mentions(timeline, reasons=reasons, service=service)
    if kind == "reasons":
        law, fact = _reasons(told)
        return reasons_mentions(timeline, reasons="\n".join((*fact, *law)), service=service)
    if kind == "handed_over" and core.handed_to is not None:
        to = core.handed_to.authority
        addressee = Service(to.name, to.email, to.address, to.phone)
        return hand_over_mentions(timeline, to=addressee, handed_on=told.day)
    return _other_mentions(kind, told, service)


def _other_mentions(kind: LetterKind, told: _Told, service: Service) -> tuple[Mention, ...]:
    core, timeline = told.core, told.timeline
    if kind == "pieces_request":
        names = [piece.label for piece in pieces_of(core)]
        return pieces_request_mentions(timeline, pieces=names, service=service)
    if kind == "tacit_certificate":
        return tacit_certificate_mentions(timeline, on=told.day, service=service)
    return _decision_mentions(told, service)


def _decision_mentions(told: _Told, service: Service) -> tuple[Mention, ...]:
    decision, author = told.core.decision, told.author
    assert decision is not None
    assert author is not None
    return decision_mentions(
        told.timeline,
        decision=decision.sense,
        decided_on=told.day,
        author=Author(author.given_name, author.family_name, author.quality, author.service),
        service=service,
        reasons_in_law=_lines(decision.law_reasons),
        reasons_in_fact=_lines(decision.fact_reasons),
        conditions=_lines(decision.conditions),
    )
