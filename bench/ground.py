"""A thousand communes on board, each with a resident signed in and drafts ready to be filed."""

import asyncio
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from services.forms.checking import check_page
from services.forms.contracts import Procedure
from services.forms.loading import load_catalogue
from services.forms.options import resolve_options
from services.foundation import clock
from services.foundation.actor import THE_SYSTEM
from services.foundation.database import Database, Operator
from services.foundation.settings import Settings
from services.procedures.actions import publish_catalogue
from services.processes.catalogue import load_processes
from services.territory.actions import load_territory

TENANTS = 1_000
PROCEDURE = "commune/occupation-domaine-public"
SINCE = date(2026, 1, 1)
BRAND = {"color": "#1f3f94", "plate": "B", "short_name": "Banc"}
CONTACT = {
    "service": "Accueil",
    "address": "1 place de la Mairie",
    "email": "accueil@banc.example",
    "phone": "02 00 00 00 00",
    "hours": {"fr": "du lundi au vendredi, 9 h – 17 h", "en": "Monday to Friday, 9 to 5"},
    "specimen": True,
}
TERMS = {"version": 1, "published_on": "2026-01-01", "text": {"fr": "Conditions", "en": "Terms"}}


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody signed in: her session's key and form token, her commune."""

    person_id: UUID
    key: str
    csrf: str
    tenant_id: UUID
    slug: str
    insee: str


def lay(settings: Settings, admin_url: str, *, tenants: int = TENANTS) -> list[Resident]:
    """Territory, catalogue, communes and residents; one resident a commune."""
    asyncio.run(_catalogue(settings))
    with psycopg.connect(admin_url) as connection:
        codes = connection.execute(
            "SELECT insee, name, siren FROM commune WHERE siren IS NOT NULL "
            "ORDER BY population DESC NULLS LAST LIMIT %s",
            (tenants,),
        ).fetchall()
        procedure = load_catalogue(settings.forms_dir)[PROCEDURE]
        options = json.dumps(resolve_options(procedure, {}))
        return [_board(connection, options, n, row) for n, row in enumerate(codes)]


async def _catalogue(settings: Settings) -> None:
    db, at = Database(settings.database_url, pool_size=2), clock.now()
    async with db.transaction(Operator()) as tx:
        await load_territory(tx, vendor=settings.vendor_dir, by=THE_SYSTEM, at=at)
        await publish_catalogue(
            tx,
            procedures=load_catalogue(settings.forms_dir).values(),
            processes=load_processes().values(),
            by=THE_SYSTEM,
            at=at,
        )
    await db.close()


def _board(
    connection: psycopg.Connection, options: str, n: int, commune: tuple[str, str, str]
) -> Resident:
    insee, name, siren = commune
    tenant_id, team_id, person_id = uuid4(), uuid4(), uuid4()
    slug, key, csrf = f"banc-{n}", secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    connection.execute(
        "INSERT INTO tenant (id, siren, level, code, name, slug, time_zone, calendar, brand, "
        "contact, sender_addresses, sve_terms, key_id, created_at) VALUES (%s, %s, 'commune', %s, "
        "%s, %s, 'Europe/Paris', 'metropole', %s, %s, %s, %s, %s, now())",
        (
            tenant_id,
            siren,
            insee,
            name,
            slug,
            json.dumps(BRAND),
            json.dumps(CONTACT),
            json.dumps(["ne-pas-repondre@banc.example"]),
            json.dumps(TERMS),
            uuid4(),
        ),
    )
    connection.execute("INSERT INTO team VALUES (%s, %s, 'a', 'Accueil')", (tenant_id, team_id))
    connection.execute(
        "INSERT INTO adoption (tenant_id, procedure_id, version, options, team_id, since) "
        "VALUES (%s, %s, 1, %s, %s, %s)",
        (tenant_id, PROCEDURE, options, team_id, SINCE),
    )
    connection.execute(
        "INSERT INTO person (id, issuer, subject, verified, given_name, family_name, email, "
        "created_at) VALUES (%s, 'bench', %s, true, 'Nadia', 'Lemoine', 'n@courriel.example', "
        "now())",
        (person_id, str(n)),
    )
    connection.execute(
        "INSERT INTO session (key_hash, person_id, csrf, created_at, last_seen_at, expires_at) "
        "VALUES (%s, %s, %s, now(), now(), now() + interval '8 hours')",
        (hashlib.sha256(key.encode()).digest(), person_id, csrf),
    )
    return Resident(person_id, key, csrf, tenant_id, slug, insee)


