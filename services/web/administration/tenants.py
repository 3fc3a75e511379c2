"""The collectivities of the platform and their state. Read only: recipes change them."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from services.foundation.database import Operator
from services.foundation.errors import NotFound
from services.identity.people import all_agents, colleagues_of, teams_of
from services.procedures import queries as procedures
from services.procedures.contracts import Adopted
from services.tenants import queries as tenants
from services.tenants.contracts import Tenant
from services.web.administration.words import in_force, level_name, role_name
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("administration")


@dataclass(frozen=True, slots=True)
class Line:
    """A collectivity in the list."""

    face: Tenant
    kind: str
    offered: int
    agents: int


@doors.get("/administration", permission="platform")
async def collectivities(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        records = await tenants.records(tx)
        adopted = await procedures.adopted_by(
            tx, tenant_ids=[each.tenant.id for each in records], on=visit.today
        )
        people = await all_agents(tx)
    offered = Counter(each.adoption.tenant_id for each in adopted)
    agents = Counter(
        tenant_id
        for tenant_id, _agent in {
            (each.tenant_id, each.agent_id) for each in people if in_force(each, visit.today)
        }
    )
    visit.wear(each.tenant.slug for each in records)
    lines = [
        Line(
            face=each.tenant,
            kind=level_name(each.tenant.level),
            offered=offered[each.tenant.id],
            agents=agents[each.tenant.id],
        )
        for each in records
    ]
    active = sum(line.face.state == "active" for line in lines)
    return visit.page("administration/tenants.html", lines=lines, active=active)


@doors.get("/administration/tenants/{siren}", permission="platform")
async def collectivity(visit: Visit) -> Response:
    """One collectivity: what it offers, its teams, its agents, what it publishes."""
    async with visit.house.db.transaction(Operator()) as tx:
        face = await tenants.tenant_by_siren(tx, visit.path("siren"))
        if face is None:
            raise NotFound
        adopted = await procedures.adopted_by(tx, tenant_ids=[face.id], on=visit.today)
        teams: dict[UUID | None, str] = {
            team.id: team.label for team in await teams_of(tx, face.id)
        }
        people = await colleagues_of(tx, face.id)
    visit.wear([face.slug])
    return visit.page(
        "administration/tenant.html",
        face=face,
        kind=level_name(face.level),
        adopted=[(each, teams.get(each.adoption.team_id, "–"), _options(each)) for each in adopted],
        teams=teams,
        people=[
            (each, teams.get(each.team_id, ""), role_name(each.role))
            for each in people
            if in_force(each, visit.today)
        ],
    )


def _options(adopted: Adopted) -> list[tuple[str, str]]:
    """The options of an adoption, in words."""
    return [
        (str(option.field.label), option.field.show(adopted.adoption.options[option.id], "fr"))
        for option in adopted.procedure.options
        if option.id in adopted.adoption.options
    ]
