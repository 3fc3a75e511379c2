"""Load the official geographic code."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from services.foundation.actor import Actor
from services.foundation.database import Transaction
from services.territory import _tables as t
from services.territory._source import open_package, read
from services.territory.contracts import Loaded

ONE_LOADER = 7_305_412  # an advisory lock: two processes that start together load once


async def load_territory(tx: Transaction, *, vendor: Path, by: Actor, at: datetime) -> Loaded:
    """Make the database say what the npm package under `vendor` (a `node_modules`) says.

    Does nothing when this release already stands. A newer one replaces the whole in this
    transaction: readers see the old territory until it commits. Needs `Operator`; `by` is the
    system or an operator (the territory is public: it keeps no author). Raises `SourceMissing`.
    """
    package = open_package(vendor)
    await tx.execute(select(func.pg_advisory_xact_lock(ONE_LOADER)))
    standing = (await tx.execute(select(t.territory_version))).one_or_none()
    if standing is not None and standing.digest == package.digest:
        return Loaded(package.digest, standing.communes, changed=False)
    rows = read(package)
    for table in (t.territory_version, *reversed(t.ALL)):
        await tx.execute(delete(table))
    for table, each in zip(t.ALL, rows, strict=True):
        await tx.copy(table, [column.name for column in table.columns], each)
    communes = len(rows.communes)
    await tx.execute(
        insert(t.territory_version),
        {"digest": package.digest, "communes": communes, "loaded_at": at},
    )
    return Loaded(package.digest, communes, changed=True)