def seat_agent(admin_url: str, tenant_id: UUID) -> str:
    """A supervisor of that commune, signed in; answers her session's key."""
    agent_id, key = uuid4(), secrets.token_urlsafe(32)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO agent VALUES (%s, 'bench', %s, 'agent@banc.example', now())",
            (agent_id, str(agent_id)),
        )
        connection.execute(
            "INSERT INTO membership (tenant_id, id, agent_id, role, given_name, family_name, "
            "quality, service, since) VALUES (%s, %s, %s, 'supervisor', 'Claire', 'Rousseau', "
            "'Responsable', 'Accueil', '2026-01-01')",
            (tenant_id, uuid4(), agent_id),
        )
        connection.execute(
            "INSERT INTO session (key_hash, agent_id, csrf, created_at, last_seen_at, expires_at) "
            "VALUES (%s, %s, 'x', now(), now(), now() + interval '8 hours')",
            (hashlib.sha256(key.encode()).digest(), agent_id),
        )
    return key


def write_drafts(
    settings: Settings, admin_url: str, residents: list[Resident], count: int
) -> list[tuple[Resident, UUID]]:
    """Drafts of twenty answers ready to be filed, spread over the residents."""
    procedure = load_catalogue(settings.forms_dir)[PROCEDURE]
    now = clock.now()
    written = [(residents[n % len(residents)], uuid4()) for n in range(count)]
    made: dict[str, str] = {}
    with (
        psycopg.connect(admin_url) as connection,
        connection.cursor() as cursor,
        cursor.copy(
            "COPY draft (id, person_id, tenant_id, procedure_id, version, insee, answers, "
            "created_at, updated_at, expires_at) FROM STDIN"
        ) as copy,
    ):
        for who, draft_id in written:
            if who.insee not in made:
                made[who.insee] = json.dumps(answers(procedure, who.insee, now.date()))
            row = (
                draft_id,
                who.person_id,
                who.tenant_id,
                PROCEDURE,
                procedure.version,
                who.insee,
                made[who.insee],
                now,
                now,
                now + timedelta(days=90),
            )
            copy.write_row(row)
    return written


def answers(procedure: Procedure, insee: str, today: date) -> Mapping[str, Any]:
    """What somebody who wants to put a skip in the street answers, page by page."""
    starts = today + timedelta(days=60)
    inputs = {
        **INPUTS,
        "commune": insee,
        "starts_on": f"{starts:%d/%m/%Y}",
        "ends_on": f"{starts + timedelta(days=5):%d/%m/%Y}",
    }
    options = resolve_options(procedure, {})
    raw = {name: [value] for name, value in inputs.items()}
    found: Mapping[str, Any] = {}
    for page in procedure.pages:
        checked = check_page(procedure, page.id, raw, found, options, language="fr", today=today)
        assert not checked.errors, checked.errors
        found = checked.answers
    return found


INPUTS = {
    "requester.family_name": "Lemoine",
    "requester.given_name": "Nadia",
    "requester.email": "nadia.lemoine@courriel.example",
    "requester.phone": "02 38 00 00 00",
    "requester.address.street": "14 rue des Tanneurs",
    "requester.address.postcode": "45500",
    "requester.address.locality": "Gien",
    "acts_for": "company",
    "organisation": "Maçonnerie du Val",
    "siret": "21450155300009",
    "street": "12 rue Gambetta",
    "surface_kinds": "pavement",
    "built_up": "yes",
    "clear_passage": "1,60",
    "usage": "scaffold",
    "hours": "whole",
    "length": "6,50",
    "width": "1,20",
    "traffic": "lane",
    "traffic_detail": "Alternat manuel de 9 h à 16 h, du lundi au vendredi.",
    "works_permit": "DP 045155 26 A0042",
    "details": "L’échafaudage sera bâché et éclairé la nuit.",
}
