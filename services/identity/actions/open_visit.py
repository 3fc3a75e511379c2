"""A visitor saves her first page: an unverified person, tied to this browser."""

import secrets
from datetime import datetime
from uuid import uuid4

from services.foundation.database import Database, Door
from services.foundation.writes import Writes
from services.identity._keys import KEY_BYTES, key_hash_of, new_token
from services.identity._rules import LONGEST
from services.identity._tables import person, session
from services.identity.contracts import OpenedSession


async def open_visit(database: Database, *, at: datetime) -> OpenedSession:
    """Open a session for somebody who has not signed in; her draft will hang on it.

    What she saves follows her when she signs in (`sign_in`); else it ends with the session.
    """
    token = new_token()
    key_hash = key_hash_of(token)
    assert key_hash is not None
    opened = OpenedSession(
        token=token,
        key_hash=key_hash,
        csrf=secrets.token_urlsafe(KEY_BYTES),
        person_id=uuid4(),
        agent_id=None,
        expires_at=at + LONGEST["visitor"],
    )
    writes = Writes()
    writes.insert(person, id=opened.person_id, verified=False, created_at=at)
    writes.insert(
        session,
        key_hash=key_hash,
        person_id=opened.person_id,
        csrf=opened.csrf,
        created_at=at,
        last_seen_at=at,
        expires_at=opened.expires_at,
    )
    await database.write(Door(session_key_hash=key_hash), writes)
    return opened
