"""How the export of a case went to an authority that is not on board, as the record tells. Pure."""

from collections.abc import Iterable
from datetime import date

from services.audit.contracts import Event
from services.cases.contracts import Transmission


def transmission_of(events: Iterable[Event]) -> Transmission | None:
    """The last word on it; None while nothing is told, and for a collectivity on board."""
    found = None
    for event in events:
        payload = event.payload or {}
        match event.kind:
            case "transmitted":
                proof = {name: payload.get(name, "") for name in ("reply", "message_id", "sha256")}
                found = Transmission("mailed", event.at, **proof)
            case "transmission_waits":
                found = Transmission("waits", event.at, why=payload.get("why", ""))
            case "record_sending":
                day = payload.get("sent_on")
                sent_on = date.fromisoformat(day) if day else None
                means = payload.get("means", "")
                found = Transmission("sent", event.at, sent_on=sent_on, means=means)
    return found


def waits_to_be_sent(events: Iterable[Event]) -> bool:
    """Whether an agent must send the export, since no mail could carry it."""
    told = transmission_of(events)
    return told is not None and told.state == "waits"
