"""`make demo`: from nothing to three open doors, with one request played to its end."""

import asyncio
import logging
import os
import shutil
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TypeVar

from services.foundation import clock
from services.foundation.database import Database
from services.foundation.settings import ROOT, Settings
from services.foundation.telemetry import configure_logs
from services.standalone.accounts import AccountMaker, Accounts
from services.standalone.alone import alone_in
from services.standalone.contracts import PartFailed
from services.standalone.ground import apply_recipes, lay_ground
from services.standalone.house import House
from services.standalone.narration import Narrator
from services.standalone.place import Place
from services.standalone.sowing.sow import Sower

T = TypeVar("T")
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(*, once: bool, root: Path | None = None) -> int:
    """Start, furnish, play, print the doors, stay until Ctrl-C (or leave when `once`).

    Answers the status to leave with: 0, or 1 when a part failed.
    """
    configure_logs(logging.WARNING)
    told = Narrator()
    folder = root or Path(os.environ.get("PARVIS_VAR", ROOT / "var"))
    for signal_ in _ENDINGS:  # SIGINT too: a shell that puts us in the background ignores it for us
        signal.signal(signal_, _interrupt)
    try:
        with alone_in(folder):
            return _live(House(Place.at(folder)), told, once=once)
    except PartFailed as failure:
        told.failure(failure)
        return 1


def clean(root: Path | None = None) -> int:
    """Forget the demonstration; refuses while it runs."""
    folder = root or Path(os.environ.get("PARVIS_VAR", ROOT / "var"))
    try:
        with alone_in(folder):
            shutil.rmtree(folder, ignore_errors=True)
    except PartFailed as failure:
        Narrator().failure(failure)
        return 1
    return 0


def _live(house: House, told: Narrator, *, once: bool) -> int:
    try:
        _open(house, told)
        if not once:
            told.say("Ctrl-C brings everything down; the next start keeps the data.")
            _stay(house)
    except KeyboardInterrupt:
        told.title("Closing")
    finally:
        for signal_ in _ENDINGS:
            signal.signal(signal_, signal.SIG_IGN)
        house.close()
    return 0


def _open(house: House, told: Narrator) -> None:
    (house.place.root / "demo.json").unlink(missing_ok=True)
    settings = house.write_settings()
    told.title("The parts")
    house.start_parts(progress=told.ready)
    told.title("The house")
    with told.step("Database migrated"):
        house.migrate(settings)
    asyncio.run(_with_database(settings, partial(lay_ground, settings=settings, told=told)))
    with told.step("Realm ready"):
        house.wait_for_identity()
    asyncio.run(_with_database(settings, partial(_people_it, house, settings, told)))


async def _people_it(
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
        progress=house.place.root / "sown",
    )
    with told.step("Cases sown"):
        await sower.sow(clock.now())
    return accounts


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[T]]) -> T:
    database = Database(settings.database_url, pool_size=4)
    try:
        return await work(database)
    finally:
        await database.close()


def _stay(house: House) -> None:
    """Until Ctrl-C; a process that ends by itself is a failure."""
    with suppress(TimeoutError):
        while True:
            for process in house.processes.values():
                if not process.running():
                    raise process.failure("it stopped")
            signal.sigtimedwait([], 1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
