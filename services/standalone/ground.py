"""What every house stands on: the territory, the catalogue, the collectivities of the recipes."""

from services.foundation import clock
from services.foundation.actor import Actor
from services.foundation.database import Database, Operator
from services.foundation.settings import Settings
from services.jurisdiction.actions import record_what_the_law_gives
from services.standalone.narration import Narrator
from services.territory.actions import load_territory

OPERATOR = Actor("system", None, "standalone")


async def lay_ground(settings: Settings, told: Narrator) -> None:
    """Load the official geographic code; nothing happens where it stands already."""
    database = Database(settings.database_url, pool_size=2)
    try:
        with told.step("Territory loaded"):
            async with database.transaction(Operator()) as tx:
                at = clock.now()
                await load_territory(tx, vendor=settings.vendor_dir, by=OPERATOR, at=at)
                await record_what_the_law_gives(tx, by=OPERATOR, at=at)
    finally:
        await database.close()
