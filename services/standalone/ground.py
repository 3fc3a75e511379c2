"""What every house stands on: the territory, the catalogue, the collectivities of the recipes."""

from pathlib import Path

from services.forms.loading import load_catalogue
from services.foundation import clock
from services.foundation.actor import Actor
from services.foundation.database import Database, Operator
from services.foundation.settings import ROOT, Settings
from services.identity.directory import Directory
from services.jurisdiction.actions import record_what_the_law_gives
from services.onboarding.actions.apply_plan import apply_plan
from services.onboarding.actions.plan_recipes import plan_recipes
from services.procedures.actions import publish_catalogue
from services.processes.catalogue import load_processes
from services.standalone.narration import Narrator
from services.tenants.contracts import Tenant
from services.tenants.queries import tenants
from services.tenants.recipes import load_recipes
from services.territory.actions import load_territory

OPERATOR = Actor("system", None, "standalone")
RECIPES = ROOT / "tenants"


async def lay_ground(database: Database, settings: Settings, told: Narrator) -> None:
    """Load the official geographic code and the catalogue; what stands already is left alone."""
    with told.step("Territory loaded"):
        async with database.transaction(Operator()) as tx:
            at = clock.now()
            await load_territory(tx, vendor=settings.vendor_dir, by=OPERATOR, at=at)
            await record_what_the_law_gives(tx, by=OPERATOR, at=at)
    with told.step("Catalogue published"):
        async with database.transaction(Operator()) as tx:
            await publish_catalogue(
                tx,
                procedures=load_catalogue(settings.forms_dir).values(),
                processes=load_processes(settings.processes_dir).values(),
                by=OPERATOR,
                at=clock.now(),
            )


async def apply_recipes(
    database: Database, settings: Settings, told: Narrator, recipes: Path = RECIPES
) -> tuple[Tenant, ...]:
    """Bring the collectivities to the recipes of a folder, `tenants/` by default; answers all."""
    directory = Directory.from_settings(settings)
    with told.step("Recipes applied"):
        at = clock.now()
        plan = await plan_recipes(database, directory, recipes=load_recipes(recipes), at=at)
        if not plan.is_empty:
            await apply_plan(database, directory, plan=plan, by=OPERATOR, at=at)
    async with database.transaction(Operator()) as tx:
        return await tenants(tx)
