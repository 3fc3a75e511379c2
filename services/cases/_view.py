"""What a process may know of a case, worked out from its record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.audit.contracts import Event
from services.cases._rules import asked_pieces, local_day, recorded_tacit, timeline_of
from services.cases._transmission import waits_to_be_sent
from services.cases.contracts import FiledUnder
from services.processes.contracts import CaseView, Sense


@dataclass(frozen=True, slots=True)
class Told:
    """What the law says of a case that its process may ask: planning's first month (R423-38), a
    recorded tacit rejection, its appeal and its reasons (L232-4), an express grant (L242-1)."""

    completeness_end: date | None = None
    appeal_until: date | None = None
    reasons_pending: bool = False
    reasons_given: bool = False
    granted_on: date | None = None
    revocable_until: date | None = None


def told_by_law(under: FiledUnder, events: Sequence[Event], *, granted: bool) -> Told:
    """Seen on the day of the last act; worked out once, and only where a process may ask."""
    planning = under.regime.domain == "planning"
    rejected = recorded_tacit(events) == "rejection"
    if not events or not (planning or rejected or granted):
        return Told()
    told = timeline_of(under, events, on=local_day(events[-1].at, under.zone))
    appeal = told.tacit.appeal if told.tacit and rejected else None
    return Told(
        completeness_end=told.course.completeness_last_day,
        appeal_until=appeal.last_day if appeal else None,
        reasons_pending=rejected and told.course.reasons_due_on is not None,
        reasons_given=rejected and told.course.reasons_given_on is not None,
        granted_on=told.notified_on if granted else None,
        revocable_until=told.revocation_last_day if granted else None,
    )


def reasons_sent_on(events: Iterable[Event], zone: ZoneInfo) -> date | None:
    """The day when the reasons of a tacit rejection were last written."""
    days = [local_day(event.at, zone) for event in events if event.kind == "give_reasons"]
    return days[-1] if days else None


def decided_since_proposed(events: Sequence[Event]) -> bool:
    """Whether the last proposal was signed, or the request decided."""
    acts = [event.kind for event in events if event.kind in {"propose", "sign", "decide"}]
    return bool(acts) and acts[-1] != "propose"


def last_day_of_silence(events: Iterable[Event]) -> date | None:
    """The last day on which an express decision was in time, once silence is recorded."""
    for event in events:
        if event.kind == "record_silence" and event.fact:
            return date.fromisoformat(event.fact["born_on"]) - timedelta(days=1)
    return None


def last_proposal(events: Sequence[Event]) -> tuple[UUID | None, Sense | None]:
    """Who last proposed a decision, and its sense."""
    for event in reversed(events):
        if event.kind in {"propose", "decide"} and event.fact:
            return event.actor.id, event.fact["sense"]
    return None, None


def view_of(
    *,
    state: str,
    under: FiledUnder,
    events: Sequence[Event],
    electronic: bool,
    assignee: UUID | None,
) -> CaseView:
    """What a process may know of the case."""
    asked = asked_pieces(events)
    proposed_by, sense = last_proposal(events)
    decided = decided_since_proposed(events)
    told = told_by_law(under, events, granted=sense == "grant" and decided)
    return CaseView(
        state=state,
        zone=under.zone,
        electronic=electronic,
        assignee=assignee,
        proposed_by=proposed_by,
        proposed_sense=sense,
        pieces_pending=tuple(piece.piece for piece in asked.pieces),
        pieces_limit=asked.limit,
        tacit=recorded_tacit(events),
        decided=decided,
        last_day=last_day_of_silence(events),
        completeness_end=told.completeness_end,
        tacit_appeal_until=told.appeal_until,
        reasons_pending=told.reasons_pending,
        reasons_given=told.reasons_given,
        to_send=waits_to_be_sent(events),
        reasons_sent_on=reasons_sent_on(events, under.zone) if told.reasons_pending else None,
        granted_on=told.granted_on,
        revocable_until=told.revocable_until,
    )
