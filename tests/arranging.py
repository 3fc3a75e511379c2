"""A deployment ready to receive: the three collectivities of `tenants/`, agents, residents.

Everything goes through the rooms' own actions, as in life; only the instants are chosen.

    deployment = await arrange(database, at=…)      # once, in a template to clone
    nadia = await a_resident(database)
    filed = await file_request(database, deployment.gien, by=nadia, at=…)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from services.cases.actions.submit_case import submit_case
from services.cases.actions.write_draft import begin_draft
from services.cases.contracts import AgentAtWork, Draft, Filed
from services.forms.checking import check_page
from services.forms.loading import load_catalogue
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator, Public
from services.foundation.settings import ROOT
from services.identity.actions.enrol_agent import enrol_agent
from services.identity.actions.sign_in import sign_in
from services.identity.contracts import MembershipOrder, ProvenIdentity, Role
from services.identity.directory import Directory
from services.identity.people import teams_of
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.procedures.actions import publish_catalogue
from services.procedures.queries import adoption_of
from services.processes.catalogue import load_processes
from services.tenants.contracts import Tenant
from services.tenants.queries import tenants
from services.tenants.recipes import load_recipes

ARRANGED_AT = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
ISSUER = "https://identity.parvis.example/realms/parvis"
# A Keycloak that does not answer: organizations wait, collectivities stand.
NO_DIRECTORY = "http://127.0.0.1:9"
WORDING = "1"

BIN = "epci/bac-composteur"
OCCUPATION = "commune/occupation-domaine-public"
CIVIL_RECORD = "commune/acte-etat-civil"
ROAD = "departement/permission-voirie"
DECLARATION = "commune/declaration-prealable"
HOUSE = "commune/permis-construire-maison"
DRINKS = "commune/debit-boissons-temporaire"
BRIARE = "45053"


@dataclass(frozen=True, slots=True)
class Collectivity:
    """A collectivity on board with one agent in each role, for all its teams."""

    tenant: Tenant
    procedures: tuple[str, ...]
    instructor: AgentAtWork
    signatory: AgentAtWork
    supervisor: AgentAtWork

    @property
    def id(self) -> UUID:
        return self.tenant.id


@dataclass(frozen=True, slots=True)
class Deployment:
    """Gien, its communauté and its département."""

    gien: Collectivity
    ccg: Collectivity
    loiret: Collectivity

    @property
    def all(self) -> tuple[Collectivity, ...]:
        return (self.gien, self.ccg, self.loiret)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who signed in once."""

    id: UUID
    given_name: str
    family_name: str
    email: str


async def arrange(database: Database, *, at: datetime = ARRANGED_AT) -> Deployment:
    """Publish the catalogue, apply the recipes and enrol the agents; the territory stands."""
    async with database.transaction(Operator()) as tx:
        await publish_catalogue(
            tx,
            procedures=load_catalogue(ROOT / "forms").values(),
            processes=load_processes().values(),
            by=THE_SYSTEM,
            at=at,
        )
    nobody = Directory(server_url=NO_DIRECTORY, client_id="x", client_secret="x")
    recipes = load_recipes(ROOT / "tenants")
    plan = await plan_recipes(database, None, recipes=recipes, at=at)
    await apply_plan(database, nobody, plan=plan, by=THE_SYSTEM, at=at)
    async with database.transaction(Operator()) as tx:
        found = {tenant.slug: tenant for tenant in await tenants(tx)}
    offered = {each.slug: tuple(one.id for one in each.procedures) for each in recipes}
    by_slug = {
        slug: await staffed(database, tenant, offered[slug], at) for slug, tenant in found.items()
    }
    return Deployment(by_slug["gien"], by_slug["cc-giennoises"], by_slug["loiret"])


def recipe_of_briare(folder: Path) -> Path:
    """A second commune, that knows nothing of Gien: `folder`, with its recipe."""
    written = (ROOT / "tenants" / "gien.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("214501553", "214500530"),
        ("45155", BRIARE),
        ("Gien", "Briare"),
        ("gien", "briare"),
    ):
        written = written.replace(old, new)
    (folder / "briare.yaml").write_text(written, encoding="utf-8")
    return folder


