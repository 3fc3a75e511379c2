"""The collectivities on the platform and their state. Read-only: recipes change them."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response

from services.foundation.database import Operator
from services.foundation.i18n import _
from services.identity.contracts import Colleague, Role, Team
from services.identity.people import agents_by_tenant, colleagues_of, teams_of
from services.procedures import queries as procedures
from services.procedures.contracts import Adoption
from services.tenants import queries as tenants
from services.tenants.contracts import Level, Tenant, TenantRecord
from services.web.shared.door import Doors
from services.web.shared.visit import Visit

doors = Doors("administration")
PAGE = 50


@dataclass(frozen=True, slots=True)
class TenantLine:
    """A collectivity in the list."""

    record: TenantRecord
    level: str
    procedures: int
    agents: int


@dataclass(frozen=True, slots=True)
class AgentLine:
    """An agent of a collectivity with her rights there."""

    name: str
    quality: str
    service: str
    rights: tuple[str, ...]
    dates: tuple[Colleague, ...]


def level_word(level: Level) -> str:
    """What kind of collectivity."""
    return {
        "commune": _("Commune"),
        "epci": _("Intercommunalité"),
        "departement": _("Département"),
    }[level]


def role_word(role: Role) -> str:
    """What a role is called."""
    return {
        "instructor": _("instruction"),
        "signatory": _("signature"),
        "supervisor": _("encadrement"),
        "administrator": _("administration"),
    }[role]


@doors.get("/administration", permission="platform")
async def tenant_list(visit: Visit) -> Response:
    async with visit.house.db.transaction(Operator()) as tx:
        records = await tenants.records(tx)
        offers = await procedures.offers_counted(tx, on=visit.today)
        agents = await agents_by_tenant(tx, on=visit.today)
    offered = [tenant_id for tenant_id, _procedure in offers]
    searched, after = visit.query("q").casefold(), visit.query("after")
    found = [each for each in records if _matches(each.tenant, searched)]
    rest = [each for each in found if not after or _place(each.tenant) > after]
    shown = rest[:PAGE]
    visit.wear(each.tenant.slug for each in shown)
    end = _place(shown[-1].tenant) if len(rest) > PAGE else ""
    return visit.page(
        "administration/tenants.html",
        lines=[
            TenantLine(
                record=each,
                level=level_word(each.tenant.level),
                procedures=offered.count(each.tenant.id),
                agents=agents.get(each.tenant.id, 0),
            )
            for each in shown
        ],
        total=len(records),
        active=sum(each.tenant.state == "active" for each in records),
        searched=visit.query("q"),
        begun=bool(after),
        more=f"/administration?{urlencode({'q': visit.query('q'), 'after': end})}" if end else "",
    )


def _matches(face: Tenant, searched: str) -> bool:
    return not searched or any(
        searched in word.casefold() for word in (face.name, face.siren, face.code)
    )


def _place(face: Tenant) -> str:
    """Where a collectivity stands in the list."""
    return f"{face.name}\x1f{face.slug}"


@doors.get("/administration/tenants/{slug}", permission="platform")
async def tenant_facts(visit: Visit) -> Response:
    face = visit.tenant
    async with visit.house.db.transaction(Operator()) as tx:
        digest = await tenants.recipe_digest_of(tx, face.siren)
        teams = await teams_of(tx, face.id)
        people = await colleagues_of(tx, face.id)
        adoptions = await procedures.adoptions_ever(tx, tenant_id=face.id)
        titles = {each.id: each.title for each in await procedures.published(tx)}
    agreements = await _agreements(visit)
    return visit.page(
        "administration/tenant_facts.html",
        tenant=face,
        level=level_word(face.level),
        digest=digest,
        teams=teams,
        agents=_agents(people, teams),
        adoptions=[each for each in adoptions if _current(each, visit)],
        past=[each for each in adoptions if not _current(each, visit)],
        team_labels={team.id: team.label for team in teams},
        titles=titles,
        agreements=agreements,
    )


async def _agreements(visit: Visit) -> list[tuple[str, str, str]]:
    """The agreements with other collectivities: with whom, of what kind, by which act."""
    async with visit.house.db.transaction(Operator()) as tx:
        found = await tenants.agreements_of(tx, visit.tenant.id)
    names = {face.siren: face.name for face in await visit.house.tenants.all()}
    return [
        (names.get(each.partner_siren, each.partner_siren), each.kind, each.act)
        for each in found.values()
    ]


def _current(adoption: Adoption, visit: Visit) -> bool:
    return adoption.until is None or adoption.until > visit.today


def _agents(people: tuple[Colleague, ...], teams: tuple[Team, ...]) -> list[AgentLine]:
    """The agents, each once, with what each may do and where."""
    labels: dict[UUID | None, str] = {team.id: team.label for team in teams}
    everywhere = _("toutes les équipes")
    by_agent: dict[object, list[Colleague]] = {}
    for each in people:
        by_agent.setdefault(each.agent_id, []).append(each)
    return [
        AgentLine(
            name=rights[0].name,
            quality=rights[0].quality,
            service=rights[0].service,
            rights=tuple(
                f"{role_word(each.role)}, {labels.get(each.team_id, everywhere)}" for each in rights
            ),
            dates=tuple(rights),
        )
        for rights in by_agent.values()
    ]
