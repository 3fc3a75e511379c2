"""A request handed over, as the tests of rooms, lives and journeys tell it the same way.

await hand(db, filed, gien, to=loiret, at=…)      # a collectivity on board
await hand(db, filed, gien, to=BRIARE, at=…)      # an authority that is not
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from services.cases.actions.hand_over import hand_over
from services.cases.actions.receive_case import deliver_case
from services.cases.contracts import Authority, Filed, ToDo
from services.cases.queries.case_files import case_file
from services.documents.contracts import Scan
from services.documents.store import ObjectStore
from services.documents.tables import attachment
from services.foundation.database import Database, Worker
from services.foundation.writes import Writes
from services.tenants.queries import key_of
from tests.arranging import Collectivity

WHY = "La rue est une route départementale hors agglomération."
BRIARE = Authority("Mairie de Briare", "accueil@briare.example", "4 place de l’Exemple")


async def hand(
    db: Database,
    filed: Filed,
    giver: Collectivity,
    *,
    to: Collectivity | Authority | str,
    at: datetime,
    **order: Any,
) -> None:
    """The giver's instructor hands `filed` over; `order` replaces the usual of her act, and `to`
    may be a SIREN."""
    named: dict[str, Any] = {"authority": to} if isinstance(to, Authority) else {"to": to}
    if isinstance(to, Collectivity):
        named = {"to": to.tenant.siren}
    usual = {"version": None, "reason": WHY, "by": giver.instructor, **named}
    await hand_over(db, case_id=filed.case_id, at=at, **{**usual, **order})


async def delivered(
    db: Database,
    store: ObjectStore,
    filed: Filed,
    giver: Collectivity,
    *,
    to: Collectivity,
    at: datetime,
) -> Filed:
    """`filed` handed over to a collectivity on board and received there, without the clock."""
    await hand(db, filed, giver, to=to, at=at)
    todo = ToDo(filed.case_id, giver.id, filed.case_id, "delivery", "delivery", 0, "hand_over")
    case_id = await deliver_case(db, store, todo, at=at)
    file = await case_file(db, case_id=case_id, by=to.instructor, at=at)
    return Filed(to.id, case_id, file.number, file.filed_at)


async def give_file(
    db: Database,
    store: ObjectStore,
    filed: Filed,
    content: bytes,
    *,
    filename: str = "plan.pdf",
    scan: Scan = "clean",
    at: datetime,
) -> None:
    """A file received for a case, sealed in S3, as the antivirus left it."""
    async with db.transaction(Worker(filed.tenant_id)) as tx:
        key_id = await key_of(tx, filed.tenant_id)
    upload = store.upload(tenant_id=filed.tenant_id, key_id=key_id, filename=filename)
    async with upload:
        await upload.write(content)
        stored = await upload.finish()
    writes = Writes()
    writes.insert(
        attachment,
        **{**asdict(stored), "scan": scan},
        tenant_id=filed.tenant_id,
        id=uuid4(),
        case_id=filed.case_id,
        field="plan",
        received_at=at,
    )
    await db.write(Worker(filed.tenant_id), writes)


async def let_through(db: Database, filed: Filed) -> None:
    """The antivirus, back, finds nothing in what waited for it."""
    writes = Writes()
    writes.update(attachment, {"tenant_id": filed.tenant_id, "scan": "pending"}, scan="clean")
    await db.write(Worker(filed.tenant_id), writes)
