"""What every deployment stands on: the territory and the catalogue."""

from datetime import datetime
from pathlib import Path

from services.forms.loading import load_catalogue
from services.foundation.actor import Actor
from services.foundation.database import Database, Operator
from services.jurisdiction.actions import record_what_the_law_gives
from services.procedures.actions import publish_catalogue
from services.procedures.contracts import Publication
from services.processes.catalogue import load_processes
from services.territory.actions import load_territory
from services.territory.contracts import Loaded


async def lay_territory(db: Database, *, vendor: Path, by: Actor, at: datetime) -> Loaded:
    """Load the official geographic code under `vendor`, with the competences that the law itself
    gives; the same again changes nothing. Raises `SourceMissing`."""
    async with db.transaction(Operator()) as tx:
        loaded = await load_territory(tx, vendor=vendor, by=by, at=at)
        await record_what_the_law_gives(tx, by=by, at=at)
    return loaded


async def publish_definitions(
    db: Database, *, forms: Path, processes: Path, by: Actor, at: datetime
) -> Publication:
    """Publish every form and process of two folders; what is published already stays.

    Raises `DefinitionError`, `NotPublishable`, `VersionAlreadyPublished`: all or nothing.
    """
    procedures, flows = load_catalogue(forms), load_processes(processes)
    async with db.transaction(Operator()) as tx:
        return await publish_catalogue(
            tx, procedures=procedures.values(), processes=flows.values(), by=by, at=at
        )
