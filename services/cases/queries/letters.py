"""What a letter or a mail that is owed must say: gathered from the book as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.audit.contracts import Event
from services.cases import _rules
from services.cases._core import read_core
from services.cases.contracts import CaseCore, ToDo
from services.cases.queries._letter_words import Told, content_of, request_address
from services.documents.contracts import (
    LetterContent,
    LetterKind,
    Signatory,
)
from services.foundation.database import Database, Transaction, Worker
from services.identity.people import colleagues_of
from services.law.contracts import Fact, Timeline
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
    "revocation_letter": "revocation",
}
# Letters whose author is who did the act that they tell of.
BY_THEIR_ACT = frozenset({"reasons", "revocation"})
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
    "record_reasons_asked": "reasons_asked",
    "give_reasons": "reasons_ready",
    "revoke_grant": "grant_revoked",
}
# Acts that make a decision available on the portal, where the person agreed to it.
DECISIONS = frozenset({"sign", "decide", "revoke_grant"})
# What planning holds received the day after it is sent on the portal.
NOTIFIED = frozenset({"request_pieces", "extend_delay", "sign"})


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
    told = Told(core, tenant, seen, day, author, _said_with(todo, acts))
    return LetterOrder(kind, key_id, content_of(kind, told, base_url=base_url, at=at))


async def mail_order(db: Database, todo: ToDo, *, base_url: str, at: datetime) -> MailOrder | None:
    """The mail of an effect; None when the person left no address."""
    async with db.transaction(Worker(todo.tenant_id)) as tx:
        core, tenant, *_others = await _case(tx, todo, at)
    to = core.identity.get("email")
    kind = MAILS.get(todo.about)
    if not to or kind is None:
        return None
    available = todo.about in DECISIONS and core.electronic
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
        "record_reasons_asked": core.timeline.course.reasons_due_on,
    }
    return days.get(todo.about)


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
    """Who signed the decision; who gave the reasons of a silence, or revoked a grant."""
    if kind in BY_THEIR_ACT:
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
