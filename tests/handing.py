"""A request handed over, as the tests of rooms, lives and journeys tell it the same way.

await hand(db, filed, gien, to=loiret, at=…)      # a collectivity on board
await hand(db, filed, gien, to=BRIARE, at=…)      # an authority that is not
"""

from datetime import datetime
from typing import Any

from services.cases.actions.hand_over import hand_over
from services.cases.actions.receive_case import deliver_case
from services.cases.contracts import Authority, Filed, ToDo
from services.cases.queries.case_files import case_file
from services.documents.store import ObjectStore
from services.foundation.database import Database
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
