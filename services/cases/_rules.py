"""Pure rules of a case: what the law and the process may know of it, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.audit.contracts import Event
from services.cases._transmission import transmission_of
from services.cases.contracts import AskedPiece, FiledUnder
from services.forms.contracts import Requester
from services.law.calendars import calendar
from services.law.contracts import Fact, Facts, Residence, Timeline
from services.law.notification import planning_notified_on
from services.law.periods import add_months
from services.law.residence import residence_of
from services.law.timeline import timeline
from services.processes.contracts import Process, Tacit
from services.tenants.contracts import Tenant
from services.worklist.contracts import Standing

_DATES = frozenset({"limit", "received_on", "notified_on", "decided_on"})
_LAW_FIELDS = frozenset(Fact.__dataclass_fields__) - {"at", "what", "place"}


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day of an instant on the tenant's wall calendar."""
    return at.astimezone(zone).date()


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time.min, zone)


def law_facts(under: FiledUnder, events: Iterable[Event]) -> Facts:
    """What the law must know of a case: its regime, its calendar and the facts of its record.

    Handing a request over says that it was misdirected from the first day.
    """
    facts: list[Fact] = []
    for event in events:
        if not event.fact or "what" not in event.fact:
            continue
        if event.kind == "hand_over":
            facts = [fact.misdirected() for fact in facts]
        facts.append(_fact(event, under.zone))
    facts.sort(key=lambda fact: fact.at)
    return Facts(under.regime, calendar(under.calendar), tuple(facts), under.procedure.id)


def _fact(event: Event, zone: ZoneInfo) -> Fact:
    given = dict(event.fact or {})
    at = date.fromisoformat(given["at"]) if "at" in given else local_day(event.at, zone)
    fields: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DATES and value else value
        for name, value in given.items()
        if name in _LAW_FIELDS
    }
    return Fact(at=at, what=given["what"], **fields)


def timeline_of(under: FiledUnder, events: Iterable[Event], *, on: date) -> Timeline:
    """Every legal date of a case as its record stands, seen on a day."""
    return timeline(law_facts(under, events), on=on)


def residence_at(requester: Requester, tenant: Tenant) -> Residence:
    """How far who files lives from the court of her collectivity (CJA R421-7)."""
    address = requester.address
    return residence_of(
        postcode=address.get("postcode", ""),
        country=address.get("country", ""),
        court=tenant.calendar,
    )


def far_away(lives: Residence) -> dict[str, str]:
    """What a filing says of who lives far; nothing of the others."""
    return {} if lives == "metropole" else {"residence": lives}


@dataclass(frozen=True, slots=True)
class Asked:
    """The pieces awaited, with the day given."""

    pieces: tuple[AskedPiece, ...] = ()
    limit: date | None = None


def asked_pieces(events: Iterable[Event]) -> Asked:
    """The pieces asked for and not yet given, with the latest day given for them."""
    awaited: dict[str, str] = {}
    limit: date | None = None
    for event in events:
        fact = event.fact or {}
        if fact.get("what") == "pieces_asked":
            reasons = (event.payload or {}).get("reasons", {})
            awaited |= {piece: reasons.get(piece, "") for piece in fact.get("pieces", ())}
            given = fact.get("limit")
            limit = date.fromisoformat(given) if given else limit
        elif fact.get("what") == "pieces_given":
            for piece in fact.get("pieces", ()):
                awaited.pop(piece, None)
    if not awaited:
        return Asked()
    return Asked(tuple(AskedPiece(piece, reason) for piece, reason in awaited.items()), limit)


def limit_for_pieces(asked: Asked, timeline: Timeline) -> date | None:
    """Until when the pieces may be given: planning's three months, else the day that was set."""
    return timeline.course.pieces_limit or asked.limit


def received_by_person(under: FiledUnder, sent_on: date, *, electronic: bool) -> date:
    """The day a letter of planning sent on the portal is deemed received; else that of sending."""
    if under.regime.domain == "planning" and electronic:
        return planning_notified_on(sent_on)
    return sent_on


def reasons_due_on(process: Process, state: str, timeline: Timeline) -> date | None:
    """The last day to give the reasons of a tacit rejection, while they are owed and may be given
    where the case stands; a decision taken since then answers in their place."""
    give = process.actions.get("give_reasons")
    return timeline.course.reasons_due_on if give is not None and give.leaves(state) else None


def export_waits_since(events: Iterable[Event], zone: ZoneInfo) -> date | None:
    """The day since when an agent must send an export that no mail carries."""
    told = transmission_of(events)
    return local_day(told.at, zone) if told is not None and told.state == "waits" else None


def recorded_tacit(events: Iterable[Event]) -> Tacit | None:
    """The tacit decision that the record already holds."""
    for event in events:
        if event.kind == "record_silence" and event.fact:
            return "rejection" if event.fact["tacit"] == "rejection" else "acceptance"
    return None


def standing(
    process: Process,
    *,
    state: str,
    timeline: Timeline,
    events: Sequence[Event],
    zone: ZoneInfo,
    assignee_id: UUID | None,
    team_id: UUID | None,
) -> Standing:
    """Where the case stands, for the lists. A closed case that still owes something is back on
    them: its reasons, due on the last day to give these, or its export, due at once."""
    definition = process.states[state]
    paused = timeline.clock.state == "paused"
    owed_on = reasons_due_on(process, state, timeline) or export_waits_since(events, zone)
    silence = timeline.tacit.effect if timeline.tacit else timeline.facts.regime.silence
    return Standing(
        stage=state,
        next_actor="collectivity" if owed_on else definition.next_actor,
        paused=paused and not definition.final,
        done=definition.final and owed_on is None,
        due_on=owed_on or (None if definition.final else answer_due_on(timeline)),
        silence=None if owed_on else silence,
        person_due_on=limit_for_pieces(asked_pieces(events), timeline)
        if definition.next_actor == "person"
        else None,
        assignee_id=assignee_id,
        team_id=team_id,
    )


def retain_until(under: FiledUnder, closed_on: date | None) -> date | None:
    """The day when a closed case may be proposed for disposal; nothing is destroyed by a date."""
    if closed_on is None:
        return None
    return add_months(closed_on, under.procedure.retention.months)


def answer_due_on(timeline: Timeline) -> date | None:
    """The last day on which an express answer is in time."""
    return timeline.tacit.last_day if timeline.tacit else timeline.clock.due_on


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a command as JSON: dates as ISO days, tuples as lists."""
    return {
        name: item.isoformat()
        if isinstance(item, date)
        else list(item)
        if isinstance(item, tuple)
        else item
        for name, item in value.items()
    }


def next_day(day: date) -> date:
    return day + timedelta(days=1)
