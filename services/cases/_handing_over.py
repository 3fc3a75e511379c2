"""What passes from one authority to another when a request was misdirected. Pure."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from services.audit.contracts import Event
from services.cases._letter_parts import service_of
from services.cases._transmission import transmission_of
from services.cases.contracts import Authority, HandedTo
from services.tenants.contracts import Tenant


def received_id(case_id: UUID, tenant_id: UUID) -> UUID:
    """The id of the case that `tenant_id` makes of it: the same however often it is delivered."""
    return uuid5(case_id, str(tenant_id))


def addressee_of(tenant: Tenant) -> Authority:
    """A collectivity on board, as the letter to the person names it."""
    service = service_of(tenant)
    return Authority(
        service.name, service.email, service.address, service.phone, siren=tenant.siren
    )


def handed_to(events: Sequence[Event]) -> HandedTo | None:
    """To whom the request was handed over, and how its export went, as the record holds it."""
    for event in events:
        if event.kind == "hand_over" and event.payload:
            case = event.payload.get("case")
            return HandedTo(
                authority=Authority(**event.payload["to"]),
                case_id=UUID(case) if case else None,
                reason=event.payload.get("reason", ""),
                at=event.at,
                transmission=transmission_of(events),
            )
    return None
