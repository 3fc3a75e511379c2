"""`make demo`: from nothing to three open doors, with one request played to its end."""

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from services.foundation import clock
from services.foundation.database import Database
from services.foundation.errors import Outage, Refusal
from services.foundation.settings import ROOT, Settings
from services.foundation.telemetry import configure_logs
from services.standalone import endings, presentation
from services.standalone.accounts import AccountMaker, Accounts
from services.standalone.alone import alone_in
from services.standalone.contracts import PartFailed
from services.standalone.ground import apply_recipes, lay_ground
from services.standalone.house import House
from services.standalone.narration import Narrator
from services.standalone.place import Place
from services.standalone.playing.play import Play
from services.standalone.playing.visitor import Stuck
from services.standalone.sowing.pace import spread_facts
from services.standalone.sowing.sow import Sower

T = TypeVar("T")
_AFRESH = "If the data of an earlier version is in the way, `make demo-clean` starts afresh."


def run(*, once: bool) -> int:
    """Start, furnish, play, print the doors, stay until Ctrl-C (or leave when `once`).

    Answers the status to leave with: 0, or 1 when a part failed.
    """
    configure_logs(logging.WARNING)
    told = Narrator()
    folder = _folder()
    try:
        with alone_in(folder):
            return _live(House(Place.at(folder)), told, once=once)
    except PartFailed as failure:
        told.failure(failure)
    except Refusal as refusal:
        told.failure(PartFailed("The house", refusal.sentence(), remedy=_AFRESH))
    except Outage as outage:
        told.failure(PartFailed(outage.part, outage.reason, remedy=_AFRESH))
    return 1


def clean() -> int:
    """Forget the demonstration; refuses while it runs."""
    folder = _folder()
    try:
        with alone_in(folder):
            shutil.rmtree(folder, ignore_errors=True)
    except PartFailed as failure:
        Narrator().failure(failure)
        return 1
    return 0


def _folder() -> Path:
    return Path(os.environ.get("PARVIS_VAR", ROOT / "var"))


def _live(house: House, told: Narrator, *, once: bool) -> int:
    is_open = False
    try:
        accounts = _open(house, told)
        _play(house, accounts, told)
        presentation.show(house, accounts, told)
        presentation.write(house, accounts)
        is_open = True
        told.title(f"Open after {told.seconds:.0f} s")
        if not once:
            told.say("Ctrl-C brings everything down; the next start keeps the data.")
            _stay(house)
    except KeyboardInterrupt:
        told.title("Closing")
        return 0 if is_open else endings.INTERRUPTED
    finally:
        endings.ignore()
        if not once:  # what it says is true no longer
            presentation.withdraw(house)
        house.close()
    return 0


def _open(house: House, told: Narrator) -> Accounts:
    presentation.withdraw(house)
    settings = house.write_settings()
    told.title("The parts")
    house.start_parts(progress=told.ready)
    told.title("The house")
    with told.step("Database migrated"):
        house.migrate(settings)
    asyncio.run(_with_database(settings, partial(lay_ground, settings=settings, told=told)))
    if house.furnished_before:  # it starts while the identity provider does
        house.open_doors("web")
    with told.step("Realm ready"):
        house.wait_for_identity()
    accounts = asyncio.run(_with_database(settings, partial(_furnish, house, settings, told)))
    house.open_doors("web", "worker", "relay")
    with told.step("Web, worker and relay ready"):
        house.wait_until_ready()
    return accounts


async def _furnish(
    house: House, settings: Settings, told: Narrator, database: Database
) -> Accounts:
    tenants = await apply_recipes(database, settings, told)
    with told.step("Accounts made"):
        accounts = await AccountMaker(database, settings, house.place.keys).make(tenants)
    sower = Sower(
        database,
        tenants=tenants,
        accounts=accounts,
        issuer=settings.oidc_issuer,
        done=house.sowing,
    )
    with told.step("Cases sown"):
        await sower.sow(clock.now())
    await spread_facts(database, clock.now())
    return accounts


def _play(house: House, accounts: Accounts, told: Narrator) -> None:
    told.title("One request, from the square to the decision")
    play = Play(house.base_url, accounts, told)
    try:
        play.play(clock.now().date())
    except (Stuck, LookupError) as stuck:
        lines = [line for each in house.processes.values() for line in each.last_lines(5)]
        raise PartFailed(
            "The request",
            str(stuck),
            lines=lines,
            remedy=f"The logs are in {house.place.root / 'logs'}.",
        ) from stuck


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database(settings.database_url, pool_size=4)
    try:
        return await work(database)
    finally:
        await database.close()


def _stay(house: House) -> None:
    """Until Ctrl-C; a process that ends by itself is a failure."""
    while True:
        house.check_processes()
        time.sleep(1)
