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


def completeness_end(under: FiledUnder, events: Sequence[Event]) -> date | None:
    """The end of planning's first month, in which a request of pieces counts (R423-38)."""
    if under.regime.domain != "planning" or not events:
        return None
    day = local_day(events[-1].at, under.zone)
    return timeline_of(under, events, on=day).course.completeness_last_day


@dataclass(frozen=True, slots=True)
class Rejected:
    """What the law says of a recorded tacit rejection: its appeal, and its reasons (L232-4)."""

    appeal_until: date | None = None
    reasons_pending: bool = False
    reasons_given: bool = False
    reasons_sent_on: date | None = None


def rejected_by_silence(under: FiledUnder, events: Sequence[Event]) -> Rejected:
    """Seen on the day of the last act; nothing where no tacit rejection is recorded."""
    if recorded_tacit(events) != "rejection":
        return Rejected()
    told = timeline_of(under, events, on=local_day(events[-1].at, under.zone))
    appeal = told.tacit.appeal if told.tacit else None
    pending = told.course.reasons_due_on is not None
    return Rejected(
        appeal_until=appeal.last_day if appeal else None,
        reasons_pending=pending,
        reasons_given=told.course.reasons_given_on is not None,
        reasons_sent_on=reasons_sent_on(events, under.zone) if pending else None,
    )


def granted_until(
    under: FiledUnder, events: Sequence[Event], sense: Sense | None
) -> tuple[date | None, date | None]:
    """The day an express grant was notified, and the last day to withdraw it (CRPA L242-1)."""
    if sense != "grant" or not decided_since_proposed(events):
        return None, None
    told = timeline_of(under, events, on=local_day(events[-1].at, under.zone))
    return told.notified_on, told.revocation_last_day


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
    rejected = rejected_by_silence(under, events)
    granted_on, revocable_until = granted_until(under, events, sense)
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
        decided=decided_since_proposed(events),
        last_day=last_day_of_silence(events),
        completeness_end=completeness_end(under, events),
        tacit_appeal_until=rejected.appeal_until,
        reasons_pending=rejected.reasons_pending,
        reasons_given=rejected.reasons_given,
        to_send=waits_to_be_sent(events),
        reasons_sent_on=rejected.reasons_sent_on,
        granted_on=granted_on,
        revocable_until=revocable_until,
    )
