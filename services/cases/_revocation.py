"""A grant revoked here, as the record tells it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.audit.contracts import Event
from services.cases.contracts import Revocation
from services.processes.contracts import CaseView

REVOKED = "revoke_grant"


def payload_of(
    before: CaseView, *, invited_on: date | None, said: Mapping[str, str]
) -> dict[str, Any]:
    """What the record keeps of a revocation: the grant's dates as they stood, and what was said."""
    days = {
        "invited_on": invited_on,
        "granted_on": before.granted_on,
        "until": before.revocable_until,
    }
    return {**said, **{name: day.isoformat() for name, day in days.items() if day is not None}}


def revocation_of(events: Iterable[Event]) -> Revocation | None:
    """The revocation that a signatory wrote here; None where there is none, or once erased."""
    for event in events:
        payload = event.payload or {}
        if event.kind == REVOKED and payload:
            return Revocation(
                signed_by=event.actor.id,
                signed_at=event.at,
                invited_on=date.fromisoformat(payload["invited_on"]),
                observations=payload["observations"],
                law_reasons=payload["law_reasons"],
                fact_reasons=payload["fact_reasons"],
                granted_on=date.fromisoformat(payload["granted_on"]),
                until=date.fromisoformat(payload["until"]),
            )
    return None


def revoked(events: Iterable[Event]) -> bool:
    """Whether the last decision of the case is a revocation written here."""
    return any(event.kind == REVOKED for event in events)
