"""When reasons are owed, in law and in fact (CRPA L211-2, L211-5), and for silence (L232-4)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.law.appeals import last_day_to_appeal
from services.law.calendars import Calendar
from services.law.contracts import Residence, Text
from services.law.conventions import DISTANCE_MONTHS, REASONS_MONTHS
from services.law.periods import add_months

DecisionKind = Literal[
    "grant",
    "grant_with_conditions",
    "refusal_of_authorisation",
    "refusal_of_entitlement",
    "revocation",
    "repeal",
    "sanction",
    "measure_of_police",
    "rejection_of_mandatory_appeal",
]
GROUNDS: dict[DecisionKind, str] = {
    "grant_with_conditions": "CRPA L211-2, 3°",
    "refusal_of_authorisation": "CRPA L211-2, 7°",
    "refusal_of_entitlement": "CRPA L211-2, 6°",
    "revocation": "CRPA L211-2, 4°",
    "repeal": "CRPA L211-2, 4°",
    "sanction": "CRPA L211-2, 2°",
    "measure_of_police": "CRPA L211-2, 1°",
    "rejection_of_mandatory_appeal": "CRPA L211-2, 8°",
}
# Taken without a request and unfavourable: the person is heard first.
HEARD_FIRST: frozenset[DecisionKind] = frozenset(
    {"revocation", "repeal", "sanction", "measure_of_police"}
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the authority owes before deciding: the article, and what in words."""

    article: str
    text: Text


def duty_to_state_reasons(kind: DecisionKind) -> Duty | None:
    """The duty to write the reasons, None for a plain grant."""
    article = GROUNDS.get(kind)
    if article is None:
        return None
    text = Text(
        "Cette décision énonce par écrit les considérations de droit et de fait qui la fondent.",
        "This decision states in writing the reasons in law and in fact on which it rests.",
    )
    return Duty(f"{article}, L211-5", text)


def duty_to_hear(kind: DecisionKind) -> Duty | None:
    """The contradictory procedure of L121-1 and L122-1, None for what is decided on request."""
    if kind not in HEARD_FIRST:
        return None
    text = Text(
        "La personne est d’abord invitée à présenter des observations écrites et, si elle le"
        " demande, orales ; elle peut se faire assister.",
        "The person is first invited to make written and, if asked, oral observations; she may be"
        " assisted.",
    )
    return Duty("CRPA L121-1, L122-1", text)


@dataclass(frozen=True, slots=True)
class ReasonsOfSilence:
    """A request for the reasons of a tacit rejection: whether it counts, when to answer."""

    in_time: bool
    due_on: date
    article: str


def reasons_of_silence(*, asked_on: date, appeal_last_day: date) -> ReasonsOfSilence:
    """L232-4: asked within the delay of appeal, the reasons are owed within one month."""
    due_on = add_months(asked_on, REASONS_MONTHS)
    return ReasonsOfSilence(asked_on <= appeal_last_day, due_on, "CRPA L232-4")


def prorogued_by(residence: Residence) -> str:
    """The texts that keep the delay of appeal open until then, the distance among them."""
    article = "CRPA L232-4 ; CJA R421-2"
    return f"{article}, R421-7" if DISTANCE_MONTHS[residence] else article


def appeal_after_reasons(
    communicated_on: date, calendar: Calendar, *, residence: Residence = "metropole"
) -> date:
    """L232-4 al. 2: the delay of appeal runs until two months after the reasons are given."""
    return last_day_to_appeal(communicated_on, calendar, residence=residence)
