"""Who is asking: one statement, read with each request."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from services.foundation.database import Database, Door
from services.foundation.trips import Prepared, Question
from services.identity._keys import key_hash_of
from services.identity._rules import is_over, kind_of
from services.identity.contracts import (
    Membership,
    SignedInAgent,
    SignedInPerson,
    WhoIsAsking,
)
from services.identity.permissions import in_force

__all__ = ["SESSION", "key_hash_of", "read_id_token", "read_session", "who_is_asking"]

_SESSION = """
SELECT s.key_hash, s.csrf, s.created_at, s.last_seen_at, s.expires_at,
       s.person_id, p.verified, p.given_name, p.family_name, p.email, p.phone,
       s.agent_id, a.email AS agent_email,
       CASE WHEN s.agent_id IS NOT NULL THEN (
           SELECT jsonb_agg(jsonb_build_object(
               'id', m.id, 'tenant_id', m.tenant_id, 'tenant_slug', t.slug,
               'tenant_name', t.name, 'time_zone', t.time_zone, 'team_id', m.team_id,
               'role', m.role, 'given_name', m.given_name, 'family_name', m.family_name,
               'quality', m.quality, 'service', m.service, 'since', m.since, 'until', m.until)
               ORDER BY t.name, m.role, m.id)
           FROM membership m JOIN tenant t ON t.id = m.tenant_id
           WHERE m.agent_id = s.agent_id) END AS memberships,
       CASE WHEN s.agent_id IS NOT NULL THEN (
           SELECT jsonb_build_object('since', d.since, 'until', d.until)
           FROM platform_admin d WHERE d.agent_id = s.agent_id) END AS administration
FROM session s
LEFT JOIN person p ON p.id = s.person_id
LEFT JOIN agent a ON a.id = s.agent_id
WHERE s.key_hash = app_session()
"""
# Under `Door(session_key_hash=…)`, which names the session: so it takes no parameter and fits any
# trip. One row, or none; `who_is_asking` reads it.
SESSION = Question(Prepared(_SESSION), {})
# The next statement of the same trip: the context of the person behind the session; nobody when
# there is none, and then the policies show nothing.
_BECOME_THE_PERSON = """
SELECT set_config('app.person_id', coalesce(
           (SELECT person_id FROM session WHERE key_hash = app_session())::text, ''), true
       ) AS person,
       set_config('role', 'app_citizen', true) AS role
"""
BECOME_THE_PERSON = Question(Prepared(_BECOME_THE_PERSON), {})
# The platform is the operator's: its rights are dated on the clock of metropolitan France.
PLATFORM_ZONE = "Europe/Paris"


async def read_session(database: Database, key_hash: bytes, *, at: datetime) -> WhoIsAsking | None:
    """Who holds this session; None when there is none or it is over."""
    rows = (await database.ask(Door(session_key_hash=key_hash), [SESSION]))[0]
    return who_is_asking(rows[0]._asdict(), at=at) if rows else None


async def read_id_token(database: Database, key_hash: bytes) -> str | None:
    """The hint that Keycloak wants when she signs out; it names nobody."""
    statement = text("SELECT id_token FROM session WHERE key_hash = app_session()")
    async with database.transaction(Door(session_key_hash=key_hash)) as tx:
        token = await tx.scalar(statement)
    return str(token) if token else None


def who_is_asking(row: Mapping[str, Any], *, at: datetime) -> WhoIsAsking | None:
    """Read the row of `SESSION`, keeping the rights in force at `at`. Pure."""
    person, agent = _person(row), _agent(row, at)
    kind = kind_of(is_agent=agent is not None, is_verified=person is not None and person.verified)
    if is_over(kind, last_seen_at=row["last_seen_at"], expires_at=row["expires_at"], at=at):
        return None
    return WhoIsAsking(
        key_hash=bytes(row["key_hash"]),
        csrf=row["csrf"],
        person=person,
        agent=agent,
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        expires_at=row["expires_at"],
    )


def _person(row: Mapping[str, Any]) -> SignedInPerson | None:
    if row["person_id"] is None:
        return None
    return SignedInPerson(
        id=row["person_id"],
        verified=bool(row["verified"]),
        given_name=row["given_name"] or "",
        family_name=row["family_name"] or "",
        email=row["email"] or "",
        phone=row["phone"] or "",
    )


def _agent(row: Mapping[str, Any], at: datetime) -> SignedInAgent | None:
    if row["agent_id"] is None:
        return None
    memberships = (_membership(each) for each in row["memberships"] or ())
    administration = row["administration"]
    return SignedInAgent(
        id=row["agent_id"],
        email=row["agent_email"],
        memberships=tuple(
            each for each in memberships if in_force(each.since, each.until, each.time_zone, at=at)
        ),
        is_platform_admin=administration is not None
        and in_force(
            _date(administration["since"]),
            _maybe_date(administration["until"]),
            PLATFORM_ZONE,
            at=at,
        ),
    )


def _membership(value: Mapping[str, Any]) -> Membership:
    return Membership(
        id=UUID(value["id"]),
        tenant_id=UUID(value["tenant_id"]),
        tenant_slug=value["tenant_slug"],
        tenant_name=value["tenant_name"],
        time_zone=value["time_zone"],
        team_id=UUID(value["team_id"]) if value["team_id"] else None,
        role=value["role"],
        given_name=value["given_name"],
        family_name=value["family_name"],
        quality=value["quality"],
        service=value["service"],
        since=_date(value["since"]),
        until=_maybe_date(value["until"]),
    )


def _date(value: str) -> date:
    return date.fromisoformat(value)


def _maybe_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