async def an_agent(
    database: Database,
    tenant: Tenant,
    *roles: Role,
    name: tuple[str, str] = ("Claire", "Moreau"),
    quality: str = "Responsable de service",
    since: date = date(2026, 1, 2),
) -> AgentAtWork:
    """An agent of `tenant` in all its teams, and how she acts there."""
    given, family = name
    service = tenant.contact.service
    async with database.transaction(Operator()) as tx:
        orders = [
            MembershipOrder(tenant.id, None, role, given, family, quality, service, since)
            for role in roles
        ]
        agent_id = await enrol_agent(
            tx,
            issuer=ISSUER,
            subject=f"agent {uuid4()}",
            email=f"{uuid4().hex[:8]}@{tenant.slug}.example",
            memberships=orders,
            by=THE_SYSTEM,
            at=ARRANGED_AT,
        )
        teams = frozenset(team.id for team in await teams_of(tx, tenant.id))
    held = cast("Any", frozenset(roles))
    return AgentAtWork(agent_id, tenant.id, held, f"{given} {family}", quality, service, teams)


async def a_resident(
    database: Database,
    name: tuple[str, str] = ("Nadia", "Lemoine"),
    *,
    at: datetime = ARRANGED_AT,
) -> Resident:
    """A resident who has just signed in for the first time."""
    given, family = name
    subject = uuid4().hex
    email = f"{given}.{subject[:8]}@courriel.example".lower()
    proven = ProvenIdentity(
        issuer=ISSUER,
        subject=subject,
        given_name=given,
        family_name=family,
        email=email,
        methods=frozenset({"pwd"}),
        provider_session="",
        id_token="",
        door="portal",
        return_to="/",
    )
    opened = await sign_in(database, proven=proven, previous=None, at=at)
    assert opened.person_id is not None
    return Resident(opened.person_id, given, family, email)


async def write_request(
    database: Database,
    collectivity: Collectivity,
    *,
    by: Resident,
    at: datetime,
    procedure: str | None = None,
    typed: Mapping[str, str | Sequence[str]] | None = None,
    insee: str = "45155",
) -> Draft:
    """A draft with every page filled in; `typed` replaces some of the usual inputs."""
    procedure = procedure or collectivity.procedures[-1]
    tenant = collectivity.tenant
    today = at.astimezone(ZoneInfo(tenant.time_zone)).date()
    async with database.transaction(Public()) as tx:
        adopted = await adoption_of(tx, tenant_id=tenant.id, procedure_id=procedure, on=today)
    inputs = {**inputs_of(procedure, who=by, on=today), "commune": insee, **(typed or {})}
    raw = {key: [value] if isinstance(value, str) else list(value) for key, value in inputs.items()}
    answers: Mapping[str, Any] = {}
    for page in adopted.procedure.pages:
        checked = check_page(
            adopted.procedure,
            page.id,
            raw,
            answers,
            adopted.adoption.options,
            language="fr",
            today=today,
        )
        assert not checked.errors, (page.id, checked.errors)
        answers = checked.answers
    return await begin_draft(
        database,
        person_id=by.id,
        tenant_id=tenant.id,
        procedure_id=procedure,
        version=adopted.procedure.version,
        insee=insee,
        answers=answers,
        at=at,
    )


async def file_request(
    database: Database,
    collectivity: Collectivity,
    *,
    by: Resident,
    at: datetime,
    procedure: str | None = None,
    electronic: bool = True,
    typed: Mapping[str, str | Sequence[str]] | None = None,
    insee: str = "45155",
) -> Filed:
    """Write a request and file it; by default the last procedure of the collectivity's recipe."""
    draft = await write_request(
        database, collectivity, by=by, at=at, procedure=procedure, typed=typed, insee=insee
    )
    return await submit_case(
        database,
        by=by.id,
        draft_id=draft.id,
        revision=draft.revision,
        electronic=electronic,
        wording=WORDING,
        at=at,
    )


