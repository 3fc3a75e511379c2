"""She is still here: the session's silence starts again."""

from datetime import datetime

from services.foundation.database import Database, Door
from services.foundation.writes import Writes
from services.identity._rules import SEEN_EVERY
from services.identity._tables import session
from services.identity.contracts import WhoIsAsking


async def keep_alive(database: Database, *, who: WhoIsAsking, at: datetime) -> bool:
    """Note that she was seen, at most every five minutes; answers whether it was written."""
    if at - who.last_seen_at < SEEN_EVERY:
        return False
    writes = Writes()
    writes.update(session, {"key_hash": who.key_hash}, last_seen_at=at)
    await database.write(Door(session_key_hash=who.key_hash), writes)
    return True
