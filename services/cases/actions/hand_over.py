"""An agent hands a misdirected request over to the authority that must answer it (CRPA L114-2)."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from services.cases._handing_over import addressee_of, received_id
from services.cases._story import acting
from services.cases.contracts import AgentAtWork, Authority
from services.cases.errors import AlreadyTheirs, NotOnBoard
from services.foundation.database import Agent, Database
from services.messages.actions import check_address
from services.tenants import queries as tenants


async def hand_over(
    db: Database,
    *,
    case_id: UUID,
    version: int | None,
    to: str = "",
    authority: Authority | None = None,
    reason: str,
    by: AgentAtWork,
    at: datetime,
) -> None:
    """Close the case here and owe its transmission: one act, whoever the authority is.

    `to` is the SIREN of a collectivity on board, whose own case begins with the first day of
    reception, the files and this number as an alias; `authority` names one that is not. The person
    is told by letter and by mail. Raises NotOnBoard, AlreadyTheirs, NotFound, CaseMoved,
    LawHasDecided, AddressRefused and the refusals of the process.
    """
    if not to and authority and authority.email:
        check_address(authority.email)
    context = Agent(by.tenant_id)
    async with acting(
        db, context, tenant_id=by.tenant_id, case_id=case_id, at=at, version=version
    ) as (story, tx):
        addressee, new_case = authority, None
        if to:
            tenant = await tenants.tenant_by_siren(tx, to)
            if tenant is None or tenant.state != "active":
                raise NotOnBoard
            if tenant.id == by.tenant_id:
                raise AlreadyTheirs
            addressee, new_case = addressee_of(tenant), received_id(case_id, tenant.id)
        typed = {} if to or authority is None else _typed(authority)
        story.take(
            "hand_over",
            by=by.actor,
            roles=by.roles,
            fields={"to": to, **typed, "reason": reason},
            payload={
                "to": asdict(addressee) if addressee else None,
                "case": str(new_case) if new_case else None,
                "reason": reason,
            },
        )


def _typed(authority: Authority) -> dict[str, str]:
    """An authority as the fields of the act name it."""
    return {
        "authority_name": authority.name,
        "authority_email": authority.email,
        "authority_address": authority.address,
        "authority_phone": authority.phone,
    }
