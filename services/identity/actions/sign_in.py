"""Somebody proved who she is: a new session, under a new key.

The session she came with ends, so a key planted in her browser is worth nothing (fixation); what
she had begun before signing in becomes hers.
"""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from services.foundation.database import Database, Door, Transaction
from services.foundation.writes import Writes
from services.identity._keys import KEY_BYTES, key_hash_of, new_token
from services.identity._rules import LONGEST, kind_of
from services.identity._tables import agent, membership, person, platform_admin, session
from services.identity.contracts import OpenedSession, ProvenIdentity
from services.identity.errors import NotAnAgent, SecondFactorMissing

SECOND_FACTORS = frozenset({"otp", "mfa", "hwk"})


async def sign_in(
    database: Database, *, proven: ProvenIdentity, previous: bytes | None, at: datetime
) -> OpenedSession:
    """Open the session of a proven identity; `previous` is the key her browser came with.

    By the portal she is a resident; by the back office an agent, which raises `NotAnAgent` when
    no collectivity gave her a right and `SecondFactorMissing` when she showed a password only.
    """
    door = Door(session_key_hash=previous, issuer=proven.issuer, subject=proven.subject)
    person_id = agent_id = None
    async with database.transaction(door) as tx:
        if proven.door == "backoffice":
            agent_id = await _known_agent(tx, proven)
        else:
            person_id = await _known_person(tx, proven, at)
            await tx.execute(select(func.adopt_unverified(person_id)))
        await tx.execute(delete(session).where(session.c.key_hash == func.app_session()))
    return await _open(database, proven, person_id, agent_id, at)


async def _known_agent(tx: Transaction, proven: ProvenIdentity) -> UUID:
    rights = select(membership.c.id).where(membership.c.agent_id == agent.c.id)
    administration = select(platform_admin.c.agent_id).where(
        platform_admin.c.agent_id == agent.c.id
    )
    found: UUID | None = await tx.scalar(
        select(agent.c.id).where(
            agent.c.issuer == proven.issuer,
            agent.c.subject == proven.subject,
            rights.exists() | administration.exists(),
        )
    )
    if found is None:
        raise NotAnAgent
    if not proven.methods & SECOND_FACTORS:
        raise SecondFactorMissing
    return found


async def _known_person(tx: Transaction, proven: ProvenIdentity, at: datetime) -> UUID:
    mine = (person.c.issuer == proven.issuer) & (person.c.subject == proven.subject)
    # Two tabs may sign in together: the second insert finds the first and does nothing.
    await tx.execute(
        insert(person)
        .values(
            id=uuid4(),
            issuer=proven.issuer,
            subject=proven.subject,
            verified=True,
            given_name=proven.given_name,
            family_name=proven.family_name,
            email=proven.email,
            created_at=at,
        )
        .on_conflict_do_nothing()
    )
    # Her e-mail is proven by the provider; a name that she corrected here stays.
    await tx.execute(update(person).where(mine).values(email=proven.email))
    found: UUID = (await tx.execute(select(person.c.id).where(mine))).scalar_one()
    return found


async def _open(
    database: Database,
    proven: ProvenIdentity,
    person_id: UUID | None,
    agent_id: UUID | None,
    at: datetime,
) -> OpenedSession:
    token = new_token()
    key_hash = key_hash_of(token)
    assert key_hash is not None
    kind = kind_of(is_agent=agent_id is not None, is_verified=True)
    opened = OpenedSession(
        token=token,
        key_hash=key_hash,
        csrf=secrets.token_urlsafe(KEY_BYTES),
        person_id=person_id,
        agent_id=agent_id,
        expires_at=at + LONGEST[kind],
    )
    writes = Writes()
    writes.insert(
        session,
        key_hash=key_hash,
        person_id=person_id,
        agent_id=agent_id,
        csrf=opened.csrf,
        id_token=proven.id_token,
        kc_sid=proven.provider_session or None,
        created_at=at,
        last_seen_at=at,
        expires_at=opened.expires_at,
    )
    await database.write(Door(session_key_hash=key_hash), writes)
    return opened
