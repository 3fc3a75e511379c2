"""What each letter of a case says: its mentions from the timeline, its words from the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.cases._letter_parts import (
    authority_of,
    files_of,
    pieces_of,
    recipient_of,
    service_of,
)
from services.cases.contracts import CaseCore, DecisionView, Revocation
from services.documents.contracts import LetterContent, LetterKind, Signatory
from services.law.contracts import Timeline
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
from services.law.mentions_revocation import revocation_mentions
from services.tenants.contracts import Tenant


@dataclass(frozen=True, slots=True)
class Told:
    """A case as it stood after the act that a letter tells of."""

    core: CaseCore
    tenant: Tenant
    timeline: Timeline
    day: date
    author: Signatory | None
    said: Mapping[str, Any]


def request_address(base_url: str, case_id: UUID) -> str:
    """Where the resident finds her request."""
    return f"{base_url}/requests/{case_id}"


def content_of(kind: LetterKind, told: Told, *, base_url: str, at: datetime) -> LetterContent:
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
    if kind == "revocation" and core.revocation is not None:
        extra = _revoked(core.revocation, told.author)
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
        paragraphs=_paragraphs(kind, core),
        data={
            "number": core.number,
            "procedure": procedure.id,
            "kind": kind,
            "silence": timeline.facts.regime.silence,
            "last_day": timeline.tacit.last_day.isoformat() if timeline.tacit else None,
        },
        **extra,
    )


def _paragraphs(kind: LetterKind, core: CaseCore) -> tuple[str, ...]:
    """The words of people that a letter repeats: why it goes elsewhere, what was answered."""
    if kind == "handed_over" and core.handed_to is not None:
        return (core.handed_to.reason,)
    if kind == "revocation" and core.revocation is not None:
        return _lines(core.revocation.observations)
    return ()


def _revoked(revocation: Revocation, author: Signatory | None) -> dict[str, Any]:
    return {
        "outcome": "refusal",
        "reasons_in_law": _lines(revocation.law_reasons),
        "reasons_in_fact": _lines(revocation.fact_reasons),
        "signatory": author,
    }


def _decided(decision: DecisionView, author: Signatory | None) -> dict[str, Any]:
    return {
        "outcome": decision.sense,
        "reasons_in_law": _lines(decision.law_reasons),
        "reasons_in_fact": _lines(decision.fact_reasons),
        "conditions": _lines(decision.conditions),
        "signatory": author,
    }


def _reasons(told: Told) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reasons in law and in fact that went with the act."""
    said = told.said
    return _lines(said.get("law_reasons", "")), _lines(said.get("fact_reasons", ""))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _mentions(kind: LetterKind, told: Told) -> tuple[Mention, ...]:
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


def _other_mentions(kind: LetterKind, told: Told, service: Service) -> tuple[Mention, ...]:
    core, timeline = told.core, told.timeline
    if kind == "pieces_request":
        names = [piece.label for piece in pieces_of(core)]
        return pieces_request_mentions(timeline, pieces=names, service=service)
    if kind == "tacit_certificate":
        return tacit_certificate_mentions(timeline, on=told.day, service=service)
    if kind == "revocation":
        return _revocation_mentions(told, service)
    return _decision_mentions(told, service)


def _decision_mentions(told: Told, service: Service) -> tuple[Mention, ...]:
    decision, author = told.core.decision, told.author
    assert decision is not None
    assert author is not None
    return decision_mentions(
        told.timeline,
        decision=decision.sense,
        decided_on=told.day,
        author=_author_of(author),
        service=service,
        reasons_in_law=_lines(decision.law_reasons),
        reasons_in_fact=_lines(decision.fact_reasons),
        conditions=_lines(decision.conditions),
    )


def _revocation_mentions(told: Told, service: Service) -> tuple[Mention, ...]:
    revocation, author = told.core.revocation, told.author
    assert revocation is not None
    assert author is not None
    return revocation_mentions(
        told.timeline,
        decided_on=told.day,
        granted_on=revocation.granted_on,
        until=revocation.until,
        invited_on=revocation.invited_on,
        author=_author_of(author),
        service=service,
        reasons_in_law=_lines(revocation.law_reasons),
        reasons_in_fact=_lines(revocation.fact_reasons),
    )


def _author_of(signatory: Signatory) -> Author:
    return Author(signatory.given_name, signatory.family_name, signatory.quality, signatory.service)