def inputs_of(procedure: str, *, who: Resident, on: date) -> dict[str, str | Sequence[str]]:
    """What a resident of Gien types in each form, by the names of its inputs."""
    starts = on + timedelta(days=70)
    return {
        "requester.family_name": who.family_name,
        "requester.given_name": who.given_name,
        "requester.email": who.email,
        "requester.phone": "06 39 98 12 34",
        "requester.address.street": "14 rue des Tanneurs",
        "requester.address.postcode": "45500",
        "requester.address.locality": "Gien",
        "acts_for": "myself",
        "commune": "45155",
        "starts_on": f"{starts:%d/%m/%Y}",
        "ends_on": f"{starts + timedelta(days=5):%d/%m/%Y}",
        **_INPUTS[procedure],
    }


_INPUTS: Mapping[str, Mapping[str, str | Sequence[str]]] = {
    BIN: {
        "same_address": "yes",
        "dwelling": "house",
        "people": "3",
        "equipment": "sorting",
        "reason": "first",
        "volume": "180",
        "delivery": ("morning",),
    },
    OCCUPATION: {
        "street": "12 rue Gambetta",
        "surface_kinds": ("parking",),
        "built_up": "yes",
        "clear_passage": "1,60",
        "usage": "skip",
        "hours": "whole",
        "length": "5,50",
        "width": "2",
        "traffic": "parking",
    },
    DECLARATION: {
        "quality": "owner",
        "street": "14 rue des Tanneurs",
        "parcels[0].parcel": "AB 123",
        "parcels[0].area": "640",
        "subdivision": "no",
        "works": ("fence",),
        "description": "Clôture de 1,60 m en bois le long de la rue.",
        "creates_volume": "no",
        "ground_changes": "no",
        "visible": "yes",
        "trees": "no",
        "environmental_assessment": "no",
    },
    HOUSE: {
        "quality": "owner",
        "street": "Lieu-dit les Grandes Vignes",
        "parcels[0].parcel": "ZC 48",
        "parcels[0].area": "1250",
        "subdivision": "no",
        "nature": "new",
        "description": "Maison de plain-pied, garage accolé.",
        "main_home": "yes",
        "rooms": "4",
        "storeys": "1",
        "floor_before": "0",
        "floor_created": "112",
        "footprint": "138",
        "height": "5,40",
        "materials": "Enduit ton pierre, tuile plate rouge vieilli.",
        "parking": "2",
        "environmental_assessment": "no",
        "access": "departmental",
        "water": "yes",
        "sewage": "individual",
    },
    DRINKS: {
        "quality": "president",
        "organisation": "Comité des fêtes du Val",
        "rna": "W452001234",
        "opener": "association",
        "event_name": "Fête de la Saint-Jean",
        "street": "Salle des fêtes, 3 rue du Port",
        "sports_facility": "no",
        "starts_at": "18 h 30",
        "ends_at": "23 h",
        "groups": ("group_1", "group_3"),
    },
    CIVIL_RECORD: {
        "act": "birth",
        "nature": "full",
        "relation": "self",
        "copies": "1",
        "family_name": "Lemoine",
        "given_names": "Nadia",
        "event_on": "14/05/1988",
        "place": "45155",
        "parents[0].parent_family_name": "Lemoine",
        "parents[0].parent_given_names": "Bernadette",
        "use": "wedding",
    },
    ROAD: {
        "road": "D 952",
        "side": "right",
        "street": "Lieu-dit les Grandes Vignes",
        "built_up": "no",
        "work": "access",
        "access_width": "4",
        "access_use": "house",
        "pipe_length": "5",
        "digging": "no",
        "duration_days": "5",
        "traffic": "none",
        "description": "Pose d’un accès empierré avec tête de pont, fossé rétabli à l’identique.",
    },
}


async def staffed(
    database: Database, tenant: Tenant, procedures: tuple[str, ...], at: datetime
) -> Collectivity:
    """A collectivity with one agent in each role."""
    names: Mapping[Role, tuple[str, str]] = {
        "instructor": ("Camille", "Roussel"),
        "signatory": ("Hélène", "Garnier"),
        "supervisor": ("Paul", "Marchand"),
    }
    agents = {role: await an_agent(database, tenant, role, name=names[role]) for role in names}
    return Collectivity(
        tenant, procedures, agents["instructor"], agents["signatory"], agents["supervisor"]
    )
