"""What can be asked for from a commune: who answers, why, and what cannot be asked for here."""

from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from services.forms.contracts import Procedure
from services.foundation.database import Public, Transaction
from services.foundation.errors import NotFound
from services.foundation.i18n import _, current_language
from services.jurisdiction import queries as jurisdiction
from services.jurisdiction.contracts import Answer, Resolution
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.tenants.contracts import Tenant
from services.territory import queries as territory
from services.territory.contracts import Commune
from services.web.portal.catalogue import (
    Service,
    answers_to,
    away,
    by_theme,
    offered,
    situations,
)
from services.web.portal.home import level_names
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("portal")


@dataclass(frozen=True, slots=True)
class Floor:
    """A level over a commune, with its face when it is on board."""

    name: str
    kind: str
    face: Tenant | None


@doors.get("/communes/{insee}", permission="public")
async def services(visit: Visit) -> Response:
    """The services open to somebody who lives there."""
    async with visit.house.db.transaction(Public()) as tx:
        commune = await territory.commune(tx, visit.path("insee"))
        if commune is None:
            raise NotFound
        if commune.insee != visit.path("insee"):
            return visit.go(f"/communes/{commune.insee}")
        resolved = await jurisdiction.resolve(tx, commune.insee, None, visit.today)
        found = await _services(visit, tx, commune)
    assert isinstance(resolved, Resolution)
    levels = [
        Floor(
            level.name,
            level_names()[level.level],
            await visit.house.tenants.by_id(level.tenant.id) if level.tenant else None,
        )
        for level in resolved.stack
    ]
    visit.wear(level.face.slug for level in levels if level.face)
    q, event = visit.query("q")[:80], visit.query("event")
    events = situations(service for service in found if service.address)
    if q:
        found = [service for service in found if answers_to(service, q)]
    elif event in dict(events):
        found = [service for service in found if event in service.life_events]
    return visit.page(
        "portal/services.html",
        commune=commune,
        levels=levels,
        q=q,
        events=events,
        event=dict(events).get(event, "") if not q else "",
        themes=by_theme(service for service in found if service.address),
        away=[service for service in found if not service.address],
    )


async def _services(visit: Visit, tx: Transaction, commune: Commune) -> list[Service]:
    """Every procedure of the catalogue, as it stands for this commune."""
    published = await procedures.published(tx)
    answers = await jurisdiction.resolve_procedures(
        tx, commune.insee, [each.id for each in published], visit.today
    )
    holders = {
        answer.competent.tenant.id
        for answer in answers.values()
        if isinstance(answer, Resolution) and answer.competent and answer.competent.tenant
    }
    adopted = await procedures.adopted_by(tx, tenant_ids=holders, on=visit.today)
    offers = {(each.adoption.tenant_id, each.procedure.id): each for each in adopted}
    return [
        await _service(visit, procedure, answers[procedure.id], offers, commune.insee)
        for procedure in published
    ]


async def _service(
    visit: Visit,
    procedure: Procedure,
    answer: Answer,
    offers: dict[tuple[UUID, str], Adopted],
    insee: str,
) -> Service:
    language = current_language()
    if not isinstance(answer, Resolution) or answer.competent is None:
        nobody = answer.nobody if isinstance(answer, Resolution) else None
        return away(procedure, note="", reason=nobody.in_(language) if nobody else "")
    competent = answer.competent
    reason = competent.reason.in_(language)
    tenant = competent.tenant
    adopted = offers.get((tenant.id, procedure.id)) if tenant else None
    face = await visit.house.tenants.by_id(tenant.id) if tenant else None
    if adopted is None or face is None:
        note = _("Adressez-vous à {name}.").format(name=competent.name)
        if face is not None and face.contact.phone:
            note = _("Adressez-vous à {name}, {phone}.").format(
                name=competent.name, phone=face.contact.phone
            )
        return away(procedure, note=note, reason=reason)
    return offered(face, adopted, insee=insee, reason=reason)
