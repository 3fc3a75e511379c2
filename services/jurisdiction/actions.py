"""Record who holds a competence."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import insert, select, update
from stdnum.fr import siren as siren_number

from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.jurisdiction import _statutory as statutory
from services.jurisdiction._rules import level_of, level_of_territory
from services.jurisdiction._tables import competence
from services.jurisdiction.contracts import HolderLevel
from services.jurisdiction.errors import UnknownPlace
from services.territory.contracts import Place
from services.territory.queries import place

# The same service, territory and first day are the same row, whoever applies it and how often.
_NAMESPACE = UUID("6b1d8b0e-6f0d-5c1c-9d4e-3b6a0e4f7a11")


async def record_competence(
    tx: Transaction,
    *,
    service: str,
    territory: str,
    level: HolderLevel,
    holder: str | None = None,
    holder_name: str | None = None,
    valid_from: date,
    valid_to: date | None = None,
    act: str,
    source: str,
    by: Actor,
    at: datetime,
) -> bool:
    """From `valid_from` to the eve of `valid_to`, `holder` answers for the procedure `service` over
    `territory` (an INSEE code, the SIREN of an EPCI, the code of a département or of a holder of
    its powers). Without `holder`, the authority of `level` over each commune answers.

    A syndicat is known by its SIREN and needs `holder_name`. Idempotent: the same service,
    territory and first day are one row, whose rest may be corrected. Answers whether anything
    changed. Needs `Operator`. Raises `UnknownProcedure`, `UnknownPlace`.
    """
    level_of(service)
    if await place(tx, level=level_of_territory(territory), code=territory) is None:
        raise UnknownPlace(territory)
    name, siren = await _holder(tx, level, holder, holder_name)
    key = {"service": service, "territory": territory, "valid_from": valid_from}
    values: dict[str, Any] = {
        "level": level,
        "holder": holder,
        "holder_name": name,
        "holder_siren": siren,
        "valid_to": valid_to,
        "act": act,
        "source": source,
    }
    return await _put(tx, key, values, at)


async def record_what_the_law_gives(tx: Transaction, *, by: Actor, at: datetime) -> int:
    """Record the competences that the law itself moves; to be called once the territory is loaded.

    Idempotent. Answers how many were new. Needs `Operator`.
    """
    result = await tx.execute(
        statutory.RECORD,
        {
            "services": list(statutory.WASTE_SERVICES),
            "greater_paris": statutory.GREATER_PARIS,
            "since": statutory.SINCE,
            "of_paris": statutory.OF_PARIS,
            "of_territories": statutory.OF_TERRITORIES,
            "at": at,
        },
    )
    return result.rowcount


async def _holder(
    tx: Transaction, level: HolderLevel, holder: str | None, name: str | None
) -> tuple[str | None, str | None]:
    """The name and the SIREN of an explicit holder."""
    if holder is None:
        if level == "syndicat":
            raise UnknownPlace("")
        return None, None
    if level == "syndicat":
        if not siren_number.is_valid(holder) or not name:
            raise UnknownPlace(holder)
        return name, holder
    known: Place | None = await place(tx, level=level, code=holder)
    if known is None:
        raise UnknownPlace(holder)
    return known.name, known.siren


async def _put(tx: Transaction, key: dict[str, Any], values: dict[str, Any], at: datetime) -> bool:
    row_id = uuid5(_NAMESPACE, "|".join(str(part) for part in key.values()))
    columns = [competence.c[name] for name in values]
    standing = await tx.one_or_none(select(*columns).where(competence.c.id == row_id))
    if standing is None:
        await tx.execute(insert(competence), {"id": row_id, **key, **values, "recorded_at": at})
        return True
    if tuple(standing) == tuple(values.values()):
        return False
    changed = update(competence).where(competence.c.id == row_id)
    await tx.execute(changed.values(**values, recorded_at=at))
    return True
