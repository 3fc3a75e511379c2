"""The end of sessions: this browser's, all of hers, or those that Keycloak ended."""

from sqlalchemy import func, select

from services.foundation.database import Database, Door
from services.foundation.writes import Writes
from services.identity._tables import agent, person, session
from services.identity.oidc import SignedOut


async def sign_out(database: Database, *, key_hash: bytes) -> None:
    """End the session of this browser; ending it twice changes nothing."""
    writes = Writes()
    writes.delete(session, key_hash=key_hash)
    await database.write(Door(session_key_hash=key_hash), writes)


async def sign_out_everywhere(database: Database, *, key_hash: bytes) -> tuple[int, str | None]:
    """End all sessions of whoever holds this one, on all her devices.

    Answers how many, and her subject at the identity provider: the door asks the directory to end
    those of Keycloak too, which may fail without bringing these back.
    """
    who = (
        select(
            func.coalesce(person.c.issuer, agent.c.issuer).label("issuer"),
            func.coalesce(person.c.subject, agent.c.subject).label("subject"),
        )
        .select_from(
            session.outerjoin(person, person.c.id == session.c.person_id).outerjoin(
                agent, agent.c.id == session.c.agent_id
            )
        )
        .where(session.c.key_hash == func.app_session())
    )
    async with database.transaction(Door(session_key_hash=key_hash)) as tx:
        found = await tx.one_or_none(who)
        if found is None or found.subject is None:
            return 0, None
        ended = await tx.scalar(select(func.end_sessions(found.issuer, found.subject)))
    return int(ended), str(found.subject)


async def signed_out_by_provider(database: Database, *, signed_out: SignedOut) -> int:
    """End what Keycloak ended: one of her sessions when it names it, else all."""
    door = Door(issuer=signed_out.issuer, subject=signed_out.subject)
    ending = (
        func.end_session_of(signed_out.provider_session)
        if signed_out.provider_session
        else func.end_sessions(signed_out.issuer, signed_out.subject)
    )
    async with database.transaction(door) as tx:
        return int(await tx.scalar(select(ending)))
